use super::*;

fn properties(schema: &serde_json::Value, place: &str) -> Vec<String> {
    let mut keys: Vec<String> = (schema.pointer(place).and_then(|one| one.as_object()))
        .map(|one| one.keys().cloned().collect())
        .unwrap_or_default();
    keys.sort();
    keys
}

fn sorted(keys: &[&str]) -> Vec<String> {
    let mut keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
    keys.sort();
    keys
}

/// The schema knows the very keys and words that the reader knows.
#[test]
fn the_schema_says_what_is_read() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    assert_eq!(properties(&schema, "/properties"), sorted(&KEYS));
    assert_eq!(properties(&schema, "/$defs/note/properties"), sorted(&NOTE_KEYS));
    assert_eq!(properties(&schema, "/$defs/decision/properties"), sorted(&DECISION_KEYS));
    let side = properties(&schema, "/$defs/side/oneOf/1/properties");
    assert_eq!(side, sorted(&side::KEYS));
    let words = |place| schema.pointer(place).cloned().unwrap_or_default();
    assert_eq!(
        words("/$defs/note/properties/kind/enum"),
        serde_json::json!(NoteKind::ALL.map(NoteKind::name))
    );
    assert_eq!(
        words("/$defs/decision/properties/decision/enum"),
        serde_json::json!(Ruling::ALL.map(Ruling::name))
    );
    assert_eq!(
        words("/$defs/decision/properties/relation/enum"),
        serde_json::json!(Relation::ALL.map(Relation::name))
    );
}
