//! Detection panics at nothing, and what it finds is text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::detect::every_passage_is_text;

fuzz_target!(|text: &str| {
    every_passage_is_text(text);
});
