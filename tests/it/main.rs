//! The integration tests: one binary, a module a subject.

mod annotate;
mod archive;
mod cases;
mod data;
mod detect;
mod edits;
mod emit;
mod gold;
mod hostile;
mod house;
mod inputs;
mod judge;
mod killed;
mod load;
mod load_properties;
mod markdown;
mod markdown_properties;
mod measured;
mod preview;
mod notes;
mod report;
mod review;
mod samples;
mod session;
mod site;
mod tidy;
