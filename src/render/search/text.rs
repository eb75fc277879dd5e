//! What of an essay is searched: all that its page shows of it.

use crate::detect::comparison::Comparison;
use crate::link::archive::{ArchivedEssay, ComparisonIndex, namings};
use crate::link::author;
use crate::load::essay::{Block, Inline};
use crate::render::search::fold::fold;
use crate::render::search::gram::hash;
use crate::render::search::index::Term;
use crate::render::{Site, body, sentence};

/// Gives the terms of the essay at this place of the archive to `push`.
pub(super) fn essay(site: &Site, at: usize, push: &mut dyn FnMut(Term<'_>)) {
    let one = &site.archive.essays[at];
    let mut folded = Vec::new();
    let mut part = |text: &str| add(text, &mut folded, push);
    part(&one.essay().front_matter.title);
    part(one.essay().front_matter.name.as_deref().unwrap_or_default());
    let body = &one.essay().body;
    let footnotes = body.footnotes.iter().flat_map(|footnote| &footnote.blocks);
    for block in body.blocks.iter().chain(footnotes) {
        add_block(one, block, &mut part);
    }
    for &index in &one.comparisons {
        note(site, one, site.archive.comparison(index), &mut part);
    }
    for written in one.annotated.notes.iter().map(|note| &note.written) {
        written.body.text.lines().for_each(&mut part);
        part(written.annotator.as_deref().unwrap_or_default());
    }
    for tag in &one.essay().front_matter.tags {
        part(tag);
    }
    facets(one, push);
    for name in namings(&one.annotated).flat_map(|mention| &mention.parties) {
        if let Some(name) = name.company() {
            push(facet("company", name.as_str()));
        }
    }
}

/// Gives the terms of the comparison at this place of the archive to `push`.
pub(super) fn comparison(site: &Site, at: usize, push: &mut dyn FnMut(Term<'_>)) {
    let archived = site.archive.archived(ComparisonIndex(at));
    let one = site.archive.essay(archived.essay);
    let comparison = site.archive.comparison(ComparisonIndex(at));
    let mut folded = Vec::new();
    let mut part = |text: &str| add(text, &mut folded, push);
    part(one.essay().body.slice(comparison.passage));
    note(site, one, comparison, &mut part);
    facets(one, push);
    for &company in &archived.companies {
        push(facet("company", site.archive.company(company).name.as_str()));
    }
}

fn add(text: &str, folded: &mut Vec<char>, push: &mut dyn FnMut(Term<'_>)) {
    folded.clear();
    fold(text, |c| folded.push(c));
    push(Term::Folded(folded));
}

fn add_block(one: &ArchivedEssay, block: &Block, part: &mut impl FnMut(&str)) {
    match block {
        Block::Quote { blocks, .. } => blocks.iter().for_each(|block| add_block(one, block, part)),
        Block::List { items, .. } => {
            items
                .iter()
                .flat_map(|item| &item.blocks)
                .for_each(|block| add_block(one, block, part));
        }
        Block::Code(code) => {
            let text: String = code.spans.iter().map(|(_, text)| text.as_str()).collect();
            part(&text);
        }
        Block::Html(html) => body::whole_text(html).lines().for_each(part),
        block => {
            let mut proses = Vec::new();
            block.collect_proses(&mut proses);
            for prose in proses {
                part(one.essay().body.slice(prose.passage));
                for inline in &prose.inlines {
                    if let Inline::Image(image) = inline {
                        part(&image.alt);
                    }
                }
            }
        }
    }
}

/// Adds what a comparison's note says.
fn note(site: &Site, one: &ArchivedEssay, comparison: &Comparison, part: &mut impl FnMut(&str)) {
    part(&sentence::sentence(site, &one.annotated, comparison));
    for side in &comparison.sides {
        part(&sentence::party_names(site, side));
    }
    if let Some(aspect) = &comparison.aspect {
        part(&aspect.words);
    }
}

/// Adds the author and the year of an essay as terms of their own.
fn facets(one: &ArchivedEssay, push: &mut dyn FnMut(Term<'_>)) {
    let header = &one.essay().front_matter;
    if let Some(name) = &header.name {
        push(facet("author", &author::key(name)));
    }
    if let Some(time) = &header.time {
        push(facet("year", &time.year().to_string()));
    }
}

/// Returns the term of a name; a sign that no folded text has keeps it apart from words.
fn facet(kind: &str, name: &str) -> Term<'static> {
    let term: Vec<char> = format!("\u{1}{kind}\u{1}{name}").chars().collect();
    Term::Whole(hash(&term))
}
