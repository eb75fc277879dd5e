//! Whatever is asked of the preview, nothing but the site is shown.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pangzhu_fuzz::properties::request::Asked;

static ASKED: LazyLock<Asked> = LazyLock::new(Asked::start);

fuzz_target!(|bytes: &[u8]| ASKED.answers(bytes));
