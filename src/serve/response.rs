//! Responses: what is sent back, and how it is written.

use std::fmt;
use std::io::{self, Read, Write};

/// The codes in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of HTTP")]
pub enum Status {
    Ok,
    PartialContent,
    Found,
    BadRequest,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    Conflict,
    LengthRequired,
    BodyTooLarge,
    RangeNotSatisfiable,
    HeadTooLarge,
    InternalError,
}

impl Status {
    /// Returns the code and its name.
    pub const fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::PartialContent => "206 Partial Content",
            Self::Found => "302 Found",
            Self::BadRequest => "400 Bad Request",
            Self::Forbidden => "403 Forbidden",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::RequestTimeout => "408 Request Timeout",
            Self::Conflict => "409 Conflict",
            Self::LengthRequired => "411 Length Required",
            Self::BodyTooLarge => "413 Content Too Large",
            Self::RangeNotSatisfiable => "416 Range Not Satisfiable",
            Self::HeadTooLarge => "431 Request Header Fields Too Large",
            Self::InternalError => "500 Internal Server Error",
        }
    }
}

/// What is sent back.
#[derive(Debug)]
pub struct Response {
    /// How it went.
    pub status: Status,
    /// Header lines beside those that every response has.
    pub headers: Vec<(&'static str, String)>,
    /// What follows them.
    pub content: Content,
}

/// What a response brings.
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// So many bytes of a file.
    File(Box<dyn Read + Send>, u64),
    /// News of changes, for as long as somebody listens.
    News,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::File(_, length) => write!(f, "a file of {length} bytes"),
            Self::News => f.write_str("news"),
        }
    }
}

impl Response {
    /// Makes a response of text.
    pub fn text(status: Status, text: impl Into<String>) -> Self {
        Self::of(status, "text/plain; charset=utf-8", text.into().into_bytes())
    }

    /// Makes a response of bytes of a media type.
    pub fn of(status: Status, media_type: &str, bytes: Vec<u8>) -> Self {
        let headers = vec![("Content-Type", media_type.to_owned())];
        Self { status, headers, content: Content::Bytes(bytes) }
    }

    /// Adds a header line.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Returns the bytes that it brings, those of a file read to the end.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn bytes(self) -> io::Result<Vec<u8>> {
        match self.content {
            Content::Bytes(bytes) => Ok(bytes),
            Content::File(file, length) => {
                let mut bytes = Vec::new();
                file.take(length).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Content::News => Ok(Vec::new()),
        }
    }

    /// Writes the response, without what it brings if only its head was asked for.
    pub(super) fn write(self, out: &mut impl Write, head_only: bool) -> io::Result<()> {
        let length = match &self.content {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::File(_, length) => Some(*length),
            Content::News => None,
        };
        let mut head = format!("HTTP/1.1 {}\r\n{COMMON}", self.status.line());
        if let Some(length) = length {
            head.push_str(&format!("Content-Length: {length}\r\n"));
        }
        for (name, value) in &self.headers {
            // A line break in a value would begin another header.
            let value: String = value.chars().filter(|one| !one.is_control()).collect();
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        match self.content {
            Content::Bytes(content) if !head_only => {
                bytes.extend(content);
                out.write_all(&bytes)
            }
            Content::File(file, length) if !head_only => {
                out.write_all(&bytes)?;
                io::copy(&mut file.take(length), out).map(|_| ())
            }
            _ => out.write_all(&bytes),
        }?;
        out.flush()
    }
}

/// What every response says: nothing is kept, taken for what it is not, or shown to others.
const COMMON: &str = "Connection: close\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Content-Security-Policy: frame-ancestors 'self'\r\n";

/// Returns the media type of a file by its name.
pub(super) fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "jsonl" | "txt" | "md" => "text/plain; charset=utf-8",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
