//! Notes: their passages, and the files that they are written into.

use pangzhu::annotate::anchor::{self, Drift};
use pangzhu::annotate::file::NotesFile;
use pangzhu::annotate::folded::FoldedText;
use pangzhu::annotate::guard::Guard;
use pangzhu::annotate::record::{NoteRecord, Record, record};
use pangzhu::annotate::selector::Selector;
use pangzhu::config::Config;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::load::essay::Passage;
use pangzhu::source::{Source, SourcePath};

/// In a text that is as it was, a passage is found where it was; `from` is a share of the text.
pub fn what_did_not_change_is_kept(text: &str, from: f64, length: usize) {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let first = (from * letters.len() as f64) as usize;
    let Some(&(start, _)) = letters.get(first) else { return };
    let end = letters.get(first + length).map_or(text.len(), |&(byte, _)| byte);
    let folded = FoldedText::new(text);
    let passage = Passage::new(start, end);
    if FoldedText::new(&text[start..end]).is_empty() || folded.run(passage).is_empty() {
        return;
    }
    let selector = Selector::new(text, &folded, passage);
    let gazetteer = Gazetteer::default();
    let anchor = anchor::find(text, &folded, &selector, &Guard::new(&gazetteer));
    assert_eq!(anchor.drift, Drift::Kept, "{selector:?} in {text:?}");
    let found = anchor.passage.expect("what is kept is somewhere");
    assert_eq!(folded.run(found), folded.run(passage), "{selector:?} in {text:?}");
}

/// Whatever a notes file holds is read or said; a note written into one that can be edited is
/// there afterwards, what was there stays as it was written, and taken back it leaves no trace.
pub fn notes_are_written_and_taken_back(file: &str, quote: &str, body: &str) {
    let source = |text: &str| Source::new(SourcePath::new("content/a.notes.yaml"), text);
    let config = Config::default();
    let before = NotesFile::load(&source(file), &config);
    for diagnostic in &before.diagnostics {
        assert!(diagnostic.span.is_none_or(|span| file.get(span.range()).is_some()));
    }
    let selector = Selector { quote: quote.to_owned(), ..Selector::default() };
    let note = NoteRecord { selector, body: body.to_owned(), ..NoteRecord::default() };
    let Ok((written, undo)) = record(file, &Record::Note(note)) else { return };
    let after = NotesFile::load(&source(&written), &config);
    assert!(after.notes.len() >= before.notes.len(), "{file:?} became {written:?}");
    assert_eq!(after.decisions.len(), before.decisions.len(), "{file:?} became {written:?}");
    let mut kept = written.lines().map(bare);
    // The list itself may come to be written otherwise where it was empty.
    let is_own =
        |line: &&str| !matches!(line.trim(), "" | "[]" | "[" | "]") && !line.contains("notes");
    for line in file.lines().map(bare).filter(is_own) {
        let is_kept = kept.any(|one| one == line || is_longer(one, line));
        assert!(is_kept, "{line:?} of {file:?} is gone from {written:?}");
    }
    let back = match undo.apply(&written) {
        Ok(back) => back,
        // Beside an anchor no list can be written empty; the file is then left as it is.
        Err(_) if file.contains('&') => return,
        Err(why) => panic!("{file:?} became {written:?}, for good: {why:?}"),
    };
    let again = NotesFile::load(&source(&back), &config);
    assert_eq!(again.notes.len(), before.notes.len(), "{file:?} came back as {back:?}");
}

/// Returns a line without what ends lines: the last of a file may have come to be ended.
fn bare(line: &str) -> &str {
    line.trim_end_matches('\r')
}

/// Tells whether a line is another with something before a bracket that ends a list.
fn is_longer(line: &str, before: &str) -> bool {
    before.match_indices(']').any(|(at, _)| {
        let (start, end) = before.split_at(at);
        line.starts_with(start) && line.ends_with(end)
    })
}
