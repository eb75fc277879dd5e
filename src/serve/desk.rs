//! Answers requests from what is shown.
//!
//! A path is looked up among those that the site has: none leads anywhere else, whatever it
//! is made of. Only a file that the site copies is read from the disk, and only from within
//! the site's folder.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::dress::{self, Dress};
use super::guard::Guard;
use super::nearest::nearest;
use super::overlay;
use super::range::{Wanted, wanted};
use super::request::{Method, Request};
use super::response::{Content, Response, Status, media_type};
use super::review::Review;
use super::showing::{Showing, Shown};
use crate::language::Language;
use crate::load::inputs;
use crate::permalink::{BaseUrl, SitePath};
use crate::render::Output;
use crate::source::SourcePath;

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// Answers requests; the same from the first to the last.
#[derive(Clone, Debug)]
pub struct Desk {
    guard: Guard,
    root: PathBuf,
    base_url: BaseUrl,
    review: Review,
    language: Language,
    /// Tells this preview's looks from those of one before it at the same address.
    name: String,
}

impl Desk {
    /// Makes the desk of the site in `root`, which stands at `base_url`.
    pub fn new(guard: Guard, root: &Path, base_url: BaseUrl) -> Self {
        let mut name = blake3::hash(guard.token().as_bytes()).to_hex().to_string();
        name.truncate(8);
        let review = Review::new(root, None);
        let language = Language::English;
        Self { guard, root: root.to_owned(), base_url, review, language, name }
    }

    /// Has this review answer what readers decide and write.
    #[must_use]
    pub fn with_review(mut self, review: Review) -> Self {
        self.review = review;
        self
    }

    /// Has this desk tell faults in a language; without it, in English.
    #[must_use]
    pub fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Returns the name of a look, by which a browser knows whether it has seen it.
    pub fn look_name(&self, showing: &Showing) -> String {
        format!("{}.{}", self.name, showing.look())
    }

    /// Answers a request.
    pub fn answer(&self, showing: &Showing, request: &Request) -> Response {
        if let Err(refusal) = self.guard.admit(request) {
            return refusal;
        }
        if let Some(own) = request.path.strip_prefix(dress::FOLDER) {
            let reviewed = self.review.answer(showing, own, request);
            return reviewed.unwrap_or_else(|| answer_own(own, request));
        }
        if request.method == Method::Post {
            return Response::text(Status::MethodNotAllowed, "nothing here can be changed");
        }
        let Some(below) = request.path.strip_prefix(self.base_url.path()) else {
            return self.answer_outside(showing, request);
        };
        let path = SitePath::of_request(below);
        if showing.site().page(&path).is_none() {
            let folder = SitePath::of_request(&format!("{below}/"));
            if showing.site().page(&folder).is_some() {
                return redirect(self.base_url.link(&folder).as_str());
            }
        }
        self.page(showing, &path, request)
    }

    /// Answers a path that is not below the site's base path.
    fn answer_outside(&self, showing: &Showing, request: &Request) -> Response {
        let path = &request.path;
        if path == "/" || format!("{path}/") == self.base_url.path() {
            return redirect(self.base_url.home().as_str());
        }
        // No path of a site begins with a slash, so that this one is not found.
        self.page(showing, &SitePath::of_request(path), request)
    }

    fn page(&self, showing: &Showing, path: &SitePath, request: &Request) -> Response {
        let shown = showing.page(path);
        let status = if shown.exists { Status::Ok } else { Status::NotFound };
        let name = if shown.exists { path.as_str() } else { "404.html" };
        match &shown.output {
            Some(Output::Copy(file)) => inputs::open_inside(&self.root, file)
                .and_then(|(file, length)| send(file, length, media_type(name), request))
                .unwrap_or_else(|why| Response::text(Status::NotFound, format!("{path}: {why}"))),
            Some(Output::Bytes(bytes)) => match std::str::from_utf8(bytes) {
                Ok(page) if media_type(name).starts_with("text/html") => {
                    self.dressed(showing, path, &shown, page, status)
                }
                _ => Response::of(status, media_type(name), bytes.clone()),
            },
            None => self.dressed(showing, path, &shown, BARE, Status::InternalError),
        }
    }

    fn dressed(
        &self,
        showing: &Showing,
        path: &SitePath,
        shown: &Shown,
        page: &str,
        status: Status,
    ) -> Response {
        let mut overlay = overlay::faults(showing, shown, self.language);
        if !shown.exists {
            let links: Vec<_> = nearest(showing.site(), path)
                .into_iter()
                .map(|near| (self.base_url.link(near), near.public().to_owned()))
                .collect();
            overlay.push_str(&overlay::nearest(&links, self.language));
        }
        let dress = Dress {
            look: &self.look_name(showing),
            files: showing.files(),
            token: self.guard.token(),
            essay: showing.current().site.source_of(path).map(SourcePath::as_str),
            overlay: &overlay,
        };
        Response::of(status, media_type("x.html"), dress::dress(page, &dress).into_bytes())
    }
}

/// Answers with a file of `length` bytes, or with the piece of it that is asked for.
fn send(
    mut file: impl Read + Seek + Send + 'static,
    length: u64,
    media_type: &str,
    request: &Request,
) -> io::Result<Response> {
    let (status, start, sent) = match wanted(request, length) {
        Wanted::Whole => (Status::Ok, 0, length),
        Wanted::Part(start, sent) => (Status::PartialContent, start, sent),
        Wanted::Beyond => {
            let refused = Response::text(Status::RangeNotSatisfiable, "");
            return Ok(refused.with("Content-Range", format!("bytes */{length}")));
        }
    };
    file.seek(SeekFrom::Start(start))?;
    let content = Content::File(Box::new(file), sent);
    let headers = vec![("Content-Type", media_type.to_owned())];
    let response = Response { status, headers, content }.with("Accept-Ranges", "bytes");
    Ok(match status {
        Status::PartialContent => {
            let range = format!("bytes {start}-{}/{length}", start + sent - 1);
            response.with("Content-Range", range)
        }
        _ => response,
    })
}

/// Answers what is asked of the preview itself.
fn answer_own(name: &str, request: &Request) -> Response {
    let own = |text: &str| Response::of(Status::Ok, media_type(name), text.into());
    match (request.method, name) {
        (Method::Get | Method::Head, "preview.js") => own(SCRIPT),
        (Method::Get | Method::Head, "preview.css") => own(STYLE),
        (Method::Get, "events") => Response {
            status: Status::Ok,
            headers: vec![("Content-Type", "text/event-stream".to_owned())],
            content: Content::News,
        },
        _ => Response::text(Status::NotFound, "the preview has no such thing"),
    }
}

/// Stands for a page that cannot be made and could never be.
const BARE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>pangzhu</title></head>\
    <body></body></html>\n";

fn redirect(to: &str) -> Response {
    Response::text(Status::Found, "").with("Location", to)
}
