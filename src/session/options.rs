//! What whoever begins a session decides.

use jiff::Timestamp;

use crate::permalink::BaseUrl;

/// What the caller decides, over what `site.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where the site will stand.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether warnings keep the site from being written.
    pub strict: bool,
    /// Whether essays with errors are left out, and the others written.
    pub keep_going: bool,
    /// What time it is, to tell of essays whose time is still to come; no phase asks a clock.
    pub now: Option<Timestamp>,
}
