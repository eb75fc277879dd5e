//! An author: whom they compare, which way they lean, and what they wrote.

use serde::Serialize;

use crate::link::author::AuthorIndex;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::view::Head;
use crate::render::view::lean::{Lean, lean};
use crate::render::view::pair::{PairTally, pair_tallies};
use crate::render::view::passage::{VerdictView, verdicts};
use crate::render::view::shared::{EssayItem, Pager, essay_items};

/// What `author.html` sees.
#[derive(Serialize)]
pub(super) struct AuthorPage {
    author: AuthorView,
    essays: Vec<EssayItem>,
    verdicts: Vec<VerdictView>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct AuthorView {
    name: String,
    essays: usize,
    comparisons: usize,
    /// Whom the author compares, and which way; only on the first part.
    pairs: Vec<PairTally>,
    /// Whom the author has come off better, and whom worse; only on the first part.
    lean: Option<Lean>,
}

/// Returns the view of an author.
pub(super) fn author(site: &Site, index: AuthorIndex, number: Part) -> (Head, AuthorPage) {
    let AuthorIndex(at) = index;
    let author = &site.archive.authors[at];
    let size = site.config.page_size;
    let first = number == 1;
    let entries = author.essays.len().max(author.comparisons.len());
    let name = &author.name;
    let head = Head::new("author", name.clone(), site.words.fill("author_lead", &[("name", name)]));
    let page = AuthorPage {
        author: AuthorView {
            name: name.clone(),
            essays: author.essays.len(),
            comparisons: author.comparisons.len(),
            pairs: if first { pair_tallies(site, &author.comparisons) } else { Vec::new() },
            lean: if first { lean(site, name, &author.comparisons) } else { None },
        },
        essays: essay_items(site, part(&author.essays, number, size)),
        verdicts: verdicts(site, part(&author.comparisons, number, size)),
        pager: Pager::new(site, entries, size, number, |n| Page::Author(index, n)),
    };
    (head, page)
}
