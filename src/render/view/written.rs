//! A note that a person wrote: what it says, who says it, and when.

use serde::Serialize;

use crate::annotate::Note;
use crate::diagnostic::Diagnostic;
use crate::link::archive::ArchivedEssay;
use crate::render::Site;
use crate::render::body::{self, Annotation, AnnotationKind};
use crate::render::view::shared::{TimeView, time_view};

/// What `note_written.html` sees.
#[derive(Serialize)]
struct WrittenPage {
    note: WrittenView,
}

#[derive(Serialize)]
struct WrittenView {
    /// HTML.
    body: String,
    annotator: Option<String>,
    time: Option<TimeView>,
    /// 旁批, 眉批 or 夹批.
    kind: &'static str,
}

/// Returns the annotation of a note; `page` is being made.
pub(super) fn written(
    site: &Site,
    one: &ArchivedEssay,
    note: &Note,
    number: usize,
    page: &str,
) -> Result<Annotation, Vec<Diagnostic>> {
    let written = &note.written;
    let resolve = |destination: &str| site.target(one, destination);
    let html = body::plain_feed_html(&written.body, &[], &site.words.body, &resolve, "");
    let view = WrittenPage {
        note: WrittenView {
            body: html,
            annotator: written.annotator.clone(),
            time: time_view(site, written.time.as_ref()),
            kind: written.kind.name(),
        },
    };
    Ok(Annotation {
        number,
        passage: note.passage,
        sides: Vec::new(),
        cues: Vec::new(),
        kind: AnnotationKind::Written(written.kind),
        note: site.templates.render("note_written.html", &view, &site.fixed, page)?,
        // The first words of the note itself, as of a footnote.
        summary: String::new(),
    })
}
