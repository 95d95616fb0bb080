//! The rule data this crate embeds, as text: what the database-free `xiaodun replay` reads as well.

/// Tables of threshold rules, each with the jurisdiction its file is named after.
pub const THRESHOLDS: &[(&str, &str)] = &[
    ("CN", include_str!("../../../content/thresholds/CN.csv")),
    ("Zhejiang-Huzhou", include_str!("../../../content/thresholds/Zhejiang-Huzhou.csv")),
    ("local", include_str!("../../../content/thresholds/local.csv")),
];

/// Syndrome groups: which symptoms make illnesses similar.
pub const SYNDROMES: &str = include_str!("../../../content/syndromes.csv");

/// Diseases: names, forms, class, notifiability.
pub const DISEASES: &str = include_str!("../../../content/diseases.csv");
