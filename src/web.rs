//! Asks other hosts whether what essays link to is still there: politely, and seldom.
//!
//! One request at a time to a host, with a pause between two; the heads first, and the whole
//! only where the heads do not tell. What was answered is kept for days. Nobody asks who does
//! not say so: `check --external` is the only caller.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::language::Wording;
use crate::wording;

/// How many hosts are asked at once: a home's network carries them without notice.
const HOSTS_AT_ONCE: usize = 8;
/// How long one request may take, redirects and all.
#[cfg(feature = "web")]
const TIMEOUT: Duration = Duration::from_secs(20);
/// How many redirects are followed, as browsers do.
#[cfg(feature = "web")]
const REDIRECTS: u32 = 10;
/// Who asks, for those who look at their logs.
#[cfg(feature = "web")]
const USER_AGENT: &str = concat!("pangzhu/", env!("CARGO_PKG_VERSION"), " (link check)");

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// It is there.
    Alive,
    /// It is not there any more, for this reason.
    Gone(Reason),
    /// Nobody can tell, for this reason.
    Unsure(Reason),
}

/// Why an address is gone, or why nobody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Its host has no address.
    NoHost,
    /// No host at all has an address.
    Away,
    /// Its host answers with this status.
    Status(u16),
    /// The program cannot ask.
    Unable,
    /// What stood between, in the words of the library that asks.
    Fault(String),
}

impl Reason {
    /// Returns what to say about it.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NoHost => wording!("there is no such host", "没有这台主机"),
            Self::Away => wording!(
                "no host is found: is this machine on the net?",
                "一台主机也找不到：这台机器连上网了吗？"
            ),
            Self::Status(PATIENCE) => {
                wording!(
                    "its host asks for patience ({PATIENCE})",
                    "对方要求稍后再问（{PATIENCE}）"
                )
            }
            Self::Status(status) => wording!("its host answers {status}", "对方答复 {status}"),
            Self::Unable => wording!(
                "this program was built without the feature `web`",
                "这个程序编译时没有带 `web` 功能"
            ),
            Self::Fault(fault) => Wording::same(fault),
        }
    }
}

/// The status by which a host says that it is asked too often.
const PATIENCE: u16 = 429;

/// What hosts answered before, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(BTreeMap<String, Kept>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// Seconds since 1970.
    asked: u64,
    answer: Answer,
}

impl Answers {
    /// Reads what [`Self::text`] wrote; anything else is as good as nothing.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Returns the answers as text.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("answers are plain text") + "\n"
    }

    /// Returns what an address answered, unless that is older than `age`.
    pub fn get(&self, url: &str, age: Duration) -> Option<&Answer> {
        let kept = self.0.get(url)?;
        let is_fresh = now().saturating_sub(kept.asked) < age.as_secs();
        is_fresh.then_some(&kept.answer)
    }

    /// Asks those addresses that have no answer younger than `age`, with `pause` between two
    /// to one host; `asked` is called after each.
    ///
    /// What nobody could tell is asked again the next time.
    pub fn ask(
        &mut self,
        urls: &[&str],
        age: Duration,
        pause: Duration,
        asked: impl Fn() + Sync,
    ) -> BTreeMap<String, Answer> {
        let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
        let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for url in urls {
            match self.get(url, age) {
                Some(answer) => drop(answers.insert((*url).to_owned(), answer.clone())),
                None => hosts.entry(host(url)).or_default().push(url),
            }
        }
        let mut fresh = ask_all(hosts, pause, &asked);
        excuse_if_away(&mut fresh);
        for (url, answer) in &fresh {
            if !matches!(answer, Answer::Unsure(_)) {
                self.0.insert(url.clone(), Kept { asked: now(), answer: answer.clone() });
            }
        }
        answers.extend(fresh);
        answers
    }
}

/// Where no host at all has an address, it is this machine that is cut off.
fn excuse_if_away(answers: &mut BTreeMap<String, Answer>) {
    let is_lost = |answer: &Answer| *answer == Answer::Gone(Reason::NoHost);
    let hosts: std::collections::BTreeSet<&str> = answers.keys().map(|url| host(url)).collect();
    if hosts.len() > 1 && answers.values().all(is_lost) {
        let away = Answer::Unsure(Reason::Away);
        answers.values_mut().for_each(|answer| answer.clone_from(&away));
    }
}

fn ask_all(
    hosts: BTreeMap<&str, Vec<&str>>,
    pause: Duration,
    asked: &(impl Fn() + Sync),
) -> BTreeMap<String, Answer> {
    let waiting = Mutex::new(hosts.into_values().collect::<Vec<_>>());
    let answers = Mutex::new(BTreeMap::new());
    let agent = agent();
    let work = || {
        while let Some(urls) = next(&waiting) {
            for (place, url) in urls.iter().enumerate() {
                if place > 0 {
                    thread::sleep(pause);
                }
                let answer = ask(&agent, url);
                if let Ok(mut answers) = answers.lock() {
                    answers.insert((*url).to_owned(), answer);
                }
                asked();
            }
        }
    };
    thread::scope(|scope| (0..HOSTS_AT_ONCE).for_each(|_| drop(scope.spawn(work))));
    answers.into_inner().unwrap_or_default()
}

fn next<T>(waiting: &Mutex<Vec<T>>) -> Option<T> {
    waiting.lock().ok()?.pop()
}

#[cfg(feature = "web")]
type Agent = ureq::Agent;
#[cfg(not(feature = "web"))]
type Agent = ();

#[cfg(not(feature = "web"))]
const fn agent() -> Agent {}

#[cfg(not(feature = "web"))]
fn ask((): &Agent, _url: &str) -> Answer {
    Answer::Unsure(Reason::Unable)
}

#[cfg(feature = "web")]
fn agent() -> Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .max_redirects(REDIRECTS)
        .http_status_as_error(false)
        .user_agent(USER_AGENT)
        .build()
        .into()
}

/// Asks one address: its head, and the whole where the head is refused.
#[cfg(feature = "web")]
fn ask(agent: &Agent, url: &str) -> Answer {
    // What follows `#` is nobody's business but the browser's.
    let url = url.split('#').next().unwrap_or(url);
    match agent.head(url).call().map(|response| response.status().as_u16()) {
        Ok(status @ (200..=399 | PATIENCE)) => judge(status),
        Err(ureq::Error::HostNotFound) => Answer::Gone(Reason::NoHost),
        // Some hosts know no heads, and some say to them that nothing is there.
        Ok(_) | Err(_) => match agent.get(url).call() {
            Ok(response) => judge(response.status().as_u16()),
            Err(ureq::Error::HostNotFound) => Answer::Gone(Reason::NoHost),
            Err(fault) => Answer::Unsure(Reason::Fault(fault.to_string())),
        },
    }
}

#[cfg(feature = "web")]
fn judge(status: u16) -> Answer {
    match status {
        200..=399 => Answer::Alive,
        404 | 410 => Answer::Gone(Reason::Status(status)),
        _ => Answer::Unsure(Reason::Status(status)),
    }
}

/// Returns the host that an address names, with its port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "web")]
    #[test]
    fn only_what_is_surely_gone_is_gone() {
        for (status, kind) in [
            (200, "alive"),
            (301, "alive"),
            (404, "gone"),
            (410, "gone"),
            (403, "unsure"),
            (401, "unsure"),
            (429, "unsure"),
            (500, "unsure"),
            (503, "unsure"),
        ] {
            let is_kind = match judge(status) {
                Answer::Alive => kind == "alive",
                Answer::Gone(_) => kind == "gone",
                Answer::Unsure(_) => kind == "unsure",
            };
            assert!(is_kind, "{status}");
        }
    }

    #[test]
    fn a_machine_without_a_net_accuses_nobody() {
        let gone = || Answer::Gone(Reason::NoHost);
        let mut one = BTreeMap::from([("https://a.org/".to_owned(), gone())]);
        excuse_if_away(&mut one);
        assert_eq!(one["https://a.org/"], gone());
        one.insert("https://b.org/".to_owned(), gone());
        excuse_if_away(&mut one);
        assert!(one.values().all(|answer| matches!(answer, Answer::Unsure(_))));
    }
}
