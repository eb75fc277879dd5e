//! What the preview adds to a page on its way to the browser, and nowhere else.
//!
//! Behind the page's own elements stand one that tells which look it is of, holding the
//! faults, and the scripts that follow changes and put the review over the page. The page's
//! policy is widened by just as much as these need.

use std::fmt::Write as _;
use std::ops::Range;

use crate::render::body::escape;

/// The folder of the preview's own files; no page's address begins so.
pub(super) const FOLDER: &str = "/.pangzhu/";
/// Begins what is added.
const BEGIN: &str = "<div id=\"pangzhu-preview\"";
/// Ends what is added.
const END: &str = "</script><!--pangzhu-->";
/// How many hex digits tell two versions of a page apart.
const HASH_DIGITS: usize = 16;
/// Marks the policy in a page's head.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
/// What the preview's script and styles need of a policy.
const NEEDED: [&str; 3] = ["script-src", "style-src", "connect-src"];

/// What a page is dressed with.
pub(super) struct Dress<'a> {
    /// Which look it is of.
    pub(super) look: &'a str,
    /// How often copied files have changed.
    pub(super) files: u64,
    /// What lets the page change something.
    pub(super) token: &'a str,
    /// The file of the essay that the page shows.
    pub(super) essay: Option<&'a str>,
    /// Faults and the like, as HTML.
    pub(super) overlay: &'a str,
}

/// Adds the preview's part to a page.
pub(super) fn dress(page: &str, dress: &Dress<'_>) -> String {
    let mut digits = blake3::hash(page.as_bytes()).to_hex().to_string();
    digits.truncate(HASH_DIGITS);
    let policy = policy_at(page).map(|at| &page[at]);
    let mut part = format!(
        "{BEGIN} data-policy=\"{}\" data-page=\"{digits}\" data-look=\"",
        policy.unwrap_or_default()
    );
    escape(&mut part, dress.look);
    let _ = write!(part, "\" data-files=\"{}\" data-token=\"", dress.files);
    escape(&mut part, dress.token);
    part.push_str("\" data-essay=\"");
    escape(&mut part, dress.essay.unwrap_or_default());
    let _ = write!(
        part,
        "\"><template shadowrootmode=\"open\">\
         <link rel=\"stylesheet\" href=\"{FOLDER}preview.css\">{}</template></div>\
         <script type=\"module\" src=\"{FOLDER}preview.js\"></script>\
         <script type=\"module\" src=\"{FOLDER}review.js\">{END}",
        dress.overlay
    );
    let page = with_policy(page, &policy.map(widened).unwrap_or_default());
    let at = page.rfind("</body>").unwrap_or(page.len());
    let (before, behind) = page.split_at(at);
    [before, &part, behind].concat()
}

/// Takes the preview's part out of a page again; `None` when the page has none.
pub fn undress(page: &str) -> Option<String> {
    let begin = page.rfind(BEGIN)?;
    let part = &page[begin..];
    let end = begin + part.find(END)? + END.len();
    let policy = part.strip_prefix(BEGIN)?.strip_prefix(" data-policy=\"")?;
    let bare = [&page[..begin], &page[end..]].concat();
    Some(with_policy(&bare, policy.split_once('"')?.0))
}

/// Returns where in a page its policy stands.
fn policy_at(page: &str) -> Option<Range<usize>> {
    let begin = page.find(POLICY)? + POLICY.len();
    Some(begin..begin + page[begin..].find('"')?)
}

fn with_policy(page: &str, policy: &str) -> String {
    match policy_at(page) {
        Some(at) => [&page[..at.start], policy, &page[at.end..]].concat(),
        None => page.to_owned(),
    }
}

/// Returns the policy with the preview's own files allowed.
fn widened(policy: &str) -> String {
    let mut directives: Vec<Vec<&str>> = policy
        .split(';')
        .map(|directive| directive.split_ascii_whitespace().collect())
        .filter(|directive: &Vec<&str>| !directive.is_empty())
        .collect();
    let default = directives.iter().find(|one| one.first() == Some(&"default-src")).cloned();
    for name in NEEDED {
        match directives.iter_mut().find(|one| one.first() == Some(&name)) {
            Some(directive) => allow_self(directive),
            None => {
                // Without a default there is no limit to widen.
                let Some(default) = &default else { continue };
                let mut directive = default.clone();
                if let Some(first) = directive.first_mut() {
                    *first = name;
                }
                allow_self(&mut directive);
                directives.push(directive);
            }
        }
    }
    directives.iter().map(|one| one.join(" ")).collect::<Vec<_>>().join("; ")
}

fn allow_self(directive: &mut Vec<&str>) {
    directive.retain(|one| *one != "'none'");
    if !directive.contains(&"'self'") {
        directive.push("'self'");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRESS: Dress<'_> =
        Dress { look: "a.1", files: 2, token: "t", essay: Some("a.md"), overlay: "<p>fault</p>" };

    #[test]
    fn a_dressed_page_is_the_page_and_the_preview_s_part() {
        for page in ["<p>a</p></body></html>", "<p>a", "", "</body></body>"] {
            let dressed = dress(page, &DRESS);
            assert!(dressed.contains("<p>fault</p>"));
            assert_eq!(undress(&dressed).as_deref(), Some(page));
        }
    }

    #[test]
    fn a_policy_is_widened_by_what_is_needed() {
        for (policy, expected) in [
            (
                "default-src 'none'; style-src 'self'",
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
            ),
            ("script-src 'none'; img-src *", "script-src 'self'; img-src *"),
        ] {
            let page = format!("<meta {POLICY}{policy}\"></head>");
            let dressed = dress(&page, &DRESS);
            assert!(dressed.starts_with(&format!("<meta {POLICY}{expected}\"></head>")));
            assert_eq!(undress(&dressed).as_deref(), Some(page.as_str()));
        }
    }
}
