//! Where the links and pictures of an essay lead to.
//!
//! An essay may name another by its file (`x.md`, `../2013/x.md`), by its address from the
//! site's root (`/essays/2013/x/`) or from its own; a file beside it likewise. Which pages
//! and files there are is for the caller to say, since [`crate::render`] plans them.

use std::collections::BTreeSet;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::link::archive::{Archive, ArchivedEssay};
use crate::load::essay::{Block, Body, Essay, Format, Inline, Prose};
use crate::load::html;
use crate::load::html::scheme::{is_safe_image, leaves_site};
use crate::permalink::{self, SitePath};
use crate::source::Span;

/// A link or picture of an essay, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Where it is to lead.
    pub destination: &'a str,
    /// Where it stands in the source file.
    pub span: Span,
    /// Where in the text the words of a link begin; a picture has none.
    pub words: Option<usize>,
}

/// A link or picture of an essay that does not leave the site.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inner {
    /// Where it is to lead.
    pub(super) destination: Box<str>,
    /// Where it stands in the source file, as far as that is known.
    pub(super) span: Option<Span>,
    /// Where in the text the words of a link begin; a picture has none.
    pub(super) words: Option<usize>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a page or file of the site, perhaps to an element of it.
    Inside(SitePath, Option<String>),
    /// To an element of the page itself.
    Here(String),
    /// Out of the site.
    Outside,
    /// To nothing.
    Nowhere,
}

/// What stands at a path of the site.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// An essay, or a page that stands beside the archive.
    Essay(&'a ArchivedEssay),
    /// Something else.
    Other,
}

/// Knows where essays stand by the names of their files.
#[derive(Debug)]
pub struct Resolver {
    by_file: FxHashMap<Arc<str>, SitePath>,
}

impl Resolver {
    /// Makes the resolver of an archive.
    pub fn new(archive: &Archive) -> Self {
        let all = archive.essays.iter().chain(&archive.pages);
        let by_file = all.map(|one| (Arc::clone(&one.digest.file), one.path.clone())).collect();
        Self { by_file }
    }

    /// Returns where a link on `from` leads; `standing` tells what stands at a path, if anything.
    pub fn resolve<'a>(
        &self,
        from: &ArchivedEssay,
        destination: &str,
        standing: &dyn Fn(&SitePath) -> Option<Standing<'a>>,
    ) -> Destination {
        if leaves_site(destination) {
            let is_safe = is_safe_image(destination);
            return if is_safe { Destination::Outside } else { Destination::Nowhere };
        }
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment))),
            None => (destination, None),
        };
        let path = decode(path.split_once('?').map_or(path, |(path, _)| path));
        let exists = |path: &SitePath| standing(path).is_some();
        let Some(to) = self.find(from, &path, &exists) else { return Destination::Nowhere };
        if let Some(fragment) = &fragment
            && !fragment.is_empty()
            && let Some(Standing::Essay(one)) = standing(&to)
            && one.digest.anchors.binary_search(fragment).is_err()
            && !(1..=notes(one)).any(|number| permalink::note_id(number) == *fragment)
        {
            return Destination::Nowhere;
        }
        match fragment {
            Some(fragment) if path.is_empty() => Destination::Here(fragment),
            fragment => Destination::Inside(to, fragment),
        }
    }

    fn find(
        &self,
        from: &ArchivedEssay,
        path: &str,
        exists: &dyn Fn(&SitePath) -> bool,
    ) -> Option<SitePath> {
        if path.is_empty() {
            return Some(from.path.clone());
        }
        let (beside_file, below_page) = match path.strip_prefix('/') {
            Some(rooted) => (join("content", rooted), join("", rooted)),
            None => (join(from.essay().source.path.folder(), path), join(from.path.folder(), path)),
        };
        let beside_file = beside_file?;
        for file in [beside_file.clone(), format!("{beside_file}.md")] {
            if let Some(path) = self.by_file.get(file.as_str()) {
                return Some(path.clone());
            }
        }
        let beside = beside_file.strip_prefix("content/").unwrap_or(&beside_file).to_owned();
        [Some(beside), below_page].into_iter().flatten().find_map(|path| {
            let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            [SitePath::file(parts.join("/")), SitePath::page(&parts)]
                .into_iter()
                .find(|path| exists(path))
        })
    }
}

/// Returns where an address leads in a file that stands in `folder` and is no essay.
pub fn from_folder(folder: &str, address: &str, exists: &dyn Fn(&SitePath) -> bool) -> Destination {
    if leaves_site(address) {
        return Destination::Outside;
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(decode(fragment))),
        None => (address, None),
    };
    if path.is_empty() {
        return Destination::Here(fragment.unwrap_or_default());
    }
    let path = decode(path.split_once('?').map_or(path, |(path, _)| path));
    let path = match path.strip_prefix('/') {
        Some(rooted) => join("", rooted),
        None => join(folder, &path),
    };
    let file = path.map(SitePath::file).filter(exists);
    file.map_or(Destination::Nowhere, |file| Destination::Inside(file, fragment))
}

/// Returns the links and pictures of a body in the order of its text, footnotes last.
pub fn references(body: &Body) -> Vec<Reference<'_>> {
    let mut proses: Vec<&Prose> = Vec::new();
    all_blocks(body).for_each(|block| block.collect_proses(&mut proses));
    let mut references = Vec::new();
    proses.into_iter().for_each(|prose| add_references(prose, &mut references));
    references
}

fn add_references<'a>(prose: &'a Prose, references: &mut Vec<Reference<'a>>) {
    let mut at = prose.passage.start;
    for inline in &prose.inlines {
        match inline {
            Inline::Text(passage) | Inline::Code(passage) | Inline::Break(passage) => {
                at = passage.end;
            }
            Inline::Image(image) => {
                let (destination, span) = (image.destination.as_str(), image.span);
                references.push(Reference { destination, span, words: None });
            }
            Inline::Open(format) => {
                if let Format::Link { destination, span, .. } = &**format {
                    references.push(Reference { destination, span: *span, words: Some(at) });
                }
            }
            Inline::Close | Inline::FootnoteReference(_) => {}
        }
    }
}

/// Returns the file's place in the order of folders: `a/../b/./c` is `b/c`.
///
/// `None` when it leads out of the top folder.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns an address without its percent-encoding, in NFC.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().nfc().collect()
}

/// Returns how many notes are on an essay's page.
fn notes(one: &ArchivedEssay) -> usize {
    one.comparisons.len() + one.annotated.notes.len() + one.essay().body.footnotes.len()
}

/// Returns the links and pictures of an essay that do not leave the site, those of raw HTML
/// last; of these the place is known only where they are written as they are meant.
pub(super) fn inner(essay: &Essay) -> Box<[Inner]> {
    let all = references(&essay.body).into_iter();
    let inner = all.filter(|one| !leaves_site(one.destination) || !is_safe_image(one.destination));
    let mut found: Vec<Inner> = inner
        .map(|Reference { destination, span, words }| Inner {
            destination: destination.into(),
            span: Some(span),
            words,
        })
        .collect();
    let mut seek = |html: &str| {
        html::map_addresses(html, &mut |address| {
            if !leaves_site(address) {
                let start = essay.source.text.find(address);
                let span = start.map(|start| Span::new(start, start + address.len()));
                found.push(Inner { destination: address.into(), span, words: None });
            }
            None
        });
    };
    raw_html(&essay.body, &mut seek);
    found.into()
}

/// Calls `seek` with each piece of raw HTML of a body.
fn raw_html(body: &Body, seek: &mut dyn FnMut(&str)) {
    fn of_block(block: &Block, seek: &mut dyn FnMut(&str)) {
        match block {
            Block::Html(html) => seek(html),
            Block::Quote { blocks, .. } => blocks.iter().for_each(|block| of_block(block, seek)),
            Block::List { items, .. } => {
                let blocks = items.iter().flat_map(|item| &item.blocks);
                blocks.for_each(|block| of_block(block, seek));
            }
            Block::Paragraph(_) | Block::Heading { .. } | Block::Table { .. } => {
                let mut proses = Vec::new();
                block.collect_proses(&mut proses);
                for inline in proses.iter().flat_map(|prose| &prose.inlines) {
                    if let Inline::Open(format) = inline
                        && let Format::Html { open, .. } = &**format
                    {
                        seek(open);
                    }
                }
            }
            Block::Code(_) | Block::Rule => {}
        }
    }
    all_blocks(body).for_each(|block| of_block(block, seek));
}

/// Returns what in a body can be linked to, in the order of its letters: headings, ids of raw HTML.
pub(super) fn anchors(body: &Body) -> Box<[String]> {
    let mut anchors = BTreeSet::new();
    all_blocks(body).for_each(|block| heading_ids(block, &mut anchors));
    raw_html(body, &mut |html| anchors.extend(html_ids(html)));
    anchors.into_iter().collect()
}

fn heading_ids(block: &Block, ids: &mut BTreeSet<String>) {
    match block {
        Block::Heading { id, .. } => drop(ids.insert(id.clone())),
        Block::Quote { blocks, .. } => blocks.iter().for_each(|block| heading_ids(block, ids)),
        Block::List { items, .. } => {
            let blocks = items.iter().flat_map(|item| &item.blocks);
            blocks.for_each(|block| heading_ids(block, ids));
        }
        Block::Paragraph(_)
        | Block::Table { .. }
        | Block::Code(_)
        | Block::Html(_)
        | Block::Rule => {}
    }
}

/// Returns the top-level blocks of a body, those of its footnotes last.
fn all_blocks(body: &Body) -> impl Iterator<Item = &Block> {
    body.blocks.iter().chain(body.footnotes.iter().flat_map(|footnote| &footnote.blocks))
}

/// Returns the ids that raw HTML gives to elements.
fn html_ids(html: &str) -> impl Iterator<Item = String> {
    html.split("id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
}
