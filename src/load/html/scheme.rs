//! How an address begins, as a browser reads it: whether it leaves the site, and where to.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// Tells whether a link may be followed: relative, or by a scheme that runs nothing.
pub(crate) fn is_safe_link(destination: &str) -> bool {
    scheme(destination).is_none_or(|scheme| SAFE_SCHEMES.contains(scheme.as_str()))
}

/// Tells whether a picture may be shown; beside what a link may be, one written into the page.
pub(crate) fn is_safe_image(destination: &str) -> bool {
    let is_picture = ["png", "jpeg", "gif", "webp", "avif"].iter().any(|kind| {
        destination.trim_start().to_ascii_lowercase().starts_with(&format!("data:image/{kind}"))
    });
    is_picture || is_safe_link(destination)
}

/// Tells whether an address leads out of the site: it names another host, or a scheme.
pub(crate) fn leaves_site(address: &str) -> bool {
    // Browsers take `\\` for `/`.
    let mut start = address.chars().filter(|one| !is_passed_over(*one));
    let has_host = start.by_ref().take(2).filter(|one| matches!(one, '/' | '\\')).count() == 2;
    has_host || scheme(address).is_some()
}

/// Tells whether an address is itself what it names.
pub(crate) fn is_data(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| scheme == "data")
}

/// ammonia's list of harmless schemes.
static SAFE_SCHEMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| Builder::default().clone_url_schemes());

/// Returns the scheme of an address in lower case.
fn scheme(destination: &str) -> Option<String> {
    let end = destination.find([':', '/', '?', '#'])?;
    if !destination[end..].starts_with(':') {
        return None;
    }
    let scheme: String = destination[..end]
        .chars()
        .filter(|c| !is_passed_over(*c))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

/// Tells whether browsers pass over a character where an address begins, and it would only hide
/// the scheme from us.
fn is_passed_over(char: char) -> bool {
    char.is_control() || char.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_site_names_a_host_or_a_scheme() {
        for address in ["//a.cn", "https://a.cn", "\\\\a.cn/b", " /\t/a.cn", "mailto:a@b.cn"] {
            assert!(leaves_site(address), "{address}");
        }
        for address in ["a/b", "/a:b", "#a:b", "?a:b", "注:释", ""] {
            assert!(!leaves_site(address), "{address}");
        }
    }

    #[test]
    fn a_scheme_is_safe_by_being_known() {
        assert!(is_safe_link("HTTPS://a.cn") && is_safe_link("a/b"));
        assert!(!is_safe_link("java\nscript:x") && !is_safe_link("thunder://x"));
        assert!(is_safe_image("data:image/png;base64,AA"));
        assert!(!is_safe_image("data:image/svg+xml,AA") && !is_safe_image("data:text/html,AA"));
    }
}
