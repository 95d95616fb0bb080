//! The words of reports on policies and calibrations: `content/locales/policy.zh-CN.json` and its English sister.

use xd_analyst::plot::{Lang, Words};

const ZH: &str = include_str!("../../../content/locales/policy.zh-CN.json");
const EN: &str = include_str!("../../../content/locales/policy.en.json");

/// Chinese first.
pub(crate) const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh-CN"), (Lang::En, "en")];

/// The words of a language.
#[must_use]
pub fn of(lang: Lang) -> Words {
    Words::read(match lang {
        Lang::Zh => ZH,
        Lang::En => EN,
    })
}

/// The words of a key with its places filled in.
pub(crate) fn fill(words: &Words, key: &str, places: &[(&str, String)]) -> String {
    places
        .iter()
        .fold(words.get(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A number as a person wants to read it: three figures or so.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        x if !x.is_finite() => "–".to_owned(),
        x if x < 1.0 => format!("{value:.3}"),
        x if x < 10.0 => format!("{value:.2}"),
        x if x < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
