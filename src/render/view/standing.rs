//! Pages that stand beside the archive: which of them the navigation leads to, and which
//! follow one another as the chapters of a book.

use crate::link::archive::{Archive, PageIndex};
use crate::render::Site;
use crate::render::page::Page;
use crate::render::view::shared::TitleLink;
use crate::source::SourcePath;

/// The folder of all sources; how far below it a page lies says whether the navigation has it.
const CONTENT: &str = "content";
/// The page that a folder is known by.
const INDEX: &str = "index";

/// The pages before, above and after a chapter.
#[derive(Default)]
pub(super) struct Chapter {
    pub(super) previous: Option<TitleLink>,
    /// The page that lists the chapters.
    pub(super) contents: Option<TitleLink>,
    pub(super) next: Option<TitleLink>,
}

/// Tells whether the navigation leads to a page: one at the root of the content, or the
/// `index.md` of a folder there. A folder's other pages are reached from that one.
pub(super) fn is_in_navigation(path: &SourcePath) -> bool {
    let folder = path.folder();
    folder == CONTENT
        || path.stem() == INDEX
            && folder.rsplit_once('/').is_some_and(|(above, _)| above == CONTENT)
}

/// Returns what stands around a page among the pages of its folder, in the order of the names
/// of their files; nothing where the folder has no `index.md` that is a page too.
pub(super) fn chapter(site: &Site, index: PageIndex) -> Chapter {
    let archive = &site.archive;
    let Some((contents, chapters)) = book(archive, index) else {
        return Chapter::default();
    };
    let link = |index: PageIndex| TitleLink {
        title: archive.page(index).essay().front_matter.title.clone(),
        href: site.link(&Page::Standing(index)),
    };
    let before = |place: usize| place.checked_sub(1).and_then(|place| chapters.get(place));
    match chapters.iter().position(|&one| one == index) {
        None => Chapter { next: chapters.first().copied().map(link), ..Chapter::default() },
        Some(place) => Chapter {
            previous: before(place).copied().map(link),
            contents: Some(link(contents)),
            next: chapters.get(place + 1).copied().map(link),
        },
    }
}

/// Returns the page that lists the chapters of a page's folder, and the chapters in their order.
fn book(archive: &Archive, page: PageIndex) -> Option<(PageIndex, Vec<PageIndex>)> {
    let path = |index: PageIndex| &archive.page(index).essay().source.path;
    let folder = path(page).folder();
    let (contents, chapters): (Vec<_>, Vec<_>) = (0..archive.pages.len())
        .map(PageIndex)
        // They come in the order of their paths.
        .filter(|&one| path(one).folder() == folder)
        .partition(|&one| path(one).stem() == INDEX);
    Some((*contents.first()?, chapters))
}
