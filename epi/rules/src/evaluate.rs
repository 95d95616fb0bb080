//! Cases in, signals out: for each rule, scope and group the runs of days on which the rule holds.

use std::ops::RangeInclusive;

use crate::picture::{Group, GroupId, Picture, Pictures};
use crate::rule::ScopeKind;
use crate::rulebook::Rulebook;
use crate::sweep::{Sweep, SweepInput};
use crate::window::{Runs, Segment};

/// One person's illness.
#[derive(Debug, Clone, Copy)]
pub struct Fact<'a, K> {
    /// Who; the same key in two facts is the same person.
    pub person: K,
    /// Day of onset, in days since any fixed day (1970-01-01 where rules have dates of validity).
    pub onset: i32,
    /// What is known of the illness.
    pub picture: Picture,
    /// The places the person belongs to. The person itself is always a scope and need not be listed.
    pub scopes: &'a [(ScopeKind, K)],
}

/// Facts being gathered. `K` is any small key (`u32`, a UUID) for persons and places alike.
#[derive(Debug, Clone)]
pub struct Batch<'b, K> {
    book: &'b Rulebook,
    pictures: Pictures,
    persons: Vec<K>,
    /// Parallel to the plans of the rulebook.
    entries: Vec<Vec<Entry<K>>>,
}

/// A case in one of its scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry<K> {
    pub(crate) scope: K,
    pub(crate) day: i32,
    pub(crate) case: u32,
    pub(crate) picture: Picture,
}

impl<'b, K: Copy + Ord> Batch<'b, K> {
    /// An empty batch.
    #[must_use]
    pub fn new(book: &'b Rulebook) -> Self {
        let entries = book.plans.iter().map(|_| Vec::new()).collect();
        Self { book, pictures: Pictures::default(), persons: Vec::new(), entries }
    }

    /// The picture of a case: codes (or aliases) of syndrome groups and slugs (or aliases) of diseases.
    ///
    /// Where no group is given, a case belongs to the groups its diseases imply; a disease that implies none, and
    /// a word that no table knows, is a group of its own. With neither groups nor diseases it belongs to the one
    /// unspecified group.
    pub fn picture(&mut self, groups: &[&str], diseases: &[&str]) -> Picture {
        self.pictures.get(self.book, groups, diseases)
    }

    /// Adds a fact and returns its position in the batch. A batch holds at most 2³² − 1 facts.
    pub fn push(&mut self, fact: &Fact<'_, K>) -> usize {
        let case = u32::try_from(self.persons.len()).unwrap_or(u32::MAX);
        self.persons.push(fact.person);
        for (plan, entries) in self.book.plans.iter().zip(&mut self.entries) {
            let add = |scope| Entry { scope, day: fact.onset, case, picture: fact.picture };
            if plan.kind == ScopeKind::Person {
                entries.push(add(fact.person));
            } else {
                let scopes = fact.scopes.iter().filter(|(kind, _)| *kind == plan.kind);
                entries.extend(scopes.map(|(_, scope)| add(*scope)));
            }
        }
        case as usize
    }

    /// Closes the batch and puts its facts in order. *O*(*n* log *n*).
    #[must_use]
    pub fn seal(mut self) -> Evaluation<'b, K> {
        for entries in &mut self.entries {
            entries.sort_unstable();
        }
        let mut persons = self.persons.clone();
        persons.sort_unstable();
        let repeated = persons.windows(2).any(|pair| pair[0] == pair[1]);
        Evaluation { batch: self, repeated }
    }
}

/// A rule in a scope for a group: what one signal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey<K> {
    /// Position of the rule in [`Rulebook::rules`].
    pub rule: usize,
    /// Kind of the scope.
    pub kind: ScopeKind,
    /// The scope.
    pub scope: K,
    /// Who is counted together.
    pub group: Group,
}

/// Consecutive days on which a rule holds in a scope for a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<K> {
    /// What it is about.
    pub key: SeriesKey<K>,
    /// First day on which it holds.
    pub first_day: i32,
    /// Last day on which it holds, with the facts known now.
    pub last_day: i32,
    /// Persons counted on the first day.
    pub first_count: u32,
    /// Highest count of the run.
    pub peak_count: u32,
    /// Position in the batch of the fact with which the threshold was reached.
    pub deciding_fact: usize,
}

/// A person who counts on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted<K> {
    /// Day of onset; of several in the window, the first.
    pub onset: i32,
    /// Position of that fact in the batch.
    pub fact: usize,
    /// Who.
    pub person: K,
}

/// A closed batch, ready to answer.
#[derive(Debug, Clone)]
pub struct Evaluation<'b, K> {
    batch: Batch<'b, K>,
    /// Has any person more than one fact?
    repeated: bool,
}

impl<K: Copy + Ord> Evaluation<'_, K> {
    /// Every run of days within `span` on which a rule in force holds, ordered by scope kind as first met in the rules,
    /// then scope; all runs of one rule in one scope stand together. *O*(*rules* × *n*) at worst; a rule costs nothing
    /// in a scope that has fewer cases of its kind than it needs.
    #[must_use]
    pub fn runs(&self, span: RangeInclusive<i32>) -> Vec<Run<K>> {
        let mut runs: Vec<Run<K>> = Vec::new();
        let mut gathering: Option<(SeriesKey<K>, Runs)> = None;
        self.visit(&span, |key, segment, case| match &mut gathering {
            Some((held, gathered)) if *held == key => gathered.add(segment, case),
            _ => {
                let mut gathered = Runs::default();
                gathered.add(segment, case);
                finish(&mut runs, gathering.replace((key, gathered)));
            }
        });
        finish(&mut runs, gathering);
        runs
    }

    /// Hands every stretch of days of equal count within `span` on which a rule in force holds to `sink`, with the
    /// position of the fact by which the threshold was last reached. The stretches of one key come together and in
    /// order of day; the keys of one rule in one scope come together.
    pub fn visit(&self, span: &RangeInclusive<i32>, mut sink: impl FnMut(SeriesKey<K>, Segment, u32)) {
        let input = SweepInput {
            book: self.batch.book,
            pictures: &self.batch.pictures.known,
            persons: if self.repeated { &self.batch.persons } else { &[] },
        };
        let mut sweep = Sweep::new(input, span);
        for (plan, entries) in self.batch.book.plans.iter().zip(&self.batch.entries) {
            for cases in entries.chunk_by(|a, b| a.scope == b.scope) {
                if cases.len() >= plan.min_cases as usize {
                    sweep.scope(plan, cases, &mut sink);
                }
            }
        }
    }

    /// The number of persons who count on `day`. *O*(*m*), *m* being the cases of the scope.
    #[must_use]
    pub fn count_on(&self, key: &SeriesKey<K>, day: i32) -> u32 {
        u32::try_from(self.persons_on(key, day).len()).unwrap_or(u32::MAX)
    }

    /// The persons who count on `day`, each once, in order of onset.
    #[must_use]
    pub fn persons_on(&self, key: &SeriesKey<K>, day: i32) -> Vec<Counted<K>> {
        let window = i64::from(self.batch.book.rules()[key.rule].window_days);
        let age = |onset: i32| i64::from(day) - i64::from(onset);
        let in_window = self.cases_of(key).filter(|entry| (0..window).contains(&age(entry.day)));
        let mut counted: Vec<_> = in_window.map(|entry| self.counted(entry)).collect();
        counted.sort_unstable_by_key(|counted| (counted.person, counted.onset, counted.fact));
        counted.dedup_by_key(|counted| counted.person);
        counted.sort_unstable_by_key(|counted| (counted.onset, counted.fact));
        counted
    }

    /// Every person with an onset of this key on any day, as (onset, person), in order of onset: what [`Series::new`]
    /// takes, for an epidemic curve or for daily counts.
    #[must_use]
    pub fn onsets(&self, key: &SeriesKey<K>) -> Vec<(i32, K)> {
        self.cases_of(key).map(|entry| (entry.day, self.batch.persons[entry.case as usize])).collect()
    }

    /// The person of a fact, by its position.
    #[must_use]
    pub fn person(&self, fact: usize) -> K {
        self.batch.persons[fact]
    }

    /// The code of a syndrome group, or its word where no table knows it.
    #[must_use]
    pub fn group_code(&self, group: GroupId) -> &str {
        self.batch.pictures.group_code(self.batch.book, group)
    }

    /// The syndrome group of a code, or of the word that a case of this batch gave: the reverse of
    /// [`Evaluation::group_code`].
    #[must_use]
    pub fn group(&self, code: &str) -> Option<GroupId> {
        self.batch.pictures.find_group(self.batch.book, code)
    }

    fn counted(&self, entry: &Entry<K>) -> Counted<K> {
        let fact = entry.case as usize;
        Counted { onset: entry.day, fact, person: self.batch.persons[fact] }
    }

    fn cases_of(&self, key: &SeriesKey<K>) -> impl Iterator<Item = &Entry<K>> {
        let plan = self.batch.book.plans.iter().position(|plan| plan.kind == key.kind);
        let entries = plan.map_or(&[][..], |at| &self.batch.entries[at]);
        let from = entries.partition_point(|entry| entry.scope < key.scope);
        let to = entries.partition_point(|entry| entry.scope <= key.scope);
        let tasks = plan.map_or(&[][..], |at| &self.batch.book.plans[at].tasks);
        let task = tasks.iter().find(|task| task.rules.contains(&key.rule));
        let group = key.group;
        entries[from..to].iter().filter(move |entry| {
            let known = &self.batch.pictures.known[entry.picture.0 as usize];
            let named = task.is_some_and(|task| known.matched[task.matcher]);
            named && (group == Group::Together || known.groups.contains(&group))
        })
    }
}

fn finish<K: Copy>(runs: &mut Vec<Run<K>>, gathered: Option<(SeriesKey<K>, Runs)>) {
    let Some((key, gathered)) = gathered else { return };
    runs.extend(gathered.done.iter().map(|held| Run {
        key,
        first_day: held.first_day,
        last_day: held.last_day,
        first_count: held.first_count,
        peak_count: held.peak_count,
        deciding_fact: held.deciding_case,
    }));
}
