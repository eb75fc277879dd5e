//! An essay with its notes, and pages that stand beside the archive.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::link::archive::{Archive, ArchivedEssay, EssayIndex, PageIndex};
use crate::link::shelf::{self, ShelfKind};
use crate::load::essay::{Block, Passage};
use crate::load::front_matter::Layout;
use crate::permalink::{Permalink, SitePath};
use crate::render::Site;
use crate::render::body::{self, Annotation, Setting, Subject, Target};
use crate::render::export::{self, ExportFile};
use crate::render::view::Head;
use crate::render::view::cast::{Cast, Member};
use crate::render::view::kin::{Kin, kin};
use crate::render::view::note::{Medium, annotation};
use crate::render::view::shared::{NameLink, TimeView, TitleLink, author_link, summary, time_view};
use crate::render::view::shelf::shelf_link;
use crate::render::view::standing::{Chapter, chapter};
use crate::render::view::written::written;

/// Han characters that are read in a minute.
const HAN_PER_MINUTE: usize = 400;
/// Words of other scripts that are read in a minute.
const WORDS_PER_MINUTE: usize = 250;

/// What `essay.html` and `page.html` see.
#[derive(Serialize)]
pub(super) struct EssayPage {
    essay: EssayView,
}

#[derive(Serialize)]
struct EssayView {
    title: String,
    author: Option<NameLink>,
    time: Option<TimeView>,
    updated: Option<TimeView>,
    /// Where it was first published.
    source: Option<SourceView>,
    reading_minutes: usize,
    /// Han characters, and words of other scripts.
    characters: usize,
    /// How many are shown.
    comparisons: usize,
    /// HTML.
    body: String,
    /// Its headings.
    toc: Vec<TocEntry>,
    tags: Vec<NameLink>,
    /// Those it names most often, of those that have a page.
    companies: Vec<Member>,
    /// The essay before it in time, or the chapter before it.
    previous: Option<TitleLink>,
    next: Option<TitleLink>,
    /// The page that lists this one among others, for a page that stands beside the archive.
    contents: Option<TitleLink>,
    /// Its annotations as JSON-LD, and its entry for a bibliography; `null` for a page that
    /// stands beside the archive.
    annotations: Option<Permalink>,
    bibtex: Option<Permalink>,
    /// Other essays on the same companies, and those that link to it.
    kin: Kin,
    draft: bool,
    lang: String,
    /// What the header says under `extra`.
    extra: BTreeMap<String, serde_json::Value>,
}

/// Where an essay was first published.
#[derive(Serialize)]
struct SourceView {
    href: String,
    host: String,
    /// All essays that come from there.
    all: Option<Permalink>,
}

#[derive(Serialize)]
struct TocEntry {
    id: String,
    text: String,
    level: u8,
}

/// Returns the passages of an essay's comparisons and then those of its notes, in their order.
pub(in crate::render) fn passages(archive: &Archive, one: &ArchivedEssay) -> Vec<Passage> {
    let comparisons = one.comparisons.iter().map(|&index| archive.comparison(index).passage);
    comparisons.chain(one.annotated.notes.iter().map(|note| note.passage)).collect()
}

/// Returns the template that shows an essay, and its view.
pub(super) fn essay(
    site: &Site,
    index: EssayIndex,
    path: &SitePath,
) -> Result<(String, (Head, EssayPage)), Vec<Diagnostic>> {
    let one = site.archive.essay(index);
    let cast = Cast::new(site, one);
    let notes = annotations(site, one, &cast, Medium::Page, path.as_str())?;
    let mut view = view(site, one, &cast, &notes);
    let EssayIndex(place) = index;
    let neighbour = |place: Option<usize>| {
        let one = site.archive.essays.get(place?)?;
        let href = site.config.base_url.link(&one.path);
        Some(TitleLink { title: one.essay().front_matter.title.clone(), href })
    };
    // In time: the archive has the newest first.
    view.previous = neighbour(Some(place + 1));
    view.next = neighbour(place.checked_sub(1));
    view.kin = kin(site, index);
    view.annotations = Some(export::link(site, ExportFile::OfEssay(index)));
    view.bibtex = Some(export::link(site, ExportFile::Bibliography(index)));
    let template = match &one.essay().front_matter.layout {
        Layout::Custom(name) => {
            Some(format!("{name}.html")).filter(|name| site.templates.has(name))
        }
        Layout::Essay | Layout::Page => None,
    };
    let template = template.unwrap_or_else(|| "essay.html".to_owned());
    Ok((template, (head("essay", one), EssayPage { essay: view })))
}

/// Returns the view of a page that stands beside the archive.
pub(super) fn standing(site: &Site, index: PageIndex) -> (Head, EssayPage) {
    let one = site.archive.page(index);
    let footnotes: Vec<Annotation> = body::number_annotations(&one.essay().body, &[])
        .into_iter()
        .enumerate()
        .filter_map(|(place, subject)| footnote(place + 1, subject))
        .collect();
    let mut view = view(site, one, &Cast::new(site, one), &footnotes);
    let Chapter { previous, contents, next } = chapter(site, index);
    (view.previous, view.contents, view.next) = (previous, contents, next);
    (head("page", one), EssayPage { essay: view })
}

/// Returns an essay's text for a feed: no marks, its notes at the end, all addresses full.
pub(in crate::render) fn feed_html(
    site: &Site,
    index: EssayIndex,
    page: &str,
) -> Result<String, Vec<Diagnostic>> {
    let one = site.archive.essay(index);
    let base = &site.config.base_url;
    let notes = annotations(site, one, &Cast::new(site, one), Medium::Feed, page)?;
    let resolve = |destination: &str| match site.target(one, destination) {
        Target::Internal(link) => Target::Internal(base.absolute_text(&link)),
        other => other,
    };
    let page = base.absolute(&base.link(&one.path));
    let html = body::plain_feed_html(&one.essay().body, &notes, &site.words.body, &resolve, &page);
    Ok(html)
}

fn head(kind: &'static str, one: &ArchivedEssay) -> Head {
    let header = &one.essay().front_matter;
    let mut head = Head::new(kind, header.title.clone(), summary(one));
    head.lang.clone_from(&header.lang);
    head
}

fn view(site: &Site, one: &ArchivedEssay, cast: &Cast<'_>, notes: &[Annotation]) -> EssayView {
    let essay = one.essay();
    let header = &essay.front_matter;
    let resolve = |destination: &str| site.target(one, destination);
    let (han, words) = count_words(&essay.body.text[..essay.body.footnotes_start]);
    let lang = header.lang.clone().unwrap_or_else(|| site.config.language.tag().to_owned());
    let setting = Setting {
        words: &site.words.body,
        resolve: &resolve,
        companies: &cast.links(),
        chinese: lang.starts_with("zh"),
    };
    EssayView {
        title: header.title.clone(),
        author: author_link(site, one),
        time: time_view(site, header.time.as_ref()),
        updated: time_view(site, header.updated.as_ref()),
        source: header.url.as_deref().and_then(|url| source_view(site, url)),
        reading_minutes: reading_minutes(han, words),
        characters: han + words,
        comparisons: one.comparisons.len(),
        body: body::render(&essay.body, notes, setting),
        toc: toc(one),
        tags: tags(site, &header.tags),
        companies: cast.members(),
        previous: None,
        next: None,
        contents: None,
        annotations: None,
        bibtex: None,
        kin: Kin::default(),
        draft: header.draft,
        lang,
        extra: header.extra.clone(),
    }
}

/// Returns the source of an essay; only an address that a browser may follow.
fn source_view(site: &Site, url: &str) -> Option<SourceView> {
    let host = shelf::host(url)?;
    let all = shelf_link(site, ShelfKind::Source, &host);
    Some(SourceView { href: url.to_owned(), host, all })
}

fn tags(site: &Site, tags: &[String]) -> Vec<NameLink> {
    let link =
        |tag: &String| NameLink { name: tag.clone(), href: shelf_link(site, ShelfKind::Tag, tag) };
    tags.iter().map(link).collect()
}

fn reading_minutes(han: usize, words: usize) -> usize {
    let parts = han * WORDS_PER_MINUTE + words * HAN_PER_MINUTE;
    parts.div_ceil(HAN_PER_MINUTE * WORDS_PER_MINUTE).max(1)
}

/// Counts Han characters, and words of other scripts.
fn count_words(text: &str) -> (usize, usize) {
    let (mut han, mut words, mut in_word) = (0, 0, false);
    for character in text.chars() {
        if is_han(character) {
            han += 1;
        } else if is_alphanumeric(character) {
            in_word = true;
            continue;
        } else if matches!(character, '\'' | '’' | '.') {
            continue;
        }
        words += usize::from(std::mem::take(&mut in_word));
    }
    (han, words + usize::from(in_word))
}

/// As [`char::is_alphanumeric`], but quick to tell of the marks that a Chinese text has.
fn is_alphanumeric(character: char) -> bool {
    let is_mark = matches!(
        character,
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}'
            | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
    );
    !is_mark && character.is_alphanumeric()
}

fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
    )
}

fn toc(one: &ArchivedEssay) -> Vec<TocEntry> {
    let body = &one.essay().body;
    let entry = |block: &Block| match block {
        Block::Heading { level, id, prose } => {
            let text = body.slice(prose.passage).to_owned();
            Some(TocEntry { id: id.clone(), text, level: *level })
        }
        _ => None,
    };
    body.blocks.iter().filter_map(entry).collect()
}

/// Returns an essay's annotations in the order of their numbers; `page` is being made.
fn annotations(
    site: &Site,
    one: &ArchivedEssay,
    cast: &Cast<'_>,
    medium: Medium,
    page: &str,
) -> Result<Vec<Annotation>, Vec<Diagnostic>> {
    let subjects = body::number_annotations(&one.essay().body, &passages(&site.archive, one));
    let mut annotations = Vec::with_capacity(subjects.len());
    for (place, subject) in subjects.into_iter().enumerate() {
        match subject {
            Subject::Passage(index) => match one.comparisons.get(index) {
                Some(&index) => {
                    annotations.push(annotation(site, one, cast, index, medium, page)?);
                }
                None => {
                    let note = &one.annotated.notes[index - one.comparisons.len()];
                    annotations.push(written(site, one, note, place + 1, page)?);
                }
            },
            Subject::Footnote(..) => annotations.extend(footnote(place + 1, subject)),
        }
    }
    Ok(annotations)
}

fn footnote(number: usize, subject: Subject) -> Option<Annotation> {
    let Subject::Footnote(index, passage) = subject else { return None };
    Some(Annotation::footnote(number, index, passage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_what_they_are_anywhere() {
        assert!(('\0'..=char::MAX).all(|one| is_alphanumeric(one) == one.is_alphanumeric()));
    }

    #[test]
    fn han_and_words_are_counted_apart() {
        assert_eq!(count_words("微信5.0 and O2O，don’t"), (2, 4));
        assert_eq!(count_words("...a'腾.“一”"), (2, 1));
        assert_eq!(reading_minutes(400, 0), 1);
        assert_eq!(reading_minutes(400, 1), 2);
        assert_eq!(reading_minutes(0, 0), 1);
    }
}
