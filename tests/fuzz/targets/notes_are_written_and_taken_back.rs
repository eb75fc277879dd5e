//! Notes files are edited without a loss, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::parts;
use pangzhu_fuzz::properties::notes::notes_are_written_and_taken_back;

fuzz_target!(|text: &str| {
    let [file, quote, body] = parts(text);
    notes_are_written_and_taken_back(file, quote, body);
});
