//! What words mean: diseases, their aliases, what they are part of, the syndrome groups they imply.

use std::collections::BTreeMap;

use crate::rule::Text;
use crate::syndrome::Syndromes;
use crate::table::{self, Row, TableError};

/// A disease, or an event that is reported as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disease {
    /// Stable slug, such as `scarlet-fever`.
    pub slug: String,
    /// Its code in the notifiable list, empty where it is part of another.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// The slug of the disease it is a form of: norovirus is part of other infectious diarrhoea.
    pub part_of: Option<String>,
    /// Legal class: 甲, 乙, 丙 or what stands in its place.
    pub class: String,
    /// Hours until a case is due to be reported, where a limit is known.
    pub report_h: Option<u16>,
    /// ICD-10 codes.
    pub icd10: String,
    /// Codes of the syndrome groups that a case belongs to when nothing is known of its symptoms.
    pub groups: Vec<String>,
    /// Is a single case notifiable by law?
    pub notifiable: bool,
}

const COLUMNS: &[&str] = &[
    "slug",
    "code",
    "name_zh",
    "name_en",
    "aliases",
    "part_of",
    "class",
    "report_h",
    "icd10",
    "groups",
    "notifiable",
];

impl Disease {
    /// Reads a table of diseases from CSV text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column.
    pub fn parse_table(text: &str) -> Result<Vec<Self>, TableError> {
        let mut known = BTreeMap::new();
        table::read(text, COLUMNS, |row| {
            let disease = read(row)?;
            match known.insert(disease.slug.clone(), ()) {
                None => Ok(disease),
                Some(()) => Err(row.wrong("slug", format!("`{}` was there before", disease.slug))),
            }
        })
    }
}

fn read(row: &Row<'_>) -> Result<Disease, TableError> {
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    Ok(Disease {
        slug: row.required("slug")?.to_owned(),
        code: row.text("code").to_owned(),
        name: Text::read(row, "name")?,
        aliases: owned(row.list("aliases")),
        part_of: Some(row.text("part_of").to_owned()).filter(|slug| !slug.is_empty()),
        class: row.text("class").to_owned(),
        report_h: if row.text("report_h").is_empty() { None } else { Some(row.parsed("report_h")?) },
        icd10: row.text("icd10").to_owned(),
        groups: owned(row.list("groups")),
        notifiable: match row.required("notifiable")? {
            "yes" => true,
            "no" => false,
            other => return Err(row.wrong("notifiable", format!("`{other}` is neither yes nor no"))),
        },
    })
}

/// The meaning of words in rules and case lists. Words are compared without regard to case.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    diseases: Vec<Disease>,
    syndromes: Syndromes,
    disease_words: BTreeMap<String, u32>,
    group_words: BTreeMap<String, u32>,
}

impl Lexicon {
    /// Joins diseases and syndrome groups.
    ///
    /// # Errors
    /// Names the disease whose `part_of` or implied group does not exist or leads round in a circle,
    /// or the word that would mean two things.
    pub fn new(diseases: Vec<Disease>, syndromes: Syndromes) -> Result<Self, LexiconError> {
        let mut lexicon = Self { diseases, syndromes, ..Self::default() };
        lexicon.disease_words = lexicon.index_diseases()?;
        lexicon.group_words = lexicon.index_groups()?;
        for disease in &lexicon.diseases {
            lexicon.check_links(disease)?;
        }
        Ok(lexicon)
    }

    /// The disease a word stands for: its slug, an alias, or its name in either language.
    #[must_use]
    pub fn disease(&self, word: &str) -> Option<&Disease> {
        self.disease_id(word).and_then(|id| self.diseases.get(id as usize))
    }

    /// Every disease.
    #[must_use]
    pub fn diseases(&self) -> &[Disease] {
        &self.diseases
    }

    /// Every syndrome group.
    #[must_use]
    pub fn syndromes(&self) -> &Syndromes {
        &self.syndromes
    }

    /// The code of the group a word stands for: its code, an alias, or its name in either language.
    #[must_use]
    pub fn group(&self, word: &str) -> Option<&str> {
        self.group_id(word).map(|id| self.group_code(id))
    }

    pub(crate) fn disease_id(&self, word: &str) -> Option<u32> {
        self.disease_words.get(&word.to_lowercase()).copied()
    }

    pub(crate) fn group_id(&self, word: &str) -> Option<u32> {
        self.group_words.get(&word.to_lowercase()).copied()
    }

    pub(crate) fn group_code(&self, id: u32) -> &str {
        self.syndromes.iter().nth(id as usize).map_or("", |syndrome| &syndrome.code)
    }

    /// The disease and everything it is part of.
    pub(crate) fn lineage(&self, id: u32) -> impl Iterator<Item = u32> + '_ {
        let parent = |id: &u32| {
            let part_of = self.diseases.get(*id as usize)?.part_of.as_deref()?;
            self.disease_id(part_of)
        };
        std::iter::successors(Some(id), parent)
    }

    fn index_diseases(&self) -> Result<BTreeMap<String, u32>, LexiconError> {
        let words = self.diseases.iter().map(|disease| {
            let names = [&disease.slug, &disease.name.zh, &disease.name.en];
            names.into_iter().chain(&disease.aliases)
        });
        index(words)
    }

    fn index_groups(&self) -> Result<BTreeMap<String, u32>, LexiconError> {
        let words = self.syndromes.iter().map(|syndrome| {
            let names = [&syndrome.code, &syndrome.name.zh, &syndrome.name.en];
            names.into_iter().chain(&syndrome.aliases)
        });
        index(words)
    }

    fn check_links(&self, disease: &Disease) -> Result<(), LexiconError> {
        let broken =
            |word: &String| LexiconError::Unknown { disease: disease.slug.clone(), word: word.clone() };
        if let Some(group) = disease.groups.iter().find(|group| self.syndromes.get(group).is_none()) {
            return Err(broken(group));
        }
        if let Some(parent) = disease.part_of.as_ref().filter(|slug| self.disease_id(slug).is_none()) {
            return Err(broken(parent));
        }
        let depth = self
            .disease_id(&disease.slug)
            .map_or(0, |id| self.lineage(id).take(self.diseases.len() + 1).count());
        if depth > self.diseases.len() {
            return Err(LexiconError::Circle { disease: disease.slug.clone() });
        }
        Ok(())
    }
}

/// Why diseases and syndrome groups do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LexiconError {
    /// One word names two things.
    #[error("`{word}` names two things")]
    Ambiguous {
        /// The word, in lower case.
        word: String,
    },
    /// A disease names a group or a disease that is not there.
    #[error("disease `{disease}` names `{word}`, which does not exist")]
    Unknown {
        /// Slug of the disease.
        disease: String,
        /// The missing slug or code.
        word: String,
    },
    /// A disease is part of itself.
    #[error("disease `{disease}` is part of itself")]
    Circle {
        /// Slug of the disease.
        disease: String,
    },
}

fn index<'w, W>(things: impl Iterator<Item = W>) -> Result<BTreeMap<String, u32>, LexiconError>
where
    W: Iterator<Item = &'w String>,
{
    let mut index = BTreeMap::new();
    for (id, words) in (0..).zip(things) {
        for word in words.filter(|word| !word.is_empty()) {
            let word = word.to_lowercase();
            match index.insert(word.clone(), id) {
                Some(other) if other != id => return Err(LexiconError::Ambiguous { word }),
                _ => {}
            }
        }
    }
    Ok(index)
}
