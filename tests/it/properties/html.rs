//! Pages: what an essay's own HTML may be, and that marks leave its words alone.

use std::sync::Arc;

use dom_query::{Document, NodeRef};
use pangzhu::annotate::annotate;
use pangzhu::config::Config;
use pangzhu::detect::detect;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::link::digest::Digest;
use pangzhu::link::link;
use pangzhu::load::inputs::Inputs;
use pangzhu::load::load;
use pangzhu::permalink::SitePath;
use pangzhu::render::templates::Templates;
use pangzhu::render::{Output, plan};
use pangzhu::source::{Source, SourcePath};

/// An essay's page, read again as browsers read it, holds nothing that runs, nothing of another
/// host and no forged note; and its words are the same whether or not anything is marked.
pub fn pages_are_harmless_and_marks_change_no_word(text: &str) {
    let marked = Document::from(page(text, &Gazetteer::built_in()));
    let plain = Document::from(page(text, &Gazetteer::default()));
    for page in [&marked, &plain] {
        let faults = faults(&page.select(".e").nodes().first().expect("a body").clone());
        assert!(faults.is_empty(), "{faults:?} of {text:?}");
    }
    assert_eq!(words(&marked), words(&plain), "of {text:?}");
}

/// Makes the page of an essay.
fn page(text: &str, gazetteer: &Gazetteer) -> String {
    let config = Config::default();
    let source = Source::new(
        SourcePath::new("content/a.md"),
        format!("---\ntitle: 题\nslug: a\ntime: 2014-02-01\n---\n{text}"),
    );
    let essay = detect(Arc::new(load(Arc::new(source), &config)), gazetteer);
    let annotated = annotate(&essay, None, gazetteer);
    let digest = Arc::new(Digest::new(Arc::new(annotated), &config));
    let (archive, _) = link(&[digest], gazetteer, &config);
    let (site, _) = plan(archive, &config, &Inputs::default(), &Templates::new(&[]).0, None);
    match site.render(&SitePath::page(&["a"])) {
        Ok(Output::Bytes(bytes)) => String::from_utf8(bytes).expect("a page is UTF-8"),
        other => panic!("no page of {text:?}: {other:?}"),
    }
}

/// Returns the essay's own words, without what white space stands between its blocks.
fn words(page: &Document) -> String {
    page.select(".e aside, .e .ref").remove();
    let is_letter = |one: &char| !one.is_whitespace() && *one != '\u{2060}';
    page.select(".e").text().chars().filter(is_letter).collect()
}

/// Elements that an essay's HTML has no use for.
const NEVER: [&str; 43] = [
    "script",
    "style",
    "base",
    "meta",
    "link",
    "title",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "portal",
    "fencedframe",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "form",
    "button",
    "select",
    "option",
    "textarea",
    "dialog",
    "main",
    "math",
    "svg",
    "audio",
    "video",
    "source",
    "track",
    "marquee",
    "bgsound",
    "keygen",
    "xmp",
    "plaintext",
    "listing",
    "slot",
    "param",
    "area",
    "map",
    "font",
    "body",
];
/// Attributes that hold an address.
const ADDRESSES: [&str; 14] = [
    "href",
    "xlink:href",
    "src",
    "srcset",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "ping",
    "dynsrc",
    "lowsrc",
    "longdesc",
    "manifest",
];
/// Schemes that an address may have; one written into the page is a picture.
const SCHEMES: [&str; 8] = ["http", "https", "mailto", "tel", "ftp", "sms", "geo", "xmpp"];

/// Returns what a tree holds that could run, ask another host or pass for a part of the page.
pub fn faults(root: &NodeRef<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for node in root.descendants_it().filter(NodeRef::is_element) {
        let name = node.node_name().unwrap_or_default().to_lowercase();
        let attributes = node.attrs();
        let mut say = |why: &str| faults.push(format!("{why}: {}", node.html()));
        if NEVER.contains(&&*name) {
            say("an element");
        }
        let value = |wanted: &str| {
            let found = attributes.iter().find(|one| &*one.name.local == wanted);
            found.map(|one| one.value.to_string())
        };
        if name == "input" && value("type").as_deref() != Some("checkbox") {
            say("a field");
        }
        let is_note = value("class").is_some_and(|all| all.split(' ').any(|one| one == "note"));
        if is_note && !value("id").is_some_and(|id| id.starts_with("n.")) {
            say("a forged note");
        }
        for attribute in &attributes {
            let key = attribute.name.local.to_lowercase();
            if key.starts_with("on") || ["style", "name", "slot", "is"].contains(&&*key) {
                say("an attribute");
            }
            if ADDRESSES.contains(&&*key) && !is_harmless(&attribute.value, &name) {
                say("an address");
            }
        }
    }
    faults
}

/// Tells whether an address runs nothing and, where it is asked for by itself, is of this site.
fn is_harmless(address: &str, element: &str) -> bool {
    let is_hidden = |one: &char| one.is_control() || one.is_whitespace();
    let bare: String = address.chars().filter(|one| !is_hidden(one)).collect();
    let bare = bare.replace('\\', "/").to_lowercase();
    let before_path = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = before_path.split_once(':').map(|(scheme, _)| scheme);
    if element == "a" || element == "q" || element == "blockquote" {
        let is_name = |one: &str| {
            one.starts_with(|c: char| c.is_ascii_alphabetic())
                && one.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        };
        let known = [&SCHEMES[..], &MORE_SCHEMES[..]].concat();
        return scheme.is_none_or(|one| known.contains(&one) || !is_name(one));
    }
    let is_picture = ["png", "jpeg", "gif", "webp", "avif"]
        .iter()
        .any(|kind| bare.starts_with(&format!("data:image/{kind}")));
    element == "img" && (is_picture || scheme.is_none() && !bare.starts_with("//"))
}

/// Schemes that hand an address to another program, which asks before it does anything.
const MORE_SCHEMES: [&str; 19] = [
    "bitcoin",
    "ftps",
    "gemini",
    "im",
    "irc",
    "ircs",
    "magnet",
    "mms",
    "mx",
    "news",
    "nntp",
    "openpgp4fpr",
    "sip",
    "ssh",
    "url",
    "webcal",
    "wtai",
    "gopher",
    "smsto",
];
