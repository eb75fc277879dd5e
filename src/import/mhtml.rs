//! A page with all it needs in one file (RFC 2557), as browsers save them.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::wording;

use super::kind::Kind;
use super::transfer::{base64, quoted_printable};
use super::{Given, Imported, convert, encoding};

/// One part of the file.
struct Part {
    kind: String,
    location: Option<String>,
    id: Option<String>,
    bytes: Vec<u8>,
}

/// Makes an essay of the file's first page.
#[expect(clippy::result_large_err, reason = "a file is imported once, and seldom in vain")]
pub(super) fn import(given: &Given<'_>, config: &Config) -> Result<Imported, Diagnostic> {
    let parts = parts(given.bytes);
    let page = parts.iter().find(|part| part.kind.starts_with("text/html"));
    let Some(page) = page else {
        let why = wording!("there is no page in it", "里面没有网页");
        return Err(Diagnostic::not_imported(given.path, &why));
    };
    let charset = page.kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', ' ']));
    let mut decoded = encoding::decode(&page.bytes, charset);
    if let Some(location) = &page.location {
        // Where browsers write it into a page that they save in pieces.
        decoded.text = format!("<!-- saved from url=(0)0{location} -->{}", decoded.text);
    }
    let mut pictures: BTreeMap<String, &[u8]> = BTreeMap::new();
    for part in &parts {
        let id = part.id.as_ref().map(|id| format!("cid:{id}"));
        for place in part.location.iter().chain(&id) {
            pictures.insert(place.clone(), &part.bytes);
        }
    }
    let beside = |place: &str| pictures.get(place).map(|bytes| bytes.to_vec());
    let inner = Given { beside: &beside, ..*given };
    convert(&inner, Kind::Mhtml, decoded, config)
}

/// Cuts the file into its parts.
fn parts(bytes: &[u8]) -> Vec<Part> {
    let (head, body) = head_and_body(bytes);
    let kind = field(&head, "content-type").unwrap_or_default();
    let Some((_, boundary)) = kind.split_once("boundary=") else {
        return vec![part(&head, body)];
    };
    let boundary = boundary.split(';').next().unwrap_or(boundary).trim().trim_matches('"');
    let fence = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        if line.starts_with(fence.as_bytes()) {
            if let Some(start) = start {
                let (head, body) = head_and_body(&body[start..at]);
                parts.push(part(&head, body));
            }
            start = Some(at + line.len());
        }
        at += line.len();
    }
    parts
}

fn part(head: &str, body: &[u8]) -> Part {
    let encoding = field(head, "content-transfer-encoding").unwrap_or_default().to_lowercase();
    let bytes = match encoding.as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    };
    let id = field(head, "content-id").map(|id| id.trim_matches(['<', '>']).to_owned());
    Part {
        kind: field(head, "content-type").unwrap_or_default(),
        location: field(head, "content-location"),
        id,
        bytes,
    }
}

/// Divides at the first blank line; lines of the head that go on are joined.
fn head_and_body(bytes: &[u8]) -> (String, &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        at += line.len();
        if line.iter().all(u8::is_ascii_whitespace) {
            break;
        }
    }
    let head = String::from_utf8_lossy(&bytes[..at]).replace("\r\n", "\n");
    (head.replace("\n ", " ").replace("\n\t", " "), &bytes[at..])
}

fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}
