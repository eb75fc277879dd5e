use super::*;
use crate::source::SourcePath;

#[test]
fn the_schema_has_the_keys_that_are_read_and_no_others() {
    let schema: Value = serde_json::from_str(&schema()).expect("JSON");
    let properties = schema["properties"].as_object().expect("properties");
    for key in KEYS.iter().chain(&IGNORED).chain(DIALECT.iter().map(|(other, _)| other)) {
        assert!(properties.contains_key(*key), "{key} is in no schema");
    }
    for key in properties.keys() {
        let path = SourcePath::new("content/a.md");
        let source = Source::new(path, format!("---\n{key}: true\n---\n"));
        let (_, _, diagnostics) = parse(&source, &Config::default());
        let codes: Vec<&str> = diagnostics.iter().map(|one| one.code.as_str()).collect();
        assert!(!codes.contains(&"unknown-key"), "{key} means nothing to the parser");
    }
}
