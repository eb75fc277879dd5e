use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::templates::Templates;
use super::{Output, Site, plan};
use crate::annotate::AnnotatedEssay;
use crate::config::{Config, Language};
use crate::detect::comparison::Relation;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::MentionKind;
use crate::diagnostic::Diagnostic;
use crate::link::digest::Digest;
use crate::link::fixture::EssayBuilder;
use crate::link::link;
use crate::load::front_matter::{FrontMatter, Layout};
use crate::load::inputs::{Asset, Inputs};
use crate::permalink::{BaseUrl, SitePath};
use crate::source::{Source, SourcePath, Span};
use crate::yaml::Located;

mod archives;

/// Three essays of two authors who disagree, one without a time, and a page.
fn essays() -> Vec<Arc<AnnotatedEssay>> {
    vec![
        EssayBuilder::new("content/essays/2013/o2o.md")
            .by("海枫", "2013-08-13 11:34")
            .paragraph("微信在O2O上胜过支付宝，腾讯<更>从容。")
            .heading("余论")
            .link("另一篇", "../2014/pay.md#先说结论")
            .mention("微信", "腾讯", MentionKind::Product)
            .mention("腾讯", "腾讯", MentionKind::Company)
            .mention("支付宝", "阿里巴巴", MentionKind::Product)
            .comparison(
                "微信在O2O上胜过支付宝",
                &["*微信=腾讯", "支付宝=阿里巴巴"],
                Relation::Superior,
                Some("O2O"),
            )
            .build(),
        EssayBuilder::new("content/essays/2014/pay.md")
            .by("林", "2014-02-01")
            .heading("先说结论")
            .paragraph("支付宝的o2o强于微信。微信与支付宝、京东各有不同。")
            .comparison(
                "支付宝的o2o强于微信",
                &["*支付宝=阿里巴巴", "微信=腾讯"],
                Relation::Superior,
                Some("o2o"),
            )
            .comparison(
                "微信与支付宝、京东各有不同",
                &["微信=腾讯", "支付宝、京东=阿里巴巴+京东"],
                Relation::Different,
                None,
            )
            .build(),
        EssayBuilder::new("content/essays/undated.md")
            .header(|header| header.aliases = vec![alias("/old/一/")])
            .paragraph("三家各说各话。")
            .build(),
        EssayBuilder::new("content/about.md")
            .header(|header| header.layout = Layout::Page)
            .paragraph("关于本站。")
            .build(),
    ]
}

fn alias(text: &str) -> Located<String> {
    Located { value: text.to_owned(), span: Span::new(0, 0) }
}

fn inputs() -> Inputs {
    let asset = Asset {
        path: "fig/图 1.png".to_owned(),
        file: "fig.png".into(),
        fingerprint: None,
        style: None,
    };
    Inputs { assets: vec![asset], ..Inputs::default() }
}

fn config(base: &str) -> Config {
    let base_url = BaseUrl::parse(base).expect("a base URL");
    Config {
        base_url,
        title: "试验".to_owned(),
        description: "一个<小>站".to_owned(),
        ..Config::default()
    }
}

fn site_of(
    essays: Vec<Arc<AnnotatedEssay>>,
    config: &Config,
    inputs: &Inputs,
) -> (Site, Vec<Diagnostic>) {
    let essays: Vec<_> = essays.into_iter().map(|one| Arc::new(Digest::new(one, config))).collect();
    let (archive, mut diagnostics) = link(&essays, &Gazetteer::default(), config);
    let (templates, faults) = Templates::new(&inputs.templates);
    diagnostics.extend(faults);
    let (site, faults) = plan(archive, config, inputs, &templates, None);
    diagnostics.extend(faults);
    (site, diagnostics)
}

fn site(config: &Config) -> Site {
    let (site, diagnostics) = site_of(essays(), config, &inputs());
    assert_eq!(diagnostics, []);
    site
}

fn page(site: &Site, path: &str) -> String {
    let path = SitePath::file(path);
    assert!(site.page(&path).is_some(), "no page {path}");
    match site.render(&path) {
        Ok(Output::Bytes(bytes)) => String::from_utf8(bytes).expect("UTF-8"),
        other => panic!("{path}: {other:?}"),
    }
}

/// Every link of the site as (page, link), ids of pages alongside.
fn links(site: &Site) -> (Vec<(SitePath, String)>, BTreeMap<SitePath, String>) {
    let mut links = Vec::new();
    let mut pages = BTreeMap::new();
    for path in site.paths().filter(|path| path.as_str().ends_with(".html")) {
        let html = page(site, path.as_str());
        for attribute in ["href=\"", "src=\""] {
            for rest in html.split(attribute).skip(1) {
                let link = rest.split_once('"').expect("a closed attribute").0;
                links.push((path.clone(), link.replace("&amp;", "&")));
            }
        }
        pages.insert(path.clone(), html);
    }
    (links, pages)
}

/// Checks that each link within the site leads to one of its pages, and its fragment to an id.
fn check_links(site: &Site, base: &str) {
    let (links, pages) = links(site);
    let prefix = percent_encoding::utf8_percent_encode(base, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2F", "/");
    for (page, link) in links {
        if link.contains("://") {
            continue;
        }
        let (address, fragment) = link.split_once('#').unwrap_or((&link, ""));
        let address = address.split('?').next().unwrap_or_default();
        let path = if address.is_empty() {
            page.clone()
        } else {
            let path = address.strip_prefix(&prefix).unwrap_or_else(|| panic!("{page}: {link}"));
            let path = percent_decode_str(path).decode_utf8().expect("UTF-8").into_owned();
            SitePath::file(if path.is_empty() || path.ends_with('/') {
                format!("{path}index.html")
            } else {
                path
            })
        };
        assert!(site.page(&path).is_some(), "{page}: {link} leads to no page");
        if !fragment.is_empty() {
            let id = percent_decode_str(fragment).decode_utf8().expect("UTF-8");
            assert!(
                pages[&path].contains(&format!("id=\"{id}\"")),
                "{page}: {link} leads to no element"
            );
        }
    }
}

#[test]
fn every_link_resolves_below_any_base_path() {
    for base in ["/", "/仓库/"] {
        check_links(&site(&config(base)), base);
    }
}

#[test]
fn every_language_fills_every_page() {
    for language in [Language::Chinese, Language::English] {
        let site = site(&Config { language, ..config("/") });
        // A script's own placeholders are none of the languages'.
        for path in site.paths().filter(|path| !path.as_str().ends_with(".js")) {
            if let Ok(Output::Bytes(bytes)) =
                site.render(path).map_err(|error| panic!("{path}: {error:?}"))
            {
                let text = String::from_utf8_lossy(&bytes);
                for name in ["count", "name", "time", "aspect", "first", "winner", "others", "all"]
                {
                    assert!(!text.contains(&format!("{{{name}}}")), "{path}: {name}");
                }
            }
        }
    }
}

#[test]
fn a_pair_page_has_tally_disagreement_and_every_comparison() {
    let site = site(&config("/"));
    let html = page(&site, "pairs/腾讯-vs-阿里巴巴/index.html");
    for words in [
        "各执一词",
        ">微信胜过支付宝<",
        ">支付宝胜过微信<",
        "微信与支付宝、京东不同",
        "href=\"/essays/2014/pay/#n.1\"",
    ] {
        assert!(html.contains(words), "{words} in\n{html}");
    }
    assert!(html.contains("腾讯占优") && html.contains("阿里巴巴占优"));
    // The third company is compared with the first alone: it stands on one side with the second.
    assert!(site.page(&SitePath::page(&["pairs", "京东-vs-腾讯"])).is_some());
    assert!(site.page(&SitePath::page(&["pairs", "京东-vs-阿里巴巴"])).is_none());
}

#[test]
fn texts_are_escaped() {
    let site = site(&config("/"));
    assert!(page(&site, "index.html").contains("一个&lt;小&gt;站"));
    assert!(page(&site, "companies/腾讯/index.html").contains("腾讯&lt;更&gt;从容"));
    assert!(page(&site, "feed.xml").contains("一个&lt;小&gt;站"));
}

#[test]
fn an_alias_leads_on() {
    let html = page(&site(&config("https://a.example/r/")), "old/一/index.html");
    assert!(html.contains("content=\"0; url=/r/essays/undated/\""), "{html}");
    assert!(
        html.contains("rel=\"canonical\" href=\"https://a.example/r/essays/undated/\""),
        "{html}"
    );
}

#[test]
fn the_feed_and_sitemap_have_full_addresses() {
    let site = site(&config("https://a.example/仓/"));
    let feed = page(&site, "feed.xml");
    assert!(feed.contains("<id>https://a.example/%E4%BB%93/essays/2013/o2o/</id>"), "{feed}");
    assert!(feed.contains("href=&quot;https://a.example/%E4%BB%93/essays/2014/pay/#"), "{feed}");
    assert!(!feed.contains("=&quot;/"), "{feed}");
    let sitemap = page(&site, "sitemap.xml");
    assert!(sitemap.contains(
        "<loc>https://a.example/%E4%BB%93/essays/2013/o2o/</loc><lastmod>2013-08-13</lastmod>"
    ));
    assert!(!sitemap.contains("404") && !sitemap.contains("/old/"), "{sitemap}");
}

#[test]
fn a_sitemap_of_more_pages_than_it_may_list_is_in_parts() {
    let tags = (0..50_000).map(|number| format!("t{number}")).collect();
    let essay = EssayBuilder::new("content/many.md").header(|header| header.tags = tags);
    let config = config("https://a.example/仓/");
    let (site, _) = site_of(vec![essay.paragraph("许多标签。").build()], &config, &inputs());
    let index = page(&site, "sitemap.xml");
    let parts: Vec<&str> = index.matches("sitemap-").collect();
    assert_eq!(parts.len(), 2, "{index}");
    assert!(index.contains("<loc>https://a.example/%E4%BB%93/sitemap-2.xml</loc>"), "{index}");
    let locations =
        ["sitemap-1.xml", "sitemap-2.xml"].map(|path| page(&site, path).matches("<loc>").count());
    let listed = site.paths().filter(|path| site.pages()[*path].is_listed()).count();
    assert_eq!(locations, [50_000, listed - 50_000]);
}

#[test]
fn clashes_and_broken_links_are_diagnosed() {
    let essays = vec![
        EssayBuilder::new("content/a/One.md").link("x", "none.md").link("y", "two.md#无").build(),
        EssayBuilder::new("content/a/one.md").build(),
        EssayBuilder::new("content/a/two.md").link("z", "javascript:alert(1)").build(),
        EssayBuilder::new("content/companies/index.md").build(),
    ];
    let (_, diagnostics) = site_of(essays, &config("/"), &inputs());
    let said: Vec<String> = diagnostics
        .iter()
        .map(|one| format!("{} {}: {}", one.code, one.path, one.message.english))
        .collect();
    assert_eq!(
        said,
        [
            "duplicate-permalink content/a/one.md: /a/one/ is already the address of content/a/One.md",
            "duplicate-permalink content/companies/index.md: /companies/ is already the address of a page that the site makes itself",
            "broken-link content/a/One.md: `none.md` leads to no page or file of the site",
            "broken-link content/a/One.md: `two.md#无` leads to no page or file of the site",
            "broken-link content/a/two.md: `javascript:alert(1)` leads to no page or file of the site",
        ]
    );
}

#[test]
fn a_template_of_the_sites_own_takes_the_place_of_a_built_in_one() {
    let own = |name: &str, text: &str| {
        Arc::new(Source::new(SourcePath::new(format!("templates/{name}")), text))
    };
    let inputs = Inputs {
        templates: vec![
            own("home.html", "家：{{ site.title }}"),
            own("wide.html", "宽：{{ essay.title }}{{ essay.titel }}"),
        ],
        ..inputs()
    };
    let wide = EssayBuilder::new("content/w.md")
        .header(|header| header.layout = Layout::Custom("wide".to_owned()));
    let none = EssayBuilder::new("content/v.md")
        .header(|header| header.layout = Layout::Custom("none".to_owned()));
    let (site, diagnostics) = site_of(vec![wide.build(), none.build()], &config("/"), &inputs);
    assert_eq!(page(&site, "index.html"), "家：试验");
    assert_eq!(
        diagnostics.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(),
        ["missing-layout"]
    );
    let faults = site.render(&SitePath::page(&["w"])).expect_err("a misspelt field");
    assert_eq!(faults[0].path.as_str(), "templates/wide.html");
    assert!(faults[0].message.english.contains("titel"));
}

#[test]
fn the_navigation_leads_to_the_pages_at_the_root_and_chapters_to_their_neighbours() {
    let standing = |path: &str, title: &str| {
        let header = |header: &mut FrontMatter| {
            header.layout = Layout::Page;
            header.title = title.to_owned();
        };
        EssayBuilder::new(path).header(header).build()
    };
    let pages = vec![
        standing("content/about.md", "关于"),
        standing("content/guide/index.md", "指南"),
        standing("content/guide/02-notes.md", "批注"),
        standing("content/guide/01-start.md", "上手"),
        standing("content/guide/en/index.md", "Guide"),
        standing("content/lone/a.md", "单独一页"),
        standing("content/lone/b.md", "另一页"),
    ];
    let (site, diagnostics) = site_of(pages, &config("/"), &Inputs::default());
    assert_eq!(diagnostics, []);
    /// What the navigation has of its own: archive, companies, … search.
    const OWN_ENTRIES: usize = 7;
    let navigation = |html: &str| {
        let list = html.split_once("<nav").expect("a navigation").1;
        let list = list.split_once("</nav>").expect("its end").0;
        list.split("<li><a href=\"").skip(1 + OWN_ENTRIES).map(label).collect::<Vec<_>>().join(" ")
    };
    let foot = |path: &str| {
        let html = page(&site, path);
        let pager = html.split_once("<nav class=\"pager\"").map(|(_, rest)| rest);
        let links = pager.unwrap_or_default().split("<a class=\"").skip(1);
        links.map(|link| format!("{} {}", word(link), label(link))).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(navigation(&page(&site, "about/index.html")), "关于 指南");
    assert_eq!(foot("guide/index.html"), "next 上手");
    assert_eq!(foot("guide/01-start/index.html"), "contents 指南, next 批注");
    assert_eq!(foot("guide/02-notes/index.html"), "previous 上手, contents 指南");
    assert_eq!(foot("guide/en/index.html"), "");
    assert_eq!(foot("lone/a/index.html"), "");
}

/// Returns the last text of a link: what comes before its end.
fn label(link: &str) -> &str {
    let text = link.split_once("</a>").expect("a closed link").0;
    text.rsplit('>').next().expect("a split has a last part").trim()
}

fn word(text: &str) -> &str {
    text.split('"').next().expect("a split has a first part")
}

#[test]
fn a_template_extends_the_built_in_one_of_its_name() {
    let own = |name: &str, text: &str| {
        Arc::new(Source::new(SourcePath::new(format!("templates/{name}")), text))
    };
    let link = "<link rel=\"stylesheet\" href=\"{{ site.home }}own.css\">";
    let inputs = Inputs {
        templates: vec![
            own(
                "base.html",
                &format!(
                    "{{% extends \"theme/base.html\" %}}{{% block site %}}{link}{{% endblock site %}}"
                ),
            ),
            own(
                "essay.html",
                "{% extends \"theme/essay.html\" %}{% block main %}{{ super() }}<p>尾</p>{% endblock main %}",
            ),
        ],
        ..inputs()
    };
    let (site, diagnostics) = site_of(essays(), &config("/r/"), &inputs);
    assert_eq!(diagnostics, []);
    let essay = page(&site, "essays/2014/pay/index.html");
    assert!(essay.contains("先说结论") && essay.contains("</main><p>尾</p>"), "{essay}");
    for html in [essay, page(&site, "index.html")] {
        assert!(html.contains("href=\"/r/own.css\"") && html.contains("site-header"), "{html}");
    }
}
