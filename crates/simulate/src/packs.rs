//! The disease packs that the program carries: `content/diseases`.

/// Slug and text of each, in the order of their slugs.
pub const PACKS: [(&str, &str); 11] = [
    ("covid-19-delta", include_str!("../../../content/diseases/covid-19-delta.toml")),
    ("covid-19-omicron", include_str!("../../../content/diseases/covid-19-omicron.toml")),
    ("covid-19-wild", include_str!("../../../content/diseases/covid-19-wild.toml")),
    ("hfmd", include_str!("../../../content/diseases/hfmd.toml")),
    ("influenza-pandemic", include_str!("../../../content/diseases/influenza-pandemic.toml")),
    ("influenza-seasonal", include_str!("../../../content/diseases/influenza-seasonal.toml")),
    ("measles", include_str!("../../../content/diseases/measles.toml")),
    ("mumps", include_str!("../../../content/diseases/mumps.toml")),
    ("norovirus", include_str!("../../../content/diseases/norovirus.toml")),
    ("tuberculosis", include_str!("../../../content/diseases/tuberculosis.toml")),
    ("varicella", include_str!("../../../content/diseases/varicella.toml")),
];

/// The fields of a pack; `None` where there is none of that slug.
#[must_use]
pub fn find(slug: &str) -> Option<toml::Table> {
    let (_, text) = PACKS.iter().find(|(name, _)| *name == slug)?;
    // A test reads every pack.
    text.parse().ok()
}
