//! The templates: built into the program, overridden file by file by a site's own.
//!
//! The only owner of the template engine. What it cannot parse or fill in is diagnosed at
//! the template's very characters, with the page that was being made.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera};

use crate::diagnostic::Diagnostic;
use crate::render::words;
use crate::source::{Source, SourcePath, Span};

/// The folder of a site's own templates, and of the built-in ones in the repository.
const FOLDER: &str = "templates/";
/// Before the name of a built-in template that a site has its own of: what that one extends.
const THEME: &str = "theme/";
/// The template that is around every page.
const BASE: &str = "base.html";
/// What a template contains that defines pieces for others.
const COMPONENT: &str = "{% component ";

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        /// The built-in templates: name and text.
        const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

built_in![
    "404.html",
    "archive.html",
    "archive_month.html",
    "archive_year.html",
    "aspect.html",
    "aspects.html",
    "author.html",
    "authors.html",
    "base.html",
    "companies.html",
    "company.html",
    "essay.html",
    "feed.xml",
    "home.html",
    "lists.html",
    "matrix.html",
    "note.html",
    "note_feed.html",
    "note_written.html",
    "page.html",
    "pair.html",
    "pairs.html",
    "passage.html",
    "pictures.html",
    "redirect.html",
    "search.html",
    "shelf.html",
    "shelves.html",
    "sitemap.xml",
    "timeline.html",
    "timeline_year.html",
];

/// What all templates of a site see beside their views, made ready once: it is large.
#[derive(Clone, Debug)]
pub struct Fixed(Context);

impl Fixed {
    /// Prepares the value that templates know by this name.
    pub fn new(name: &'static str, value: &impl Serialize) -> Self {
        let mut context = Context::new();
        context.insert(name, value);
        Self(context)
    }

    /// Returns what a template sees that is to show a view.
    fn with(&self, view: &impl Serialize) -> tera::TeraResult<Context> {
        let view = Context::from_serialize(view)?;
        let mut context = self.0.clone();
        context.extend(view);
        Ok(context)
    }
}

/// All templates of a site, parsed; a copy shares them.
#[derive(Clone)]
pub struct Templates {
    engine: Arc<Tera>,
    own: Arc<BTreeMap<String, Arc<Source>>>,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("own", &self.own.keys()).finish_non_exhaustive()
    }
}

impl Templates {
    /// Tells whether these are the very same.
    pub(super) fn are_those_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.engine, &other.engine)
    }

    /// Parses the built-in templates and a site's own.
    ///
    /// A site's own of a built-in one's name stands in for it, and may extend it as
    /// `theme/essay.html`. Where a site's own do not parse, they are diagnosed and the built-in
    /// ones stand alone.
    pub fn new(own: &[Arc<Source>]) -> (Self, Vec<Diagnostic>) {
        let built_in = built_in();
        if own.is_empty() {
            return (Self { engine: Arc::clone(built_in), own: Arc::default() }, Vec::new());
        }
        let own: BTreeMap<String, Arc<Source>> =
            own.iter().map(|source| (name_of(&source.path), source.clone())).collect();
        let mut engine = Tera::clone(built_in);
        // A component is known to all templates by its name alone, and can only be replaced.
        let is_replaced =
            |(name, text): &&(&str, &str)| own.contains_key(*name) && !text.contains(COMPONENT);
        let replaced = BUILT_IN.iter().filter(is_replaced);
        let replaced = replaced.map(|(name, text)| (format!("{THEME}{name}"), *text));
        let own_texts = own.iter().map(|(name, source)| (name.clone(), source.text.as_str()));
        match engine.add_raw_templates(replaced.chain(own_texts)) {
            Ok(()) => (Self { engine: Arc::new(engine), own: Arc::new(own) }, Vec::new()),
            Err(error) => {
                let diagnostics = diagnose(&error, &own, None);
                (Self { engine: Arc::clone(built_in), own: Arc::default() }, diagnostics)
            }
        }
    }

    /// Tells whether there is a template of this name.
    pub fn has(&self, name: &str) -> bool {
        self.engine.contains_template(name)
    }

    /// Fills in a template for `page`, the output that is being made.
    ///
    /// # Errors
    /// What the template asks for and the view does not have.
    pub fn render(
        &self,
        name: &str,
        view: &impl Serialize,
        fixed: &Fixed,
        page: &str,
    ) -> Result<String, Vec<Diagnostic>> {
        fixed
            .with(view)
            .and_then(|context| self.engine.render(name, &context))
            .map_err(|error| diagnose(&error, &self.own, Some((name, page))))
    }

    /// As [`Self::render`], for who is about to write the bytes.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_bytes(
        &self,
        name: &str,
        view: &impl Serialize,
        fixed: &Fixed,
        page: &str,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut bytes = Vec::new();
        fixed
            .with(view)
            .and_then(|context| self.engine.render_to(name, &context, &mut bytes))
            .map_err(|error| diagnose(&error, &self.own, Some((name, page))))?;
        Ok(bytes)
    }
}

/// Returns the names of the built-in templates, and their texts.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILT_IN.iter().copied()
}

fn name_of(path: &SourcePath) -> String {
    path.as_str().strip_prefix(FOLDER).unwrap_or(path.as_str()).to_owned()
}

/// Returns the built-in templates, parsed when they are first asked for.
fn built_in() -> &'static Arc<Tera> {
    static PARSED: OnceLock<Arc<Tera>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut engine = Tera::default();
        // Before the templates: their names are checked as these are loaded.
        engine.register_filter("fill", fill);
        engine.register_filter("group", group);
        engine
            .add_raw_templates(BUILT_IN.iter().copied())
            .expect("a test parses the built-in templates");
        Arc::new(engine)
    })
}

/// Fills the placeholders of an interface text: `{{ words.essays | fill(count=3) }}`.
#[expect(clippy::needless_pass_by_value, reason = "filters have this signature")]
fn fill(text: &str, values: Kwargs, _: &State<'_>) -> String {
    let values: Vec<(String, String)> =
        values.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    let values: Vec<(&str, &str)> =
        values.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    words::fill(text, &values)
}

/// Writes a number with its digits in groups of three: 12,345.
fn group(number: i64, _: Kwargs, _: &State<'_>) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}

/// Says what the engine found wrong. `rendering` names the template and the page being made.
fn diagnose(
    error: &tera::Error,
    own: &BTreeMap<String, Arc<Source>>,
    rendering: Option<(&str, &str)>,
) -> Vec<Diagnostic> {
    let page = rendering.map(|(_, page)| page);
    let at = |name: &str, span: Option<Span>, message: &str| {
        if let Some(block) = missing_block(message)
            && !own.contains_key(name)
            && own.contains_key(BASE)
        {
            let base = SourcePath::new(format!("{FOLDER}{BASE}"));
            return Diagnostic::missing_block(&base, block);
        }
        // A built-in template's text is not at hand where diagnostics are printed.
        let span = span.filter(|_| own.contains_key(name));
        Diagnostic::template(&SourcePath::new(format!("{FOLDER}{name}")), span, message, page)
    };
    let unplaced = || rendering.map_or(BASE, |(name, _)| name);
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = Span::from(report.span().range.clone());
            vec![at(report.filename(), Some(span), report.message())]
        }
        ErrorKind::Msg(text) => {
            let reports: Vec<Diagnostic> = text
                .split("error: ")
                .filter_map(|report| placed(report, own))
                .map(|(name, span, message)| at(&name, span, &message))
                .collect();
            if reports.is_empty() { vec![at(unplaced(), None, text)] } else { reports }
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            vec![at(tpl, None, &error.to_string())]
        }
        ErrorKind::MissingParent { current, .. } => vec![at(current, None, &error.to_string())],
        _ => vec![at(unplaced(), None, &error.to_string())],
    }
}

/// Returns the block that a template fills and no template around it has.
fn missing_block(message: &str) -> Option<&str> {
    let (block, rest) = message.trim().strip_prefix("Block `")?.split_once('`')?;
    (rest == " is not defined in any parent template").then_some(block)
}

/// Reads one of the engine's printed reports: message, then `--> file:line:column`, the
/// column in characters from 1, the carets below as wide as the place.
fn placed(
    report: &str,
    own: &BTreeMap<String, Arc<Source>>,
) -> Option<(String, Option<Span>, String)> {
    let (message, place) = report.split_once("--> ")?;
    let mut place = place.lines().next()?.trim().rsplitn(3, ':');
    let column: usize = place.next()?.parse().ok()?;
    let line: usize = place.next()?.parse().ok()?;
    let name = place.next()?;
    let width = report.bytes().filter(|&byte| byte == b'^').count().max(1);
    let span = own.get(name).and_then(|source| {
        let start: usize =
            source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let mut offsets = source.text[start..].char_indices().map(|(offset, _)| start + offset);
        let first = offsets.by_ref().nth(column.checked_sub(1)?)?;
        let end = offsets.nth(width - 1).unwrap_or(source.text.len());
        Some(Span::new(first, end))
    });
    let message: Cow<'_, str> = message.trim().into();
    Some((name.to_owned(), span, message.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(name: &str, text: &str) -> Vec<Arc<Source>> {
        vec![Arc::new(Source::new(SourcePath::new(format!("templates/{name}")), text))]
    }

    fn nothing() -> Fixed {
        Fixed::new("nothing", &())
    }

    fn said(source: &Source, diagnostics: &[Diagnostic]) -> Vec<(String, String)> {
        diagnostics
            .iter()
            .map(|one| {
                let span = one.span.expect("a place");
                (one.message.english.clone(), source.text[span.range()].to_owned())
            })
            .collect()
    }

    #[test]
    fn the_list_of_built_in_templates_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        files.sort();
        let listed: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, files);
    }

    #[test]
    fn the_built_in_templates_parse() {
        assert_eq!(Templates::new(&[]).1, []);
    }

    #[test]
    fn what_does_not_parse_is_shown_in_place_and_the_built_in_stand_in() {
        let broken = own("home.html", "前{{ site.title | }}后");
        let (templates, diagnostics) = Templates::new(&broken);
        assert_eq!(
            said(&broken[0], &diagnostics),
            [("Found `}}` but expected identifier.".to_owned(), "}}".to_owned())]
        );
        assert!(templates.has("home.html"));
    }

    #[test]
    fn unknown_filters_and_templates_are_shown_in_place() {
        let broken = own("home.html", "前\n后{{ title | nosuch }}{% include 'none.html' %}");
        assert_eq!(
            said(&broken[0], &Templates::new(&broken).1),
            [
                ("Unknown filter `nosuch`".to_owned(), "nosuch".to_owned()),
                ("Unknown template `none.html`".to_owned(), "'none.html'".to_owned()),
            ]
        );
    }

    #[test]
    fn an_unknown_variable_is_shown_in_place_with_the_page() {
        #[derive(Serialize)]
        struct View {
            title: &'static str,
        }
        let broken = own("mine.html", "前{{ title }}{{ titel }}");
        let (templates, diagnostics) = Templates::new(&broken);
        assert_eq!(diagnostics, []);
        let faults = templates
            .render("mine.html", &View { title: "题" }, &nothing(), "about/index.html")
            .expect_err("no such variable");
        assert_eq!(said(&broken[0], &faults)[0].1, "titel");
        let help = faults[0].help.as_ref();
        assert!(help.is_some_and(|help| help.english.contains("about/index.html")));
    }

    #[test]
    fn numbers_are_grouped() {
        let (templates, _) = Templates::new(&own("n.html", "{{ 12345 | group }} {{ 12 | group }}"));
        assert_eq!(
            templates.render("n.html", &BTreeMap::<String, u8>::new(), &nothing(), "").as_deref(),
            Ok("12,345 12")
        );
    }
}
