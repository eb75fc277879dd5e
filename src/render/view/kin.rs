//! Essays that have to do with one: those that compare the same companies, and those that
//! link to it.

use serde::Serialize;

use crate::link::archive::EssayIndex;
use crate::link::related::related;
use crate::render::Site;
use crate::render::page::Page;
use crate::render::view::shared::{
    NameLink, TimeView, TitleLink, author_link, date_view, pair_name, short_sentence,
};

/// How many essays on the same companies an essay names.
const RELATED_MAX: usize = 5;
/// How many of those that link to it, the newest.
const BACKLINKS_MAX: usize = 20;

/// What an essay's foot says of others.
#[derive(Default, Serialize)]
pub(super) struct Kin {
    related: Vec<RelatedView>,
    backlinks: Vec<BacklinkView>,
    /// How many more link to it.
    backlinks_more: usize,
}

/// An essay that compares the same companies.
#[derive(Serialize)]
struct RelatedView {
    essay: TitleLink,
    author: Option<NameLink>,
    time: Option<TimeView>,
    /// The pair they share; of several that which is least often compared.
    pair: NameLink,
}

/// An essay that links to this one.
#[derive(Serialize)]
struct BacklinkView {
    essay: TitleLink,
    /// The sentence its link begins in.
    sentence: String,
}

/// Returns what has to do with an essay.
pub(super) fn kin(site: &Site, index: EssayIndex) -> Kin {
    let backlinks = site.backlinks().to(&site.archive.essay(index).path);
    let shown = backlinks.iter().take(BACKLINKS_MAX).map(|link| BacklinkView {
        essay: title_link(site, link.from),
        sentence: short_sentence(site.archive.essay(link.from).essay().body.slice(link.sentence)),
    });
    let related = related(&site.archive, index, RELATED_MAX).into_iter().map(|(other, pair)| {
        let one = site.archive.essay(other);
        RelatedView {
            essay: title_link(site, other),
            author: author_link(site, one),
            time: date_view(site, one.essay().front_matter.time.as_ref()),
            pair: NameLink {
                name: pair_name(site, pair),
                href: Some(site.link(&Page::Pair(pair, 1))),
            },
        }
    });
    Kin {
        related: related.collect(),
        backlinks: shown.collect(),
        backlinks_more: backlinks.len().saturating_sub(BACKLINKS_MAX),
    }
}

fn title_link(site: &Site, index: EssayIndex) -> TitleLink {
    let title = site.archive.essay(index).essay().front_matter.title.clone();
    TitleLink { title, href: site.link(&Page::Essay(index)) }
}
