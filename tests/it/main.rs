//! The integration tests: one binary, a module a subject.

mod cases;
mod markdown;
mod markdown_properties;
