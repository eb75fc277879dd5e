use proptest::prelude::*;

use super::fold::folded;
use super::gram::{hash, required};
use super::index::{Index, Term};
use super::kept::{KeptIndex, renewed, written};
use super::shard::find;
use crate::render::fingerprint::Fingerprint;

/// Looks a folded text up as static/search.js does: the texts that have all its pieces.
fn search(index: &Index, texts: &[Vec<char>], wanted: &[char]) -> Vec<u32> {
    let mut found: Vec<u32> = (0..texts.len() as u32).collect();
    for term in required(wanted) {
        let list = look_up(index, texts, term);
        found.retain(|text| list.contains(text));
    }
    found
}

fn look_up(index: &Index, texts: &[Vec<char>], term: u32) -> Vec<u32> {
    let shard = (u64::from(term) * index.shards() as u64 / (1 << 32)) as usize;
    let read = |text: usize, push: &mut dyn FnMut(Term<'_>)| push(Term::Folded(&texts[text]));
    let bytes = index.shard(shard, read);
    find(bytes, &index.range(shard), index.texts(), term).expect("a whole shard")
}

fn any_text() -> impl Strategy<Value = Vec<char>> {
    "[腾讯阿里做比的ab0 ，]{0,60}".prop_map(|text| folded(&text).chars().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_that_holds_a_substring_is_found(
        texts in prop::collection::vec(any_text(), 1..20),
        bytes in 1_usize..200_000,
        text in any::<prop::sample::Index>(),
        start in any::<prop::sample::Index>(),
        length in 1_usize..7,
    ) {
        let index = Index::new(texts.len(), bytes);
        let text = &texts[text.index(texts.len())];
        prop_assume!(text.len() >= length);
        let start = start.index(text.len() - length + 1);
        let wanted = &text[start..start + length];
        let holding: Vec<u32> = (0..)
            .zip(&texts)
            .filter(|(_, text)| text.windows(length).any(|part| part == wanted))
            .map(|(number, _)| number)
            .collect();
        let found = search(&index, &texts, wanted);
        if length <= 3 {
            prop_assert_eq!(found, holding);
        } else {
            prop_assert!(holding.iter().all(|text| found.contains(text)));
        }
    }
}

#[test]
fn shards_part_all_hashes_among_them() {
    for bytes in [0, 1, 17_001, 1 << 20, 160 << 20] {
        let index = Index::new(3, bytes);
        let mut end = 0;
        for shard in 0..index.shards() {
            let range = index.range(shard);
            assert_eq!(range.start, end);
            end = range.end;
            for hash in [range.start, range.end - 1] {
                assert_eq!((hash * index.shards() as u64) >> 32, shard as u64);
            }
        }
        assert_eq!(end, 1 << 32);
    }
}

#[test]
fn shards_of_several_runs_are_the_same_made_at_once_or_each_when_it_is_asked_for() {
    let texts: Vec<Vec<char>> = (0..300)
        .map(|text| format!("第{text}篇比{}", text % 7))
        .map(|text| folded(&text).chars().collect())
        .collect();
    let read = |text: usize, push: &mut dyn FnMut(Term<'_>)| push(Term::Folded(&texts[text]));
    let [at_once, on_demand] = [(); 2].map(|()| Index::new(texts.len(), 200 << 20));
    at_once.prepare(read);
    let made = at_once.made().expect("all are made");
    assert!(made.iter().filter(|shard| shard.len() > 1).count() > texts.len());
    for (number, shard) in made.into_iter().enumerate() {
        assert_eq!(shard, on_demand.shard(number, read), "{number}");
    }
}

#[test]
fn a_name_is_found_as_a_whole() {
    let name = hash(&['\u{1}', 'a']);
    let index = Index::new(2, 0);
    let read = |text: usize, push: &mut dyn FnMut(Term<'_>)| {
        if text == 1 {
            push(Term::Whole(name));
        }
    };
    assert_eq!(find(index.shard(0, read), &index.range(0), 2, name), Some(vec![1]));
}

/// Returns what tells texts apart; two of the same may look alike.
fn fingerprints(texts: &[Vec<char>]) -> Vec<Fingerprint> {
    let digest = |text: &Vec<char>| blake3::hash(text.iter().collect::<String>().as_bytes());
    let short = |text| digest(text).as_bytes()[..Fingerprint::BYTES].try_into();
    texts.iter().map(|text| Fingerprint(short(text).expect("a digest is longer"))).collect()
}

/// Makes an index from nothing.
fn made<'a>(index: &'a Index, texts: &[Vec<char>]) -> Vec<&'a [u8]> {
    index.prepare(|text, push: &mut dyn FnMut(Term<'_>)| push(Term::Folded(&texts[text])));
    index.made().expect("they are made")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_index_of_what_was_kept_is_the_one_that_is_made_from_nothing(
        mut texts in prop::collection::vec(any_text(), 8..40),
        bytes in prop::sample::select(vec![0_usize, 60_000, 70_000, 200_000]),
        now_bytes in prop::sample::select(vec![0_usize, 60_000, 70_000, 200_000]),
        edits in prop::collection::vec((0..3_u8, any::<prop::sample::Index>(), any_text()), 0..3),
        broken in prop::option::weighted(0.3, any::<prop::sample::Index>()),
    ) {
        let before = Index::new(texts.len(), bytes);
        let mut kept =
            written(&fingerprints(&texts), made(&before, &texts)).expect("it is small").concat();
        if let Some(broken) = broken {
            let at = broken.index(kept.len());
            kept[at] ^= 1;
        }
        for (kind, at, text) in edits {
            let at = at.index(texts.len());
            match kind {
                0 => texts[at] = text,
                1 => texts.insert(at, text),
                _ => drop(texts.remove(at)),
            }
        }
        let index = Index::new(texts.len(), now_bytes);
        let read = |text: usize, push: &mut dyn FnMut(Term<'_>)| push(Term::Folded(&texts[text]));
        let kept = KeptIndex::read(kept);
        prop_assert!(kept.is_some() || broken.is_some());
        let again =
            kept.and_then(|kept| renewed(&index, &kept, &fingerprints(&texts), read));
        prop_assert!(again.is_some() || broken.is_some());
        if let Some(again) = again {
            prop_assert_eq!(again, made(&index, &texts));
        }
    }
}
