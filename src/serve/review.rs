//! The review in the preview: people say what is to become of what the detector found, and
//! write notes, and the essay's notes file has it before the answer goes out.
//!
//! 1. [`state`] tells how far an essay is;
//! 2. [`subject`] finds what a request is about, in the essay as it is now;
//! 3. [`act`] records a decision or a note, and takes it back;
//! 4. [`queue`] tells what is to be looked at next in the whole archive, and how the
//!    detector's rules fare.
//!
//! Nothing here changes what is shown: a notes file is written, and the next look reads it.
//! Places in an essay's text are counted in UTF-16 [`units`], as browsers do.

mod act;
mod queue;
mod state;
mod subject;
mod units;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::Serialize;

use super::bell::Bell;
use super::request::{Method, Request};
use super::response::{Response, Status, media_type};
use super::showing::Showing;
use act::UndoStacks;

/// Where the review's endpoints stand, below the preview's own folder.
const FOLDER: &str = "review/";
const SCRIPT: &str = include_str!("review/review.js");
const TEXT_SCRIPT: &str = include_str!("review/text.js");
const STYLE: &str = include_str!("review/review.css");

/// Answers what the review's part of a page asks.
#[derive(Clone, Debug)]
pub struct Review {
    root: PathBuf,
    annotator: Option<String>,
    bell: Option<Arc<Bell>>,
    undo: Arc<Mutex<UndoStacks>>,
}

impl Review {
    /// Makes the review of the site in `root`; what is written bears the annotator's name.
    pub fn new(root: &Path, annotator: Option<String>) -> Self {
        Self { root: root.to_owned(), annotator, bell: None, undo: Arc::default() }
    }

    /// Rings this bell after each change, so that the next answer is of a look that saw it.
    #[must_use]
    pub fn ringing(mut self, bell: Arc<Bell>) -> Self {
        self.bell = Some(bell);
        self
    }

    /// Answers a request for `name` in the preview's folder, if it is the review's.
    pub(super) fn answer(
        &self,
        showing: &Showing,
        name: &str,
        request: &Request,
    ) -> Option<Response> {
        let own = |text: &str| Response::of(Status::Ok, media_type(name), text.into());
        let is_post = request.method == Method::Post;
        match (name, name.strip_prefix(FOLDER)) {
            ("review.js", _) if !is_post => Some(own(SCRIPT)),
            ("review-text.js", _) if !is_post => Some(own(TEXT_SCRIPT)),
            ("review.css", _) if !is_post => Some(own(STYLE)),
            (_, Some(endpoint)) => {
                let answer = if is_post {
                    self.change(showing, endpoint, &request.body)
                } else {
                    self.tell(showing, endpoint)
                };
                Some(answer.unwrap_or_else(|fault| fault.response()))
            }
            _ => None,
        }
    }

    fn tell(&self, showing: &Showing, endpoint: &str) -> Result<Response, Fault> {
        match endpoint {
            "queue" => json(Status::Ok, &queue::queue(showing)),
            "statistics" => json(Status::Ok, &queue::statistics(showing)),
            _ => match endpoint.strip_prefix("essay/") {
                Some(path) => {
                    let essay = subject::essay(showing, path)?;
                    json(Status::Ok, &state::state(showing, essay, self.annotator.as_deref()))
                }
                None => Err(Fault::Absent),
            },
        }
    }

    fn change(&self, showing: &Showing, endpoint: &str, body: &[u8]) -> Result<Response, Fault> {
        match endpoint {
            "decide" => json(Status::Ok, &self.decide(showing, &parsed(body)?)?),
            "note" => json(Status::Ok, &self.note(showing, &parsed(body)?)?),
            "undo" => json(Status::Ok, &self.undo(showing, &parsed(body)?)?),
            _ => Err(Fault::Absent),
        }
    }
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// There is no such endpoint or essay.
    Absent,
    /// The request says nothing that can be done.
    Unclear(String),
    /// What it is about is no longer in the essay.
    Changed,
    /// There is nothing to take back.
    NothingToUndo,
    /// The file could not be written, or not without harm to what others wrote.
    Refused(String),
}

/// A fault as it is told.
#[derive(Serialize)]
struct Told<'a> {
    error: &'static str,
    why: &'a str,
}

impl Fault {
    fn response(&self) -> Response {
        let (status, error, why) = match self {
            Self::Absent => (Status::NotFound, "absent", ""),
            Self::Unclear(why) => (Status::BadRequest, "unclear", why.as_str()),
            Self::Changed => (Status::Conflict, "changed", ""),
            Self::NothingToUndo => (Status::Conflict, "nothing_to_undo", ""),
            Self::Refused(why) => (Status::Conflict, "refused", why.as_str()),
        };
        json(status, &Told { error, why }).unwrap_or_else(|_| Response::text(status, error))
    }
}

fn parsed<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|fault| Fault::Unclear(fault.to_string()))
}

fn json(status: Status, value: &impl Serialize) -> Result<Response, Fault> {
    let bytes = serde_json::to_vec(value).map_err(|fault| Fault::Unclear(fault.to_string()))?;
    Ok(Response::of(status, media_type("x.json"), bytes))
}
