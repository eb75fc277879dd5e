//! Any archive, with names that break what is not escaped.

use std::sync::Arc;

use proptest::prelude::*;

use super::{check_links, config, links, site_of};
use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::detect::comparison::Relation;
use crate::link::fixture::EssayBuilder;
use crate::load::inputs::Inputs;

/// Makes an archive of essays by few authors on few companies, with hostile names.
fn any_essays() -> impl Strategy<Value = Vec<Arc<AnnotatedEssay>>> {
    const NAMES: [&str; 7] = ["腾讯", "A&B", "a b", "2", "“<s>”", "Über#%?", "…"];
    const ASPECTS: [Option<&str>; 4] = [None, Some("比"), Some("胜"), Some("过")];
    let name = || proptest::sample::select(&NAMES[..]);
    let relation = proptest::sample::select(vec![
        Relation::Superior,
        Relation::Equal,
        Relation::Different,
        Relation::Rival,
    ]);
    let comparison =
        (name(), name(), any::<bool>(), relation, proptest::sample::select(&ASPECTS[..]));
    let essay = (name(), 2011..2014i16, 1..13i8, proptest::collection::vec(comparison, 0..4));
    proptest::collection::vec(essay, 0..8).prop_map(|essays| {
        let build =
            |(index, (author, year, month, comparisons)): (usize, (&str, i16, i8, Vec<_>))| {
                let mut builder = EssayBuilder::new(&format!("content/e/{index}.md"))
                    .by(author, &format!("{year}-{month:02}-03"));
                for (first, second, favours, relation, aspect) in comparisons {
                    let quote = format!("{first}比胜过{second}（{}）", builder.len());
                    let star = if favours { "*" } else { "" };
                    let sides = [format!("{star}{first}={first}"), format!("{second}={second}")];
                    builder = builder.paragraph(&quote).comparison(
                        &quote,
                        &sides.each_ref().map(String::as_str),
                        relation,
                        aspect,
                    );
                }
                builder.build()
            };
        essays.into_iter().enumerate().map(build).collect()
    })
}

/// Checks that an archive of these essays has whole pages, and links that lead somewhere.
fn check_archive(essays: Vec<Arc<AnnotatedEssay>>, page_size: usize) {
    let config = Config { page_size, ..config("/仓库/") };
    let (site, diagnostics) = site_of(essays, &config, &Inputs::default());
    assert_eq!(diagnostics, []);
    check_links(&site, "/仓库/");
    let (_, pages) = links(&site);
    for (path, html) in pages {
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
    }
}

#[test]
fn an_empty_archive_has_whole_pages_and_links() {
    check_archive(Vec::new(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_archive_has_whole_pages_and_links(essays in any_essays(), page_size in 1..4usize) {
        check_archive(essays, page_size);
    }
}
