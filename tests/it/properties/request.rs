//! The preview: whatever is asked, nothing of the disk but the site is shown.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::net::{Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use pangzhu::language::Language;
use pangzhu::serve::bell::Bell;
use pangzhu::serve::{Lookout, Server, Settings};
use pangzhu::session::Options;
use tempfile::TempDir;

/// What lies outside of the site.
pub const SECRET: &str = "a text that lies outside of the site";

/// A preview of a small site, running in a thread until the process ends.
pub struct Asked {
    address: std::net::SocketAddr,
    _folder: TempDir,
    _bell: Arc<Bell>,
}

impl Asked {
    /// Starts it.
    pub fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join("site");
        for (path, text) in [
            ("site/content/a.md", "---\ntitle: 甲\n---\n腾讯比阿里巴巴更开放。\n"),
            ("site/static/a.txt", "一\n"),
            ("secret.txt", SECRET),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let server = Server::bind(Ipv4Addr::LOCALHOST.into(), 0).expect("a port");
        let address = server.address();
        let settings = Settings {
            root,
            options: Options::default(),
            poll: false,
            names: Vec::new(),
            annotator: None,
            language: Language::English,
        };
        let mut lookout = Lookout::start(server, settings).expect("a preview");
        let bell = lookout.bell();
        thread::spawn(move || while lookout.next_look().is_some() {});
        Self { address, _folder: folder, _bell: bell }
    }

    /// Whatever bytes are sent, the answer is one of HTTP or none, and shows no secret.
    pub fn answers(&self, bytes: &[u8]) {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a time-out");
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = [0; 4096];
        // News are sent without end.
        let length = stream.read(&mut answer).unwrap_or_default();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 "), "{bytes:?}: {answer}");
        assert!(!answer.contains(SECRET), "{bytes:?}: {answer}");
    }
}
