//! Text made safe for HTML.

/// Appends `text`, escaped for element content and for attributes in double quotes.
pub(crate) fn escape(html: &mut String, text: &str) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let with = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[copied..at]);
        html.push_str(with);
        copied = at + 1;
    }
    html.push_str(&text[copied..]);
}

/// Appends ` name="value"`, escaped.
pub(super) fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape(html, value);
    html.push('"');
}

/// Returns the text of trusted HTML with its tags left out, a newline for each block that
/// begins, and the insides of a folded `<details>` skipped but for its summary.
pub(crate) fn visible_text(html: &str) -> String {
    text_of(html, false)
}

/// Returns the text of HTML as [`visible_text`] has it, with what is folded away.
pub(crate) fn whole_text(html: &str) -> String {
    text_of(html, true)
}

fn text_of(html: &str, unfold: bool) -> String {
    let mut text = String::new();
    let mut folded = 0_usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if folded == 0 {
            push_unescaped(&mut text, &rest[..at]);
        }
        let Some(end) = rest[at..].find('>') else { return text };
        let tag = &rest[at + 1..at + end];
        match tag.split([' ', '\n', '/']).find(|part| !part.is_empty()).unwrap_or_default() {
            "summary" if tag.starts_with('/') && !unfold => folded += 1,
            "details" if tag.starts_with('/') => folded = folded.saturating_sub(1),
            "p" | "li" | "dt" | "div" | "tr" | "blockquote" | "br" | "h3" | "h4"
                if folded == 0 && !tag.starts_with('/') =>
            {
                text.push('\n');
            }
            _ => {}
        }
        rest = &rest[at + end + 1..];
    }
    if folded == 0 {
        push_unescaped(&mut text, rest);
    }
    text
}

/// Template HTML is indented: its line breaks and runs of spaces are one space on the page.
fn push_unescaped(text: &mut String, html: &str) {
    for c in html.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::visible_text;

    #[test]
    fn folded_text_is_not_visible_but_its_summary_is() {
        let html =
            "<p>甲 &amp; <b>乙</b></p>\n<details><summary>依据</summary><p>规则</p></details>";
        assert_eq!(visible_text(html), "\n甲 & 乙 依据");
        assert!(super::whole_text(html).len() > visible_text(html).len());
    }
}
