//! The preview as it runs: waits for the bell, looks, shows what it saw.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::bell::{About, Bell, Waited};
use super::desk::Desk;
use super::guard::Guard;
use super::preview::Preview;
use super::review::Review;
use super::server::{Open, Server};
use super::showing::Showing;
use super::watcher::Watcher;
use crate::error::Error;
use crate::language::Language;
use crate::permalink::BaseUrl;
use crate::session::Options;

/// How long after the last change one more look is taken, unasked and at everything: a folder
/// that came while the system was being told to watch it may have been written to unheard, and
/// the look before may have been at those files alone that were heard of.
const SECOND_LOOK: Duration = Duration::from_secs(1);
/// And one more this long after that, for a machine so busy that it took longer.
const THIRD_LOOK: Duration = Duration::from_secs(4);
/// How often is looked where the system tells nothing. Each time costs what it takes to ask
/// for the times of all files.
const POLL: Duration = Duration::from_secs(1);

/// What is to be previewed, and for whom.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's folder.
    pub root: PathBuf,
    /// What is made of it; without a base URL the site stands at the server's root.
    pub options: Options,
    /// Whether to look every second instead of waiting for the system to tell.
    pub poll: bool,
    /// The names that the preview answers to beside `localhost`.
    pub names: Vec<String>,
    /// Who reviews, if they gave a name.
    pub annotator: Option<String>,
    /// The language in which faults are told.
    pub language: Language,
}

/// A preview that runs until it is dropped.
#[derive(Debug)]
pub struct Lookout {
    preview: Preview,
    watcher: Option<Watcher>,
    bell: Arc<Bell>,
    open: Open,
    idle: Option<Duration>,
    address: String,
    deaf: Option<String>,
}

/// A look that saw something other than the one before.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What is shown now.
    pub showing: Arc<Showing>,
    /// How long it took.
    pub took: Duration,
}

impl Lookout {
    /// Looks for the first time, and begins to answer.
    ///
    /// # Errors
    /// A folder that is no site, and whatever the system refuses.
    pub fn start(server: Server, settings: Settings) -> Result<Self, Error> {
        let Settings { root, mut options, poll, names, annotator, language } = settings;
        let origin = format!("http://{}", server.address());
        let base_url = options.base_url.take();
        let base_url = base_url.or_else(|| BaseUrl::parse(&origin)).unwrap_or_default();
        options.base_url = Some(base_url.clone());
        let address = format!("{origin}{}", base_url.home());
        let bell = Arc::new(Bell::default());
        let (mut watcher, mut deaf) = (None, None);
        if !poll {
            match Watcher::start(&root, Arc::clone(&bell)) {
                Ok(started) => watcher = Some(started),
                Err(cause) => deaf = Some(cause),
            }
        }
        // What rings from here on is not in the first look for sure.
        let rings = bell.rings();
        let preview = Preview::new(&root, options)?;
        let review = Review::new(&root, annotator).ringing(Arc::clone(&bell));
        let desk = Desk::new(Guard::new(names)?, &root, base_url);
        let desk = desk.with_review(review).speaking(language);
        let open = server.open(desk, preview.showing(), Arc::clone(&bell), rings);
        let idle = Some(SECOND_LOOK);
        Ok(Self { preview, watcher, bell, open, idle, address, deaf })
    }

    /// Returns the address of the first page.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns why the system does not tell of changes, where it should; then it is polled.
    pub fn deaf(&self) -> Option<&str> {
        self.deaf.as_deref()
    }

    /// Returns what ends the preview when it is stopped.
    pub fn bell(&self) -> Arc<Bell> {
        Arc::clone(&self.bell)
    }

    /// Returns what is shown now.
    pub fn showing(&self) -> Arc<Showing> {
        self.preview.showing()
    }

    /// Ends the preview where the program ends too: hangs up on everyone, and leaves it to the
    /// system to take the site's memory back at once.
    pub fn end(self) {
        let Self { preview, watcher, open, .. } = self;
        drop((open, watcher));
        std::mem::forget(preview);
    }

    /// Waits for a change and shows it; `None` when the preview is stopped.
    pub fn next_look(&mut self) -> Option<Looked> {
        loop {
            let waited = self.bell.wait(self.idle);
            let begin = Instant::now();
            let (rings, wait, about) = match waited {
                Waited::Rang(rings, wait, about) => (rings, wait, Some(about)),
                Waited::Quiet => (self.bell.rings(), Duration::ZERO, None),
                Waited::Stopped => return None,
            };
            self.renew();
            let changed = match &about {
                Some(About::Files(files)) => self.preview.look_at(files),
                Some(About::Anything) | None => self.preview.look(),
            };
            let took = begin.elapsed();
            let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
            let (waited_for, looked) = (milliseconds(wait), milliseconds(took));
            let timing = format!("wait;dur={waited_for:.1}, look;dur={looked:.1}");
            self.open.post(self.preview.showing(), rings, timing);
            self.idle = match about {
                _ if self.watcher.is_none() => Some(POLL),
                Some(_) => Some(SECOND_LOOK),
                None if self.idle == Some(SECOND_LOOK) => Some(THIRD_LOOK),
                None => None,
            };
            if changed {
                return Some(Looked { showing: self.preview.showing(), took });
            }
        }
    }

    /// Watches the site's folders if they are others than before; polls where that fails.
    fn renew(&mut self) {
        let renewed = self.watcher.as_mut().map_or(Ok(()), Watcher::renew);
        if let Err(cause) = renewed {
            self.watcher = None;
            self.deaf = Some(cause);
        }
    }
}
