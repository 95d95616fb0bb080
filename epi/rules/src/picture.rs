//! Clinical pictures: what is known of an illness, looked up once for all cases that look alike.

use std::collections::HashMap;

use crate::rulebook::{Matcher, Rulebook};

/// What is known of a case: its syndrome groups and diseases. Got from [`crate::Batch::picture`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Picture(pub(crate) u32);

/// Who is counted together under a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Everybody whom the rule names.
    Together,
    /// Under a rule for any syndrome: those of whom neither syndrome nor disease is known.
    Unspecified,
    /// Under a rule for any syndrome: one syndrome group. [`crate::Evaluation::group_code`] tells which.
    Syndrome(GroupId),
}

/// A syndrome group of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(u32);

#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) groups: Vec<Group>,
    /// For each matcher of the rulebook, whether it counts such a case.
    pub(crate) matched: Vec<bool>,
}

/// The pictures met so far, and the groups that no table knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pictures {
    pub(crate) known: Vec<Known>,
    by_words: HashMap<(Vec<String>, Vec<String>), Picture>,
    own_groups: Vec<String>,
}

/// A picture's words, looked up.
struct Meaning {
    groups: Vec<u32>,
    diseases: Vec<u32>,
    strange: Vec<String>,
    notifiable: bool,
}

impl Pictures {
    pub(crate) fn get(&mut self, book: &Rulebook, groups: &[&str], diseases: &[&str]) -> Picture {
        let key = (normal(groups), normal(diseases));
        if let Some(&picture) = self.by_words.get(&key) {
            return picture;
        }
        let meaning = self.look_up(book, &key.0, &key.1);
        let matched = book.matchers.iter().map(|matcher| meaning.meets(matcher)).collect();
        let groups = match meaning.groups.is_empty() {
            true => vec![Group::Unspecified],
            false => meaning.groups.iter().map(|&id| Group::Syndrome(GroupId(id))).collect(),
        };
        let picture = Picture(u32::try_from(self.known.len()).unwrap_or(u32::MAX));
        self.known.push(Known { groups, matched });
        self.by_words.insert(key, picture);
        picture
    }

    pub(crate) fn group_code<'s>(&'s self, book: &'s Rulebook, GroupId(id): GroupId) -> &'s str {
        let tabled = book.lexicon().syndromes().iter().len();
        match (id as usize).checked_sub(tabled) {
            None => book.lexicon().group_code(id),
            Some(own) => self.own_groups.get(own).map_or("", String::as_str),
        }
    }

    pub(crate) fn find_group(&self, book: &Rulebook, code: &str) -> Option<GroupId> {
        let tabled = book.lexicon().syndromes().iter().len();
        let own = || Some(tabled + self.own_groups.iter().position(|group| group == code)?);
        let id = book.lexicon().group_id(code).or_else(|| own().and_then(|id| u32::try_from(id).ok()));
        id.map(GroupId)
    }

    fn look_up(&mut self, book: &Rulebook, groups: &[String], words: &[String]) -> Meaning {
        let lexicon = book.lexicon();
        let ids: Vec<u32> = words.iter().filter_map(|word| lexicon.disease_id(word)).collect();
        let strange = words.iter().filter(|word| lexicon.disease_id(word).is_none()).cloned().collect();
        let notifiable = ids.iter().any(|&id| lexicon.diseases()[id as usize].notifiable);
        let mut groups: Vec<u32> = match groups.is_empty() {
            false => groups.iter().map(|word| self.group(book, word)).collect(),
            true => words.iter().flat_map(|word| self.implied(book, word)).collect(),
        };
        groups.sort_unstable();
        groups.dedup();
        let diseases = ids.iter().flat_map(|&id| lexicon.lineage(id)).collect();
        Meaning { groups, diseases, strange, notifiable }
    }

    /// The groups a disease implies; a disease that implies none is a group of its own.
    fn implied(&mut self, book: &Rulebook, word: &str) -> Vec<u32> {
        match book.lexicon().disease(word) {
            None => vec![self.group(book, word)],
            Some(disease) if disease.groups.is_empty() => vec![self.group(book, &disease.slug)],
            Some(disease) => disease.groups.iter().map(|code| self.group(book, code)).collect(),
        }
    }

    fn group(&mut self, book: &Rulebook, word: &str) -> u32 {
        if let Some(id) = book.lexicon().group_id(word) {
            return id;
        }
        let own = self.own_groups.iter().position(|group| group == word).unwrap_or_else(|| {
            self.own_groups.push(word.to_owned());
            self.own_groups.len() - 1
        });
        u32::try_from(book.lexicon().syndromes().iter().len() + own).unwrap_or(u32::MAX)
    }
}

impl Meaning {
    fn meets(&self, matcher: &Matcher) -> bool {
        matcher.by_group
            || (matcher.notifiable && self.notifiable)
            || self.groups.iter().any(|id| matcher.groups.contains(id))
            || self.diseases.iter().any(|id| matcher.diseases.contains(id))
            || matcher.label.as_ref().is_some_and(|label| self.strange.contains(label))
    }
}

fn normal(words: &[&str]) -> Vec<String> {
    let words = words.iter().map(|word| word.trim().to_lowercase());
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}
