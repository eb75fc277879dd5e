//! Links again after an edit that changes no list, as most do: a sentence more or less, a typing
//! error mended.
//!
//! All that is gathered across the essays is then the earlier archive's, shared and not copied;
//! only the edited essay is another. What comes out equals what [`link`](super::link()) makes of
//! the same essays. Knows no half-way: an edit that changes any list has all of them made anew.

use std::sync::{Arc, OnceLock};

use crate::link::archive::{Archive, ArchivedEssay};
use crate::link::digest::Digest;

/// Returns the archive of `now`, whose lists are those of `earlier`, the archive of `before`;
/// `None` where a list may be another.
///
/// Both are in one order, and of the same settings and companies known.
pub fn relink(earlier: &Archive, before: &[Arc<Digest>], now: &[Arc<Digest>]) -> Option<Archive> {
    let edited = || before.iter().zip(now).filter(|(old, new)| !Arc::ptr_eq(old, new));
    if before.len() != now.len() || !edited().all(|(old, new)| new.is_bound_as(old)) {
        return None;
    }
    let mut archive = Archive {
        essays: earlier.essays.clone(),
        pages: earlier.pages.clone(),
        comparisons: Arc::clone(&earlier.comparisons),
        companies: Arc::clone(&earlier.companies),
        pairs: Arc::clone(&earlier.pairs),
        aspects: Arc::clone(&earlier.aspects),
        authors: Arc::clone(&earlier.authors),
        years: Arc::clone(&earlier.years),
        shelves: Arc::clone(&earlier.shelves),
        counterparts: Arc::clone(&earlier.counterparts),
        company_of: Arc::clone(&earlier.company_of),
        namings: earlier.companies.iter().map(|_| OnceLock::new()).collect(),
    };
    for (_, new) in edited() {
        let one = place_of(&mut archive, new)?;
        *one = Arc::new(ArchivedEssay::new(Arc::clone(new), one.comparisons.clone()));
    }
    Some(archive)
}

/// Finds where an essay stands in an archive that has an earlier version of it.
fn place_of<'a>(archive: &'a mut Archive, digest: &Digest) -> Option<&'a mut Arc<ArchivedEssay>> {
    let file = &digest.order.1;
    if digest.is_page {
        let place = archive.pages.binary_search_by(|one| one.digest.order.1.cmp(file)).ok()?;
        return archive.pages.get_mut(place);
    }
    let place = archive.essays.binary_search_by(|one| one.digest.order.cmp(&digest.order)).ok()?;
    archive.essays.get_mut(place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;
    use crate::detect::comparison::Relation;
    use crate::detect::gazetteer::Gazetteer;
    use crate::detect::mention::MentionKind;
    use crate::link::archive::EssayIndex;
    use crate::link::company::CompanyIndex;
    use crate::link::fixture::EssayBuilder;
    use crate::link::link;
    use crate::load::front_matter::Layout;
    use crate::source::Span;
    use crate::yaml::Located;

    /// The most files of a site, and how often one of them is edited.
    const FILES: usize = 6;
    const EDITS: usize = 40;

    /// What an essay of a test is made of.
    #[derive(Clone, Debug, Default)]
    struct Written {
        time: usize,
        author: usize,
        tags: usize,
        alias: usize,
        is_page: bool,
        is_absent: bool,
        /// Which of the paragraphs it has, in this order.
        paragraphs: Vec<usize>,
    }

    impl Written {
        fn digest(&self, file: usize) -> Arc<Digest> {
            let time = ["2013-05-01", "2013-05-02", "2014-01-01"][self.time];
            let mut one = EssayBuilder::new(&format!("content/{file}.md"));
            one = one.by(["甲", "乙"][self.author], time).header(|header| {
                header.tags =
                    ["O2O", "支付"].iter().take(self.tags).map(|&tag| tag.into()).collect();
                let alias =
                    |place| Located { value: "old".to_owned(), span: Span::new(place, place + 3) };
                header.aliases = (0..self.alias).map(alias).take(1).collect();
                header.layout = if self.is_page { Layout::Page } else { Layout::Essay };
            });
            let one = self.paragraphs.iter().fold(one, |one, &which| paragraph(one, which));
            Arc::new(Digest::new(one.build(), &Config::default()))
        }
    }

    fn paragraph(one: EssayBuilder, which: usize) -> EssayBuilder {
        let tencent = "*微信=腾讯";
        let ahead = Relation::Superior;
        match which {
            0 => one.paragraph("这里谁也没有说起。"),
            1 => one.paragraph("只说微信。").mention("微信", "腾讯", MentionKind::Product),
            2 => one.paragraph("只说QQ。").mention("QQ", "腾讯", MentionKind::Product),
            3 => {
                let sides = [tencent, "支付宝=阿里巴巴"];
                one.paragraph("微信在O2O上胜过支付宝。").comparison(
                    "微信在O2O上胜过支付宝",
                    &sides,
                    ahead,
                    Some("O2O"),
                )
            }
            4 => {
                let sides = [tencent, "旺旺=阿里巴巴"];
                one.paragraph("微信在ｏ２ｏ上胜过旺旺。").comparison(
                    "微信在ｏ２ｏ上胜过旺旺",
                    &sides,
                    ahead,
                    Some("ｏ２ｏ"),
                )
            }
            5 => {
                let sides = [tencent, "京东=京东"];
                one.paragraph("微信与京东不同。").comparison(
                    "微信与京东不同",
                    &sides,
                    Relation::Different,
                    None,
                )
            }
            6 => one.heading("小标题"),
            _ => one.link("见另一篇", "1.md#小标题"),
        }
    }

    /// What happens to one file.
    #[derive(Clone, Debug)]
    enum Edit {
        Insert(usize, usize),
        Remove(usize),
        Time(usize),
        Author(usize),
        Tags(usize),
        Alias(usize),
        Page(bool),
        Absent(bool),
    }

    impl Edit {
        fn apply(&self, one: &mut Written) {
            let paragraphs = &mut one.paragraphs;
            match *self {
                Self::Insert(at, which) => paragraphs.insert(at.min(paragraphs.len()), which),
                Self::Remove(at) if at < paragraphs.len() => drop(paragraphs.remove(at)),
                Self::Remove(_) => {}
                Self::Time(time) => one.time = time,
                Self::Author(author) => one.author = author,
                Self::Tags(tags) => one.tags = tags,
                Self::Alias(alias) => one.alias = alias,
                Self::Page(is_page) => one.is_page = is_page,
                Self::Absent(is_absent) => one.is_absent = is_absent,
            }
        }
    }

    fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            8 => (0..4_usize, 0..8_usize).prop_map(|(at, which)| Edit::Insert(at, which)),
            4 => (0..4_usize).prop_map(Edit::Remove),
            1 => (0..3_usize).prop_map(Edit::Time),
            1 => (0..2_usize).prop_map(Edit::Author),
            1 => (0..3_usize).prop_map(Edit::Tags),
            1 => (0..3_usize).prop_map(Edit::Alias),
            1 => any::<bool>().prop_map(Edit::Page),
            1 => any::<bool>().prop_map(Edit::Absent),
        ]
    }

    proptest! {
        #[test]
        fn a_relinked_archive_is_the_one_that_is_linked_from_nothing(
            edits in prop::collection::vec((0..FILES, edit()), EDITS),
        ) {
            let (gazetteer, config) = (Gazetteer::default(), Config::default());
            let mut written = vec![Written::default(); FILES];
            let mut digests: Vec<_> = written.iter().enumerate().map(|(file, one)| one.digest(file)).collect();
            let mut before = digests.clone();
            let (mut archive, mut faults) = link(&before, &gazetteer, &config);
            for (file, edit) in edits {
                edit.apply(&mut written[file]);
                digests[file] = written[file].digest(file);
                let shown = digests.iter().zip(&written).filter(|(_, one)| !one.is_absent);
                let now: Vec<_> = shown.map(|(digest, _)| Arc::clone(digest)).collect();
                let (fresh, fresh_faults) = link(&now, &gazetteer, &config);
                match relink(&archive, &before, &now) {
                    Some(again) => {
                        prop_assert_eq!(&again, &fresh);
                        prop_assert_eq!(&faults, &fresh_faults);
                        for company in (0..again.companies.len()).map(CompanyIndex) {
                            prop_assert_eq!(again.namings(company), fresh.namings(company));
                        }
                        archive = again;
                    }
                    None => (archive, faults) = (fresh, fresh_faults),
                }
                before = now;
            }
        }
    }

    #[test]
    fn an_edit_shares_the_lists_unless_it_changes_one() {
        let one = Written { paragraphs: vec![3], ..Written::default() };
        let before = vec![one.digest(0), one.digest(1)];
        let (archive, _) = link(&before, &Gazetteer::default(), &Config::default());
        let shares = |edit: Edit| {
            let mut edited = one.clone();
            edit.apply(&mut edited);
            let now = vec![Arc::clone(&before[0]), edited.digest(1)];
            let again = relink(&archive, &before, &now)?;
            assert!(again.has_lists_of(&archive));
            assert!(Arc::ptr_eq(&again.essays[0], &archive.essays[0]));
            Some(again.essay(EssayIndex(1)).essay().body.text.len())
        };
        let length = archive.essay(EssayIndex(1)).essay().body.text.len();
        assert!(shares(Edit::Insert(0, 0)) > Some(length), "words alone");
        assert!(shares(Edit::Insert(1, 7)) > Some(length), "a link");
        for edit in [Edit::Insert(0, 1), Edit::Insert(0, 4), Edit::Insert(0, 6), Edit::Remove(0)] {
            // It names 腾讯 where it only compared it, compares once more, has a heading.
            assert_eq!(shares(edit.clone()), None, "{edit:?}");
        }
        for edit in
            [Edit::Time(1), Edit::Author(1), Edit::Tags(1), Edit::Alias(1), Edit::Page(true)]
        {
            assert_eq!(shares(edit.clone()), None, "{edit:?}");
        }
    }
}
