//! Every text of a body stands where the map says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::body::any_text_makes_a_sound_body;

fuzz_target!(|text: &str| {
    any_text_makes_a_sound_body(text);
});
