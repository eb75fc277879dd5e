//! From bytes to essays: header, repairs, Markdown, plain text.
//!
//! Never fails: a broken file is an [`essay::Essay`] with diagnostics.
//!
//! 1. [`inputs`] reads the files;
//! 2. [`front_matter`] reads an essay's header;
//! 3. [`repair`] mends what saving did to its text;
//! 4. [`markdown`] makes blocks of it, with the plain text that all later phases read;
//!    its parts are `emphasis`, `html`, `highlight`, `line_break`, `token`,
//!    `prose` and `outline`.

mod emphasis;
pub mod essay;
pub mod front_matter;
mod highlight;
mod html;
pub mod inputs;
mod line_break;
pub mod markdown;
mod outline;
mod prose;
pub mod repair;
mod token;
