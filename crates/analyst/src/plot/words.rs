//! The words of figures: `content/locales/figures.en.json` and its Chinese sister.

use std::collections::BTreeMap;

use clap::ValueEnum;

const EN: &str = include_str!("../../../../content/locales/figures.en.json");
const ZH: &str = include_str!("../../../../content/locales/figures.zh-CN.json");

/// The language of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 中文
    Zh,
}

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Those of a language.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        let text = match lang {
            Lang::En => EN,
            Lang::Zh => ZH,
        };
        Self::read(text)
    }

    /// Those of a text, an object of JSON.
    #[must_use]
    pub fn read(text: &str) -> Self {
        // Tests read the files; were one broken, the keys would stand in the figure.
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// The words of a key.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// Every key.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}
