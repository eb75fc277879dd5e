//! Turns the linked archive into pages: HTML, feeds and the rest of the output tree.

pub mod body;
pub mod margin;
