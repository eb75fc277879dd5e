use super::*;

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Company {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

fn fault(text: &str) -> (String, String) {
    let source = Source::new(SourcePath::new("content/companies.yaml"), text);
    let diagnostic = parse::<Vec<Company>>(&source).expect_err("a fault");
    let span = diagnostic.span.expect("a place");
    (source.text[span.range()].to_owned(), diagnostic.message.english)
}

#[test]
fn a_file_is_read_as_a_type() {
    let source =
        Source::new(SourcePath::new("a.yaml"), "\u{FEFF}- name: 甲\n  aliases: [乙, 010]\n");
    let company =
        Company { name: "甲".to_owned(), aliases: vec!["乙".to_owned(), "010".to_owned()] };
    assert_eq!(parse::<Vec<Company>>(&source), Ok(vec![company]));
}

/// The parser counts characters in its messages; a diagnostic counts bytes.
#[test]
fn a_fault_is_found_behind_han_text() {
    let (at, message) = fault("\u{FEFF}- name: 甲公司\n  别名: 乙\n");
    assert_eq!(at, "别");
    assert!(message.contains("别名"), "{message}");
    let (at, _) = fault("- name: 甲公司: 乙公司\n");
    assert_eq!(at, ":");
    let (at, _) = fault("# 注\n- name: 甲\n  aliases: 𠮷@\n- name: @乙\n");
    assert_eq!(at, "𠮷");
}

#[test]
fn aliases_may_not_multiply_without_end() {
    let bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n\
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\n\
                e: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e]\n\
                g: &g [*f, *f, *f, *f, *f, *f, *f, *f]\nh: [*g, *g, *g, *g, *g, *g, *g, *g]\n";
    let source = Source::new(SourcePath::new("a.yaml"), bomb);
    let fields = Fields::read(&source, Span::new(0, bomb.len()));
    assert!(!fields.finish(&["a"]).is_empty());
}
