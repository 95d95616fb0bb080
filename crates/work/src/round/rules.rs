//! The dated rules of rounds (`content/rounds.csv`).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{SchoolDay, words};

use crate::template::Standing;
use crate::{Bilingual, PlaceKind};

/// Under which circumstances a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// 日常
    Routine,
    /// 病例后
    AfterCase,
    /// 呕吐物、排泄物
    Vomit,
}

words!(Regime, "regime", {
    Routine => "routine",
    AfterCase => "after_case",
    Vomit => "vomit",
});

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundAction {
    /// 清洁
    Clean,
    /// 消毒
    Disinfect,
    /// 通风
    Ventilate,
}

words!(RoundAction, "round action", {
    Clean => "clean",
    Disinfect => "disinfect",
    Ventilate => "ventilate",
});

/// What is asked of a kind of place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RoundRule {
    /// A slug, unique in the table.
    pub id: String,
    /// The kind of place.
    pub place: PlaceKind,
    /// Under which circumstances.
    pub regime: Regime,
    /// What is done.
    pub action: RoundAction,
    /// With what, such as `chlorine`; empty where nothing is needed.
    pub agent: String,
    /// Available chlorine, where the agent is chlorine.
    pub mg_per_l: Option<u32>,
    /// How long the agent acts before it is wiped off.
    pub contact_minutes: Option<u32>,
    /// How often on a day of school.
    pub times_per_day: u32,
    /// How long each time, for airing.
    pub minutes_each: Option<u32>,
    /// The first day on which it holds; from the beginning if none.
    #[serde(deserialize_with = "csv_day")]
    pub valid_from: Option<SchoolDay>,
    /// The last day on which it holds; none if it still does.
    #[serde(deserialize_with = "csv_day")]
    pub valid_to: Option<SchoolDay>,
    /// Where it holds, such as `CN`, and in every jurisdiction below that has no rule of its own.
    pub jurisdiction: String,
    note_zh: String,
    note_en: String,
    /// How sure it is.
    pub status: Standing,
    /// Where it comes from; empty for general knowledge.
    pub source: String,
}

fn csv_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<SchoolDay>, D::Error> {
    let text = String::deserialize(from)?;
    let day = Some(text).filter(|text| !text.is_empty()).map(|text| text.parse()).transpose();
    day.map_err(serde::de::Error::custom)
}

impl RoundRule {
    /// What to mind.
    #[must_use]
    pub fn note(&self) -> Bilingual {
        Bilingual { zh: self.note_zh.clone(), en: self.note_en.clone() }
    }

    fn holds(&self, day: SchoolDay) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// How close to a place the rule's jurisdiction is; nothing if it does not hold there.
    fn nearness(&self, jurisdiction: &str) -> Option<usize> {
        let own = &self.jurisdiction;
        let below = jurisdiction.strip_prefix(own.as_str())?;
        (below.is_empty() || below.starts_with('-')).then_some(own.len())
    }
}

static RULES: LazyLock<Result<Vec<RoundRule>, String>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_bytes!("../../../../content/rounds.csv").as_slice());
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| error.to_string())
});

/// Every rule, or why the table cannot be read: a test reads it.
///
/// # Errors
/// The fault of the table, with its line.
pub fn rules() -> Result<&'static [RoundRule], &'static str> {
    RULES.as_deref().map_err(String::as_str)
}

/// The rules in force on a day for a kind of place under a regime: for each action those of the nearest jurisdiction.
#[must_use]
pub fn in_force(
    (place, regime): (PlaceKind, Regime),
    day: SchoolDay,
    jurisdiction: &str,
) -> Vec<&'static RoundRule> {
    let all = rules().unwrap_or_default().iter();
    let held: Vec<(usize, &RoundRule)> = all
        .filter(|rule| rule.place == place && rule.regime == regime && rule.holds(day))
        .filter_map(|rule| Some((rule.nearness(jurisdiction)?, rule)))
        .collect();
    let nearest = |action| held.iter().filter(|(_, rule)| rule.action == action).map(|(near, _)| *near).max();
    let kept = held.iter().filter(|(near, rule)| nearest(rule.action) == Some(*near));
    kept.map(|(_, rule)| *rule).collect()
}
