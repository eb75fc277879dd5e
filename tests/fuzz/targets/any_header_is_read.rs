//! Headers and settings are read or said, at places that lie in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::load::any_header_is_read;

fuzz_target!(|text: &str| {
    any_header_is_read(text);
});
