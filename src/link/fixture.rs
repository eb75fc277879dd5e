//! Essays made by hand for tests: paragraphs, and mentions and comparisons found by quoting.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::annotate::{self, AnnotatedEssay};
use crate::detect::DetectedEssay;
use crate::detect::comparison::{Aspect, Comparison, Origin, Relation, Scope, Side};
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::{CompanyName, Mention, MentionKind, Party};
use crate::load::essay::{Block, Body, Essay, Format, Inline, Passage, Prose};
use crate::load::front_matter::{FrontMatter, Layout};
use crate::moment::Moment;
use crate::permalink::Slug;
use crate::source::{Source, SourcePath, Span};

/// Builds an annotated essay step by step; quotes are looked for from the front.
pub(crate) struct EssayBuilder {
    path: SourcePath,
    front_matter: FrontMatter,
    body: Body,
    mentions: Vec<Mention>,
    comparisons: Vec<Comparison>,
}

impl EssayBuilder {
    pub(crate) fn new(path: &str) -> Self {
        let path = SourcePath::new(path);
        let front_matter = FrontMatter {
            layout: Layout::Essay,
            title: path.stem().to_owned(),
            name: None,
            time: None,
            time_span: None,
            url: None,
            updated: None,
            slug: None,
            tags: Vec::new(),
            summary: None,
            draft: false,
            lang: None,
            aliases: Vec::new(),
            allow: crate::config::Allowed::default(),
            extra: std::collections::BTreeMap::new(),
            span: Span::new(0, 0),
        };
        let body = Body::default();
        Self { path, front_matter, body, mentions: Vec::new(), comparisons: Vec::new() }
    }

    pub(crate) fn header(mut self, change: impl FnOnce(&mut FrontMatter)) -> Self {
        change(&mut self.front_matter);
        self
    }

    pub(crate) fn by(self, name: &str, time: &str) -> Self {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        self.header(|header| {
            header.name = Some(name.to_owned());
            header.time = Some(Moment::parse(time, &zone).expect("a time"));
        })
    }

    /// Returns the length of the text so far.
    pub(crate) fn len(&self) -> usize {
        self.body.text.len()
    }

    pub(crate) fn paragraph(mut self, text: &str) -> Self {
        let prose = self.prose(text);
        self.body.blocks.push(Block::Paragraph(prose));
        self
    }

    pub(crate) fn heading(mut self, text: &str) -> Self {
        let prose = self.prose(text);
        let id = Slug::new(text).expect("a heading of letters").to_string();
        self.body.blocks.push(Block::Heading { level: 2, id, prose });
        self
    }

    pub(crate) fn link(mut self, text: &str, destination: &str) -> Self {
        let mut prose = self.prose(text);
        let span = Span::new(prose.passage.start, prose.passage.end);
        let format =
            Format::Link { destination: destination.to_owned(), title: String::new(), span };
        prose.inlines.insert(0, Inline::Open(Box::new(format)));
        prose.inlines.push(Inline::Close);
        self.body.blocks.push(Block::Paragraph(prose));
        self
    }

    /// Says that `surface` names `company` wherever it stands.
    pub(crate) fn mention(mut self, surface: &str, company: &str, kind: MentionKind) -> Self {
        let found = self.body.text.match_indices(surface).map(|(start, _)| Mention {
            passage: Passage::new(start, start + surface.len()),
            parties: Party::Company(CompanyName::new(company)).into(),
            kind,
            name: surface.into(),
        });
        self.mentions.extend(found);
        self
    }

    /// Says that `quote` compares: sides as `surface=company` or `surface=a+b`, the favoured
    /// one with a `*` in front.
    pub(crate) fn comparison(
        mut self,
        quote: &str,
        sides: &[&str],
        relation: Relation,
        aspect: Option<&str>,
    ) -> Self {
        let start = self.body.text.find(quote).expect("the quote stands in the text");
        let passage = Passage::new(start, start + quote.len());
        let within = |words: &str| {
            let at = start + quote.find(words).expect("the words stand in the quote");
            Passage::new(at, at + words.len())
        };
        let favours = sides.iter().position(|side| side.starts_with('*'));
        let side = |side: &&str| {
            let (surface, names) = side.trim_start_matches('*').split_once('=').expect("a side");
            let party = |name: &str| match name.strip_prefix('~') {
                Some(class) => Party::Class(class.into()),
                None => Party::Company(CompanyName::new(name)),
            };
            Side {
                parties: names.split('+').map(party).collect(),
                surface: surface.to_owned(),
                passages: vec![within(surface)],
            }
        };
        let sides: Vec<Side> = sides.iter().map(side).collect();
        let one =
            sides.iter().flat_map(|side| &side.parties).collect::<std::collections::BTreeSet<_>>();
        let scope = if one.len() > 1 { Scope::Between } else { Scope::Within };
        let comparison = Comparison {
            passage,
            relation,
            favours,
            aspect: aspect.map(|words| Aspect { words: words.to_owned(), passage: within(words) }),
            cues: Vec::new(),
            scope,
            origin: Origin::Detected { rule: "test".to_owned(), confidence: 0.75 },
            sides,
        };
        self.comparisons.push(comparison);
        self
    }

    pub(crate) fn build(mut self) -> Arc<AnnotatedEssay> {
        self.mentions.sort_by_key(|mention| mention.passage);
        let mut body = self.body;
        body.footnotes_start = body.text.len();
        let source = Arc::new(Source::new(self.path, body.text.to_string()));
        let essay =
            Essay { source, front_matter: self.front_matter, body, diagnostics: Vec::new() };
        let detected = DetectedEssay {
            essay: Arc::new(essay),
            mentions: self.mentions.into(),
            comparisons: self.comparisons.into(),
        };
        Arc::new(annotate::annotate(&detected, None, &Gazetteer::default()))
    }

    fn prose(&mut self, text: &str) -> Prose {
        let start = self.body.text.len();
        self.body.text = format!("{}{text}\n", self.body.text).into();
        let passage = Passage::new(start, start + text.len());
        self.body.map.push_verbatim(Span::new(start, passage.end));
        self.body.map.push_replaced(1, Span::new(passage.end, passage.end + 1));
        Prose { passage, inlines: vec![Inline::Text(passage)] }
    }
}
