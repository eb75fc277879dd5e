//! YAML values with their places.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use crate::language::Wording;
use crate::source::Span;
use crate::wording;

/// A value and its place; offsets are those of the text that was parsed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What YAML can say; text and numbers keep what was written through their [`Node::span`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) node: Node,
}

impl Node {
    /// Moves the node, and all within it, `by` bytes towards the end.
    pub(super) fn shift(&mut self, by: usize) {
        self.span = shifted(self.span, by);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Mapping(entries) => entries.iter_mut().for_each(|entry| entry.shift(by)),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }

    /// Returns the value as JSON; of a key that stands twice the last counts.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Boolean(value) => (*value).into(),
            Value::Number(number) => number.clone().into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(entries) => {
                let pairs = entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json()));
                serde_json::Value::Object(pairs.collect())
            }
        }
    }

    /// Names the kind of value for a message.
    pub(super) fn kind(&self) -> Wording {
        match self.value {
            Value::Null => wording!("nothing", "空白"),
            Value::Boolean(_) => kind::boolean(),
            Value::Number(_) => kind::number(),
            Value::Text(_) => kind::text(),
            Value::List(_) => kind::list(),
            Value::Mapping(_) => kind::mapping(),
        }
    }
}

impl Entry {
    /// Moves the entry `by` bytes towards the end.
    pub(super) fn shift(&mut self, by: usize) {
        self.key_span = shifted(self.key_span, by);
        self.node.shift(by);
    }
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        let mut span = to_span(&spanned.referenced);
        // The parser gives only the start of a collection: it ends where its last part does.
        let last = match &spanned.value {
            Value::List(items) => items.last().map(|item| item.span.end),
            Value::Mapping(entries) => entries.last().map(|entry| entry.node.span.end),
            _ => None,
        };
        span.end = span.end.max(last.unwrap_or(0));
        Ok(Self { value: spanned.value, span })
    }
}

/// Returns the bytes a location stands for; the parser knows them for text in memory.
fn to_span(location: &serde_yaml::Location) -> Span {
    let span = location.span();
    let offset = |number: Option<u64>| number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let start = offset(span.byte_offset());
    Span::new(start, start + offset(span.byte_len()))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        serde_json::Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Node>()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, node)) = mapping.next_entry::<Node, Node>()? {
            let text = match key.value {
                Value::Text(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Boolean(value) => value.to_string(),
                Value::Null | Value::List(_) | Value::Mapping(_) => {
                    return Err(A::Error::custom("a key that is not text"));
                }
            };
            entries.push(Entry { key: text, key_span: key.span, node });
        }
        Ok(Value::Mapping(entries))
    }
}

/// What the kinds of values are called.
pub(super) mod kind {
    use crate::language::Wording;
    use crate::wording;

    pub(in crate::yaml) fn text() -> Wording {
        wording!("text", "文字")
    }

    pub(in crate::yaml) fn boolean() -> Wording {
        wording!("true or false", "开关值（true 或 false）")
    }

    pub(in crate::yaml) fn number() -> Wording {
        wording!("a number", "数字")
    }

    pub(in crate::yaml) fn list() -> Wording {
        wording!("a list", "列表")
    }

    pub(in crate::yaml) fn mapping() -> Wording {
        wording!("a mapping", "一组“键: 值”")
    }
}
