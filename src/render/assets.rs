//! The files of the built-in theme, such as its style sheet.
//!
//! A site's own file of the same name, below its `static/`, stands in for each.

use crate::load::inputs::fingerprint;

/// A file of the built-in theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn(usize);

/// The files: place in the output tree and bytes.
const FILES: &[(&str, &[u8])] = &[
    ("found.js", include_bytes!("../../static/found.js")),
    ("icon.svg", include_bytes!("../../static/icon.svg")),
    ("reader.js", include_bytes!("../../static/reader.js")),
    ("redirect.js", include_bytes!("../../static/redirect.js")),
    ("search.css", include_bytes!("../../static/search.css")),
    ("search.js", include_bytes!("../../static/search.js")),
    ("style.css", include_bytes!("../../static/style.css")),
];

impl BuiltIn {
    /// Returns the file's place in the output tree.
    pub fn path(self) -> &'static str {
        FILES[self.0].0
    }

    /// Returns the file's bytes.
    pub fn bytes(self) -> &'static [u8] {
        FILES[self.0].1
    }

    /// Returns what tells this version of the file from another.
    pub fn fingerprint(self) -> String {
        fingerprint(self.bytes())
    }
}

/// Returns all files of the theme.
pub fn built_in() -> impl Iterator<Item = BuiltIn> {
    (0..FILES.len()).map(BuiltIn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_files_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        files.sort();
        assert_eq!(built_in().map(BuiltIn::path).collect::<Vec<_>>(), files);
    }
}
