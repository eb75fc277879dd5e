//! The faults as HTML, to stand over the page that they keep from being the newest.

use std::fmt::Write as _;

use super::showing::{Showing, Shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::{Language, Wording};
use crate::permalink::Permalink;
use crate::render::body::escape;
use crate::source::Source;
use crate::wording;

/// More than these nobody reads before mending the first.
const FAULTS_MAX: usize = 20;
/// How many characters of a long place are underlined.
const UNDERLINED_MAX: usize = 60;
/// How many characters of a long line stand before and behind the place.
const CONTEXT_CHARACTERS: usize = 60;

/// Writes the faults of a page and of the whole site; nothing when there are none.
pub(super) fn faults(showing: &Showing, shown: &Shown, language: Language) -> String {
    let faults = &shown.faults;
    let count = faults.len() + usize::from(showing.trouble().is_some());
    if count == 0 {
        return String::new();
    }
    let is_held = shown.has_errors() || showing.trouble().is_some();
    let (kind, what) = if is_held {
        let what = wording!(
            "the site cannot be built; below is the last page that could",
            "网站生成不了；下面是上一次的好页面"
        );
        ("faults", what)
    } else {
        ("faults mild", wording!("in this page's file", "在本页的文件里"))
    };
    let counts = counts(shown, showing);
    let summary = wording!("<b>{counts}</b>: {what}", "<b>{counts}</b>：{what}"; counts, what);
    let mut html = format!(
        "<section class=\"{kind}\" role=\"alert\"><details open><summary>{}</summary>\n",
        summary.of(language)
    );
    if let Some(trouble) = showing.trouble() {
        html.push_str("<article><h2>");
        escape(&mut html, trouble.of(language));
        html.push_str("</h2></article>\n");
    }
    for one in faults.iter().take(FAULTS_MAX) {
        fault(&mut html, one, showing.source(one), language);
    }
    if count > FAULTS_MAX {
        let rest = count - FAULTS_MAX;
        let more =
            wording!("and {rest} more; the terminal has all", "还有 {rest} 处，终端里全都有");
        let _ = writeln!(html, "<p>{}</p>", more.of(language));
    }
    html.push_str("</details></section>\n");
    html
}

/// Writes where one may have wanted to go.
pub(super) fn nearest(links: &[(Permalink, String)], language: Language) -> String {
    if links.is_empty() {
        return String::new();
    }
    let said = wording!("Nothing stands here. Nearest:", "这里没有页面。相近的有：");
    let mut html = format!("<section class=\"nearest\"><p>{}</p><ul>", said.of(language));
    for (link, name) in links {
        html.push_str("<li><a href=\"");
        escape(&mut html, link.as_str());
        html.push_str("\">");
        escape(&mut html, name);
        html.push_str("</a></li>");
    }
    html.push_str("</ul></section>\n");
    html
}

/// Returns `2 errors, 1 warning`.
fn counts(shown: &Shown, showing: &Showing) -> Wording {
    let of = |severity| shown.faults.iter().filter(|one| one.severity == severity).count();
    let errors = of(Severity::Error) + usize::from(showing.trouble().is_some());
    let parts = [(errors, "error", "个错误"), (of(Severity::Warning), "warning", "个警告")];
    let parts = parts.into_iter().filter(|(count, _, _)| *count > 0);
    let parts = parts.map(|(count, noun, measured)| Wording::counted(count, noun, "", measured));
    Wording::joined(&parts.collect::<Vec<_>>(), ", ", "，")
}

fn fault(html: &mut String, one: &Diagnostic, source: Option<&Source>, language: Language) {
    html.push_str("<article><h2>");
    escape(html, one.message.of(language));
    html.push_str(" <code>");
    escape(html, &one.code);
    html.push_str("</code></h2>\n<p class=\"place\">");
    escape(html, one.path.as_str());
    let placed = one.span.zip(source);
    if let Some((span, source)) = placed {
        let position = source.position(span.start);
        let _ = write!(html, ":{}:{}", position.line, position.column);
    }
    html.push_str("</p>\n");
    if let Some((span, source)) = placed {
        let label = one.label.as_ref().map(|label| label.of(language));
        excerpt(html, &source.text, span.start, span.end, label);
    }
    if let Some(help) = &one.help {
        let word = wording!("help: ", "提示：");
        let _ = write!(html, "<p class=\"help\"><i>{}</i>", word.of(language));
        escape(html, help.of(language));
        html.push_str("</p>\n");
    }
    html.push_str("</article>\n");
}

/// Writes the line in which a place begins, and carets below it.
///
/// The carets stand behind an unseen copy of what is before them, so that they are in place
/// whatever the width of the characters.
fn excerpt(html: &mut String, text: &str, start: usize, end: usize, label: Option<&str>) {
    let start = text.floor_char_boundary(start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let end = text.floor_char_boundary(end).clamp(start, line_end);
    let before: Vec<char> = text[line_start..start].chars().collect();
    let skipped = before.len().saturating_sub(CONTEXT_CHARACTERS);
    let mut before: String = before.into_iter().skip(skipped).collect();
    if skipped > 0 {
        before.insert(0, '…');
    }
    let place: String = text[start..end].chars().take(UNDERLINED_MAX).collect();
    let behind: String =
        text[start + place.len()..line_end].trim_end().chars().take(CONTEXT_CHARACTERS).collect();
    let number = text[..start].bytes().filter(|&byte| byte == b'\n').count() + 1;
    let _ = write!(html, "<pre><i>{number} | </i>");
    escape(html, &before);
    html.push_str("<mark>");
    escape(html, &place);
    html.push_str("</mark>");
    escape(html, &behind);
    let _ = write!(html, "\n<span class=\"unseen\" aria-hidden=\"true\"><i>{number} | </i>");
    escape(html, &before);
    html.push_str("</span><span class=\"carets\"><b>^</b>");
    if let Some(label) = label {
        html.push(' ');
        escape(html, label);
    }
    html.push_str("</span></pre>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_marks_the_place_and_escapes_the_rest() {
        let text = "---\ntitle: [<一>\n---\n";
        let start = text.find('[').expect("it is there");
        let mut html = String::new();
        excerpt(&mut html, text, start, start + 1, Some("not closed"));
        assert_eq!(
            html,
            "<pre><i>2 | </i>title: <mark>[</mark>&lt;一&gt;\n\
             <span class=\"unseen\" aria-hidden=\"true\"><i>2 | </i>title: </span>\
             <span class=\"carets\"><b>^</b> not closed</span></pre>\n"
        );
    }

    #[test]
    fn an_excerpt_of_any_place_of_any_text_is_made() {
        let texts = ["", "\n", "一\r\n二", &"长".repeat(500)];
        for text in texts {
            for start in 0..text.len() + 2 {
                for end in [start, start + 1, text.len(), text.len() + 7] {
                    let mut html = String::new();
                    excerpt(&mut html, text, start, end, None);
                    assert!(html.ends_with("</pre>\n"));
                }
            }
        }
    }
}
