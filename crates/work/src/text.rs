//! A text for people that stands in data, in both languages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Chinese and English of one text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Bilingual {
    /// Whether both languages say something and neither is longer than `most` characters.
    #[must_use]
    pub fn is_complete(&self, most: usize) -> bool {
        [&self.zh, &self.en].iter().all(|text| !text.trim().is_empty() && text.chars().count() <= most)
    }
}
