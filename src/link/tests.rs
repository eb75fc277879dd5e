use std::sync::Arc;

use super::archive::{Archive, ComparisonIndex, EssayIndex};
use super::digest::Digest;
use super::disagreement::{Bearing, others};
use super::fixture::EssayBuilder;
use super::link;
use super::pair::{Tally, Verdict};
use super::related::related;
use super::standing::{Standings, standings};
use crate::config::{ComparisonSettings, Config, Show};
use crate::detect::comparison::Relation;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::{CompanyName, MentionKind};

fn archive(essays: Vec<EssayBuilder>, config: &Config) -> Archive {
    let digest = |one: EssayBuilder| Arc::new(Digest::new(one.build(), config));
    let essays: Vec<_> = essays.into_iter().map(digest).collect();
    let (archive, diagnostics) = link(&essays, &Gazetteer::default(), config);
    assert_eq!(diagnostics, []);
    archive
}

/// Two essays that disagree on one aspect, written in two ways.
fn two_essays() -> Vec<EssayBuilder> {
    vec![
        EssayBuilder::new("content/old.md")
            .by("甲", "2012-05-01")
            .paragraph("微信在O2O上胜过支付宝。微信胜过QQ。")
            .mention("微信", "腾讯", MentionKind::Product)
            .comparison(
                "微信在O2O上胜过支付宝",
                &["*微信=腾讯", "支付宝=阿里巴巴"],
                Relation::Superior,
                Some("O2O"),
            )
            .comparison("微信胜过QQ", &["*微信=腾讯", "QQ=腾讯"], Relation::Superior, None),
        EssayBuilder::new("content/new.md")
            .by("乙", "2013-05-01")
            .paragraph("支付宝、京东的ｏ２ｏ强于微信。")
            .comparison(
                "支付宝、京东的ｏ２ｏ强于微信",
                &["*支付宝、京东=阿里巴巴+京东", "微信=腾讯"],
                Relation::Superior,
                Some("ｏ２ｏ"),
            ),
    ]
}

#[test]
fn a_list_is_compared_member_by_member_and_never_with_itself() {
    let archive = archive(two_essays(), &Config::default());
    let names: Vec<[&str; 2]> = archive
        .pairs
        .iter()
        .map(|pair| pair.companies.map(|company| archive.company(company).name.as_str()))
        .collect();
    assert_eq!(names, [["京东", "腾讯"], ["腾讯", "阿里巴巴"]]);
    let pair = &archive.pairs[1];
    assert_eq!(pair.tally, Tally { first: 1, second: 1, ..Tally::default() });
    let verdicts: Vec<Verdict> = pair.comparisons.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::Second, Verdict::First], "newest first");
}

#[test]
fn aspects_of_other_case_and_width_are_one_and_show_who_disagrees() {
    let archive = archive(two_essays(), &Config::default());
    assert_eq!(archive.aspects.len(), 1);
    assert_eq!(archive.aspects[0].comparisons, [ComparisonIndex(0), ComparisonIndex(1)]);
    assert_eq!(archive.pairs[1].disagreements().count(), 1);
    assert_eq!(archive.pairs[0].disagreements().count(), 0);
}

#[test]
fn only_what_the_settings_let_through_is_linked() {
    let shown = |within, confidence| {
        let comparisons = ComparisonSettings { within, confidence, show: Show::Confident };
        archive(two_essays(), &Config { comparisons, ..Config::default() }).comparisons.len()
    };
    assert_eq!(shown(false, 0.0), 2);
    assert_eq!(shown(true, 0.0), 3);
    assert_eq!(shown(true, 0.76), 0);
}

#[test]
fn essays_stand_newest_first_and_those_without_a_time_last() {
    let mut essays = two_essays();
    essays.push(EssayBuilder::new("content/b.md"));
    essays.push(EssayBuilder::new("content/a.md"));
    let archive = archive(essays, &Config::default());
    let paths: Vec<&str> = archive.essays.iter().map(|one| one.path.public()).collect();
    assert_eq!(paths, ["new/", "old/", "a/", "b/"]);
    let years: Vec<Option<i16>> = archive.years.iter().map(|year| year.year).collect();
    assert_eq!(years, [Some(2013), Some(2012), None]);
    assert_eq!(archive.years[1].comparisons, [ComparisonIndex(1)]);
    assert_eq!(archive.years[2].essays, [EssayIndex(2), EssayIndex(3)]);
}

#[test]
fn a_company_has_the_sentence_of_its_first_mention() {
    let archive = archive(two_essays(), &Config::default());
    let index = archive.find_company(&CompanyName::new("腾讯")).expect("it is named");
    let company = archive.company(index);
    assert_eq!((archive.mentions(index), archive.namings(index).products[0].count), (2, 2));
    let (_, sentence) = archive.mentions_in(&company.essays[0]);
    let body = &archive.essay(company.essays[0].essay).essay().body;
    assert_eq!(body.slice(sentence), "微信在O2O上胜过支付宝。");
}

#[test]
fn what_is_opposed_comes_first_then_what_is_on_the_same_aspect() {
    use Bearing::{Apart, Opposed, SameAspect};
    let mut essays = two_essays();
    let more = "微信的O2O不输支付宝。支付宝就是支付宝，微信是微信。";
    essays.push(
        EssayBuilder::new("content/newest.md")
            .by("丙", "2014-05-01")
            .paragraph(more)
            .comparison(
                "微信的O2O不输支付宝",
                &["微信=腾讯", "支付宝=阿里巴巴"],
                Relation::Equal,
                Some("O2O"),
            )
            .comparison(
                "支付宝就是支付宝，微信是微信",
                &["支付宝=阿里巴巴", "*微信=腾讯"],
                Relation::Superior,
                None,
            ),
    );
    let archive = archive(essays, &Config::default());
    let [tencent, alibaba] = ["腾讯", "阿里巴巴"]
        .map(|name| archive.find_company(&CompanyName::new(name)).expect("it is named"));
    let pair = archive.find_pair(tencent, alibaba).expect("they are compared");
    // The newest essay's two are 0 and 1, then the one for Alibaba, then the one for Tencent.
    let seen = |index, most| {
        let others =
            others(&archive, pair, ComparisonIndex(index), most).expect("it is of the pair");
        let first: Vec<(usize, Bearing)> =
            others.first.into_iter().map(|(one, bearing)| (one.0, bearing)).collect();
        (first, others.all, others.opposed)
    };
    assert_eq!(seen(3, 9), (vec![(2, Opposed), (0, SameAspect), (1, Apart)], 3, 1));
    assert_eq!(seen(3, 1), (vec![(2, Opposed)], 3, 1), "as many as are asked for, all counted");
    assert_eq!(seen(0, 9), (vec![(2, SameAspect), (3, SameAspect), (1, Apart)], 3, 0));
    assert_eq!(seen(1, 9).2, 0, "who does not say on what opposes nobody");
    let jingdong = archive.find_company(&CompanyName::new("京东")).expect("it is named");
    let other = archive.find_pair(jingdong, tencent).expect("they are compared");
    assert_eq!(others(&archive, other, ComparisonIndex(0), 9), None);
    assert_eq!(archive.counterparts(tencent), [pair, other], "the most compared first");
    let standing = |company| {
        let all: Vec<ComparisonIndex> =
            (0..archive.comparisons.len()).map(ComparisonIndex).collect();
        let found = standings(&archive, &all).into_iter().find(|(one, _)| *one == company);
        let (_, Standings { ahead, level, behind }) = found.expect("it is compared");
        (ahead, level, behind)
    };
    assert_eq!(standing(tencent), (2, 1, 1));
    assert_eq!(standing(alibaba), (1, 1, 2));
    let essays = related(&archive, EssayIndex(1), 9);
    assert_eq!(essays, [(EssayIndex(0), pair), (EssayIndex(2), pair)], "nearest in time first");
    assert_eq!(related(&archive, EssayIndex(1), 1).len(), 1);
}
