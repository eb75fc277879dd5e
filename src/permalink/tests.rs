use super::*;

#[test]
fn slugs_keep_han_and_lower_latin() {
    for (text, expected) in [
        ("从“失控”论看，为什么腾讯做O2O", Some("从-失控-论看-为什么腾讯做o2o")),
        ("  C++ & Rust!  ", Some("c-rust")),
        ("\u{200B}微\u{FEFF}信", Some("微信")),
        ("……", None),
        ("〇与乙", Some("〇与乙")),
        ("100%?#😀.乙", Some("100-乙")),
        ("e\u{301}te\u{301}", Some("été")),
    ] {
        assert_eq!(Slug::new(text).as_ref().map(Slug::as_str), expected, "{text}");
    }
}

#[test]
fn slugs_are_in_pinyin_where_it_is_asked_for() {
    for (text, expected) in [
        ("腾讯vs阿里", "teng-xun-vs-a-li"),
        ("从“失控”论看，做O2O", "cong-shi-kong-lun-kan-zuo-o2o"),
        ("绿色", "lv-se"),
        ("Two Roads", "two-roads"),
    ] {
        let slug = Slug::written(text, Script::Pinyin);
        assert_eq!(slug.as_ref().map(Slug::as_str), Some(expected), "{text}");
    }
}

#[test]
fn links_stand_below_the_base_path() {
    let page = SitePath::page(&["pairs", "腾讯"]);
    for (base, link, absolute) in [
        (
            "https://u.github.io",
            "/pairs/%E8%85%BE%E8%AE%AF/",
            "https://u.github.io/pairs/%E8%85%BE%E8%AE%AF/",
        ),
        (
            "https://u.github.io/r",
            "/r/pairs/%E8%85%BE%E8%AE%AF/",
            "https://u.github.io/r/pairs/%E8%85%BE%E8%AE%AF/",
        ),
        ("/仓/", "/%E4%BB%93/pairs/%E8%85%BE%E8%AE%AF/", "/%E4%BB%93/pairs/%E8%85%BE%E8%AE%AF/"),
        (
            "/%E4%BB%93",
            "/%E4%BB%93/pairs/%E8%85%BE%E8%AE%AF/",
            "/%E4%BB%93/pairs/%E8%85%BE%E8%AE%AF/",
        ),
    ] {
        let base = BaseUrl::parse(base).expect("a base URL");
        assert_eq!(base.link(&page).as_str(), link);
        assert_eq!(base.absolute(&base.link(&page)), absolute);
    }
    assert_eq!(BaseUrl::default().link(&SitePath::page(&[])).as_str(), "/");
    assert_eq!(BaseUrl::default().link(&SitePath::file("feed.xml")).as_str(), "/feed.xml");
}

#[test]
fn what_is_no_base_url_is_refused() {
    for text in ["", "u.github.io", "ftp://u/", "https://", "https:///x", "/a/../b", "/a?b"] {
        assert_eq!(BaseUrl::parse(text), None, "{text}");
    }
}
