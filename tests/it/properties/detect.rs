//! Detection.

use pangzhu::detect_text;

/// Every passage that is found is text, in order, and holds what it is said to hold.
pub fn every_passage_is_text(text: &str) {
    let found = detect_text(text);
    let text = &found.essay.body.text;
    let mut last = 0;
    for mention in found.mentions.iter() {
        assert!(mention.passage.start >= last && text.get(mention.passage.range()).is_some());
        last = mention.passage.end;
    }
    for comparison in found.comparisons.iter() {
        assert!(text.get(comparison.passage.range()).is_some());
        assert!(comparison.sides.len() >= 2);
        assert!(comparison.favours.is_none_or(|side| side < comparison.sides.len()));
        for passage in comparison.sides.iter().flat_map(|side| &side.passages) {
            assert!(comparison.passage.contains(*passage));
        }
    }
}
