//! Notes and decisions in the forms of other programs: JSON Lines, and the W3C's Web
//! Annotation data model in JSON-LD, as Hypothesis has it too.
//!
//! <https://www.w3.org/TR/annotation-model/>. What is read is only as good as its quotes:
//! whether an essay holds them is found out by [`crate::annotate::anchor`].

use serde_json::{Map, Value, json};

use crate::annotate::file::{Decision, DeclaredSide, Favours, NoteKind, NotesFile, Ruling};
use crate::annotate::record::{DecisionRecord, NoteRecord, Record};
use crate::annotate::selector::Selector;
use crate::detect::comparison::Relation;
use crate::moment::Moment;

/// A record, and which essay it says that it is about: an address or the name of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The essay's address or file name, as written; none where the file says nothing.
    pub essay: Option<String>,
    /// What is to be recorded.
    pub record: Record,
}

/// An entry that could not be read: where it stands in the file, from 1, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The entry's number.
    pub number: usize,
    /// What is wrong with it.
    pub why: String,
}

/// Reads JSON Lines, or JSON-LD as one object or list, whichever the text is.
pub fn read(text: &str) -> (Vec<Incoming>, Vec<Unreadable>) {
    let values: Vec<Result<Value, String>> = match serde_json::from_str::<Value>(text) {
        Ok(whole) => items(whole).into_iter().map(Ok).collect(),
        Err(_) => text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| serde_json::from_str(line).map_err(|fault| fault.to_string()))
            .collect(),
    };
    let (mut incoming, mut unreadable) = (Vec::new(), Vec::new());
    for (index, value) in values.into_iter().enumerate() {
        match value.and_then(|value| one(&value)) {
            Ok(one) => incoming.push(one),
            Err(why) => unreadable.push(Unreadable { number: index + 1, why }),
        }
    }
    (incoming, unreadable)
}

/// Writes a notes file as JSON Lines; `essay` is the essay's path.
pub fn json_lines(essay: &str, file: &NotesFile) -> Vec<Value> {
    let notes = file.notes.iter().map(|note| {
        let mut line = common(essay, &note.selector, note.annotator.as_deref(), note.time.as_ref());
        line.insert("kind".to_owned(), note.kind.name().into());
        line.insert("body".to_owned(), note.markdown.trim().into());
        Value::Object(line)
    });
    let decisions = file.decisions.iter().map(|one| {
        let mut line = common(essay, &one.selector, one.annotator.as_deref(), one.time.as_ref());
        line.extend(described(one));
        Value::Object(line)
    });
    notes.chain(decisions).collect()
}

/// Writes a notes file as Web Annotations of the page at `page`.
pub fn web_annotations(page: &str, file: &NotesFile) -> Vec<Value> {
    let mut all = Vec::new();
    for note in &file.notes {
        let body = json!({
            "type": "TextualBody",
            "value": note.markdown.trim(),
            "format": "text/markdown",
        });
        all.push(web_annotation(
            page,
            &note.selector,
            "commenting",
            &[body, kind_body(note.kind)],
            note.annotator.as_deref(),
            note.time.as_ref(),
        ));
    }
    for decision in &file.decisions {
        let body = json!({
            "type": "TextualBody",
            "purpose": "classifying",
            "format": "application/json",
            "value": Value::Object(described(decision)).to_string(),
        });
        all.push(web_annotation(
            page,
            &decision.selector,
            "classifying",
            &[body],
            decision.annotator.as_deref(),
            decision.time.as_ref(),
        ));
    }
    for (index, one) in all.iter_mut().enumerate() {
        one["id"] = format!("{page}#annotation-{}", index + 1).into();
    }
    all
}

/// Returns the body of a Web Annotation that says where a note is shown: a tag, as the standard
/// has no word for it.
pub fn kind_body(kind: NoteKind) -> Value {
    json!({ "type": "TextualBody", "purpose": "tagging", "value": kind.name() })
}

/// Puts annotations into one collection.
pub fn collection(annotations: &[Value]) -> Value {
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "total": annotations.len(),
        "first": { "type": "AnnotationPage", "startIndex": 0, "items": annotations },
    })
}

fn web_annotation(
    page: &str,
    selector: &Selector,
    motivation: &str,
    bodies: &[Value],
    annotator: Option<&str>,
    time: Option<&Moment>,
) -> Value {
    let mut one = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": { "source": page, "selector": [{
            "type": "TextQuoteSelector",
            "exact": selector.quote,
            "prefix": selector.prefix,
            "suffix": selector.suffix,
        }] },
    });
    if let Some(name) = annotator {
        one["creator"] = json!({ "type": "Person", "name": name });
    }
    if let Some(time) = time {
        one["created"] = time.rfc3339().into();
    }
    one
}

fn common(
    essay: &str,
    selector: &Selector,
    annotator: Option<&str>,
    time: Option<&Moment>,
) -> Map<String, Value> {
    let mut line = Map::new();
    line.insert("essay".to_owned(), essay.into());
    line.insert("quote".to_owned(), selector.quote.as_str().into());
    line.insert("prefix".to_owned(), selector.prefix.as_str().into());
    line.insert("suffix".to_owned(), selector.suffix.as_str().into());
    line.insert("position".to_owned(), selector.position.into());
    line.insert("annotator".to_owned(), annotator.into());
    line.insert("time".to_owned(), time.map(Moment::machine).into());
    line
}

/// Returns what a decision says of its comparison.
fn described(one: &Decision) -> Map<String, Value> {
    let favours = match &one.favours {
        Some(Favours::Side(place)) => (*place).into(),
        Some(Favours::Named(name)) => {
            one.sides.iter().position(|side| side.surface == *name).into()
        }
        Some(Favours::Neither) | None => Value::Null,
    };
    let said = [
        ("decision", one.ruling.name().into()),
        ("sides", one.sides.iter().map(side_json).collect()),
        ("relation", one.relation.map(Relation::name).into()),
        ("favours", favours),
        ("aspect", one.aspect.as_deref().into()),
    ];
    said.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn side_json(side: &DeclaredSide) -> Value {
    json!({ "surface": side.surface, "companies": side.companies, "class": side.is_class })
}

/// Returns the annotations in a whole file: a list, a W3C collection or page, what Hypothesis
/// exports, or one annotation.
fn items(whole: Value) -> Vec<Value> {
    match whole {
        Value::Array(items) => items,
        Value::Object(mut object) => {
            for key in ["items", "rows", "annotations", "@graph"] {
                if let Some(Value::Array(items)) = object.remove(key) {
                    return items;
                }
            }
            if let Some(first) = object.remove("first") {
                return items(first);
            }
            vec![Value::Object(object)]
        }
        other => vec![other],
    }
}

fn one(value: &Value) -> Result<Incoming, String> {
    if let Value::String(address) = value {
        return Err(format!("it only names an annotation: import the file at {address}"));
    }
    if value.get("target").is_some() {
        return annotation(value);
    }
    let selector = selector(value).ok_or("it has no `quote`")?;
    let essay = string(value, "essay");
    let annotator = string(value, "annotator");
    let time = string(value, "time");
    if let Some(body) = string(value, "body") {
        let kind = NoteKind::ALL.into_iter().find(|kind| value["kind"] == kind.name());
        let kind = kind.unwrap_or_default();
        let note = NoteRecord { selector, annotator, time, kind, body };
        return Ok(Incoming { essay, record: Record::Note(note) });
    }
    let mut decision = decision(value)?;
    (decision.selector, decision.annotator, decision.time) = (selector, annotator, time);
    Ok(Incoming { essay, record: Record::Comparison(decision) })
}

/// Reads what a line or a body says of a comparison; its selector is left empty.
fn decision(value: &Value) -> Result<DecisionRecord, String> {
    let sides: Vec<DeclaredSide> =
        value["sides"].as_array().into_iter().flatten().filter_map(side).collect();
    let named = string(value, "decision");
    let decision = match &named {
        None => Ruling::Add,
        Some(name) => (Ruling::ALL.into_iter().find(|one| one.name() == name))
            .ok_or_else(|| format!("`decision` cannot be `{name}`"))?,
    };
    if sides.len() < 2 && matches!(decision, Ruling::Add | Ruling::Edit) {
        return Err("it has neither a `body` nor two `sides`".to_owned());
    }
    let relation = string(value, "relation");
    Ok(DecisionRecord {
        selector: Selector::default(),
        decision,
        relation: Relation::ALL.into_iter().find(|one| Some(one.name()) == relation.as_deref()),
        favours: value["favours"].as_u64().map(|place| place as usize),
        aspect: string(value, "aspect"),
        sides,
        annotator: None,
        time: None,
    })
}

fn side(value: &Value) -> Option<DeclaredSide> {
    if let Some(surface) = value.as_str() {
        return Some(DeclaredSide { surface: surface.to_owned(), ..DeclaredSide::default() });
    }
    let mut companies: Vec<String> = value["companies"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    companies.extend(string(value, "company"));
    let surface = string(value, "surface").or_else(|| companies.first().cloned())?;
    Some(DeclaredSide { surface, companies, is_class: value["class"] == true })
}

fn selector(value: &Value) -> Option<Selector> {
    Some(Selector {
        quote: string(value, "quote")?,
        prefix: string(value, "prefix").unwrap_or_default(),
        suffix: string(value, "suffix").unwrap_or_default(),
        position: value["position"].as_u64().map(|place| place as usize),
    })
}

/// Reads a Web Annotation, or what Hypothesis makes of one.
fn annotation(value: &Value) -> Result<Incoming, String> {
    let target = match &value["target"] {
        Value::Array(targets) => targets.first().unwrap_or(&Value::Null),
        target => target,
    };
    let source = target.get("source").or_else(|| value.get("uri"));
    let source = source.and_then(|source| source.as_str().or_else(|| source["id"].as_str()));
    let quote = list(&target["selector"])
        .into_iter()
        .find(|one| one["type"] == "TextQuoteSelector")
        .ok_or("its target has no TextQuoteSelector")?;
    let selector = Selector {
        quote: string(quote, "exact").ok_or("its selector has no `exact`")?,
        prefix: string(quote, "prefix").unwrap_or_default(),
        suffix: string(quote, "suffix").unwrap_or_default(),
        position: None,
    };
    let creator = value.get("creator").or_else(|| value.get("user"));
    let annotator = creator.and_then(|one| {
        let name = one.as_str().map(str::to_owned);
        name.or_else(|| string(one, "name").or_else(|| string(one, "nickname")))
    });
    // Hypothesis: acct:name@hypothes.is
    let annotator = annotator.map(|name| {
        let name = name.strip_prefix("acct:").unwrap_or(&name);
        name.split('@').next().unwrap_or(name).to_owned()
    });
    let time = string(value, "created");
    let essay = source.map(str::to_owned);
    let (kinds, bodies): (Vec<&Value>, Vec<&Value>) =
        list(&value["body"]).into_iter().partition(|body| kind_of(body).is_some());
    let classified = bodies.iter().find(|body| body["format"] == "application/json");
    if let Some(body) = classified {
        let inner: Value = serde_json::from_str(body["value"].as_str().unwrap_or_default())
            .map_err(|fault| fault.to_string())?;
        let mut decision = decision(&inner)?;
        (decision.selector, decision.annotator, decision.time) = (selector, annotator, time);
        return Ok(Incoming { essay, record: Record::Comparison(decision) });
    }
    let texts = bodies
        .iter()
        .filter_map(|body| body.as_str().map(str::to_owned).or_else(|| string(body, "value")));
    let body: Vec<String> = texts.chain(string(value, "text")).collect();
    if body.is_empty() {
        return Err("it says nothing".to_owned());
    }
    let note = NoteRecord {
        selector,
        annotator,
        time,
        kind: kinds.first().and_then(|body| kind_of(body)).unwrap_or_default(),
        body: body.join("\n\n"),
    };
    Ok(Incoming { essay, record: Record::Note(note) })
}

/// Reads what [`kind_body`] writes; nothing of any other body.
fn kind_of(body: &Value) -> Option<NoteKind> {
    let is_tag = body["purpose"] == "tagging";
    NoteKind::ALL.into_iter().find(|kind| is_tag && body["value"] == kind.name())
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn string(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
