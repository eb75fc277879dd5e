//! What must be the same in a quote and in what is taken for it: companies, numbers, years.

use crate::annotate::folded::FoldedText;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::CompanyName;

/// Compares the hard facts of two stretches of text.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'a> {
    gazetteer: &'a Gazetteer,
}

impl<'a> Guard<'a> {
    /// Makes a guard that knows the names of `gazetteer`.
    pub fn new(gazetteer: &'a Gazetteer) -> Self {
        Self { gazetteer }
    }

    /// Tells whether two texts name the same companies in the same order, by whatever names,
    /// and have the same numbers in the same order.
    pub fn agrees(&self, one: &str, other: &str) -> bool {
        self.names(one) == self.names(other) && numbers(one) == numbers(other)
    }

    /// Tells whether one text has no company or number in the place of another of the other's:
    /// either of the two may say more.
    pub fn allows(&self, one: &str, other: &str) -> bool {
        one_holds_other(&self.names(one), &self.names(other))
            && one_holds_other(&numbers(one), &numbers(other))
    }

    fn names<'t>(&'t self, text: &'t str) -> Vec<&'t str> {
        self.gazetteer.named(text).into_iter().map(CompanyName::as_str).collect()
    }
}

/// Tells whether the shorter list is the longer with some left out.
fn one_holds_other<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let mut rest = long.iter();
    short.iter().all(|wanted| rest.any(|found| found == wanted))
}

/// Characters that write numbers in Chinese.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两半";
/// What makes a lone numeral a number: 三年, 两倍, 九成.
const UNITS: &str = "年月日号倍成亿万元块美个%季期级代轮次家款岁";

/// Returns the numbers of a text, digits and numerals as written but for width and commas.
fn numbers(text: &str) -> Vec<String> {
    let folded = FoldedText::new(text);
    let chars = folded.chars();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let is_digit = chars[at].is_ascii_digit();
        let is_part = |letter: char, next: Option<&char>| {
            if is_digit {
                letter.is_ascii_digit()
                    || matches!(letter, '.' | ',') && next.is_some_and(char::is_ascii_digit)
            } else {
                NUMERALS.contains(letter)
            }
        };
        let mut end = at;
        while end < chars.len() && is_part(chars[end], chars.get(end + 1)) {
            end += 1;
        }
        let is_number = end > at
            && (is_digit
                || end - at > 1
                // 一个 and 一家 count nothing.
                || chars[at] != '一' && chars.get(end).is_some_and(|&next| UNITS.contains(next)));
        if is_number {
            numbers.push(chars[at..end].iter().filter(|&&letter| letter != ',').collect());
        }
        at = end.max(at + 1);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_and_numerals_that_count() {
        assert_eq!(numbers("２０１３年有1,200万人，涨了3.5倍。"), ["2013", "1200", "3.5"]);
        assert_eq!(numbers("三年里两家做到九成，一个也没有，十五亿"), ["三", "两", "九", "十五亿"]);
        assert_eq!(numbers("一定，万一，三心二意"), Vec::<String>::from(["万一".to_owned()]));
    }

    #[test]
    fn another_company_or_year_is_another_fact() {
        let gazetteer = Gazetteer::built_in();
        let guard = Guard::new(&gazetteer);
        assert!(guard.agrees("微信在2013年胜过了支付宝", "WeChat 在 2013 年已经胜过支付宝"));
        assert!(!guard.agrees("微信胜过支付宝", "支付宝胜过微信"));
        assert!(!guard.agrees("微信胜过支付宝", "微信胜过京东"));
        assert!(!guard.agrees("2013年的微信", "2014年的微信"));
        assert!(guard.allows("2013年的微信与陌陌", "2013年的微信"));
        assert!(!guard.allows("2013年的微信与陌陌", "2013年的微信与易信"));
    }
}
