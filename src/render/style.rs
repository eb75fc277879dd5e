//! The site's own style sheets, their addresses below the base path.
//!
//! An address that begins with `/` is meant from the site's first page, as in essays; one
//! without stands from the style sheet itself, and so stays as it is.

use crate::diagnostic::Diagnostic;
use crate::link::reference::{self, Destination};
use crate::load::style::map_addresses;
use crate::permalink::SitePath;
use crate::render::Site;
use crate::render::page::{Page, Pages};
use crate::source::{Source, Span};

/// Returns a style sheet that stands at `path`.
pub(super) fn rendered(site: &Site, path: &SitePath, sheet: &Source) -> String {
    let mapped = map_addresses(&sheet.text, &mut |address, _| {
        if !address.starts_with('/') {
            return None;
        }
        let Destination::Inside(to, fragment) = destination(site.pages(), path, address) else {
            return None;
        };
        let link = site.config.base_url.link(&to).with_question_of(address);
        Some(fragment.map_or(link.clone(), |id| link.with_fragment(&id)).to_string())
    });
    mapped.unwrap_or_else(|| sheet.text.to_string())
}

/// Finds the addresses in the site's own style sheets that lead nowhere.
pub(super) fn broken_addresses(pages: &Pages) -> Vec<Diagnostic> {
    let mut sheets: Vec<_> = (pages.iter())
        .filter_map(|(path, page)| match page {
            Page::Style(sheet) => Some((path, sheet)),
            _ => None,
        })
        .collect();
    sheets.sort_by_key(|(path, _)| *path);
    let mut diagnostics = Vec::new();
    for (path, sheet) in sheets {
        map_addresses(&sheet.text, &mut |address, range| {
            if destination(pages, path, address) == Destination::Nowhere {
                let span = Some(Span::from(range));
                diagnostics.push(Diagnostic::broken_link(&sheet.path, span, address));
            }
            None
        });
    }
    diagnostics
}

/// Returns where an address in a style sheet leads.
fn destination(pages: &Pages, sheet: &SitePath, address: &str) -> Destination {
    reference::from_folder(sheet.folder(), address, &|path| pages.contains_key(path))
}
