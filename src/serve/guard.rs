//! Who may ask for what: the preview is for the browser of whoever started it.
//!
//! - The `Host` must be an IP address, `localhost`, or a name the preview was told to answer
//!   to. A page of somewhere else that has its own name point here (DNS rebinding) is turned
//!   away.
//! - A page of another origin may lead here by a link, and do nothing else.
//! - What changes anything needs the token that only the preview's own pages have.

use std::net::{IpAddr, Ipv6Addr};

use super::request::{Method, Request};
use super::response::{Response, Status};
use crate::error::Error;

/// The header in which a page proves that the preview made it.
pub const TOKEN_HEADER: &str = "x-pangzhu-token";
/// 128 bits cannot be guessed.
const TOKEN_BYTES: usize = 16;

/// Admits requests.
#[derive(Clone, Debug)]
pub struct Guard {
    token: String,
    names: Vec<String>,
}

impl Guard {
    /// Makes a guard with a token of its own; `names` are those that the preview answers to
    /// beside `localhost`.
    ///
    /// # Errors
    /// A system that has no random numbers.
    pub fn new(names: Vec<String>) -> Result<Self, Error> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(|cause| Error::NoToken(cause.to_string()))?;
        let token = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { token, names })
    }

    /// Returns the token that the preview's pages carry.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Admits a request, or answers why not.
    ///
    /// # Errors
    /// The response that turns it away.
    pub fn admit(&self, request: &Request) -> Result<(), Response> {
        let Some(host) = request.header("host") else {
            return Err(Response::text(Status::BadRequest, "no host, or several"));
        };
        if !self.answers_to(host) {
            let text = "the preview does not answer to this name; see `pangzhu serve --name`";
            return Err(Response::text(Status::Forbidden, text));
        }
        if request.has_header("origin") && !is_same_origin(request, host) {
            return Err(Response::text(Status::Forbidden, "another origin may not ask"));
        }
        // A link may lead here; a script, frame or form of another site may not.
        let is_foreign =
            matches!(request.header("sec-fetch-site"), Some("cross-site" | "same-site"));
        let follows_link = request.method != Method::Post
            && request.header("sec-fetch-mode") == Some("navigate")
            && request.header("sec-fetch-dest") == Some("document");
        if is_foreign && !follows_link {
            return Err(Response::text(Status::Forbidden, "another site may not ask"));
        }
        if request.method == Method::Post { self.admit_change(request, host) } else { Ok(()) }
    }

    /// Admits a request that is to change something.
    fn admit_change(&self, request: &Request, host: &str) -> Result<(), Response> {
        let refuse = |why: &str| Err(Response::text(Status::Forbidden, why));
        if !is_same_origin(request, host) {
            return refuse("a change needs its origin");
        }
        let is_json = request.header("content-type").is_some_and(|one| {
            one.split(';').next().is_some_and(|one| one.trim() == "application/json")
        });
        if !is_json {
            return refuse("a change is JSON");
        }
        let given = request.header(TOKEN_HEADER).unwrap_or_default();
        if !is_equal(given.as_bytes(), self.token.as_bytes()) {
            return refuse("a change needs the token of the page: reload it");
        }
        Ok(())
    }

    fn answers_to(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        if let Some(address) = bare {
            return address.parse::<Ipv6Addr>().is_ok();
        }
        name.parse::<IpAddr>().is_ok()
            || name == "localhost"
            || name.ends_with(".localhost")
            || self.names.iter().any(|one| one.eq_ignore_ascii_case(&name))
    }
}

fn is_same_origin(request: &Request, host: &str) -> bool {
    let origin = request.header("origin").and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Compares in a time that does not tell where the two differ.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, headers: &[(&str, &str)]) -> Request {
        let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        Request { method, path: "/".to_owned(), headers: headers.collect(), body: Vec::new() }
    }

    fn guard() -> Guard {
        Guard::new(vec!["desk.lan".to_owned()]).expect("random numbers")
    }

    #[test]
    fn names_that_may_be_another_site_s_are_turned_away() {
        for (host, admitted) in [
            ("127.0.0.1:4000", true),
            ("localhost:1", true),
            ("LOCALHOST", true),
            ("a.localhost:4000", true),
            ("[::1]:4000", true),
            ("192.168.1.7:4000", true),
            ("desk.lan:4000", true),
            ("evil.example:4000", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example", false),
            ("evil.example@127.0.0.1", false),
            ("[evil]:80", false),
            ("", false),
        ] {
            let request = request(Method::Get, &[("host", host)]);
            assert_eq!(guard().admit(&request).is_ok(), admitted, "{host}");
        }
        assert!(guard().admit(&request(Method::Get, &[])).is_err());
        let twice = request(Method::Get, &[("host", "localhost"), ("host", "localhost")]);
        assert!(guard().admit(&twice).is_err());
    }

    #[test]
    fn another_site_may_only_lead_here() {
        let host = ("host", "localhost:4000");
        for (headers, admitted) in [
            (vec![("origin", "http://localhost:4000")], true),
            (vec![("origin", "http://localhost:4001")], false),
            (vec![("origin", "https://localhost:4000")], false),
            (vec![("origin", "null")], false),
            (vec![("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], false),
            (
                vec![
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", "navigate"),
                    ("sec-fetch-dest", "document"),
                ],
                true,
            ),
            (
                vec![
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", "navigate"),
                    ("sec-fetch-dest", "iframe"),
                ],
                false,
            ),
        ] {
            let headers = [vec![host], headers].concat();
            assert_eq!(
                guard().admit(&request(Method::Get, &headers)).is_ok(),
                admitted,
                "{headers:?}"
            );
        }
    }

    #[test]
    fn a_change_needs_origin_token_and_json() {
        let guard = guard();
        let whole = [
            ("host", "localhost"),
            ("origin", "http://localhost"),
            ("content-type", "application/json; charset=utf-8"),
            (TOKEN_HEADER, guard.token()),
        ];
        assert!(guard.admit(&request(Method::Post, &whole)).is_ok());
        for missing in 0..whole.len() {
            let headers = [&whole[..missing], &whole[missing + 1..]].concat();
            assert!(guard.admit(&request(Method::Post, &headers)).is_err(), "{headers:?}");
        }
        let other = Guard::new(Vec::new()).expect("random numbers");
        assert!(other.admit(&request(Method::Post, &whole)).is_err(), "another preview's token");
    }
}
