//! Takes connections, each on a thread of its own and for one request.
//!
//! A preview has one reader, so threads are cheap enough and leave nothing to tune; what is to
//! be kept out is the connection that never ends. There are at most [`CONNECTIONS_MAX`], and
//! when one more comes, the oldest makes room: those who say nothing cannot keep out those who
//! ask. A browser that was listening for news comes back of itself.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::bell::Bell;
use super::desk::Desk;
use super::request::{self, Method, Unread};
use super::response::{Content, Response};
use super::showing::Showing;
use crate::error::Error;

/// The most connections at a time: some tabs of one person, and as many that are forgotten.
const CONNECTIONS_MAX: usize = 128;
/// How many ports are tried from the first on.
const PORTS_TRIED: u16 = 20;
/// How long a reader may take for one piece of an answer.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);
/// How long an answer waits for a look that is under way; it then goes out as things are.
const LOOK_PATIENCE: Duration = Duration::from_secs(10);
/// How often a listener is spoken to, so that one that is gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long, and how much, is read on after an answer: to close on unread bytes would take
/// the answer back.
const LINGER: Duration = Duration::from_millis(500);
const LINGER_BYTES: u64 = 256 * 1024;
/// How long to wait when the system has no more connections to give.
const OUT_OF_CONNECTIONS: Duration = Duration::from_millis(50);

/// A place where requests arrive; they wait until [`Server::open`].
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

/// A server that answers, until it is dropped.
#[derive(Debug)]
pub struct Open {
    address: SocketAddr,
    hall: Arc<Hall>,
}

/// What all connections share.
#[derive(Debug)]
struct Hall {
    desk: Desk,
    bell: Arc<Bell>,
    board: Mutex<Board>,
    posted: Condvar,
    streams: Mutex<BTreeMap<u64, Arc<TcpStream>>>,
}

/// What is shown, and how fresh it is.
#[derive(Debug)]
struct Board {
    showing: Arc<Showing>,
    /// The rings that it answers.
    rings: u64,
    timing: String,
    closed: bool,
}

impl Server {
    /// Finds a port on `host`, from `port` on the next that is free; 0 takes any.
    ///
    /// # Errors
    /// None of them is free, or may be taken.
    pub fn bind(host: IpAddr, port: u16) -> Result<Self, Error> {
        let first = SocketAddr::new(host, port);
        let mut fault = None;
        for offset in 0..PORTS_TRIED {
            let Some(port) = port.checked_add(offset) else { break };
            match TcpListener::bind(SocketAddr::new(host, port)) {
                Ok(listener) => {
                    let address = listener
                        .local_addr()
                        .map_err(|cause| Error::NoPort { address: first, cause })?;
                    return Ok(Self { listener, address });
                }
                Err(cause) if cause.kind() == io::ErrorKind::AddrInUse => {
                    fault.get_or_insert(cause);
                }
                Err(cause) => return Err(Error::NoPort { address: first, cause }),
            }
        }
        let cause = fault.unwrap_or_else(|| io::ErrorKind::AddrInUse.into());
        Err(Error::NoPort { address: first, cause })
    }

    /// Returns where it stands.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins to answer with what a look gave that answers so many rings. `bell` tells when
    /// that is about to be outdated: answers then wait for the next [`Open::post`].
    pub fn open(self, desk: Desk, showing: Arc<Showing>, bell: Arc<Bell>, rings: u64) -> Open {
        let board = Board { showing, rings, timing: String::new(), closed: false };
        let hall = Arc::new(Hall {
            desk,
            bell,
            board: Mutex::new(board),
            posted: Condvar::new(),
            streams: Mutex::default(),
        });
        let (listener, at_door) = (self.listener, Arc::clone(&hall));
        thread::spawn(move || at_door.take_connections(&listener));
        Open { address: self.address, hall }
    }
}

impl Open {
    /// Shows what a look gave that answers so many rings. `timing` says how long what took, as
    /// the header `Server-Timing` has it.
    pub fn post(&self, showing: Arc<Showing>, rings: u64, timing: String) {
        let mut board = self.hall.board();
        let earlier = std::mem::replace(&mut board.showing, showing);
        board.rings = rings;
        board.timing = timing;
        drop(board);
        self.hall.posted.notify_all();
        // A site of ten thousand essays takes its time to go; nobody waits for that.
        let _ = thread::Builder::new().spawn(move || drop(earlier));
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.hall.board().closed = true;
        self.hall.posted.notify_all();
        // Wakes the thread at the door.
        let host = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let _ = TcpStream::connect((host, self.address.port()));
        for stream in self.hall.streams().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Hall {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn streams(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<TcpStream>>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_connections(self: Arc<Self>, listener: &TcpListener) {
        for (number, stream) in (0..).zip(listener.incoming()) {
            if self.board().closed {
                return;
            }
            let Ok(stream) = stream else {
                thread::sleep(OUT_OF_CONNECTIONS);
                continue;
            };
            let stream = Arc::new(stream);
            self.make_room();
            self.streams().insert(number, Arc::clone(&stream));
            let seat = Seat { hall: Arc::clone(&self), number };
            // Where no thread is to be had, the connection ends with its seat.
            let _ = thread::Builder::new().spawn(move || seat.hall.serve(&stream));
        }
    }

    /// Sends the oldest away when all places are taken.
    fn make_room(&self) {
        let mut streams = self.streams();
        while streams.len() >= CONNECTIONS_MAX {
            if let Some((_, oldest)) = streams.pop_first() {
                let _ = oldest.shutdown(Shutdown::Both);
            }
        }
    }

    fn serve(&self, stream: &TcpStream) {
        let _ = stream.set_nodelay(true);
        let _ = stream.set_write_timeout(Some(WRITE_PATIENCE));
        let mut out = stream;
        match request::read(stream) {
            Ok(request) => {
                let (showing, timing) = self.fresh();
                let begin = Instant::now();
                let response = self.desk.answer(&showing, &request);
                let took = begin.elapsed().as_secs_f64() * 1e3;
                let is_news = matches!(response.content, Content::News);
                let response = if timing.is_empty() {
                    response
                } else {
                    response.with("Server-Timing", format!("{timing}, page;dur={took:.1}"))
                };
                let written = response.write(&mut out, request.method == Method::Head);
                if is_news && written.is_ok() {
                    drop(showing);
                    self.tell_news(stream);
                    return;
                }
            }
            Err(Unread::Gone) => return,
            Err(Unread::Refused(status)) => {
                let _ = Response::text(status, status.line()).write(&mut out, false);
            }
        }
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.set_read_timeout(Some(LINGER));
        let _ = io::copy(&mut stream.take(LINGER_BYTES), &mut io::sink());
    }

    /// Returns what is shown, once it answers all that has rung so far.
    fn fresh(&self) -> (Arc<Showing>, String) {
        let rings = self.bell.rings();
        let until = Instant::now() + LOOK_PATIENCE;
        let mut board = self.board();
        while board.rings < rings && !board.closed {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            board = self.posted.wait_timeout(board, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        (Arc::clone(&board.showing), board.timing.clone())
    }

    /// Tells the name of each look, for as long as somebody listens.
    fn tell_news(&self, mut stream: &TcpStream) {
        let mut told = None;
        loop {
            let news = self.wait_for_news(told.as_ref());
            let line = match &news {
                Some(name) => format!("data: {name}\n\n"),
                None => ":\n\n".to_owned(),
            };
            if self.board().closed || stream.write_all(line.as_bytes()).is_err() {
                return;
            }
            told = news.or(told);
        }
    }

    /// Waits for a look other than the one told of; `None` when it is time for a sign of life.
    fn wait_for_news(&self, told: Option<&String>) -> Option<String> {
        let until = Instant::now() + HEARTBEAT;
        let mut board = self.board();
        loop {
            let name = self.desk.look_name(&board.showing);
            if told != Some(&name) {
                return Some(name);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || board.closed {
                return None;
            }
            board = self.posted.wait_timeout(board, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// A connection's place among those that are open, given up when it ends, in whatever way.
struct Seat {
    hall: Arc<Hall>,
    number: u64,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hall.streams().remove(&self.number);
    }
}
