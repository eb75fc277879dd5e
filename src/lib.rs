//! pangzhu (旁注, "notes in the margin"): from a folder of essays to an annotated reading site.

pub mod cli;
pub mod config;
pub mod detect;
pub mod diagnostic;
pub mod emit;
pub mod error;
pub mod link;
pub mod load;
pub mod moment;
pub mod parallel;
pub mod permalink;
pub mod render;
pub mod session;
pub mod source;
pub mod text_map;
pub mod yaml;
