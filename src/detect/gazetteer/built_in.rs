//! The built-in lists as the build script packs them: found without reading them all.
//!
//! What they say of a name or of a company is read when it is met first, and kept.

use std::sync::{LazyLock, OnceLock};

use serde::de::DeserializeOwned;

use crate::detect::gazetteer::builder::Claims;
use crate::detect::gazetteer::claim::{Claim, Description};
use crate::detect::gazetteer::{Company, Surface};
use crate::detect::mention::CompanyName;
use crate::detect::table::WordTable;

/// Includes a file that the build script made.
macro_rules! made {
    ($include:ident, $name:literal) => {
        $include!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

/// All names, as they are looked for.
pub(super) static NAMES: WordTable<'static> =
    WordTable::new(made!(include_str, "names.txt"), made!(include_bytes, "names.bin"));
/// The companies' names, sorted.
static COMPANIES: WordTable<'static> =
    WordTable::new(made!(include_str, "companies.txt"), made!(include_bytes, "companies.bin"));
/// What is claimed of each name.
static CLAIMS: Records =
    Records::new(made!(include_str, "claims.json"), made!(include_bytes, "claims.bin"));
/// What is said of each company.
static DESCRIPTIONS: Records =
    Records::new(made!(include_str, "descriptions.json"), made!(include_bytes, "descriptions.bin"));

/// The lists, as far as they have been read.
static READ: LazyLock<BuiltIn> = LazyLock::new(|| BuiltIn {
    surfaces: (0..NAMES.len()).map(|_| OnceLock::new()).collect(),
    companies: (0..COMPANIES.len()).map(|_| OnceLock::new()).collect(),
});

/// Texts, one behind the other.
struct Records {
    text: &'static str,
    /// Where each ends.
    ends: &'static [[u8; 4]],
}

impl Records {
    const fn new(text: &'static str, ends: &'static [u8]) -> Self {
        Self { text, ends: ends.as_chunks().0 }
    }

    fn get(&self, number: usize) -> &'static str {
        let end = |number: usize| u32::from_le_bytes(self.ends[number]) as usize;
        &self.text[number.checked_sub(1).map_or(0, end)..end(number)]
    }

    fn read<T: DeserializeOwned>(&self, number: usize) -> T {
        serde_json::from_str(self.get(number)).expect("the build script wrote it from such values")
    }
}

/// The built-in lists.
pub(super) struct BuiltIn {
    surfaces: Box<[OnceLock<Box<Surface>>]>,
    companies: Box<[OnceLock<Box<Company>>]>,
}

impl BuiltIn {
    /// Returns them.
    pub(super) fn get() -> &'static Self {
        &READ
    }

    /// Returns what a name of [`NAMES`] stands for.
    pub(super) fn surface(&'static self, number: usize) -> &'static Surface {
        self.surfaces[number].get_or_init(|| {
            let mut claims = Claims::default();
            self.claim(number, &mut claims);
            Box::new(claims.into_surface())
        })
    }

    /// Adds what is claimed of a name of [`NAMES`].
    pub(super) fn claim(&'static self, number: usize, claims: &mut Claims) {
        for claim in CLAIMS.read::<Vec<Claim>>(number) {
            // Who comes too late is told by a test of these lists.
            let _ = claims.add(&claim, false, |name| self.name(name));
        }
    }

    /// Tells whether a name of [`NAMES`] only hides others.
    pub(super) fn hides(number: usize) -> bool {
        CLAIMS.get(number) == "[]"
    }

    /// Returns a company by its name.
    pub(super) fn company(&'static self, name: &str) -> Option<&'static Company> {
        Some(self.numbered(COMPANIES.number_of(name)?))
    }

    /// Iterates over all companies in the order of their names.
    pub(super) fn companies(&'static self) -> impl Iterator<Item = &'static Company> {
        (0..COMPANIES.len()).map(|number| self.numbered(number))
    }

    fn numbered(&'static self, number: usize) -> &'static Company {
        self.companies[number].get_or_init(|| {
            let name = CompanyName::new(COMPANIES.word(number));
            Box::new(Company::new(name, DESCRIPTIONS.read::<Description>(number)))
        })
    }

    fn name(&'static self, name: &str) -> CompanyName {
        self.company(name).map_or_else(|| CompanyName::new(name), |company| company.name.clone())
    }
}
