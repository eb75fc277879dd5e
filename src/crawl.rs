//! Follows every link of the finished pages, style sheets and feeds of a site.
//!
//! 1. Each file is rendered and [`sheet`] takes from it its links and what in it can be linked
//!    to.
//! 2. Each link within the site is held against the files there are, and their elements.
//! 3. Those that leave the site are returned, for whoever asks the web.
//!
//! Sees what templates and raw HTML say too, as a browser would. Asks no other host.

mod sheet;

use std::collections::{BTreeMap, HashMap};

use percent_encoding::percent_decode_str;

use crate::diagnostic::Diagnostic;
use crate::load::inputs::read_text;
use crate::parallel;
use crate::permalink::SitePath;
use crate::render::{Output, Site};
use crate::session::Snapshot;
use crate::source::{Source, SourcePath, Span};
use sheet::Sheet;

/// What following all links found.
#[derive(Debug, Default)]
pub struct Crawl {
    /// What went wrong with rendering, and links that lead nowhere.
    pub faults: Vec<Diagnostic>,
    /// The addresses that leave the site, in their order, each with where it first stands.
    pub external: BTreeMap<String, Place>,
}

/// Where a link stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file that says so; where many make the page, the page.
    pub path: SourcePath,
    /// Its place in the file, where it stands there word for word.
    pub span: Option<Span>,
}

/// Renders every file of a site and follows its links; `rendered` is called after each file.
pub fn crawl(snapshot: &Snapshot, rendered: impl Fn() + Sync + Send) -> Crawl {
    let site = &snapshot.site;
    let paths: Vec<&SitePath> = site.paths().collect();
    let sheets = parallel::map(&paths, |path| {
        let sheet = read(site, path);
        rendered();
        sheet
    });
    let mut crawl = Crawl::default();
    let mut read: HashMap<&SitePath, Sheet> = HashMap::new();
    for (path, sheet) in paths.iter().zip(sheets) {
        match sheet {
            Ok(Some(sheet)) => drop(read.insert(path, sheet)),
            Ok(None) => {}
            Err(faults) => crawl.faults.extend(faults),
        }
    }
    // One fault of a template is on every page that it makes.
    let mut dead: BTreeMap<(&str, bool), Vec<&SitePath>> = BTreeMap::new();
    for path in &paths {
        let Some(sheet) = read.get(path) else { continue };
        for link in &sheet.links {
            match follow(site, &read, path, link) {
                Led::Somewhere => {}
                Led::Out(url) => {
                    let place = || place(snapshot, path, link);
                    crawl.external.entry(url).or_insert_with(place);
                }
                Led::Nowhere => dead.entry((link, false)).or_default().push(path),
                Led::Astray => dead.entry((link, true)).or_default().push(path),
            }
        }
    }
    crawl.faults.extend(dead.into_iter().flat_map(|((link, is_anchor), mut pages)| {
        pages.dedup();
        faults(snapshot, link, is_anchor, &pages)
    }));
    crawl
}

/// Where a link led.
enum Led {
    Somewhere,
    Nowhere,
    /// To a page, but not to the element.
    Astray,
    /// Out of the site, to this address.
    Out(String),
}

fn read(site: &Site, path: &SitePath) -> Result<Option<Sheet>, Vec<Diagnostic>> {
    let Some(kind) = sheet::Kind::of(path) else {
        // What cannot be rendered is a fault of any file.
        return site.render(path).map(|_| None);
    };
    let text = match site.render(path)? {
        Output::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        // It went since it was listed; the build will say so.
        Output::Copy(file) => match read_text(&file) {
            Ok(text) => text,
            Err(_) => return Ok(None),
        },
    };
    Ok(Some(Sheet::read(&text, kind)))
}

fn follow(site: &Site, sheets: &HashMap<&SitePath, Sheet>, from: &SitePath, link: &str) -> Led {
    let base = &site.config().base_url;
    let home = base.absolute(&base.home());
    let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
    let address = address.split('?').next().unwrap_or_default();
    let inside = match address.strip_prefix(&home) {
        Some(inside) if base.has_origin() => format!("/{inside}"),
        _ if is_absolute(address) => {
            let is_web = address.starts_with("http://") || address.starts_with("https://");
            return if is_web { Led::Out(link.to_owned()) } else { Led::Somewhere };
        }
        _ => match address.strip_prefix('/') {
            None => address.to_owned(),
            Some(rooted) => match format!("/{rooted}").strip_prefix(base.home().as_str()) {
                Some(inside) => format!("/{inside}"),
                None => return Led::Nowhere,
            },
        },
    };
    let Ok(inside) = percent_decode_str(&inside).decode_utf8() else { return Led::Nowhere };
    let Some(to) = target(site, from, &inside) else { return Led::Nowhere };
    let Ok(id) = percent_decode_str(fragment).decode_utf8() else { return Led::Astray };
    match sheets.get(&to) {
        Some(sheet) if sheet.is_page && !id.is_empty() && !sheet.has(&id) => Led::Astray,
        _ => Led::Somewhere,
    }
}

/// Tells whether an address names its scheme or host.
fn is_absolute(address: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|one: char| one.is_ascii_alphabetic())
            && scheme.chars().all(|one| one.is_ascii_alphanumeric() || "+-.".contains(one))
    };
    address.starts_with("//")
        || address.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// Returns the file that an address below the base path leads to.
fn target(site: &Site, from: &SitePath, inside: &str) -> Option<SitePath> {
    if inside.is_empty() {
        return Some(from.clone());
    }
    let (folder, rest) = match inside.strip_prefix('/') {
        Some(rooted) => ("", rooted),
        None => (from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder), inside),
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let is_folder = rest.is_empty() || rest.ends_with(['/']) || rest.ends_with("..");
    let file = SitePath::file(parts.join("/"));
    // Servers lead on from a folder without its slash.
    let candidates = [(!is_folder).then_some(file), Some(SitePath::page(&parts))];
    candidates.into_iter().flatten().find(|path| site.page(path).is_some())
}

/// Finds where a link stands in the file that the page is made of.
fn place(snapshot: &Snapshot, page: &SitePath, link: &str) -> Place {
    let source = snapshot.site.source_of(page).and_then(|path| snapshot.source(path));
    match source {
        Some(source) => Place { path: source.path.clone(), span: find(source, link) },
        None => Place { path: SourcePath::new(page.as_str()), span: None },
    }
}

fn find(source: &Source, link: &str) -> Option<Span> {
    let decoded = percent_decode_str(link).decode_utf8_lossy();
    [link, &*decoded].into_iter().find_map(|link| {
        let start = source.text.find(link)?;
        Some(Span::new(start, start + link.len()))
    })
}

/// Says it of a link that leads nowhere, at each essay that has it, else once for all pages.
fn faults(
    snapshot: &Snapshot,
    link: &str,
    is_anchor: bool,
    pages: &[&SitePath],
) -> Vec<Diagnostic> {
    let say = |place: &Place, page: &SitePath, count: usize| {
        let make = if is_anchor { Diagnostic::dead_anchor } else { Diagnostic::dead_link };
        make(&place.path, place.span, link, page.as_str(), count)
    };
    let places = || pages.iter().map(|page| (place(snapshot, page, link), *page));
    let written: Vec<Diagnostic> = places()
        .filter(|(place, _)| place.span.is_some())
        .map(|(place, page)| say(&place, page, 1))
        .collect();
    match (written.is_empty(), pages.first()) {
        (true, Some(first)) => {
            let place = Place { path: SourcePath::new(first.as_str()), span: None };
            vec![say(&place, first, pages.len())]
        }
        _ => written,
    }
}
