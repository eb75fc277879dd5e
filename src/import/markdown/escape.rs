//! Keeps characters of a text from meaning something in Markdown.

/// Returns a text that reads as itself within a line.
pub(in crate::import) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let after = &text[at + letter.len_utf8()..];
        let is_mark = match letter {
            '\\' | '*' | '`' | '~' => true,
            '_' => !(is_word(before) && is_word(after.chars().next())),
            '[' => after.starts_with('^') || after.contains(']'),
            '<' => after.starts_with(|one: char| one.is_ascii_alphabetic() || "/!?".contains(one)),
            '&' => is_entity(after),
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = Some(letter);
    }
    escaped
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

/// The longest name of an entity is shorter.
const ENTITY_MAX: usize = 40;

fn is_entity(after: &str) -> bool {
    let name = after.strip_prefix('#').unwrap_or(after);
    let length = name.bytes().take(ENTITY_MAX).take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name[length..].starts_with(';')
}

/// Returns a line, whose inside is escaped, that begins no heading, list, quotation or rule.
pub(in crate::import) fn line_start(line: &str) -> String {
    let first = line.chars().next();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    let is_marks = |marks: &[char]| line.trim_end().trim_matches(marks).is_empty();
    let is_block = match first {
        Some('>' | '|') => true,
        Some('#') => hashes <= 6 && ends(&line[hashes..]),
        Some('-' | '+') => ends(&line[1..]) || is_marks(&['-', ' ']),
        Some('=') => is_marks(&['=']),
        Some('_') => is_marks(&['_', ' ']),
        Some('{') => line.starts_with("{%") || line.starts_with("{:") || line.starts_with("{{"),
        _ => false,
    };
    if is_block {
        return format!("\\{line}");
    }
    let rest = &line[digits..];
    let mark = rest.chars().next().filter(|one| matches!(one, '.' | ')'));
    if (1..=9).contains(&digits) && mark.is_some() && ends(&rest[1..]) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    line.to_owned()
}

/// Returns the destination of a link or picture as Markdown has it.
pub(in crate::import) fn destination(destination: &str) -> String {
    let plain: String = destination.chars().filter(|one| !one.is_control()).collect();
    let plain = plain.replace('<', "%3C").replace('>', "%3E");
    if plain.contains([' ', '(', ')', '\u{3000}']) || plain.is_empty() {
        format!("<{plain}>")
    } else {
        plain.replace('\\', "%5C")
    }
}
