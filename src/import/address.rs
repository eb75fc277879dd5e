//! Addresses of saved pages, and of what they lead to. The only owner of `url`.

use url::Url;

/// A page's own address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads a whole address of the web.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(Self(url))
    }

    /// Returns where a link on the page leads, if that is on the web.
    pub fn join(&self, link: &str) -> Option<String> {
        let url = self.0.join(link.trim()).ok()?;
        is_of_the_web(&url).then(|| url.to_string())
    }

    /// Tells whether this is a site's first page.
    pub fn is_home(&self) -> bool {
        matches!(self.0.path(), "" | "/") && self.0.query().is_none()
    }

    /// Returns the address as text, without the place within the page.
    pub fn text(&self) -> String {
        let mut url = self.0.clone();
        url.set_fragment(None);
        url.to_string()
    }
}

/// Returns where a link leads by itself, if that is on the web.
pub fn whole(link: &str) -> Option<String> {
    let link = link.trim();
    if let Some(rest) = link.strip_prefix("//") {
        return Address::parse(&format!("https://{rest}")).map(|_| format!("https://{rest}"));
    }
    let url = Url::parse(link).ok()?;
    is_of_the_web(&url).then(|| link.to_owned())
}

fn is_of_the_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https" | "mailto")
}

/// Returns the form of an address under which two saves of one page are the same.
pub fn folded(address: &str) -> String {
    let bare = address.split('#').next().unwrap_or(address).trim().trim_end_matches('/');
    let bare =
        bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://")).unwrap_or(bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    percent_encoding::percent_decode_str(bare).decode_utf8_lossy().into_owned()
}
