//! Finds, in one essay, who is named and who is set against whom.
//!
//! Pure and per essay: depends on the essay's text and the gazetteer alone. Knows nothing
//! of other essays, pages or HTML.
//!
//! Each text is looked through once for where words may begin ([`mod@scan`]), and all rules
//! share what was found; the work grows with the text and not faster. The lists stand ready in
//! tables that the build script makes of them. To add
//! - **a word**: put it into a list of `cues.yaml` or `classes.yaml`; one that does something in
//!   one place only, into the list that is asked for there, of `words.yaml`. English has files of its
//!   own, `english-*.yaml`;
//! - **a kind of cue**: a variant of [`lexicon::Cue`], in `word.rs`, with its list;
//! - **a rule**: a function of a [`candidate::Candidate`] and a row of [`rule::RULES`]. It asks
//!   for the cues of a zone (`hit`), those right beside a side (`cue_before`, `cue_after`, up
//!   to [`near::FARTHEST`] bytes away), or a zone's words from its first digit on (`digits`).
//!   All are looked up before the first rule runs: to ask costs nothing, to search the text does.
//!   One that speaks only where some cues stand says which (`Rule::asking`) and is asked nowhere
//!   else; a build with debug assertions tells if that was not all of them;
//! - **a trait**: a row of `families!` or `signs!` in [`feature::family`](feature) and a call of
//!   `add` or `sign` beside those of its kind. Traits are numbers; their names are made only
//!   when weights are read or a find is explained. The weights are then to be fitted anew;
//! - **a fact about a party**: a field of [`party::Parties`], counted once an essay.
//!
//! Whatever goes back in the text or pairs things up needs a bound of its own: a sentence has
//! at most so many groups ([`reading`]), a list so many names ([`group`]), a pronoun looks so
//! many names back ([`mod@reference`]).

mod aspect;
mod candidate;
mod class;
pub mod comparison;
mod decide;
mod english;
pub mod explain;
mod feature;
pub mod gazetteer;
mod group;
pub mod lexicon;
mod lists;
pub mod mention;
mod name;
mod near;
pub mod outcome;
mod party;
mod places;
mod preference;
mod reading;
mod reference;
pub mod report;
mod role;
mod rule;
mod scan;
mod sentence;
pub mod study;
mod table;
mod unknown;
pub mod weight;
mod within;
mod word;
mod words;

use std::sync::Arc;

use crate::load::essay::Essay;
use comparison::Comparison;
use gazetteer::Gazetteer;
use mention::Mention;
use reading::Reading;

/// An essay with what the detector found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct DetectedEssay {
    /// The essay.
    pub essay: Arc<Essay>,
    /// Who is named, in the order of the text.
    pub mentions: Arc<[Mention]>,
    /// Who is set against whom, in the order of the text.
    pub comparisons: Arc<[Comparison]>,
}

/// Finds the mentions and comparisons of an essay.
pub fn detect(essay: Arc<Essay>, gazetteer: &Gazetteer) -> DetectedEssay {
    let reading = Reading::new(&essay, gazetteer);
    let weighed = decide::weigh(&reading, &weight::SHIPPED, decide::LEAST);
    let mut comparisons = decide::choose(&weighed, &outcome::SHIPPED, decide::THRESHOLD);
    drop(weighed);
    let within = within::comparisons(&reading, &weight::SHIPPED, &comparisons);
    comparisons.extend(within.into_iter().map(|(_, one)| one));
    comparisons.sort_by_key(|one| one.passage);
    let mentions = reading.mentions.into();
    DetectedEssay { mentions, comparisons: comparisons.into(), essay }
}
