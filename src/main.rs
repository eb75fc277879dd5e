//! The `pangzhu` command.

fn main() {}
