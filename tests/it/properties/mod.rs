//! What holds whatever comes in: each a function that panics where it does not. The property tests
//! feed them what is made after a pattern, the fuzz targets in `tests/fuzz` what nobody thought of.

pub mod body;
pub mod detect;
pub mod emphasis;
pub mod html;
pub mod load;
pub mod notes;
pub mod request;
