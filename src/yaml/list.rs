//! Lists whose items are read key by key.

use super::value::{Value, kind};
use super::{Fields, Located};
use crate::source::Span;
use crate::wording;

impl<'a> Fields<'a> {
    /// Takes a list of mappings, each to be read by its own fields, with its place in the list
    /// and in the source.
    ///
    /// What their `finish` returns is to be given to [`Fields::report`].
    pub fn mappings(&mut self, key: &str) -> Vec<(usize, Span, Self)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Value::List(items) = node.value else {
            self.wrong_kind(key, &node, &kind::list());
            return Vec::new();
        };
        let mut all = Vec::with_capacity(items.len());
        for (place, item) in items.into_iter().enumerate() {
            let span = item.span;
            if let Value::Mapping(entries) = item.value {
                all.push((place, span, self.inner(entries)));
            } else {
                self.wrong_kind(key, &item, &kind::mapping());
            }
        }
        all
    }

    /// Takes a list whose items are texts, or mappings to be read by their own fields.
    pub fn items(&mut self, key: &str) -> Vec<Result<Located<String>, Self>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Value::List(items) = node.value else {
            self.wrong_kind(key, &node, &kind::list());
            return Vec::new();
        };
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            let span = item.span;
            if let Some(value) = self.text_of(&item) {
                all.push(Ok(Located { value, span }));
            } else if let Value::Mapping(entries) = item.value {
                all.push(Err(self.inner(entries)));
            } else {
                let wanted = wording!("text or a mapping", "文字或一组“键: 值”");
                self.wrong_kind(key, &item, &wanted);
            }
        }
        all
    }
}
