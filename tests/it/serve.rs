//! The command `pangzhu serve`: its port, its address, the browser it opens, its end.

use std::fs;
use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take before the command counts as hung.
const PATIENCE: Duration = Duration::from_secs(60);

/// The command, running on a site of one essay.
struct Serving {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// The lines before the address.
    said: Vec<String>,
    /// `http://127.0.0.1:4000/`
    address: String,
}

impl Serving {
    fn start(site: &Path, arguments: &[&str], path: Option<&Path>) -> Self {
        fs::create_dir_all(site.join("content")).expect("a folder");
        let essay = "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴更开放。\n";
        fs::write(site.join("content/a.md"), essay).expect("an essay");
        let mut command = Command::new(env!("CARGO_BIN_EXE_pangzhu"));
        command.arg("serve").args(arguments).arg("--root").arg(site);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        if let Some(path) = path {
            command.env("PATH", path);
        }
        let mut child = command.spawn().expect("the program runs");
        let out = child.stdout.take().expect("it is piped");
        let mut lines = BufReader::new(out).lines();
        let mut said = Vec::new();
        loop {
            let line = lines.next().expect("it says its address").expect("a line");
            match line.split_whitespace().next() {
                Some(address) if address.starts_with("http://") => {
                    let address = address.to_owned();
                    return Self { child, lines, said, address };
                }
                _ => said.push(line),
            }
        }
    }

    /// Returns host and port.
    fn host(&self) -> &str {
        let rest = self.address.trim_start_matches("http://");
        rest.split('/').next().expect("a first part")
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.host()).expect("it listens")
    }

    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host());
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_next_port_is_taken_and_said_where_one_is_taken() {
    let site = TempDir::new().expect("a temporary folder");
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let serving = Serving::start(site.path(), &["--port", &port.to_string()], None);
    let port_of = |host: &str| host.rsplit(':').next().and_then(|port| port.parse::<u16>().ok());
    let own = port_of(serving.host()).expect("a port");
    assert!(own > port);
    assert!(serving.said.contains(&format!("port {port} is taken")), "{:?}", serving.said);
    assert!(serving.get("/a/").starts_with("HTTP/1.1 200"));
}

#[test]
fn the_address_has_the_base_path_and_leads_to_the_first_page() {
    let site = TempDir::new().expect("a temporary folder");
    let base = ["--port", "0", "--base-url", "https://example.com/notes/", "--poll"];
    let serving = Serving::start(site.path(), &base, None);
    assert!(serving.address.ends_with("/notes/"), "{}", serving.address);
    assert!(serving.get("/notes/").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/notes/a/").contains("href=\"/notes/"));
    assert!(serving.get("/").contains("Location: /notes/\r\n"));
    assert!(serving.get("/a/").starts_with("HTTP/1.1 404"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_asked_to_show_the_address_and_only_when_wanted() {
    use crate::executable::script;

    let folder = TempDir::new().expect("a temporary folder");
    let (programs, shown) = (folder.path().join("bin"), folder.path().join("shown"));
    fs::create_dir(&programs).expect("a folder");
    let browser = programs.join("xdg-open");
    script(&browser, &format!("echo \"$@\" > '{}'", shown.display()));
    let site = folder.path().join("site");
    drop(Serving::start(&site, &["--port", "0"], Some(&programs)));
    assert!(!shown.exists());
    let serving = Serving::start(&site, &["--port", "0", "--open"], Some(&programs));
    let begin = Instant::now();
    let is_written = || fs::read_to_string(&shown).is_ok_and(|text| text.ends_with('\n'));
    while !is_written() {
        assert!(begin.elapsed() < PATIENCE, "no browser was asked");
        std::thread::yield_now();
    }
    assert_eq!(fs::read_to_string(&shown).expect("text").trim(), serving.address);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_as_a_success_with_readers_hung_up_on_and_nothing_written() {
    let site = TempDir::new().expect("a temporary folder");
    for signal in ["-INT", "-TERM"] {
        let mut serving = Serving::start(site.path(), &["--port", "0"], None);
        // One who listens for news, and one who says nothing.
        let mut listening = serving.connect();
        let request = format!("GET /.pangzhu/events HTTP/1.1\r\nHost: {}\r\n\r\n", serving.host());
        listening.write_all(request.as_bytes()).expect("sent");
        let mut first = [0; 1];
        listening.read_exact(&mut first).expect("news");
        let silent = serving.connect();
        let id = serving.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("it runs").success());
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = serving.child.try_wait().expect("it can be asked") {
                break status;
            }
            assert!(begin.elapsed() < PATIENCE, "{signal} does not end it");
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(status.success(), "{signal}: {status}");
        assert!(serving.lines.all(|line| line.is_ok()), "what it printed ends");
        assert!(TcpStream::connect(serving.host()).is_err(), "the port is free again");
        listening.read_to_end(&mut Vec::new()).expect("the connection ends");
        drop(silent);
    }
    let left: Vec<_> = fs::read_dir(site.path()).expect("a folder").flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
