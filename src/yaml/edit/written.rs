//! Values as lines of YAML.

/// What can be written into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Text; several lines are written as a block.
    Text(String),
    /// A whole number.
    Number(usize),
    /// A list on one line.
    List(Vec<Self>),
    /// A mapping on one line.
    Mapping(Vec<(&'static str, Self)>),
}

/// An entry of a list: its keys in their order.
pub type WrittenEntry = Vec<(&'static str, Written)>;

/// Returns how an entry reads.
pub fn value(entry: &WrittenEntry) -> serde_json::Value {
    pairs_json(entry)
}

/// Returns how a value reads.
pub fn json(written: &Written) -> serde_json::Value {
    written.to_json()
}

fn pairs_json(entry: &[(&'static str, Written)]) -> serde_json::Value {
    let pairs = entry.iter().map(|(key, value)| ((*key).to_owned(), value.to_json()));
    serde_json::Value::Object(pairs.collect())
}

/// Writes a key with a text as a line of its own, however the text reads.
pub fn line(key: &str, text: &str) -> String {
    format!("{key}: {}\n", Written::Text(text.to_owned()).flow())
}

/// Writes an entry as lines; those after the first stand in as far as `column`.
pub(super) fn block(entry: &[(&'static str, Written)], column: usize, newline: &str) -> String {
    let lines: Vec<String> = entry
        .iter()
        .map(|(key, value)| match value {
            Written::Text(text) if is_block(text) => {
                let body: Vec<String> = text
                    .lines()
                    .map(|line| {
                        if line.is_empty() {
                            String::new()
                        } else {
                            format!("{:column$}  {line}", "")
                        }
                    })
                    .collect();
                format!("{key}: |{newline}{}", body.join(newline))
            }
            _ => format!("{key}: {}", value.flow()),
        })
        .collect();
    lines.join(&format!("{newline}{:column$}", ""))
}

pub(super) fn flow(entry: &[(&'static str, Written)]) -> String {
    let pairs: Vec<String> =
        entry.iter().map(|(key, value)| format!("{key}: {}", value.flow())).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// Tells whether a text is written as a block: it has lines, and reads the same that way.
fn is_block(text: &str) -> bool {
    text.trim_end().contains('\n')
        && text.trim() == text
        && text.lines().all(|line| line.trim_end() == line)
        && !text.contains(|letter: char| letter.is_control() && letter != '\n')
        && !text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{FEFF}'])
}

impl Written {
    /// Returns the value on one line.
    pub fn flow(&self) -> String {
        match self {
            Self::Text(text) if is_plain(text) => text.clone(),
            // A JSON string is a YAML string.
            Self::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Self::Number(number) => number.to_string(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Mapping(pairs) => flow(pairs),
        }
    }

    fn to_json(&self) -> serde_json::Value {
        match self {
            // A block's last line break is not part of what was meant; see `Fields::string`.
            Self::Text(text) if is_block(text) => format!("{text}\n").into(),
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Mapping(pairs) => pairs_json(pairs),
        }
    }
}

/// Tells whether a text needs no quotes anywhere: it begins with a letter, holds nothing that
/// means something in YAML, and is no word such as `true`.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 8] = ["true", "false", "null", "yes", "no", "on", "off", "nan"];
    let is_safe = |letter: char| {
        letter.is_alphanumeric() || " ，。、；！？“”‘’（）《》…—·-_/.%+".contains(letter)
    };
    text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(is_safe)
        && text.trim() == text
        && !WORDS.contains(&text.to_lowercase().as_str())
}
