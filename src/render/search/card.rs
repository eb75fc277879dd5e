//! What is shown of a hit before its page is asked for. Lists and not objects: there are
//! many, and their keys would be most of them.

use std::ops::Range;

use serde::Serialize;

use crate::link::archive::{ArchivedEssay, ComparisonIndex};
use crate::permalink::Permalink;
use crate::render::view::shared::{date_text, shortened};
use crate::render::{Site, sentence};

/// How many characters of a comparison's passage are shown.
const QUOTE_CHARACTERS: usize = 120;

/// Title, address, author and date of an essay.
#[derive(Serialize)]
pub(super) struct EssayCard<'a>(&'a str, Permalink, Option<&'a str>, Option<String>);

/// Sentence, words and address of a comparison, then title, author and date of its essay.
#[derive(Serialize)]
pub(super) struct ComparisonCard<'a>(
    String,
    String,
    Permalink,
    &'a str,
    Option<&'a str>,
    Option<String>,
);

/// Returns the cards of essays.
pub(super) fn essays(site: &Site, texts: Range<usize>) -> Vec<EssayCard<'_>> {
    let essays = site.archive.essays[texts].iter();
    essays
        .map(|one| {
            let link = site.config.base_url.link(&one.path);
            EssayCard(title(one), link, author(one), date(site, one))
        })
        .collect()
}

/// Returns the cards of comparisons.
pub(super) fn comparisons(site: &Site, texts: Range<usize>) -> Vec<ComparisonCard<'_>> {
    let card = |index| {
        let index = ComparisonIndex(index);
        let one = site.archive.essay(site.archive.archived(index).essay);
        let comparison = site.archive.comparison(index);
        let sentence = sentence::sentence(site, &one.annotated, comparison);
        let quote = quote(one.essay().body.slice(comparison.passage));
        let link = site.note_link(index);
        ComparisonCard(sentence, quote, link, title(one), author(one), date(site, one))
    };
    texts.map(card).collect()
}

fn title(one: &ArchivedEssay) -> &str {
    &one.essay().front_matter.title
}

fn author(one: &ArchivedEssay) -> Option<&str> {
    one.essay().front_matter.name.as_deref()
}

fn date(site: &Site, one: &ArchivedEssay) -> Option<String> {
    one.essay().front_matter.time.as_ref().map(|time| date_text(&site.words, time))
}

fn quote(text: &str) -> String {
    shortened(&text.trim().replace('\n', " "), QUOTE_CHARACTERS)
}
