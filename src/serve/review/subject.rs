//! Finds what a request is about: an essay, a comparison in it, a passage of its text.

use std::sync::Arc;

use serde::Deserialize;

use super::Fault;
use super::units::Units;
use crate::annotate::file::DeclaredSide;
use crate::detect::comparison::{Comparison, Side};
use crate::detect::mention::Party;
use crate::link::archive::ArchivedEssay;
use crate::load::essay::{Body, Passage};
use crate::serve::showing::Showing;

/// How many hex digits tell an essay's comparisons apart.
const ID_DIGITS: usize = 12;

/// What in an essay is spoken of.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Subject {
    /// A comparison.
    Comparison {
        /// Its id.
        id: String,
    },
    /// A stretch of text.
    Passage {
        /// Its begin and end in UTF-16 units.
        passage: [usize; 2],
        /// Its words, as whoever asks has them.
        quote: String,
    },
}

/// Finds an essay, or a page beside the archive, by its file.
pub(super) fn essay<'a>(showing: &'a Showing, path: &str) -> Result<&'a ArchivedEssay, Fault> {
    let archive = showing.current().site.archive();
    let mut all = archive.essays.iter().chain(&archive.pages).map(Arc::as_ref);
    all.find(|one| one.essay().source.path.as_str() == path).ok_or(Fault::Absent)
}

/// Returns a comparison's id: the same as long as its essay's text is.
pub(super) fn id(one: &Comparison) -> String {
    let mut name = format!("{}-{}", one.passage.start, one.passage.end);
    for side in &one.sides {
        name.push('\0');
        name.push_str(&side.surface);
    }
    let mut id = blake3::hash(name.as_bytes()).to_hex().to_string();
    id.truncate(ID_DIGITS);
    id
}

/// Finds a comparison of an essay, be it rejected.
pub(super) fn comparison<'a>(
    one: &'a ArchivedEssay,
    wanted: &str,
) -> Result<&'a Comparison, Fault> {
    let annotated = &one.annotated;
    let mut all = annotated.comparisons.iter().chain(&annotated.rejected);
    all.find(|one| id(one) == wanted).ok_or(Fault::Changed)
}

/// Finds the passage that is spoken of.
pub(super) fn passage(one: &ArchivedEssay, subject: &Subject) -> Result<Passage, Fault> {
    match subject {
        Subject::Comparison { id } => Ok(comparison(one, id)?.passage),
        Subject::Passage { passage, quote } => {
            let body: &Body = &one.essay().body;
            let found = Units::new(&body.text).passage(*passage).ok_or(Fault::Changed)?;
            // What was selected on a page of an earlier look may stand elsewhere by now.
            if body.slice(found) == quote { Ok(found) } else { Err(Fault::Changed) }
        }
    }
}

/// Returns sides as a notes file has them; none where it cannot say who is meant.
pub(super) fn declared(sides: &[Side]) -> Vec<DeclaredSide> {
    let declared: Option<Vec<DeclaredSide>> = sides.iter().map(declared_side).collect();
    declared.unwrap_or_default()
}

fn declared_side(side: &Side) -> Option<DeclaredSide> {
    match side.parties.as_slice() {
        [Party::Class(words)] => Some(DeclaredSide {
            surface: words.to_string(),
            is_class: true,
            ..DeclaredSide::default()
        }),
        [Party::Company(name)] if name.as_str() == side.surface => {
            Some(DeclaredSide { surface: side.surface.clone(), ..DeclaredSide::default() })
        }
        parties => {
            let names =
                parties.iter().map(|one| one.company().map(|name| name.as_str().to_owned()));
            let companies = names.collect::<Option<Vec<String>>>()?;
            let surface = side.surface.clone();
            (!companies.is_empty()).then_some(DeclaredSide { surface, companies, is_class: false })
        }
    }
}
