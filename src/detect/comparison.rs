//! What a comparison is: the detector's result and the heart of the archive.

use serde::{Deserialize, Serialize};

use crate::detect::mention::PartyList;
use crate::load::essay::Passage;

/// A stretch of text that sets companies against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The sentences it covers.
    pub passage: Passage,
    /// The things compared, two or more, in the order of the text.
    pub sides: Vec<Side>,
    /// How they are set against each other.
    pub relation: Relation,
    /// The side that comes off better, as a place in `sides`.
    pub favours: Option<usize>,
    /// What is compared: words of the text.
    pub aspect: Option<Aspect>,
    /// The words that show the comparison.
    pub cues: Vec<Passage>,
    /// Whether it is between companies or within one.
    pub scope: Scope,
    /// Who says so.
    pub origin: Origin,
}

/// One of the things compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Whom it stands for: one party, or the members of a list.
    pub parties: PartyList,
    /// The words that name it, as the text has them: 京东、一号店.
    pub surface: String,
    /// Where it is named within the comparison's passage, first naming first; empty when
    /// it is understood and not said.
    pub passages: Vec<Passage>,
}

/// How sides are set against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// One is said to be better, ahead, or chosen over the other.
    Superior,
    /// They are alike or on a par.
    Equal,
    /// They are set apart with neither ahead.
    Different,
    /// One takes from, blocks, beats off or threatens the other.
    Rival,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Superior, Self::Equal, Self::Different, Self::Rival];

    /// Returns the relation's name in data and in templates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::Equal => "equal",
            Self::Different => "different",
            Self::Rival => "rival",
        }
    }
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aspect {
    /// The words: O2O, 开放, 移动支付.
    pub words: String,
    /// Where they stand.
    pub passage: Passage,
}

/// Whether different companies are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Different companies.
    Between,
    /// One company's products, or one company at two times.
    Within,
}

/// Who says that this is a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The detector.
    Detected {
        /// The rule's name, as in `not-below`.
        rule: String,
        /// How sure the detector is, 0 to 1.
        confidence: f32,
    },
    /// The detector, and a person who read it and agreed.
    Kept {
        /// The rule's name.
        rule: String,
        /// How sure the detector is, 0 to 1.
        confidence: f32,
        /// Who agreed, if they gave a name.
        annotator: Option<String>,
    },
    /// A person.
    Declared {
        /// Who, if they gave a name.
        annotator: Option<String>,
    },
}

impl Origin {
    /// Returns how sure one may be, 0 to 1: of what a person says, wholly.
    pub const fn confidence(&self) -> f32 {
        match self {
            Self::Detected { confidence, .. } => *confidence,
            Self::Kept { .. } | Self::Declared { .. } => 1.0,
        }
    }

    /// Returns the name of the detector's rule, if it found this.
    pub fn rule(&self) -> Option<&str> {
        match self {
            Self::Detected { rule, .. } | Self::Kept { rule, .. } => Some(rule),
            Self::Declared { .. } => None,
        }
    }

    /// Returns the name of the person who stands behind this, if they gave one.
    pub fn annotator(&self) -> Option<&str> {
        match self {
            Self::Detected { .. } => None,
            Self::Kept { annotator, .. } | Self::Declared { annotator } => annotator.as_deref(),
        }
    }

    /// Tells whether a person stands behind this.
    pub const fn is_by_hand(&self) -> bool {
        !matches!(self, Self::Detected { .. })
    }
}
