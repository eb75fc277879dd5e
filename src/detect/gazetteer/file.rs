//! The form of a gazetteer file: an industry's companies, or a site's `companies.yaml`.
//!
//! The build script reads the built-in files with these very types.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// One file: companies with their names.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The industry of those companies that name none.
    #[serde(default)]
    pub(super) industry: Option<String>,
    #[serde(default)]
    pub(super) companies: Vec<Entry>,
    /// Names that stand for several companies at once.
    #[serde(default)]
    pub(super) groups: Vec<GroupEntry>,
}

/// Names for several companies: BAT.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry {
    pub(super) names: Vec<String>,
    /// The companies' canonical names.
    pub(super) members: Vec<String>,
    /// Words of which one must stand in the same sentence, if the name is also a word.
    #[serde(default)]
    pub(super) near: Vec<String>,
}

/// One company.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) products: Vec<Naming>,
    #[serde(default)]
    pub(super) people: Vec<Naming>,
    #[serde(default)]
    pub(super) industry: Option<String>,
    /// The first year in which its own names stand for it.
    #[serde(default)]
    pub(super) from: Option<i16>,
    /// The last year: later it is another company's.
    #[serde(default)]
    pub(super) until: Option<i16>,
    /// Surfaces that are also words or other names.
    #[serde(default)]
    pub(super) ambiguous: BTreeMap<String, Ambiguity>,
}

/// When a surface that is also a word stands for the company.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ambiguity {
    /// Longer strings in which it does not.
    #[serde(default)]
    pub(super) not: Vec<String>,
    /// Words of which one must stand in the same sentence.
    #[serde(default)]
    pub(super) near: Vec<String>,
    /// Whether only `not` restricts it.
    #[serde(default)]
    pub(super) always: bool,
    /// Whether `near` must be met each time: a common word, as 口碑.
    #[serde(default)]
    pub(super) strict: bool,
}

/// The names of one product or person, with the years in which the company had it.
#[derive(Debug, Serialize)]
pub(super) struct Naming {
    /// Its names, the canonical one first.
    pub(super) names: Vec<String>,
    /// The first year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<i16>,
    /// The last year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<i16>,
}

impl<'de> Deserialize<'de> for Naming {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamingVisitor)
    }
}

/// Reads the three forms of a naming: `QQ`, `[微信, WeChat]`, `{ names: […], from: 2016 }`.
struct NamingVisitor;

impl NamingVisitor {
    fn one(name: impl Into<String>) -> Naming {
        Naming { names: vec![name.into()], from: None, until: None }
    }
}

impl<'de> Visitor<'de> for NamingVisitor {
    type Value = Naming;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, a list of names, or `{ names: […], from: …, until: … }`")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Naming, E> {
        Ok(Self::one(name))
    }

    fn visit_u64<E: de::Error>(self, name: u64) -> Result<Naming, E> {
        Ok(Self::one(name.to_string()))
    }

    fn visit_i64<E: de::Error>(self, name: i64) -> Result<Naming, E> {
        Ok(Self::one(name.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Naming, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = seq.next_element::<String>()? {
            names.push(name);
        }
        Ok(Naming { names, from: None, until: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Naming, A::Error> {
        let mut naming = Naming { names: Vec::new(), from: None, until: None };
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "names" => naming.names = map.next_value()?,
                "name" => naming.names = vec![map.next_value()?],
                "from" => naming.from = Some(map.next_value()?),
                "until" => naming.until = Some(map.next_value()?),
                _ => return Err(de::Error::unknown_field(&key, &["names", "from", "until"])),
            }
        }
        Ok(naming)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema: Value = serde_json::from_str(crate::detect::gazetteer::SCHEMA).expect("JSON");
        let keys = |at: &str| {
            let properties = schema.pointer(at).and_then(Value::as_object).expect("properties");
            properties.keys().cloned().collect::<Vec<_>>()
        };
        let fields = |value: &dyn Fn() -> Value| {
            let mut fields: Vec<String> =
                value().as_object().expect("a mapping").keys().cloned().collect();
            fields.sort();
            fields
        };
        let json = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
        let file = || serde_json::to_value(File::default()).expect("JSON");
        assert_eq!(keys("/properties"), fields(&file));
        let entry: Entry = serde_json::from_value(json(r#"{"name": "甲"}"#)).expect("an entry");
        assert_eq!(
            keys("/$defs/company/properties"),
            fields(&|| serde_json::to_value(&entry).expect("JSON"))
        );
        let group: GroupEntry =
            serde_json::from_value(json(r#"{"names": [], "members": []}"#)).expect("a group");
        assert_eq!(
            keys("/$defs/group/properties"),
            fields(&|| serde_json::to_value(&group).expect("JSON"))
        );
        let ambiguity = || serde_json::to_value(Ambiguity::default()).expect("JSON");
        assert_eq!(keys("/$defs/ambiguity/properties"), fields(&ambiguity));
        // A naming reads `name` too.
        assert_eq!(keys("/$defs/naming/anyOf/2/properties"), ["from", "name", "names", "until"]);
    }
}
