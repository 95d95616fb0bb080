//! From facts to what holds: the bridge to `epi_rules`, pure.

use std::collections::{BTreeMap, BTreeSet};

use epi_rules::window::Series;
use epi_rules::{Batch, Evaluation, Fact, Group, Rule, Rulebook, Run, ScopeKind, SeriesKey};
use uuid::Uuid;
use xd_kernel::{Instant, OrgPath, PersonId, SchoolDay, UnitId};
use xd_observe::facts::CaseFact;

use crate::book::{RuleBook, rules};
use crate::signal::{CaseGroup, DayCounts, Extent, SignalKey, SignalPlace};
use crate::words::GroupKind;

/// A school, or a county whose cases are counted together.
#[derive(Debug, Clone)]
pub struct Site {
    /// The school or the county.
    pub unit: UnitId,
    /// Its path.
    pub path: OrgPath,
    /// The rules in force there.
    pub rulebook: &'static Rulebook,
    /// Whether cases are counted by the places of a school or over a county.
    pub kind: SiteKind,
    /// The paths of the classes and rooms in the facts, which decide who sees a signal.
    pub places: BTreeMap<UnitId, OrgPath>,
    /// The campus of each class and room that stands on one; others stand on the school's only ground.
    pub campuses: BTreeMap<UnitId, SignalPlace>,
}

/// How a site counts cases together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteKind {
    /// By class, dormitory room, campus, school and person.
    School,
    /// All cases of the county.
    County,
}

/// What is found for one key: its counts, and the runs on which the rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// What it is about.
    pub key: SignalKey,
    /// Who would see it.
    pub place: SignalPlace,
    /// The runs, in order of day; none where the rule does not hold now.
    pub runs: Vec<HeldRun>,
    /// Counts day by day, over all that was loaded.
    pub counts: DayCounts,
}

/// A run of consecutive days on which the rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldRun {
    /// Its days and highest count.
    pub extent: Extent,
    /// When the fact that made it hold on any of its days became known.
    pub discovered_at: Instant,
    /// When the report is due.
    pub report_due: Instant,
}

/// One site's facts, evaluated.
pub struct Evaluated<'f> {
    site: &'f Site,
    facts: &'f [CaseFact],
    evaluation: Evaluation<'static, Uuid>,
}

/// A person who counts on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedFact<'f> {
    /// The person.
    pub person: PersonId,
    /// The fact by which they count.
    pub fact: &'f CaseFact,
}

impl<'f> Evaluated<'f> {
    /// Evaluates the rules of a site on its facts.
    #[must_use]
    pub fn new(site: &'f Site, facts: &'f [CaseFact]) -> Self {
        let syndromes = rules().lexicon().syndromes();
        let mut batch = Batch::new(site.rulebook);
        for fact in facts {
            let symptoms: Vec<&str> = fact.symptoms.codes().collect();
            let diagnosis: Vec<&str> = fact.diagnosis.as_deref().into_iter().collect();
            let picture = batch.picture(&syndromes.of(&symptoms), &diagnosis);
            let scopes = site.scopes(fact);
            batch.push(&Fact { person: fact.person.0, onset: fact.onset.0, picture, scopes: &scopes });
        }
        Self { site, facts, evaluation: batch.seal() }
    }

    /// The keys on which a rule holds on some day from `from` on, and those of `asked` besides, in order of key.
    #[must_use]
    pub fn observed(&self, from: SchoolDay, asked: &BTreeSet<&SignalKey>) -> Vec<Observed> {
        let mut found: BTreeMap<SignalKey, (SeriesKey<Uuid>, Vec<HeldRun>)> = BTreeMap::new();
        for run in self.evaluation.runs(from.0..=i32::MAX) {
            if self.site.counts_in(run.key.kind) {
                let held = self.held(&run);
                found.entry(self.key(&run.key)).or_insert_with(|| (run.key, Vec::new())).1.push(held);
            }
        }
        for key in asked {
            if !found.contains_key(*key)
                && let Some(series) = self.series(key)
            {
                found.insert((*key).clone(), (series, Vec::new()));
            }
        }
        found.into_iter().map(|(key, (series, runs))| self.summed_up(key, &series, runs)).collect()
    }

    /// The persons who count for a key on a day, in order of onset; nobody where no rule in force has this key.
    #[must_use]
    pub fn persons_on(&self, key: &SignalKey, day: SchoolDay) -> Vec<CountedFact<'f>> {
        let Some(series) = self.series(key) else { return Vec::new() };
        let counted = self.evaluation.persons_on(&series, day.0);
        let of = |fact: usize| CountedFact { person: self.facts[fact].person, fact: &self.facts[fact] };
        counted.iter().map(|counted| of(counted.fact)).collect()
    }

    /// Counts day by day for a key.
    #[must_use]
    pub fn counts(&self, key: &SignalKey) -> DayCounts {
        self.series(key).map_or_else(DayCounts::default, |series| self.day_counts(&series))
    }

    fn summed_up(&self, key: SignalKey, series: &SeriesKey<Uuid>, runs: Vec<HeldRun>) -> Observed {
        let place = self.site.place(&key);
        Observed { key, place, runs, counts: self.day_counts(series) }
    }

    fn rule(&self, series: &SeriesKey<Uuid>) -> &'static Rule {
        &self.site.rulebook.rules()[series.rule]
    }

    fn day_counts(&self, series: &SeriesKey<Uuid>) -> DayCounts {
        let onsets = Series::new(&self.evaluation.onsets(series));
        DayCounts::new(onsets.counts(self.rule(series).window_days))
    }

    fn held(&self, run: &Run<Uuid>) -> HeldRun {
        let rule = self.rule(&run.key);
        let discovered_at = self.discovered_at(run, rule);
        let extent = Extent {
            first_day: SchoolDay(run.first_day),
            holds_through: SchoolDay(run.last_day),
            peak_count: run.peak_count,
        };
        let report_due = discovered_at.plus_hours(i64::from(rule.report_within_h));
        HeldRun { extent, discovered_at, report_due }
    }

    /// The earliest moment at which enough persons were known for the rule to hold on some day of the run. Between two
    /// onsets nobody joins, so the days of onsets suffice, and the first day.
    fn discovered_at(&self, run: &Run<Uuid>, rule: &Rule) -> Instant {
        let days = run.first_day..=run.last_day;
        let onsets = self.evaluation.onsets(&run.key).into_iter().map(|(day, _)| day);
        let mut stops: Vec<i32> = onsets.filter(|day| days.contains(day)).chain([run.first_day]).collect();
        stops.sort_unstable();
        stops.dedup();
        let enough = |day: &i32| {
            let counted = self.evaluation.persons_on(&run.key, *day);
            let mut known: Vec<Instant> = counted.iter().map(|one| self.facts[one.fact].known_at).collect();
            known.sort_unstable();
            known.get(rule.min_cases as usize - 1).copied()
        };
        stops.iter().filter_map(enough).min().unwrap_or(self.facts[run.deciding_fact].known_at)
    }

    fn key(&self, series: &SeriesKey<Uuid>) -> SignalKey {
        let rule = self.rule(series);
        let group = match series.group {
            Group::Together => CaseGroup { kind: GroupKind::Disease, code: rules().group_code(rule) },
            Group::Unspecified => CaseGroup { kind: GroupKind::Unspecified, code: String::new() },
            Group::Syndrome(id) => {
                let code = self.evaluation.group_code(id).to_owned();
                CaseGroup { kind: GroupKind::Syndrome, code }
            }
        };
        SignalKey {
            institution: self.site.unit,
            rule_id: rule.id.clone(),
            scope_kind: series.kind,
            scope: series.scope,
            group,
        }
    }

    fn series(&self, key: &SignalKey) -> Option<SeriesKey<Uuid>> {
        let rule = self.site.rulebook.rules().iter().position(|rule| rule.id == key.rule_id)?;
        let group = match key.group.kind {
            GroupKind::Disease => Group::Together,
            GroupKind::Unspecified => Group::Unspecified,
            GroupKind::Syndrome => Group::Syndrome(self.evaluation.group(&key.group.code)?),
        };
        Some(SeriesKey { rule, kind: key.scope_kind, scope: key.scope, group })
    }
}

impl Site {
    const fn counts_in(&self, kind: ScopeKind) -> bool {
        match self.kind {
            SiteKind::School => !matches!(kind, ScopeKind::County),
            SiteKind::County => matches!(kind, ScopeKind::County),
        }
    }

    fn scopes(&self, fact: &CaseFact) -> Vec<(ScopeKind, Uuid)> {
        if self.kind == SiteKind::County {
            return vec![(ScopeKind::County, self.unit.0)];
        }
        let ground = fact.class.or(fact.room).and_then(|unit| self.campuses.get(&unit));
        let mut scopes = vec![
            (ScopeKind::School, self.unit.0),
            (ScopeKind::Campus, ground.map_or(self.unit.0, |campus| campus.unit.0)),
        ];
        scopes.extend(fact.class.map(|class| (ScopeKind::Class, class.0)));
        scopes.extend(fact.room.map(|room| (ScopeKind::Dormitory, room.0)));
        scopes
    }

    fn place(&self, key: &SignalKey) -> SignalPlace {
        let scope = UnitId(key.scope);
        let path = match key.scope_kind {
            ScopeKind::Class | ScopeKind::Dormitory => self.places.get(&scope),
            ScopeKind::Campus => {
                self.campuses.values().find(|campus| campus.unit == scope).map(|campus| &campus.path)
            }
            _ => None,
        };
        match path {
            Some(path) => SignalPlace { unit: scope, path: path.clone() },
            None => SignalPlace { unit: self.unit, path: self.path.clone() },
        }
    }
}

impl RuleBook {
    /// What a rule that counts everybody it names calls them: a disease's slug, or the rule's own label.
    pub(crate) fn group_code(&self, rule: &Rule) -> String {
        self.lexicon().disease(&rule.label).map_or_else(|| rule.label.clone(), |disease| disease.slug.clone())
    }
}
