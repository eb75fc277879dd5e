//! Which pages are nearest to a path where none is.

use crate::permalink::SitePath;
use crate::render::Site;
use crate::render::page::Page;

/// How many are named.
const NEAREST_MAX: usize = 5;
/// How alike two paths must be, 0 to 1.
const ALIKE: f64 = 0.4;
/// A last part that is the same counts for so much, and one that holds the other for as much of
/// this as the other is of it: essays move between folders more often than their own names change.
const SAME_NAME: f64 = 1.0;

/// Returns the pages whose paths are most like `wanted`, the most alike first.
pub(super) fn nearest<'a>(site: &'a Site, wanted: &SitePath) -> Vec<&'a SitePath> {
    let wanted = wanted.public().trim_matches('/');
    let mut found: Vec<(f64, &SitePath)> = site
        .paths()
        .filter(|path| is_page(site, path))
        .map(|path| (likeness(wanted, path.public().trim_end_matches('/')), path))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    found.sort_by(|(one, path), (other, other_path)| {
        other.total_cmp(one).then_with(|| path.cmp(other_path))
    });
    found.into_iter().take(NEAREST_MAX).map(|(_, path)| path).collect()
}

fn is_page(site: &Site, path: &SitePath) -> bool {
    let is_file =
        matches!(site.page(path), Some(Page::Asset(_) | Page::BuiltIn(_) | Page::NotFound));
    path.as_str().ends_with(".html") && !is_file
}

fn likeness(wanted: &str, path: &str) -> f64 {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (wanted_name, own_name) = (name(wanted), name(path));
    let (shorter, longer) = if own_name.len() < wanted_name.len() {
        (own_name, wanted_name)
    } else {
        (wanted_name, own_name)
    };
    let held = if longer.contains(&shorter) { shorter.len() as f64 } else { 0.0 };
    strsim::normalized_levenshtein(wanted, path) + SAME_NAME * held / longer.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_for_as_much_as_it_shares() {
        for (wanted, nearer, farther) in [
            ("b/tencent-o2o", "essays/2013/tencent-o2o", "b/tencent"),
            ("essay/e0003x", "essays/e00030", "archive/2010/03"),
            ("tencent", "essays/tencent-o2o", "tags/t"),
            ("a", "a", ""),
        ] {
            assert!(likeness(wanted, nearer) > likeness(wanted, farther), "{wanted}");
        }
    }
}
