//! CLI
pub mod report;
