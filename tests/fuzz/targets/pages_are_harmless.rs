//! Pages read again hold nothing that runs, and marks change no word.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::html::pages_are_harmless_and_marks_change_no_word;

fuzz_target!(|text: &str| {
    pages_are_harmless_and_marks_change_no_word(text);
});
