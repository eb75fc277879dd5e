//! Finds the main text of a page. The only owner of `dom_smoothie`.
//!
//! Where a page says which part is its text, that is taken; elsewhere Mozilla's Readability
//! finds it, and where that finds nothing, the page's body is what there is.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use crate::import::address::Address;
use crate::import::markdown;
use crate::language::Wording;
use crate::wording;

/// Where pages of well-known shapes have their text, surest first.
const PLACES: [&str; 16] = [
    "main.reading article > div.e",
    "#js_content",
    "[itemprop=articleBody]",
    ".post-body.entry-content",
    ".entry-content",
    ".post-content",
    ".article-content",
    ".articleDetailContent",
    ".article__content",
    ".article-body",
    ".article__body",
    ".post-body",
    ".markdown-body",
    "#artibody",
    "#article_content",
    ".e-content",
];

/// Where forums have what somebody wrote: the first is the essay, the others are answers.
const FIRST_OF_MANY: [&str; 3] =
    ["[id^=postmessage_]", ".postbody .content", ".topic-body .cooked"];

/// How many characters of text make a place the main text.
const TEXT_MIN: usize = 60;
/// How many characters Readability has to find before it is content; its own 500 are meant for
/// English, which says less with as many.
const READABILITY_MIN: usize = 150;

/// Returns the main text of a page, in a tree of its own.
///
/// # Errors
/// Why there is none.
pub(super) fn find(document: &Document, address: &Option<Address>) -> Result<Document, Wording> {
    for place in PLACES {
        let found = document.select(place);
        // Where there are several, the page is a list of essays.
        if let [only] = found.nodes()
            && length(*only) >= TEXT_MIN
        {
            return Ok(Document::fragment(only.inner_html()));
        }
    }
    for place in FIRST_OF_MANY {
        if let Some(first) = document.select(place).nodes().first()
            && length(*first) >= TEXT_MIN
        {
            return Ok(Document::fragment(first.inner_html()));
        }
    }
    readable(document, address)
        .or_else(|| rest(document))
        .ok_or_else(|| wording!("no text is found in this page", "这个网页里找不到正文"))
}

fn length(node: NodeRef<'_>) -> usize {
    let text = node.text();
    text.chars().filter(|one| !one.is_whitespace()).count() + markdown::pictures(node) * TEXT_MIN
}

fn readable(document: &Document, address: &Option<Address>) -> Option<Document> {
    let config =
        Config { keep_classes: true, char_threshold: READABILITY_MIN, ..Config::default() };
    let url = address.as_ref().map(Address::text);
    let mut readability =
        Readability::with_document(document.clone(), url.as_deref(), Some(config)).ok()?;
    let found = readability.parse().ok()?;
    let text = found.text_content.chars().filter(|one| !one.is_whitespace()).count();
    (text >= TEXT_MIN).then(|| Document::fragment(found.content))
}

/// What is no text, where nothing says what is.
const AROUND: &str = "header, footer, nav, aside, form, script, style, noscript";

fn rest(document: &Document) -> Option<Document> {
    let body = document.body()?;
    let fragment = Document::fragment(body.inner_html());
    fragment.select(AROUND).remove();
    (!fragment.root().text().trim().is_empty()).then_some(fragment)
}
