//! The rule book: which threshold rules are in force for a school, and what their words mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use epi_rules::{Disease, Lexicon, Rule, Rulebook, ScopeKind, Syndromes, Target, Text};

use crate::content;

/// The jurisdiction whose rules count everywhere.
pub const NATIONAL: &str = "CN";

/// Every threshold rule, made ready once for each jurisdiction.
#[derive(Debug)]
pub struct RuleBook {
    rules: Vec<Rule>,
    lexicon: Lexicon,
    national: Rulebook,
    /// National rules and the local ones, by jurisdiction.
    local: BTreeMap<String, Rulebook>,
}

/// The embedded rule book.
#[must_use]
pub fn rules() -> &'static RuleBook {
    static BOOK: LazyLock<RuleBook> = LazyLock::new(embedded);
    &BOOK
}

#[expect(clippy::expect_used, reason = "the text is part of the program, and a test reads all of it")]
fn embedded() -> RuleBook {
    RuleBook::read(content::THRESHOLDS, content::SYNDROMES, content::DISEASES)
        .expect("embedded rules are sound")
}

impl RuleBook {
    /// Reads the rule book from tables.
    ///
    /// # Errors
    /// What is wrong, with table, line and column.
    pub fn read(thresholds: &[(&str, &str)], syndromes: &str, diseases: &str) -> Result<Self, String> {
        let mut rules = Vec::new();
        for (name, text) in thresholds {
            rules.extend(Rule::parse_table(text).map_err(|error| format!("thresholds/{name}.csv: {error}"))?);
        }
        let syndromes =
            Syndromes::parse_table(syndromes).map_err(|error| format!("syndromes.csv: {error}"))?;
        let diseases = Disease::parse_table(diseases).map_err(|error| format!("diseases.csv: {error}"))?;
        let lexicon = Lexicon::new(diseases, syndromes).map_err(|error| error.to_string())?;
        let book_of = |place: &str| {
            let counts = |rule: &&Rule| rule.jurisdiction == NATIONAL || rule.jurisdiction == place;
            let chosen = rules.iter().filter(counts).cloned().collect();
            Rulebook::new(chosen, lexicon.clone()).map_err(|error| error.to_string())
        };
        let mut local = BTreeMap::new();
        for place in rules.iter().map(|rule| &rule.jurisdiction).filter(|place| *place != NATIONAL) {
            if !local.contains_key(place) {
                local.insert(place.clone(), book_of(place)?);
            }
        }
        let national = book_of(NATIONAL)?;
        Ok(Self { rules, lexicon, national, local })
    }

    /// Every rule, whatever its jurisdiction and validity.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// What the rules' words mean.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The rule of an id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rules in force for a unit of this jurisdiction: the national ones, and those of the narrowest place that
    /// has rules of its own. `CN-Zhejiang-Huzhou` and `Zhejiang-Huzhou` mean the same place.
    #[must_use]
    pub fn of(&self, jurisdiction: &str) -> &Rulebook {
        let place = jurisdiction.strip_prefix("CN-").unwrap_or(jurisdiction);
        let covers = |wide: &str| {
            place.strip_prefix(wide).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let narrowest = self.local.iter().filter(|(wide, _)| covers(wide)).max_by_key(|(wide, _)| wide.len());
        narrowest.map_or(&self.national, |(_, book)| book)
    }

    /// What a rule counts, in both languages.
    #[must_use]
    pub fn label(&self, rule: &Rule) -> Text {
        let names: Vec<Text> = match self.lexicon.disease(&rule.label) {
            Some(disease) => vec![disease.name.clone()],
            None => rule.targets.iter().map(|target| self.target_name(target)).collect(),
        };
        let join = |pick: fn(&Text) -> &str, by: &str| names.iter().map(pick).collect::<Vec<_>>().join(by);
        Text { zh: join(|name| &name.zh, "、"), en: join(|name| &name.en, ", ") }
    }

    fn target_name(&self, target: &Target) -> Text {
        let text = |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() };
        match target {
            Target::AnySyndrome => text("症状相似的病例", "similar symptoms"),
            Target::AnyNotifiable => text("法定传染病", "notifiable disease"),
            Target::Group(code) => self
                .lexicon
                .syndromes()
                .get(code)
                .map_or_else(|| text(code, code), |group| group.name.clone()),
            Target::Disease(slug) => {
                self.lexicon.disease(slug).map_or_else(|| text(slug, slug), |disease| disease.name.clone())
            }
        }
    }

    /// The longest window, in days, of the rules that count by symptoms as well, and so need every case.
    #[must_use]
    pub fn ordinary_window(&self) -> i32 {
        let windows = self.rules.iter().map(|rule| i32::from(rule.window_days));
        windows.filter(|days| *days <= ORDINARY_MOST).max().unwrap_or(1)
    }

    /// The longest window of any rule, in days.
    #[must_use]
    pub fn longest_window(&self) -> i32 {
        self.rules.iter().map(|rule| i32::from(rule.window_days)).max().unwrap_or(1)
    }

    /// The slugs of the diseases, and of their forms, that rules with a window beyond the ordinary name.
    #[must_use]
    pub fn long_window_diseases(&self) -> Vec<&str> {
        self.diseases_of(|rule| i32::from(rule.window_days) > ORDINARY_MOST)
    }

    /// The slugs of the diseases, and of their forms, that rules for a whole county name.
    #[must_use]
    pub fn county_diseases(&self) -> Vec<&str> {
        self.diseases_of(|rule| rule.scopes.contains(&ScopeKind::County))
    }

    fn diseases_of(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<&str> {
        let targets = self.rules.iter().filter(|rule| wanted(rule)).flat_map(|rule| &rule.targets);
        let named: Vec<&str> = targets
            .filter_map(|target| match target {
                Target::Disease(slug) => self.lexicon.disease(slug).map(|disease| disease.slug.as_str()),
                _ => None,
            })
            .collect();
        let diseases = self.lexicon.diseases().iter().map(|disease| disease.slug.as_str());
        diseases.filter(|slug| self.and_wider(slug).any(|wider| named.contains(&wider))).collect()
    }

    /// A disease and everything it is a form of.
    fn and_wider<'s>(&'s self, slug: &'s str) -> impl Iterator<Item = &'s str> {
        std::iter::successors(Some(slug), |slug| {
            self.lexicon.disease(slug).and_then(|disease| disease.part_of.as_deref())
        })
    }
}

/// A rule with a longer window counts diagnosed cases only, which are read by their diagnosis.
const ORDINARY_MOST: i32 = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_sound() {
        let book = rules();
        assert_eq!(book.all().len(), 42);
        for rule in book.all() {
            assert!(!book.label(rule).zh.is_empty(), "{}", rule.id);
        }
        assert_eq!((book.ordinary_window(), book.longest_window()), (14, 180));
    }

    #[test]
    fn a_jurisdiction_adds_its_own_rules_to_the_national_ones() {
        let count = |place: &str| rules().of(place).rules().len();
        let national = count("CN");
        for (place, more) in [
            ("CN-Zhejiang-Huzhou", 8),
            ("Zhejiang-Huzhou", 8),
            ("CN-Zhejiang-Huzhou-Deqing", 8),
            ("CN-Zhejiang", 0),
            ("CN-Zhejiang-Huzhouxi", 0),
            ("local", 1),
            ("", 0),
        ] {
            assert_eq!(count(place), national + more, "{place}");
        }
    }

    #[test]
    fn diseases_read_by_diagnosis_include_their_forms() {
        assert_eq!(rules().long_window_diseases(), ["tuberculosis"]);
        let county = rules().county_diseases();
        assert!(county.contains(&"cholera") && county.contains(&"pulmonary-anthrax"), "{county:?}");
        assert!(!county.contains(&"anthrax"), "a form is named, not the disease: {county:?}");
    }

    #[test]
    fn labels_are_in_both_languages() {
        let book = rules();
        let label = |id: &str| book.rule(id).map(|rule| book.label(rule)).unwrap();
        assert_eq!(label("EW-01").en, "similar symptoms");
        assert_eq!(label("PHE-VAR").zh, "水痘");
        assert_eq!(label("PHE-HAHE").en, "hepatitis A or E");
    }
}
