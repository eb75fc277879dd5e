use super::*;

fn entry(quote: &str) -> WrittenEntry {
    vec![("quote", Written::Text(quote.to_owned())), ("n", Written::Number(1))]
}

#[test]
fn a_list_is_made_where_there_is_none() {
    let change = Change::Append(entry("甲"));
    assert_eq!(edit("", "notes", &change).expect("it holds"), "notes:\n  - quote: 甲\n    n: 1\n");
    assert_eq!(
        edit("# 我的\nother: 1", "notes", &change).expect("it holds"),
        "# 我的\nother: 1\nnotes:\n  - quote: 甲\n    n: 1\n"
    );
    assert_eq!(
        edit("notes: []\n", "notes", &change).expect("it holds"),
        "notes:\n  - quote: 甲\n    n: 1\n"
    );
    assert_eq!(
        edit("notes:\nother: 1\n", "notes", &change).expect("it holds"),
        "notes:\n  - quote: 甲\n    n: 1\nother: 1\n"
    );
}

const FILE: &str = "# 开头\nnotes: # 手写\n- quote:   '甲'   # 第一\n  body: |\n    一。\n\n    二。\n\n# 中间\n- {quote: 乙}\nz: [1,  2] # 尾\n";

#[test]
fn nothing_else_is_touched() {
    let added = edit(FILE, "notes", &Change::Append(entry("丙"))).expect("it holds");
    assert_eq!(added, FILE.replace("- {quote: 乙}\n", "- {quote: 乙}\n- quote: 丙\n  n: 1\n"));
    assert_eq!(edit(&added, "notes", &Change::Remove(2)).expect("it holds"), FILE);
    let replaced = edit(FILE, "notes", &Change::Replace(1, entry("丙"))).expect("it holds");
    assert_eq!(replaced, FILE.replace("{quote: 乙}", "quote: 丙\n  n: 1"));
    let was = raw(FILE, "notes", 1).expect("it is there");
    assert_eq!(edit(&replaced, "notes", &Change::Restore(1, was)), Ok(FILE.to_owned()));
    let removed = edit(FILE, "notes", &Change::Remove(0)).expect("it holds");
    assert_eq!(removed, "# 开头\nnotes: # 手写\n\n# 中间\n- {quote: 乙}\nz: [1,  2] # 尾\n");
}

#[test]
fn line_ends_and_a_mark_at_the_start_are_kept() {
    let file = "\u{FEFF}notes:\r\n    -   quote: 甲\r\n";
    let added = edit(file, "notes", &Change::Append(entry("乙"))).expect("it holds");
    assert_eq!(added, format!("{file}    -   quote: 乙\r\n        n: 1\r\n"));
}

#[test]
fn lists_on_one_line_stay_there() {
    let file = "notes: [{quote: 甲}, {quote: 乙}] # 尾\n";
    let added = edit(file, "notes", &Change::Append(entry("丙"))).expect("it holds");
    assert_eq!(added, "notes: [{quote: 甲}, {quote: 乙}, {quote: 丙, n: 1}] # 尾\n");
    assert_eq!(edit(&added, "notes", &Change::Remove(2)).expect("it holds"), file);
    assert_eq!(
        edit(file, "notes", &Change::Remove(0)).expect("it holds"),
        "notes: [{quote: 乙}] # 尾\n"
    );
}

#[test]
fn what_is_no_list_is_refused() {
    assert!(edit("notes: 甲\n", "notes", &Change::Append(entry("乙"))).is_err());
    assert!(edit("notes: [", "notes", &Change::Append(entry("乙"))).is_err());
    assert!(edit("notes: []\n", "notes", &Change::Remove(0)).is_err());
    let aliased = "a: &x {quote: 甲}\nnotes:\n  - *x\n  - {quote: 乙}\n";
    let _ =
        edit(aliased, "notes", &Change::Remove(0)).map(|text| assert!(text.starts_with("a: &x")));
}

#[test]
fn any_text_is_read_as_it_was_written() {
    for text in [
        "true",
        "1",
        "- a",
        "a: b",
        "a #b",
        "一\n二",
        "  x",
        "x  \ny",
        "\"'",
        "\u{2028}",
        "a\tb",
        "👍",
        "@x",
        "一\r\n二",
    ] {
        let change = Change::Append(vec![("quote", Written::Text(text.to_owned()))]);
        let edited = edit("", "notes", &change).expect("it holds");
        let read = values(&parse(&edited).expect("it holds"), "notes");
        assert_eq!(
            read[0]["quote"].as_str().expect("it holds").trim_end_matches('\n'),
            text.trim_end_matches('\n')
        );
    }
}

#[test]
fn single_values_are_set_and_taken_out() {
    let file = "notes:\n  - quote: 甲 # 这里\n    prefix: '前'\n    body: |\n      一\n  - {quote: 乙, body: 二}\n";
    let text = |words: &str| Some(Written::Text(words.to_owned()));
    let moved =
        set(file, "notes", 0, &[("quote", text("丙")), ("prefix", None), ("suffix", text("后"))]);
    assert_eq!(
        moved.as_deref(),
        Ok(
            "notes:\n  - quote: 丙 # 这里\n    suffix: 后\n    body: |\n      一\n  - {quote: 乙, body: 二}\n"
        )
    );
    let moved = set(file, "notes", 1, &[("quote", text("丙")), ("suffix", text("后"))]);
    assert_eq!(moved, Ok(file.replace("quote: 乙", "quote: 丙, suffix: 后")));
    assert!(set(file, "notes", 2, &[("quote", text("丙"))]).is_err());
}

#[test]
fn a_file_whose_lines_only_yaml_sees_is_refused() {
    let change = Change::Append(entry("甲"));
    for text in ["notes:\rother: 1", "notes:\r", "# 一\r# 二\nnotes: []\n"] {
        assert!(edit(text, "notes", &change).is_err(), "{text:?}");
    }
    assert!(edit("notes: []\r\n", "notes", &change).is_ok());
}
