//! What the program says in Chinese.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::sync::Mutex;

use pangzhu::cli::report::{self, Style};
use pangzhu::cli::{self, Console};
use pangzhu::diagnostic::{CODES, Diagnostic};
use pangzhu::language::Language;
use pangzhu::permalink::BaseUrl;
use pangzhu::serve::guard::Guard;
use pangzhu::serve::request::Request;
use pangzhu::serve::{Desk, Preview};
use pangzhu::session::Options;
use pangzhu::source::{Source, SourcePath, Span};
use pangzhu::wording;
use tempfile::TempDir;

use crate::cases;
use crate::check::{self, ELSEWHERE};
use crate::report::PLAIN;
use crate::site::Site;

/// Words that name what is printed, and so are others in each language.
const NAMES: [&str; 2] = ["warning", "note"];

/// Makes a diagnostic that `check` does not give, and the text it is about.
fn elsewhere(code: &str) -> (Diagnostic, Source) {
    let source =
        Source::new(SourcePath::new("content/a.md"), "详见[后记](https://例.org/后记)。\n");
    let link = source.text.find('[').map(|at| Span::new(at, source.text.len() - "。\n".len()));
    let path = &source.path;
    let url = "https://例.org/后记";
    let why = wording!("its host answers 404", "对方答复 404");
    let diagnostic = match code {
        "already-here" => Diagnostic::already_here(path, "content/essays/2013/后记.md"),
        "doubtful-encoding" => {
            let why = wording!("3 of its bytes are no characters", "有 3 处字节不成字");
            Diagnostic::doubtful_encoding(path, "GB18030", &why)
        }
        "external-gone" => Diagnostic::external_gone(path, link, url, &why),
        "external-unsure" => Diagnostic::external_unsure(path, link, url, &why),
        "kept-tag" => Diagnostic::kept_tag(path, "{% 图 %}", 2),
        "lost-picture" => Diagnostic::lost_picture(path, "图/一.png"),
        "not-imported" => {
            let why = wording!("there is no text in it", "里面没有文字");
            Diagnostic::not_imported(path, &why)
        }
        "not-tidied" => Diagnostic::not_tidied(path),
        "remote-picture" => Diagnostic::remote_pictures(path, "https://例.org/一.png", 3),
        "unreadable-header" => {
            Diagnostic::unreadable_header(path, link.expect("a place"), "invalid string")
        }
        "unreadable-time" => Diagnostic::unreadable_time(path, "date", "去年"),
        _ => panic!("{code}: `check` is to say it, or this"),
    };
    (diagnostic, source)
}

/// Prints what has a code in a language, for the site that shows it in English.
fn said(code: &str, language: Language) -> String {
    if ELSEWHERE.contains(&code) {
        let (diagnostic, source) = elsewhere(code);
        return report::render(&[diagnostic], |_| Some(&source), Style { language, ..PLAIN });
    }
    let cases = cases::all("check");
    let case = cases.iter().find(|case| case.name == code);
    let case = case.unwrap_or_else(|| panic!("{code} has no case in English"));
    check::said(case, language.tag())
}

/// Returns what stands in backquotes in the words of a report, in order of the alphabet.
fn arguments(report: &str) -> Vec<&str> {
    // What has a bar is a line of the source.
    let words = report.lines().filter(|line| !line.contains(" |"));
    let quoted = words.flat_map(|line| line.split('`').skip(1).step_by(2));
    let mut quoted: Vec<&str> = quoted.filter(|one| !NAMES.contains(one)).collect();
    quoted.sort_unstable();
    quoted
}

#[cfg(unix)]
#[test]
fn each_diagnostic_is_told_in_chinese() {
    let names = Mutex::new(BTreeSet::new());
    cases::run("chinese", |case| {
        names.lock().expect("no other panic").insert(case.name.clone());
        let (english, chinese) =
            (said(&case.name, Language::English), said(&case.name, Language::Chinese));
        assert!(!chinese.is_empty(), "nothing says {}", case.name);
        assert_eq!(arguments(&chinese), arguments(&english), "{}", case.name);
        for line in chinese.lines().filter(|line| line.contains(&format!("[{}]: ", case.name))) {
            let words: String = line.split('`').step_by(2).collect();
            let has_han = words.chars().any(|one| ('\u{4E00}'..='\u{9FFF}').contains(&one));
            assert!(has_han && line.starts_with(['说', '警', '错']), "{line}");
        }
        let carets = |text: &str| text.matches('^').count();
        assert_eq!(carets(&chinese), carets(&english), "{}", case.name);
        chinese
    });
    let names = names.into_inner().expect("no other panic");
    let codes: BTreeSet<String> = CODES.iter().map(|&code| code.to_owned()).collect();
    assert_eq!(names, codes);
}

/// Runs a command in Chinese and returns what it printed.
fn run(arguments: &[&str]) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let command = ["pangzhu", "--language", "zh"].iter().chain(arguments).map(OsString::from);
    cli::run(command, &mut Console::plain(&mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(out), text(err))
}

#[test]
fn commands_report_in_chinese() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().to_str().expect("UTF-8");
    assert!(run(&["init", root]).0.contains("新建 "));
    let (_, err) = run(&["init", root]);
    assert!(err.starts_with("错误: ") && err.contains("里已经有网站了"), "{err}");
    assert!(err.contains("提示: `pangzhu init --github`"), "{err}");
    let (out, _) = run(&["check", "--root", root]);
    assert_eq!(out, "1 篇文章：没有问题\n");
    fs::write(folder.path().join("content/b.md"), "---\ntitle: 乙\n---\n").expect("a file");
    let (out, err) = run(&["build", "--root", root]);
    assert!(out.contains("个文件（") && out.contains("，来自 2 篇文章，"), "{out}");
    assert!(out.ends_with("2 个警告，1 条说明\n"), "{out}");
    assert!(err.contains("警告[empty-body]: 这篇文章没有正文"), "{err}");
    let (out, _) = run(&["tidy", "--root", root]);
    assert_eq!(out, "2 篇文章：没有要修补的\n");
    let (_, err) = run(&["build", "--root", "/无此处"]);
    assert!(err.contains("/无此处 不是网站：里面没有 `content` 文件夹"), "{err}");
    // What programs read is English.
    let (out, _) = run(&["check", "--json", "--root", root]);
    assert!(out.contains("nothing is written in this essay"), "{out}");
}

#[test]
fn the_preview_tells_faults_in_chinese() {
    let text = "---\ntitle: 甲\nname: 林\ntime: 2020-01-01\n---\n见[前文](前文.md)。\n";
    let site = Site::new(&[("content/a.md", text)]);
    let root = &site.path("");
    let preview = Preview::new(root, Options::default()).expect("a site");
    let guard = Guard::new(Vec::new()).expect("random numbers");
    let desk = Desk::new(guard, root, BaseUrl::default()).speaking(Language::Chinese);
    let page = |path: &str| {
        let response = desk.answer(&preview.showing(), &Request::get(path));
        String::from_utf8(response.bytes().expect("a page")).expect("UTF-8")
    };
    let faulty = page("/a/");
    assert!(faulty.contains("<b>1 个警告</b>：在本页的文件里"), "{faulty}");
    assert!(faulty.contains("`前文.md` 在站里没有对应的页面或文件 <code>broken-link</code>"));
    assert!(page("/companie/").contains("这里没有页面。相近的有："));
}
