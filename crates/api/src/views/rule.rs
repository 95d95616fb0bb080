//! The rules that are in force, as data.

use serde::Serialize;
use utoipa::ToSchema;
use xd_kernel::SchoolDay;

use super::absence::ExclusionRule;

/// A source that a rule rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Source)]
pub struct SourceView {
    /// Its code in the citation.
    pub code: String,
    /// Its title in Chinese.
    pub title_zh: String,
    /// Its title in English.
    pub title_en: String,
}

/// A threshold rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rule)]
pub struct ThresholdRule {
    /// Its id.
    pub rule_id: String,
    /// What it counts: diseases, or any syndrome.
    pub disease: String,
    /// Its level.
    pub level: String,
    /// The scopes it counts in.
    pub scope: String,
    /// The days it looks back, the day itself included.
    pub window_days: u32,
    /// From how many cases on it holds.
    pub min_cases: u32,
    /// In a few words, in Chinese.
    pub label_zh: String,
    /// In a few words, in English.
    pub label_en: String,
    /// Within how many hours it is to be reported.
    pub report_within_h: Option<u32>,
    /// To whom, in Chinese.
    pub report_to_zh: String,
    /// To whom, in English.
    pub report_to_en: String,
    /// Where it counts.
    pub jurisdiction: String,
    /// The first day on which it counts.
    pub valid_from: Option<SchoolDay>,
    /// The last day on which it counts.
    pub valid_to: Option<SchoolDay>,
    /// `V` read in its source, `L` local, `G` general knowledge.
    pub status: String,
    /// The citation: codes of sources, with remarks.
    pub source: String,
    /// The sources that the citation names, as far as they are listed.
    pub sources: Vec<SourceView>,
    /// What else the source says, in Chinese.
    pub extra_zh: Option<String>,
    /// What else the source says, in English.
    pub extra_en: Option<String>,
}

/// The threshold rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThresholdRules {
    /// In the order of the rule book.
    pub items: Vec<ThresholdRule>,
}

/// The return rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExclusionRules {
    /// In the order of the rule book.
    pub items: Vec<ExclusionRule>,
}

/// A code and its names.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeLabel {
    /// The code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A disease and its names.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiseaseLabel {
    /// The slug.
    pub slug: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}
