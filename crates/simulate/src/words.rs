//! The words of reports and figures: those of runs are `content/locales/simulate.en.json`, those of searches and calibrations
//! `content/locales/policy.en.json`, each with its Chinese sister.

use xd_analyst::plot::{self, Lang};
use xd_sim::Scenario;

const REPORT: [&str; 2] = [
    include_str!("../../../content/locales/simulate.zh-CN.json"),
    include_str!("../../../content/locales/simulate.en.json"),
];
const POLICY: [&str; 2] = [
    include_str!("../../../content/locales/policy.zh-CN.json"),
    include_str!("../../../content/locales/policy.en.json"),
];

/// Chinese first.
pub(crate) const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh-CN"), (Lang::En, "en")];

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    /// Which.
    pub lang: Lang,
    texts: plot::Words,
}

impl Words {
    /// Those of runs and comparisons.
    #[must_use]
    pub fn report(lang: Lang) -> Self {
        Self::read(lang, REPORT)
    }

    /// Those of searches, explanations and calibrations.
    #[must_use]
    pub fn policy(lang: Lang) -> Self {
        Self::read(lang, POLICY)
    }

    fn read(lang: Lang, [zh, en]: [&str; 2]) -> Self {
        let text = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        Self { lang, texts: plot::Words::read(text) }
    }

    /// Every key.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.texts.keys()
    }

    /// The words of a key.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key)
    }

    /// The words of a key with `{name}` filled in.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let fill = |text: String, (name, value): &(&str, String)| text.replace(&format!("{{{name}}}"), value);
        values.iter().fold(self.get(key).to_owned(), fill)
    }

    /// What a column of the replicates is called; clusters and measures have the names of the scenario.
    #[must_use]
    pub fn metric(&self, column: &str, scenario: &Scenario) -> String {
        let numbered = |prefix: &str| column.strip_prefix(prefix)?.parse::<usize>().ok()?.checked_sub(1);
        if let Some(rule) = numbered("cluster_").and_then(|at| scenario.clusters.get(at)) {
            return format!("{}: {}", self.get("clusters"), rule.name);
        }
        if let Some(measure) = numbered("done_").and_then(|at| scenario.measures.get(at)) {
            return format!("{}: {}", self.get("measures"), measure.name);
        }
        self.get(&format!("metric.{column}")).to_owned()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same() {
        for (words, least) in [(Words::report as fn(Lang) -> Words, 90), (Words::policy, 40)] {
            let [en, zh] = [Lang::En, Lang::Zh].map(words);
            assert!(en.keys().len() > least && en.keys() == zh.keys());
            for key in en.keys() {
                let holes = |words: &Words| words.get(&key).matches('{').count();
                assert_eq!(holes(&en), holes(&zh), "{key}");
            }
        }
    }
}
