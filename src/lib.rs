//! pangzhu (旁注, "notes in the margin") turns a folder of essays into a reading site in which
//! every comparison between companies is marked in the text, explained in the margin and
//! gathered across the whole archive.
//!
//! ```
//! use std::fs;
//!
//! let site = tempfile::tempdir()?;
//! fs::create_dir(site.path().join("content"))?;
//! let essay = "---\ntitle: 微信与WhatsApp\nname: 佚名\ntime: 2014-02-20\n---\n微信比WhatsApp更开放。\n";
//! fs::write(site.path().join("content/first.md"), essay)?;
//!
//! let public = site.path().join("public");
//! let built = pangzhu::build(site.path(), &public, pangzhu::session::Options::default())?;
//! assert!(built.written.is_some(), "{:?}", built.diagnostics);
//! assert_eq!(built.statistics.essays, 1);
//! let page = fs::read_to_string(public.join("first/index.html"))?;
//! assert!(page.contains("微信"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The detector works without a site, over any text: [`detect_text`].
//!
//! # How it works
//!
//! Data flows one way, through phases that are pure functions. Each takes one type and
//! returns the next; no value is filled in later.
//!
//! ```text
//!    content/ templates/ static/
//!              │ Inputs::read             the only reader of the disk
//!              ▼
//!           Inputs        bytes and texts, nothing interpreted
//!              │ load::load               per essay, parallel
//!              ▼
//!           Essay         header + blocks + places + diagnostics
//!              │ detect::detect           per essay, parallel
//!              ▼
//!       AnnotatedEssay    + mentions + comparisons
//!              │ link::link               all essays, sequential
//!              ▼
//!          Archive        essays, authors, companies, pairs, aspects, years
//!              │ render::plan             every address of the site
//!              ▼
//!            Site         renders any of its pages on demand
//!              │ emit::emit
//!              ▼
//!           public/       all or nothing
//! ```
//!
//! 1. [`Inputs::read`](load::inputs::Inputs::read) reads the files of a site.
//! 2. [`load::load`] makes an [`Essay`](load::essay::Essay) of each Markdown file: its header,
//!    its blocks, and their plain text with a map back to the file.
//! 3. [`detect::detect`] finds in it who is named and who is set against whom.
//! 4. [`annotate::annotate`] adds the notes of its notes file, and what people decided on the
//!    comparisons found.
//! 5. [`link::link`] joins all essays into an archive.
//! 6. [`render::plan`] lays out every page; the [`Site`](render::Site) it returns is a function
//!    from a path to bytes.
//! 7. [`emit::emit`] renders all of them into a folder.
//!
//! A [`Session`] runs 1 to 6 and keeps what a second look can use again; an edit that changes no
//! list takes the earlier archive's ([`link::relink`]) and plan. From one `build` to the next, what
//! was made of essays, the search's index, what each page was made of and the tree that was replaced
//! lie beside the site ([`emit::Keep`]), where they may be deleted at any time. [`mod@crawl`] follows
//! the links of its pages and [`mod@web`] those that leave it, [`mod@publish`] puts what 7 wrote
//! onto a branch of git, [`mod@serve`] is the preview, [`cli`] the command line
//! over all of them, and [`build`] the same for programs.
//! [`mod@import`] stands beside them: it makes essays of what other programs have saved, and adds
//! them to a site.
//!
//! # How modules hang together
//!
//! Each uses only such as stand above it in the list below.
//!
//! The longest chain: `cli` → `serve` → `session` → `emit` → `render` → `link` → `annotate` →
//! `detect` → `load` → `config` → `yaml` → `diagnostic` → `language`. Eight of them are the way of
//! an essay, from its file to the preview, and the order of these steps is what the program does;
//! the four at its end are plain values, which know nothing of essays; above all stands whoever
//! prints. Shorter would mean that a step does two things, or that one is handed what it needs
//! untyped. Beside the chain modules are flat: a phase uses the values of those before it, and
//! none asks a later one.
//!
//! # What is absent
//!
//! - Nothing before [`link`](mod@link) knows another essay, so essays are made in parallel and
//!   kept for as long as their own file is the same.
//! - No phase has a clock, a random number, the environment or a hash map's order: the same
//!   files give the same bytes.
//! - No template reads the archive: it is shown one typed view, which says all it depends on.
//! - No phase fails over what an author wrote. Faults of content are
//!   [`Diagnostic`]s, collected; only the machine's are
//!   [`Error`]s.
//! - No module but [`load::inputs`] and [`emit`](mod@emit) touches the disk, and none but
//!   [`permalink`] makes an address.
//! - No module but [`mod@web`] asks another host, and it only for `check --external`.
//! - No module uses one that is listed below it here. Tests see to that, and to who may use
//!   which crate.

// The vocabulary: plain values.
pub mod language;
pub mod source;
pub mod text_map;
pub mod moment;
pub mod permalink;
pub mod error;
pub mod diagnostic;
pub mod yaml;
pub mod config;
pub mod parallel;

// The phases.
pub mod load;
pub mod detect;
pub mod annotate;
pub mod link;
pub mod render;
pub mod emit;

// The shells.
pub mod history;
pub mod import;
pub mod session;
pub mod crawl;
pub mod web;
pub mod publish;
pub mod serve;
pub mod cli;

use std::path::Path;
use std::sync::Arc;

use config::Config;
use detect::DetectedEssay;
use detect::gazetteer::Gazetteer;
use diagnostic::Diagnostic;
use emit::{Emitted, Written};
use error::Error;
use session::{Options, Session, Statistics};
use source::{Source, SourcePath};

/// How a [`build`] ended.
#[derive(Debug)]
pub struct Built {
    /// What was written; `None` when errors in the content left the target as it was.
    pub written: Option<Written>,
    /// Everything that is to be said about the content.
    pub diagnostics: Vec<Diagnostic>,
    /// What there is of everything in the site.
    pub statistics: Statistics,
}

/// Makes the site in `root` and writes it to `target`, all or none.
///
/// # Errors
/// A folder that is no site, a target that is not this program's to replace, and whatever the
/// disk refuses.
pub fn build(root: &Path, target: &Path, options: Options) -> Result<Built, Error> {
    let snapshot = Session::new(root, options).refresh(|_| ())?;
    let emitted = snapshot.write(target, || ())?;
    let mut diagnostics = snapshot.diagnostics;
    let written = match emitted {
        Emitted::Written(written) => Some(written),
        Emitted::Refused(faults) => {
            diagnostics.extend(faults);
            None
        }
    };
    Ok(Built { written, diagnostics, statistics: snapshot.statistics })
}

/// Finds who is compared with whom in a Markdown text, by the built-in list of companies.
///
/// The text may have the header of an essay; its `time` says which company had which product.
/// For a list of one's own, and to have the places in a file, there are [`load::load`] and
/// [`detect::detect`].
///
/// ```
/// use pangzhu::detect::comparison::Relation;
///
/// let found = pangzhu::detect_text("论线下支付，微信比支付宝离人更近。");
/// let comparison = &found.comparisons[0];
/// assert_eq!(comparison.relation, Relation::Superior);
/// assert_eq!(comparison.favours, Some(0));
/// let sides: Vec<&str> = comparison.sides.iter().map(|side| side.surface.as_str()).collect();
/// assert_eq!(sides, ["微信", "支付宝"]);
/// let companies: Vec<&str> =
///     comparison.sides.iter().flat_map(|side| &side.parties).map(|party| party.name()).collect();
/// assert_eq!(companies, ["腾讯", "阿里巴巴"]);
/// assert!(found.essay.body.slice(comparison.passage).starts_with("论线下支付"));
/// ```
pub fn detect_text(text: &str) -> DetectedEssay {
    let source = Source::new(SourcePath::new("text.md"), text);
    let essay = load::load(Arc::new(source), &Config::default());
    detect::detect(Arc::new(essay), &Gazetteer::built_in())
}
