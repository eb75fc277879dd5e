//! Finds what an earlier look made, if it was made of what there is now.

use std::sync::Arc;

use crate::source::{Source, SourcePath};

/// Finds what was made of a file before, if `is_of` tells that it was made of what there is now:
/// most likely it stands where it did, and its path need not be read.
pub(super) fn earlier<'a, T>(
    sorted: &'a [Arc<T>],
    likely: usize,
    path: &SourcePath,
    is_of: impl Fn(&&'a Arc<T>) -> bool,
    path_of: impl Fn(&T) -> &SourcePath,
) -> Option<&'a Arc<T>> {
    if let Some(one) = sorted.get(likely).filter(&is_of) {
        return Some(one);
    }
    let found = sorted.binary_search_by(|one| path_of(one).cmp(path)).ok()?;
    sorted.get(found).filter(is_of)
}

/// Tells whether two lists are of the very same sources.
pub(super) fn is_same(some: &[Arc<Source>], others: &[Arc<Source>]) -> bool {
    some.len() == others.len()
        && some.iter().zip(others).all(|(one, other)| Arc::ptr_eq(one, other))
}
