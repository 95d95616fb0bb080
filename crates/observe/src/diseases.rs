//! The diseases a diagnosis can name, the rules by which a person comes back after one, and the sources of rules.

use std::sync::LazyLock;

use epi_rules::exclusion::ReturnRule;
use epi_rules::{Disease, Sources, TableError};

static DISEASES: LazyLock<Result<Vec<Disease>, TableError>> =
    LazyLock::new(|| Disease::parse_table(include_str!("../../../content/diseases.csv")));
static RULES: LazyLock<Result<Vec<ReturnRule>, TableError>> =
    LazyLock::new(|| ReturnRule::parse_table(include_str!("../../../content/exclusion.csv")));
static SOURCES: LazyLock<Result<Sources, TableError>> =
    LazyLock::new(|| Sources::parse_table(include_str!("../../../content/sources.csv")));

/// Every disease. The tables are part of the program, and a test reads them: none is missing at run time.
#[must_use]
pub fn all() -> &'static [Disease] {
    DISEASES.as_deref().unwrap_or_default()
}

/// Every return rule, the variants that some places follow among them.
#[must_use]
pub fn return_rules() -> &'static [ReturnRule] {
    RULES.as_deref().unwrap_or_default()
}

/// Titles of the sources that rules of any kind cite by code.
#[must_use]
pub fn sources() -> &'static Sources {
    static NONE: LazyLock<Sources> = LazyLock::new(Sources::default);
    SOURCES.as_ref().unwrap_or(&NONE)
}

/// The disease of a slug.
#[must_use]
pub fn find(slug: &str) -> Option<&'static Disease> {
    all().iter().find(|disease| disease.slug == slug)
}

/// The default return rule after a disease: its own, else that of the disease it is a form of.
#[must_use]
pub fn return_rule(slug: &str) -> Option<&'static ReturnRule> {
    let of = |slug: &str| {
        return_rules()
            .iter()
            .find(|rule| rule.variant == "default" && rule.diseases.iter().any(|disease| disease == slug))
    };
    of(slug).or_else(|| of(find(slug)?.part_of.as_deref()?))
}

#[cfg(test)]
mod tests {
    use epi_rules::Status;

    use super::*;

    #[test]
    fn the_tables_are_read_whole() {
        assert_eq!(DISEASES.as_ref().err(), None);
        assert_eq!(RULES.as_ref().err(), None);
        assert_eq!(SOURCES.as_ref().err(), None);
        assert!(all().len() > 50 && return_rules().len() > 20);
        for rule in return_rules() {
            for slug in &rule.diseases {
                assert!(find(slug).is_some(), "{slug} has a return rule but is no disease");
            }
        }
    }

    #[test]
    fn every_return_rule_read_in_a_source_has_the_title_of_one() {
        for rule in return_rules().iter().filter(|rule| rule.status != Status::General) {
            assert!(sources().cited(&rule.source).next().is_some(), "{}: {}", rule.rule, rule.source);
        }
    }

    #[test]
    fn a_form_of_a_disease_falls_back_to_its_rule() {
        assert_eq!(return_rule("varicella").unwrap().diseases, ["varicella"]);
        assert!(return_rule("hepatitis-b").is_none() || find("hepatitis-b").unwrap().part_of.is_some());
        assert!(return_rule("rabies").is_none());
    }
}
