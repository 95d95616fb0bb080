//! The words of reports: `content/locales/simulate.en.json` and its Chinese sister.

use std::collections::BTreeMap;

use xd_analyst::plot::Lang;
use xd_sim::Scenario;

const EN: &str = include_str!("../../../../content/locales/simulate.en.json");
const ZH: &str = include_str!("../../../../content/locales/simulate.zh-CN.json");

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    /// Which.
    pub lang: Lang,
    texts: BTreeMap<String, String>,
}

impl Words {
    /// Those of a language.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        let text = match lang {
            Lang::En => EN,
            Lang::Zh => ZH,
        };
        // A test reads both files; were one broken, the keys would stand in the report.
        Self { lang, texts: serde_json::from_str(text).unwrap_or_default() }
    }

    /// The words of a key.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same() {
        let [en, zh] = [Lang::En, Lang::Zh].map(Words::of);
        assert!(en.texts.len() > 90 && en.texts.keys().eq(zh.texts.keys()));
        for (key, text) in &en.texts {
            let holes = |text: &str| text.matches('{').count();
            assert_eq!(holes(text), holes(&zh.texts[key]), "{key}");
        }
    }
}
