//! The preview over the wire: saves of every kind are seen, and nobody keeps it from answering.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use pangzhu::language::Language;
use pangzhu::serve::bell::Bell;
use pangzhu::serve::{Lookout, Server, Settings};
use pangzhu::session::Options;
use tempfile::TempDir;

use crate::site::write;

/// How long anything may take before the preview counts as hung.
const PATIENCE: Duration = Duration::from_secs(20);

const SECRET: &str = "a text that lies outside of the site";

/// A preview of a small site, running.
struct Running {
    folder: TempDir,
    address: SocketAddr,
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(poll: bool) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join("site");
        write(&root.join("content/a.md"), essay("甲"));
        write(&root.join("templates/404.html"), "<p>not here</p>");
        write(&root.join("static/a.txt"), "一\n");
        write(&folder.path().join("secret.txt"), SECRET);
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), root.join("static/link.txt"))
            .expect("a link");
        #[cfg(unix)]
        for device in ["CON", "aux.txt", "com1/a.txt"] {
            write(&root.join("static").join(device), SECRET);
        }
        let server = Server::bind(Ipv4Addr::LOCALHOST.into(), 0).expect("a port");
        let address = server.address();
        let options = Options::default();
        let settings = Settings {
            root,
            options,
            poll,
            names: Vec::new(),
            annotator: None,
            language: Language::English,
        };
        let mut lookout = Lookout::start(server, settings).expect("a preview");
        let bell = lookout.bell();
        let thread = thread::spawn(move || while lookout.next_look().is_some() {});
        Self { folder, address, bell, thread: Some(thread) }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    /// Sends bytes and returns what comes back before the connection ends.
    fn send(&self, bytes: &[u8]) -> String {
        let Ok(mut stream) = TcpStream::connect(self.address) else { return String::new() };
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        // The preview may answer, and hang up, before all is sent.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())
    }

    /// Waits until a page holds a text.
    fn wait_for(&self, path: &str, text: &str) {
        let begin = Instant::now();
        loop {
            let page = self.get(path);
            if page.contains(text) {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "no {text} at {path}: {page}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.bell.stop();
        let ended = self.thread.take().expect("it runs").join();
        assert!(ended.is_ok() || thread::panicking());
    }
}

fn essay(title: &str) -> String {
    format!("---\ntitle: {title}\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴更开放。\n")
}

fn saves_of_every_kind_are_seen(running: &Running) {
    let essay_at = |path: &str, title: &str| write(&running.path(path), essay(title));
    running.wait_for("/a/", "甲");
    essay_at("content/a.md", "写了");
    running.wait_for("/a/", "写了");
    // Written beside the file and put in its place.
    essay_at("content/.a.md.new", "换了");
    fs::rename(running.path("content/.a.md.new"), running.path("content/a.md")).expect("a rename");
    running.wait_for("/a/", "换了");
    // The old file put aside first.
    fs::rename(running.path("content/a.md"), running.path("content/a.md~")).expect("a rename");
    essay_at("content/a.md", "又写");
    fs::remove_file(running.path("content/a.md~")).expect("removed");
    running.wait_for("/a/", "又写");
    // A new folder, and one within it.
    essay_at("content/x/y/b.md", "新的");
    running.wait_for("/x/y/b/", "新的");
    essay_at("content/x/y/b.md", "再来");
    running.wait_for("/x/y/b/", "再来");
    // A folder moved in from elsewhere, then away within the site.
    write(&running.folder.path().join("z/c.md"), essay("搬来"));
    fs::rename(running.folder.path().join("z"), running.path("content/z")).expect("a rename");
    running.wait_for("/z/c/", "搬来");
    essay_at("content/z/c.md", "改过");
    running.wait_for("/z/c/", "改过");
    fs::rename(running.path("content/z"), running.path("content/w")).expect("a rename");
    running.wait_for("/w/c/", "改过");
    running.wait_for("/z/c/", "not here");
    essay_at("content/w/c.md", "还在");
    running.wait_for("/w/c/", "还在");
    // A folder of the site that was not there, and one that goes and comes back.
    fs::rename(running.path("static"), running.path("off")).expect("a rename");
    running.wait_for("/a.txt", "not here");
    fs::rename(running.path("off"), running.path("static")).expect("a rename");
    running.wait_for("/a.txt", "一");
    write(&running.path("static/a.txt"), "二");
    running.wait_for("/a.txt", "二");
    fs::remove_dir_all(running.path("content/x")).expect("removed");
    running.wait_for("/x/y/b/", "not here");
    assert!(!running.path("public").exists(), "a preview writes nothing");
}

#[test]
fn saves_are_seen_as_the_system_tells_of_them() {
    saves_of_every_kind_are_seen(&Running::start(false));
}

#[test]
fn saves_are_seen_where_the_system_tells_nothing() {
    let running = Running::start(true);
    running.wait_for("/a/", "甲");
    write(&running.path("content/a.md"), essay("写了"));
    running.wait_for("/a/", "写了");
}

#[test]
fn a_port_that_is_taken_gives_way_to_the_next() {
    let first = Server::bind(Ipv4Addr::LOCALHOST.into(), 0).expect("a port");
    let port = first.address().port();
    let second = Server::bind(Ipv4Addr::LOCALHOST.into(), port).expect("the next");
    assert!(second.address().port() > port);
}

#[test]
fn news_of_a_look_is_told_to_who_listens() {
    let running = Running::start(false);
    let mut stream = TcpStream::connect(running.address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    stream.write_all(b"GET /.pangzhu/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
    let mut heard = String::new();
    let mut hear = |wanted: usize| {
        let mut piece = [0; 512];
        while heard.matches("data: ").count() < wanted {
            let length = stream.read(&mut piece).expect("news");
            assert!(length > 0, "the preview hung up: {heard}");
            heard.push_str(&String::from_utf8_lossy(&piece[..length]));
        }
    };
    hear(1);
    write(&running.path("content/a.md"), essay("写了"));
    hear(2);
}

/// How many requests are made, by how many at a time.
const REQUESTS: usize = 10_000;
const AT_A_TIME: usize = 8;
const IDLE: usize = 500;

#[test]
fn ten_thousand_hostile_requests_do_no_harm() {
    let running = Running::start(false);
    let connect = || TcpStream::connect(running.address).expect("a connection");
    let idle: Vec<TcpStream> = (0..IDLE / 2).map(|_| connect()).collect();
    let begun: Vec<TcpStream> = (0..IDLE / 2)
        .map(|_| {
            let mut stream = connect();
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: local");
            stream
        })
        .collect();
    assert!(running.get("/a/").contains("甲"), "it answers beside idle connections");
    thread::scope(|scope| {
        for seed in 0..AT_A_TIME {
            let running = &running;
            scope.spawn(move || {
                let mut random = Random(seed as u64 + 1);
                for _ in 0..REQUESTS / AT_A_TIME {
                    let request = hostile(&mut random);
                    let answer = running.send(&request);
                    let sent = String::from_utf8_lossy(&request);
                    assert!(!answer.contains(SECRET), "{sent}");
                    assert!(
                        answer.is_empty() || answer.starts_with("HTTP/1.1 "),
                        "{sent}: {answer}"
                    );
                    let is_ours = answer.starts_with("HTTP/1.1 200") && sent.contains("evil");
                    assert!(!is_ours, "{sent}: {answer}");
                }
            });
        }
    });
    assert!(running.get("/a/").contains("甲"), "it answers after all that");
    write(&running.path("content/a.md"), essay("写了"));
    running.wait_for("/a/", "写了");
    drop((idle, begun));
}

/// Numbers without a pattern, the same in every run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 16) as usize % end
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }
}

/// Makes a request that no browser of ours would send.
fn hostile(random: &mut Random) -> Vec<u8> {
    const PATHS: [&str; 20] = [
        "/../secret.txt",
        "/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/static/../../secret.txt",
        "/a.txt/../../../secret.txt",
        "/link.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/%00",
        "/a.txt%00.html",
        "/CON",
        "/aux.txt",
        "/com1/a.txt",
        "/NUL.tar.gz",
        "/a.txt::$DATA",
        "/C:/Windows/win.ini",
    ];
    let path = PATHS[random.below(PATHS.len())];
    let good = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes();
    match random.below(12) {
        0..4 => good,
        4 => good[..random.below(good.len())].to_vec(),
        5 => (0..1 + random.below(400)).map(|_| random.byte()).collect(),
        6 => {
            let mut bytes = good;
            for _ in 0..4 {
                let at = random.below(bytes.len());
                bytes[at] = random.byte();
            }
            bytes
        }
        7 => {
            let long = "x".repeat(1 + random.below(100_000));
            format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes()
        }
        8 => {
            let many = "x: y\r\n".repeat(90 + random.below(5_000));
            format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").into_bytes()
        }
        9 => {
            let length = random.next();
            format!("POST /{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\nx")
                .into_bytes()
        }
        10 => b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_vec(),
        _ => {
            b"POST /.pangzhu/events HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\
               Content-Length: 2\r\n\r\n{}"
                .to_vec()
        }
    }
}
