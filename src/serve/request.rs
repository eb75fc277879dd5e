//! Requests as they come over the wire: read within limits, or refused.
//!
//! One request a connection, and no more than a preview needs: `GET`, `HEAD` and `POST`, a
//! body of a stated length. Whatever is malformed, too long or too slow is answered in kind
//! and never guessed at.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use percent_encoding::percent_decode_str;

use super::response::Status;

/// The longest head: cookies of other programs on the same host come along.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// The most header lines.
const HEADERS_MAX: usize = 100;
/// The longest body: a decision or a note.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// How long a request may take to arrive as a whole.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much is read at once.
const PIECE_BYTES: usize = 8 * 1024;

/// A request, complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it asks for.
    pub method: Method,
    /// The address's path, decoded; begins with `/`.
    pub path: String,
    /// Header lines: names in lower case, each with its value.
    pub headers: Vec<(String, String)>,
    /// What a `POST` brings.
    pub body: Vec<u8>,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To see something.
    Get,
    /// To be told about something.
    Head,
    /// To change something.
    Post,
}

/// Why there is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The other side went away, or said nothing.
    Gone,
    /// It said something that is answered with this.
    Refused(Status),
}

impl Request {
    /// Makes a request to see what is at `path`, as a browser on this machine sends it.
    pub fn get(path: &str) -> Self {
        let headers = vec![("host".to_owned(), "127.0.0.1".to_owned())];
        Self { method: Method::Get, path: path.to_owned(), headers, body: Vec::new() }
    }

    /// Returns the value of a header; `None` when there is none, or more than one.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(one, _)| one == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// Tells whether there is such a header at all.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(one, _)| one == name)
    }
}

/// Reads the one request of a connection.
pub(super) fn read(stream: &TcpStream) -> Result<Request, Unread> {
    let mut wire = Wire { stream, until: Instant::now() + PATIENCE, bytes: Vec::new() };
    let (mut request, head_end, body_length) = loop {
        if !wire.bytes.is_empty()
            && let Some(head) = parse_head(&wire.bytes)?
        {
            break head;
        }
        if wire.bytes.len() >= HEAD_BYTES_MAX {
            return Err(Unread::Refused(Status::HeadTooLarge));
        }
        wire.read_more()?;
    };
    if body_length > BODY_BYTES_MAX {
        return Err(Unread::Refused(Status::BodyTooLarge));
    }
    while wire.bytes.len() < head_end + body_length {
        wire.read_more()?;
    }
    request.body = wire.bytes.drain(head_end..).take(body_length).collect();
    Ok(request)
}

/// A connection with what has come over it, and the time by which all must have come.
struct Wire<'a> {
    stream: &'a TcpStream,
    until: Instant,
    bytes: Vec<u8>,
}

impl Wire<'_> {
    fn read_more(&mut self) -> Result<(), Unread> {
        let nothing = if self.bytes.is_empty() {
            Unread::Gone
        } else {
            Unread::Refused(Status::RequestTimeout)
        };
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
            return Err(nothing);
        }
        let mut piece = [0; PIECE_BYTES];
        let mut stream = self.stream;
        match stream.read(&mut piece) {
            Ok(0) => Err(Unread::Gone),
            Ok(length) => {
                self.bytes.extend(piece.iter().take(length));
                Ok(())
            }
            Err(cause) if cause.kind() == ErrorKind::Interrupted => Ok(()),
            Err(cause) if matches!(cause.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Err(nothing)
            }
            Err(_) => Err(Unread::Gone),
        }
    }
}

/// Reads a head; gives the request without its body, where that begins, and its length.
///
/// `None` while the head is not complete.
fn parse_head(bytes: &[u8]) -> Result<Option<(Request, usize, usize)>, Unread> {
    let mut lines = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Request::new(&mut lines);
    let end = match head.parse(bytes) {
        Ok(httparse::Status::Complete(end)) => end,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Unread::Refused(Status::HeadTooLarge)),
        Err(_) => return Err(Unread::Refused(Status::BadRequest)),
    };
    if end > HEAD_BYTES_MAX {
        return Err(Unread::Refused(Status::HeadTooLarge));
    }
    let refuse = |status| Err(Unread::Refused(status));
    let method = match head.method {
        Some("GET") => Method::Get,
        Some("HEAD") => Method::Head,
        Some("POST") => Method::Post,
        _ => return refuse(Status::MethodNotAllowed),
    };
    let Some(path) = head.path.and_then(decoded_path) else { return refuse(Status::BadRequest) };
    let mut headers = Vec::with_capacity(head.headers.len());
    for line in head.headers.iter() {
        let Ok(value) = std::str::from_utf8(line.value) else { return refuse(Status::BadRequest) };
        headers.push((line.name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let request = Request { method, path, headers, body: Vec::new() };
    if request.has_header("transfer-encoding") {
        return refuse(Status::LengthRequired);
    }
    let length = match request.header("content-length") {
        Some(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => length.parse().ok(),
        None if !request.has_header("content-length") => Some(0),
        _ => None,
    };
    let Some(length) = length else { return refuse(Status::BadRequest) };
    Ok(Some((request, end, length)))
}

/// Returns the path of a request's target, what is asked of it left out.
fn decoded_path(target: &str) -> Option<String> {
    if !target.starts_with('/') {
        return None;
    }
    let path = target.split(['?', '#']).next()?;
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    (!decoded.contains('\0')).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Result<Option<(Request, usize, usize)>, Unread> {
        parse_head(text.as_bytes())
    }

    #[test]
    fn a_head_is_read_whole_or_not_yet() {
        let text = "POST /%E4%BB%93/a?x=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
        let (request, end, length) = head(text).expect("well-formed").expect("complete");
        assert_eq!((request.method, request.path.as_str()), (Method::Post, "/仓/a"));
        assert_eq!(request.header("host"), Some("x"));
        assert_eq!((&text[end..], length), ("abc", 3));
        assert_eq!(head(&text[..30]), Ok(None));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for (text, status) in [
            ("GARBAGE\r\n\r\n", Status::BadRequest),
            ("DELETE / HTTP/1.1\r\n\r\n", Status::MethodNotAllowed),
            ("GET http://x/ HTTP/1.1\r\n\r\n", Status::BadRequest),
            ("GET /%00 HTTP/1.1\r\n\r\n", Status::BadRequest),
            ("GET /%ff HTTP/1.1\r\n\r\n", Status::BadRequest),
            ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", Status::BadRequest),
            (
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                Status::BadRequest,
            ),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", Status::LengthRequired),
        ] {
            assert_eq!(head(text), Err(Unread::Refused(status)), "{text}");
        }
    }
}
