//! The integration tests: one binary, a module a subject.

mod cases;
mod load;
mod samples;
