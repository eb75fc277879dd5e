//! `pangzhu serve`: shows the site as it is written.

use std::net::IpAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;

use clap::Args;
use rustc_hash::FxHashSet;

use super::report::Counts;
use super::{Console, Exit, SiteArguments};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::history;
use crate::language::Wording;
use crate::serve::showing::Showing;
use crate::serve::{Lookout, Server, Settings};
use crate::session::Options;
use crate::wording;

/// The port where none is named.
const PORT: u16 = 4000;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The port, or the next that is free; 0 takes any.
    #[arg(long, short, value_name = "PORT", default_value_t = PORT)]
    port: u16,
    /// The address to listen at; 0.0.0.0 lets in everyone on the network.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// A name that this machine is asked by, beside localhost and its addresses.
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// Who writes notes and decides in the review; without it, git's `user.name`.
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// Show the first page in the browser.
    #[arg(long)]
    open: bool,
    /// Look for changes every second, where the disk does not tell of them.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let server = Server::bind(arguments.host, arguments.port)?;
    let port = server.address().port();
    // Whoever writes a draft is the one who looks.
    let options = Options { drafts: true, ..arguments.site.options() };
    let mut lookout = Lookout::start(
        server,
        Settings {
            root: arguments.site.root.clone(),
            options,
            poll: arguments.poll,
            names: arguments.name.clone(),
            annotator: arguments
                .annotator
                .clone()
                .or_else(|| history::author(&arguments.site.root)),
            language: console.language(),
        },
    )?;
    let bell = lookout.bell();
    // Where there is no such thing, the process ends as others do: nothing is left half done.
    let _ = ctrlc::set_handler(move || bell.stop());

    let mut before = lookout.showing();
    say_news(&before, None, arguments.site.verbose, console);
    if let Some(cause) = lookout.deaf() {
        console.say(&wording!(
            "the system tells of no changes ({cause}); looking every second",
            "系统不通知文件的变动（{cause}），改为每秒看一次"
        ));
    }
    if arguments.port != 0 && port != arguments.port {
        let taken = arguments.port;
        console.say(&wording!("port {taken} is taken", "端口 {taken} 已被占用"));
    }
    if !arguments.host.is_loopback() {
        console.say(&wording!(
            "everyone who reaches this address can read the site, drafts and all",
            "连得上这个地址的人都能看到网站，包括草稿"
        ));
    }
    let address = lookout.address();
    console.say(&wording!("{address}   Ctrl-C ends the preview", "{address}   按 Ctrl-C 结束预览"));
    if arguments.open {
        show_in_browser(lookout.address());
    }
    while let Some(looked) = lookout.next_look() {
        say_news(&looked.showing, Some(&before), arguments.site.verbose, console);
        let counts = Counts::of(&looked.showing.current().diagnostics).sentence();
        let took = looked.took.as_millis();
        let changed =
            wording!("changed: looked again in {took} ms", "有改动：重新看过，用时 {took} 毫秒");
        let parts: Vec<Wording> = [changed].into_iter().chain(counts).collect();
        console.say(&Wording::joined(&parts, "; ", "；"));
        before = looked.showing;
    }
    lookout.end();
    Ok(Exit::Success)
}

/// Prints what is to be said that was not said at the last look.
fn say_news(
    showing: &Showing,
    before: Option<&Arc<Showing>>,
    verbose: bool,
    console: &mut Console<'_>,
) {
    if let Some(trouble) = showing.trouble() {
        console.say(trouble);
    }
    let snapshot = showing.current();
    let said = before.iter().flat_map(|before| &before.current().diagnostics);
    let said: FxHashSet<&Diagnostic> = said.collect();
    let news: Vec<Diagnostic> =
        snapshot.diagnostics.iter().filter(|one| !said.contains(one)).cloned().collect();
    console.diagnostics(&news, |path| snapshot.source(path), verbose);
}

/// Asks the system to show an address; where it cannot, the address stands on the terminal.
fn show_in_browser(address: &str) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let _ = Command::new(program)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
