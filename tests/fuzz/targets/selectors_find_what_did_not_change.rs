//! A passage is found again in a text as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::notes::what_did_not_change_is_kept;

fuzz_target!(|input: (u8, u8, &str)| {
    let (from, length, text) = input;
    what_did_not_change_is_kept(text, f64::from(from) / 256.0, usize::from(length) + 1);
});
