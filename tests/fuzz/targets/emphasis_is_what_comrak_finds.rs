//! Emphasis beside Han characters stands where comrak has it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::emphasis::emphasis_is_what_comrak_finds;

fuzz_target!(|text: &str| {
    emphasis_is_what_comrak_finds(text);
});
