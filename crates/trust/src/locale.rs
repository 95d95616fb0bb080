//! The language in which an account reads, by its BCP 47 tag: the one word that is not ours to spell.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::UnknownWord;

/// The language in which an account reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
pub enum Locale {
    /// 简体中文
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The tag in database and API.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Locale {
    type Err = UnknownWord;
    fn from_str(tag: &str) -> Result<Self, UnknownWord> {
        match tag {
            "zh-CN" => Ok(Self::ZhCn),
            "en" => Ok(Self::En),
            _ => Err(UnknownWord { what: "locale", word: tag.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn tags_round_trip() {
        for locale in [Locale::ZhCn, Locale::En] {
            assert_eq!(locale.tag().parse(), Ok(locale));
            assert_eq!(serde_json::to_string(&locale).unwrap(), format!("\"{locale}\""));
        }
        assert!("zh".parse::<Locale>().is_err());
    }
}
