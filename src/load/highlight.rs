//! Colours code: the only user of syntect.
//!
//! syntect names every piece of code with a stack of scopes; a stylesheet needs about a
//! dozen classes. Folding one into the other keeps the page small: a span for each scope
//! would make it forty times the size of the code.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::load::essay::CodeClass;

/// Code cut where its class changes.
pub(crate) type Spans = Vec<(Option<CodeClass>, String)>;

/// A language that no grammar is known for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownLanguage {
    /// A known language whose name is much like it.
    pub(crate) similar: Option<String>,
}

/// Blocks above this many bytes stay plain: nobody reads colours there, and the slowest
/// grammars need a second for them.
const CODE_BYTES_MAX: usize = 20_000;

/// Lines above this many bytes make a block plain: minified code, on which some grammars
/// are slower than linear.
const LINE_BYTES_MAX: usize = 2_000;

/// Colours `code` as `language`, if one is given.
///
/// # Errors
/// A language that is not known; the code is then to be shown plain.
pub(crate) fn highlight(language: Option<&str>, code: &str) -> Result<Spans, UnknownLanguage> {
    let Some(language) = language.filter(|language| !is_plain(language)) else {
        return Ok(plain(code));
    };
    let syntax = find_syntax(language)?;
    let is_huge =
        code.len() > CODE_BYTES_MAX || code.lines().any(|line| line.len() > LINE_BYTES_MAX);
    let coloured = if is_huge { None } else { colour(syntax, code) };
    Ok(coloured.unwrap_or_else(|| plain(code)))
}

/// Returns code without colours.
pub(crate) fn plain(code: &str) -> Spans {
    if code.is_empty() { Vec::new() } else { vec![(None, code.to_owned())] }
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Names for text, and languages that are well known but have no grammar here.
#[rustfmt::skip]
const PLAIN: [&str; 41] = [
    "text", "txt", "plain", "plaintext", "none", "raw", "output", "console", "log", "csv", "tsv",
    "ascii", "math", "mermaid", "plantuml", "dot-plain", "toml", "ini", "conf", "dockerfile", "docker",
    "nginx", "kotlin", "kt", "swift", "zig", "nix", "elixir", "julia", "dart", "solidity", "vue",
    "svelte", "graphql", "proto", "protobuf", "powershell", "ps1", "cmake", "wasm", "typst",
];

/// Other names of languages, each with one that syntect knows.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("typescript", "js"),
    ("ts", "js"),
    ("tsx", "js"),
    ("jsx", "js"),
    ("mjs", "js"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("shell", "sh"),
    ("zsh", "sh"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("objective-c", "m"),
];

fn is_plain(language: &str) -> bool {
    PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(language))
}

fn find_syntax(language: &str) -> Result<&'static SyntaxReference, UnknownLanguage> {
    let language = language.to_ascii_lowercase();
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == language);
    let name = other.map_or(language.as_str(), |(_, known)| known);
    SYNTAXES
        .find_syntax_by_token(name)
        .ok_or_else(|| UnknownLanguage { similar: similar_language(&language) })
}

/// The least Jaro-Winkler similarity at which a name is offered as the one that was meant.
const SIMILARITY_MIN: f64 = 0.85;

fn similar_language(language: &str) -> Option<String> {
    let names = SYNTAXES.syntaxes().iter().map(|syntax| syntax.name.to_ascii_lowercase());
    let others = OTHER_NAMES.iter().map(|(name, _)| (*name).to_owned());
    names
        .chain(others)
        .filter(|name| !name.contains(' '))
        .map(|name| (strsim::jaro_winkler(&name, language), name))
        .filter(|(similarity, _)| *similarity >= SIMILARITY_MIN)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

/// Colours code line by line; `None` where the grammar itself fails.
fn colour(syntax: &SyntaxReference, code: &str) -> Option<Spans> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut spans = Spans::new();
    for line in code.split_inclusive('\n') {
        let mut at = 0;
        for (end, operation) in state.parse_line(line, &SYNTAXES).ok()? {
            push(&mut spans, class(&stack), line.get(at..end)?);
            stack.apply(&operation).ok()?;
            at = end;
        }
        push(&mut spans, class(&stack), line.get(at..)?);
    }
    Some(spans)
}

fn push(spans: &mut Spans, class: Option<CodeClass>, code: &str) {
    // A change of class within white space cannot be seen.
    let is_blank = code.trim().is_empty();
    match spans.last_mut() {
        _ if code.is_empty() => {}
        Some((last, text)) if *last == class || is_blank => text.push_str(code),
        _ => spans.push((if is_blank { None } else { class }, code.to_owned())),
    }
}

/// Returns the class of the innermost scope that has one.
fn class(stack: &ScopeStack) -> Option<CodeClass> {
    stack.as_slice().iter().rev().find_map(|&scope| {
        CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
    })?
}

/// Scopes by their beginnings, the first that fits counts; one with no class ends the search,
/// so that code embedded in a string is no string.
static CLASSES: LazyLock<Vec<(Scope, Option<CodeClass>)>> = LazyLock::new(|| {
    use CodeClass as Class;
    let classes = [
        ("comment", Some(Class::Comment)),
        ("punctuation.definition.comment", Some(Class::Comment)),
        ("constant.numeric", Some(Class::Number)),
        ("constant.character.escape", Some(Class::Constant)),
        ("constant", Some(Class::Constant)),
        ("support.constant", Some(Class::Constant)),
        ("string", Some(Class::String)),
        ("keyword.operator", Some(Class::Operator)),
        ("keyword", Some(Class::Keyword)),
        ("storage", Some(Class::Keyword)),
        ("entity.name.function", Some(Class::Function)),
        ("support.function", Some(Class::Function)),
        ("variable.function", Some(Class::Function)),
        ("entity.name.tag", Some(Class::Tag)),
        ("entity.other.attribute-name", Some(Class::Attribute)),
        ("variable.annotation", Some(Class::Attribute)),
        ("entity.name.section", Some(Class::Keyword)),
        ("entity.name", Some(Class::Type)),
        ("entity.other.inherited-class", Some(Class::Type)),
        ("support.type.property-name", Some(Class::Attribute)),
        ("support.type", Some(Class::Type)),
        ("support.class", Some(Class::Type)),
        ("variable", Some(Class::Variable)),
        ("markup.inserted", Some(Class::Inserted)),
        ("markup.deleted", Some(Class::Deleted)),
        ("source", None),
        ("meta.interpolation", None),
        ("meta.embedded", None),
    ];
    classes
        .into_iter()
        .filter_map(|(prefix, class)| Some((Scope::new(prefix).ok()?, class)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_folded_into_few_classes() {
        let spans = highlight(Some("rust"), "// 注\nlet x = \"a\\n\"; f(1)\n").expect("known");
        let classes: Vec<(CodeClass, &str)> =
            spans.iter().filter_map(|(class, code)| Some(((*class)?, code.trim()))).collect();
        let expected = [
            (CodeClass::Comment, "// 注"),
            (CodeClass::Keyword, "let"),
            (CodeClass::Operator, "="),
            (CodeClass::String, "\"a"),
            (CodeClass::Constant, "\\n"),
            (CodeClass::String, "\""),
            (CodeClass::Function, "f"),
            (CodeClass::Number, "1"),
        ];
        assert_eq!(classes, expected);
        let code: String = spans.into_iter().map(|(_, code)| code).collect();
        assert_eq!(code, "// 注\nlet x = \"a\\n\"; f(1)\n");
    }

    #[test]
    fn an_unknown_language_is_said_with_what_was_meant() {
        let similar = |language| highlight(Some(language), "1").map_err(|unknown| unknown.similar);
        assert_eq!(similar("pyhton"), Err(Some("python".to_owned())));
        assert_eq!(similar("qqqq"), Err(None));
        assert_eq!(similar("TypeScript"), Ok(vec![(Some(CodeClass::Number), "1".to_owned())]));
        assert_eq!(similar("text"), Ok(plain("1")));
    }

    #[test]
    fn huge_blocks_stay_plain() {
        let code = "let x = 1;\n".repeat(2_000);
        assert_eq!(highlight(Some("rust"), &code), Ok(plain(&code)));
    }
}
