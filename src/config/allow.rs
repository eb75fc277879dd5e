//! Which diagnostics are not to be said: the key `allow` of settings and headers.

use std::collections::BTreeSet;

use crate::diagnostic::{CODES, Diagnostic, Severity};
use crate::yaml::{Fields, did_you_mean};

/// Codes of diagnostics that are not to be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed(BTreeSet<&'static str>);

impl Allowed {
    /// Takes the key `allow`; a code that there is not is diagnosed.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let mut allowed = BTreeSet::new();
        for given in fields.strings("allow").values {
            match CODES.iter().find(|code| **code == given.value) {
                Some(code) => drop(allowed.insert(*code)),
                None => {
                    let meant = did_you_mean(&given.value, &CODES);
                    let path = fields.path();
                    let fault = Diagnostic::unknown_code(path, given.span, &given.value, meant);
                    fields.report([fault]);
                }
            }
        }
        Self(allowed)
    }

    /// Tells whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells whether a diagnostic is not to be said. An error always is: nobody can allow a
    /// site that cannot be made.
    pub fn silences(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.severity != Severity::Error && self.0.contains(diagnostic.code.as_str())
    }
}
