//! An essay's file with the repairs written into it that loading makes each time.
//!
//! Changes nothing that a page shows: what does not read the same afterwards is not tidied.
//! Leaves emphasis beside Han punctuation as it is, which is read rightly and has no other
//! spelling in Markdown.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Source;

use super::front_matter::{self, FrontMatter};
use super::repair;

/// Returns the text that an essay's file should have; what it has if nothing is to be repaired.
///
/// # Errors
/// A file that would come to read otherwise.
#[expect(clippy::result_large_err, reason = "a file is tidied once, and seldom in vain")]
pub fn tidy(source: &Source, config: &Config) -> Result<String, Diagnostic> {
    let before = Reading::of(source, config);
    let ahead = source.text[..before.front_matter.span.start].trim_start_matches(BOM);
    // A heading that gave the title, and was taken out for saying it once more, is missed
    // where the header does not say it.
    let title = before.took_title.then_some(before.front_matter.title.as_str());
    for title in [None].into_iter().chain(title.map(Some)) {
        let header = front_matter::mended(source, config, title);
        let text = format!("{ahead}{header}{}", before.text);
        if *text == *source.text {
            return Ok(text);
        }
        let tidied = Source::new(source.path.clone(), text);
        if before.is_same(&Reading::of(&tidied, config)) {
            return Ok(tidied.text.to_string());
        }
    }
    Err(Diagnostic::not_tidied(&source.path))
}

const BOM: char = '\u{FEFF}';

/// All of a file that its page is made of.
struct Reading {
    front_matter: FrontMatter,
    text: String,
    /// Whether a heading gave the title.
    took_title: bool,
}

impl Reading {
    fn of(source: &Source, config: &Config) -> Self {
        let (front_matter, body, said) = front_matter::parse(source, config);
        let (repaired, _) = repair::repair(source, body, &front_matter);
        let took_title = said.iter().any(Diagnostic::is_title_of_heading);
        Self { front_matter, text: repaired.text, took_title }
    }

    fn is_same(&self, other: &Self) -> bool {
        self.text == other.text && self.front_matter.placeless() == other.front_matter.placeless()
    }
}
