//! The pictures that go with an essay: those that are on the disk are copied, the others stay
//! where they are.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use crate::diagnostic::Diagnostic;
use crate::permalink::Slug;
use crate::source::SourcePath;

use super::address;
use super::transfer::base64;

/// A picture to stand beside an essay.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its file's name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

/// The pictures of one essay, while it is read.
pub(super) struct Pictures<'a> {
    beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    pictures: Vec<Picture>,
    /// The names that pictures were given, by where they were.
    names: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    remote: BTreeSet<String>,
    lost: BTreeSet<String>,
}

/// How browsers end the names of the folders that they save pictures in.
const COMPANIONS: [&str; 3] = ["_files/", ".files/", "_file/"];
/// What a picture is called that has no name.
const NAMELESS: &str = "picture";
/// The name of the essay's own file.
const ESSAY: &str = "index";
/// A picture embedded in a page with fewer bytes holds the place of one that loads later.
const EMBEDDED_MIN: usize = 200;

impl<'a> Pictures<'a> {
    pub(super) fn new(beside: &'a dyn Fn(&str) -> Option<Vec<u8>>) -> Self {
        Self {
            beside,
            pictures: Vec::new(),
            names: BTreeMap::new(),
            taken: BTreeSet::from([ESSAY.to_owned()]),
            remote: BTreeSet::new(),
            lost: BTreeSet::new(),
        }
    }

    /// Returns what to write for a picture of which a page names these places, the likeliest
    /// first; `whole` makes an address of one, if it can.
    pub(super) fn take(
        &mut self,
        places: &[String],
        whole: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        if let Some(name) = places.iter().find_map(|place| self.local(place, &whole)) {
            return Some(name);
        }
        let on_the_web = places.iter().find_map(|place| address::whole(place));
        // What a browser saved beside the page stands nowhere on the web.
        let is_saved = |place: &&String| COMPANIONS.iter().any(|one| place.contains(one));
        let joined =
            || places.iter().filter(|place| !is_saved(place)).find_map(|place| whole(place));
        if let Some(address) = on_the_web.or_else(joined) {
            self.remote.insert(address.clone());
            return Some(address);
        }
        let lost = places.iter().find(|place| !place.starts_with("data:"))?;
        self.lost.insert(lost.clone());
        Some(lost.clone())
    }

    fn local(&mut self, place: &str, whole: impl Fn(&str) -> Option<String>) -> Option<String> {
        if let Some(name) = self.names.get(place) {
            return Some(name.clone());
        }
        let (path, bytes) = if place.starts_with("data:") {
            let bytes = embedded(place).filter(|bytes| bytes.len() >= EMBEDDED_MIN)?;
            (NAMELESS.to_owned(), bytes)
        } else {
            let path = place.split(['?', '#']).next().unwrap_or(place);
            let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
            let found = (self.beside)(place).or_else(|| (self.beside)(&path));
            let found = found.or_else(|| (self.beside)(&whole(place)?));
            (path, found?)
        };
        let extension = extension(&bytes)?;
        let file = path.trim_end_matches('/').rsplit('/').next().unwrap_or(&path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let name = self.name(stem, extension);
        self.names.insert(place.to_owned(), name.clone());
        self.pictures.push(Picture { name: name.clone(), bytes });
        Some(name)
    }

    fn name(&mut self, stem: &str, extension: &str) -> String {
        let nameless = || Slug::new(NAMELESS).expect("it has letters");
        let slug = Slug::new(stem).unwrap_or_else(nameless);
        let mut number = 1;
        while !self.taken.insert(slug.numbered(number).to_string()) {
            number += 1;
        }
        format!("{}.{extension}", slug.numbered(number))
    }

    /// Returns the pictures, and what is to be said of those that are none.
    pub(super) fn finish(self, path: &SourcePath) -> (Vec<Picture>, Vec<Diagnostic>) {
        let lost = self.lost.iter().map(|place| Diagnostic::lost_picture(path, place));
        let mut diagnostics: Vec<Diagnostic> = lost.collect();
        if let Some(first) = self.remote.first() {
            diagnostics.push(Diagnostic::remote_pictures(path, first, self.remote.len()));
        }
        (self.pictures, diagnostics)
    }
}

/// Decodes a picture that is written into the page itself.
fn embedded(place: &str) -> Option<Vec<u8>> {
    let (kind, written) = place.strip_prefix("data:image/")?.split_once(',')?;
    if kind.ends_with(";base64") {
        return Some(base64(&percent_decode_str(written).collect::<Vec<u8>>()));
    }
    Some(percent_decode_str(written).collect())
}

/// Returns the extension of a picture by its first bytes; of what is none, nothing.
pub(super) fn extension(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(256)];
    match head {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("bmp"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', ..] => Some("avif"),
        _ => {
            let text = String::from_utf8_lossy(head);
            let text = text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
            let is_svg = text.starts_with("<svg")
                || text.starts_with("<?xml") && String::from_utf8_lossy(bytes).contains("<svg");
            is_svg.then_some("svg")
        }
    }
}
