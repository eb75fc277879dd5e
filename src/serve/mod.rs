//! The preview: the site on one's own machine, changing as its files do.
//!
//! 1. [`watcher`] hears that some file changed and rings the [`bell`]: it says "look again"
//!    and nothing else;
//! 2. [`lookout`] answers it: [`preview`] looks, a [`Session`](crate::session::Session) reads
//!    what differs and plans the site anew;
//! 3. [`showing`] is what is shown until the next look: the site as it is and, while that has
//!    errors, the last one without;
//! 4. [`server`] takes connections and [`request`] reads what they ask; [`guard`] turns away
//!    who may not ask;
//! 5. [`desk`] answers, rendering the one page that is asked for, or with the [`range`] of a
//!    file; [`dress`] adds to a page what the browser needs to follow changes, and [`overlay`]
//!    the faults;
//! 6. [`review`] takes decisions and notes from those who read.
//!
//! Writes nothing to the disk but what is said in the review, into notes files, and adds nothing
//! to what `build` writes: without what [`dress`] adds, the pages are the same bytes.

pub mod bell;
pub mod desk;
mod dress;
pub mod guard;
pub mod lookout;
mod nearest;
mod overlay;
pub mod preview;
mod range;
pub mod request;
pub mod response;
pub mod review;
pub mod server;
pub mod showing;
pub mod watcher;

pub use desk::Desk;
pub use dress::undress;
pub use lookout::{Lookout, Settings};
pub use preview::Preview;
pub use review::Review;
pub use server::Server;
