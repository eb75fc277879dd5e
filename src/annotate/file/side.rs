//! The sides of a comparison as a notes file has them.

use serde::{Deserialize, Serialize};

use super::text;
use crate::yaml::{Fields, Located};

/// A side as a notes file has it: `微信`, or more exactly `{surface: 它, company: 腾讯}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredSide {
    /// The words that name it in the text.
    pub surface: String,
    /// Its companies where the words alone do not tell them.
    pub companies: Vec<String>,
    /// Whether it is a class of companies.
    pub is_class: bool,
}

pub(super) const KEYS: [&str; 4] = ["surface", "company", "companies", "class"];

/// Takes the sides: each a text, or a mapping that says more.
pub(super) fn read(entry: &mut Fields<'_>) -> Vec<DeclaredSide> {
    let mut sides = Vec::new();
    for item in entry.items("sides") {
        match item {
            Ok(Located { value, .. }) => {
                sides.push(DeclaredSide { surface: value, ..DeclaredSide::default() });
            }
            Err(mut fields) => {
                let class = text(&mut fields, "class");
                let surface = text(&mut fields, "surface");
                let mut companies: Vec<String> =
                    fields.strings("companies").values.into_iter().map(|one| one.value).collect();
                companies.extend(text(&mut fields, "company"));
                entry.report(fields.finish(&KEYS));
                let is_class = class.is_some();
                let surface = surface.or(class).or_else(|| companies.first().cloned());
                let Some(surface) = surface else { continue };
                sides.push(DeclaredSide { surface, companies, is_class });
            }
        }
    }
    sides
}
