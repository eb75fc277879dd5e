//! Loading never fails, and every place that is said lies in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::load::{any_text_loads, repaired};

fuzz_target!(|text: &str| {
    any_text_loads(text);
    repaired(text);
});
