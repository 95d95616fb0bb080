//! Re-evaluation of the institutions that facts touched: load, decide, save.
//!
//! A batch of institutions costs the same few queries, however many they are: their units, their cases of the window,
//! their diagnosed cases of the diseases with long windows, diagnosed cases of the diseases that count for a county,
//! the units the cases belong to, and the signals there are. Units once read are remembered by the register with their
//! lineage and jurisdiction, and cost nothing again. Loading uses the reading connections only; [`save`] is one short
//! write.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::json;
use thiserror::Error;
use xd_kernel::{Instant, OrgPath, SchoolDay, UnitId, UnitKind, Zone};
use xd_observe::facts::{self, CaseFact};
use xd_register::UnitRef;
use xd_register::lookup;
use xd_store::outbox::Event;
use xd_store::{Store, StoreError, Tx};
use xd_trust::Ctx;

use crate::book::rules;
use crate::decide::{Change, Moment, decide};
use crate::evaluate::{Evaluated, Site, SiteKind};
use crate::rows;
use crate::signal::{Signal, SignalKey, SignalPlace};
use crate::words::SignalState;

/// How many days back a late fact still changes signals. A check is refused after 14 days; a tracing may come later.
pub const REVIEW_DAYS: i32 = 45;

/// What a re-evaluation will change.
#[derive(Debug, Default)]
pub struct Plan {
    changes: Vec<Change>,
    at: Option<Instant>,
}

impl Plan {
    /// Whether there is nothing to save.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The signals that are new or have changed.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// A plan could not be saved.
#[derive(Debug, Error)]
pub enum SaveError {
    /// A person handled one of the signals meanwhile: the plan must be made again.
    #[error("a signal was handled meanwhile")]
    Stale,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds what the facts as they are now change in the signals of these institutions and of the counties they belong
/// to. Units that are no schools, or do not exist, have no facts and change nothing.
///
/// # Errors
/// [`StoreError`] of the reads.
pub async fn reevaluate(ctx: &Ctx, institutions: &[UnitId]) -> Result<Plan, StoreError> {
    let review = Review::at(ctx.now());
    let schools = load_schools(ctx.store(), institutions).await?;
    let loaded = Loaded::of(ctx.store(), &schools, &review).await?;
    let mut changes = Vec::new();
    for school in &schools {
        changes.extend(loaded.school(school, &review));
    }
    for county in &loaded.counties {
        changes.extend(loaded.county(county, &review));
    }
    Ok(Plan { changes, at: Some(ctx.now()) })
}

/// Saves a plan and tells of it.
///
/// # Errors
/// [`SaveError::Stale`] if a signal is no longer as the plan found it; then nothing of the transaction may be kept.
pub async fn save(tx: &Tx, plan: &Plan) -> Result<(), SaveError> {
    let Some(at) = plan.at else { return Ok(()) };
    let raised = plan.changes.iter().filter(|change| change.replaces.is_none());
    rows::insert(tx, &raised.map(|change| &change.signal).collect::<Vec<_>>()).await?;
    for change in &plan.changes {
        if let Some(version) = change.replaces
            && !rows::replace(tx, &change.signal, version).await?
        {
            return Err(SaveError::Stale);
        }
    }
    let entries = plan.changes.iter().filter_map(|change| Some((&change.signal, change.entry.as_ref()?)));
    rows::append(tx, &entries.collect::<Vec<_>>()).await?;
    let events: Vec<Event> = plan.changes.iter().map(|change| event(change, at)).collect();
    tx.emit_all(&events).await?;
    Ok(())
}

fn event(change: &Change, at: Instant) -> Event {
    let kind = match (change.replaces, change.signal.state) {
        (None, _) => "signal.raised",
        (_, SignalState::Withdrawn) => "signal.withdrawn",
        _ => "signal.changed",
    };
    told(&change.signal, kind, at)
}

/// An event about a signal.
pub(crate) fn told(signal: &Signal, kind: &'static str, at: Instant) -> Event {
    let institution = signal.key.institution;
    let payload = json!({ "v": 1, "signal": signal.id, "institution": institution });
    Event { institution, kind, version: 1, payload, at }
}

/// The days of a re-evaluation.
pub(crate) struct Review {
    moment: Moment,
    /// Ordinary rules need every case from this day.
    cases_from: SchoolDay,
    /// Rules with long windows need diagnosed cases from this day.
    diagnosed_from: SchoolDay,
}

impl Review {
    fn at(now: Instant) -> Self {
        let today = SchoolDay::of(now, &Zone::default());
        let reviewed_from = today - REVIEW_DAYS;
        Self {
            moment: Moment { now, today, reviewed_from },
            cases_from: reviewed_from - (rules().ordinary_window() - 1),
            diagnosed_from: reviewed_from - (rules().longest_window() - 1),
        }
    }
}

/// A school and whose rules count there.
pub(crate) struct School {
    pub(crate) unit: UnitRef,
    pub(crate) jurisdiction: Arc<str>,
    pub(crate) county: Option<UnitRef>,
}

async fn load_schools(store: &Store, institutions: &[UnitId]) -> Result<Vec<School>, StoreError> {
    let refs = lookup::unit_refs(store, institutions).await?;
    let mut units: Vec<UnitRef> = refs.into_values().filter(|unit| unit.kind.is_school()).collect();
    units.sort_by_key(|unit| unit.id);
    let mut schools = Vec::with_capacity(units.len());
    for unit in units {
        schools.push(school(store, unit).await?);
    }
    Ok(schools)
}

pub(crate) async fn school(store: &Store, unit: UnitRef) -> Result<School, StoreError> {
    let jurisdiction = lookup::jurisdiction(store, unit.id).await?;
    let lineage = lookup::lineage(store, unit.id).await?;
    let county = lineage.iter().rev().find(|above| above.kind == UnitKind::County).cloned();
    Ok(School { unit, jurisdiction, county })
}

/// Everything a batch needs, in memory.
struct Loaded {
    facts: HashMap<UnitId, Vec<CaseFact>>,
    signals: HashMap<UnitId, Vec<Signal>>,
    counties: Vec<County>,
    places: Places,
}

struct County {
    unit: UnitRef,
    jurisdiction: Arc<str>,
    facts: Vec<CaseFact>,
}

impl Loaded {
    async fn of(store: &Store, schools: &[School], review: &Review) -> Result<Self, StoreError> {
        let ids: Vec<UnitId> = schools.iter().map(|school| school.unit.id).collect();
        let mut cases = facts::in_window(store, &ids, review.cases_from).await?;
        let long = rules().long_window_diseases();
        let diagnosed = facts::diagnosed_in(store, &ids, &long, review.diagnosed_from).await?;
        cases.extend(diagnosed.into_iter().filter(|case| case.onset < review.cases_from));
        let counties = load_counties(store, schools, review).await?;
        let owners: Vec<UnitId> =
            ids.into_iter().chain(counties.iter().map(|county| county.unit.id)).collect();
        let found = rows::under_review(store, &owners, review.moment.reviewed_from).await?;
        let places = Places::of(store, &cases).await?;
        let mut loaded = Self { facts: HashMap::new(), signals: HashMap::new(), counties, places };
        for case in cases {
            loaded.facts.entry(case.institution).or_default().push(case);
        }
        for signal in found {
            loaded.signals.entry(signal.key.institution).or_default().push(signal);
        }
        Ok(loaded)
    }

    fn school(&self, school: &School, review: &Review) -> Vec<Change> {
        let facts = self.facts.get(&school.unit.id).map_or(&[][..], Vec::as_slice);
        let site = school.site(&self.places);
        changes(&site, facts, self.signals_of(school.unit.id), &review.moment)
    }

    fn county(&self, county: &County, review: &Review) -> Vec<Change> {
        let site = county_site(&county.unit, &county.jurisdiction);
        changes(&site, &county.facts, self.signals_of(county.unit.id), &review.moment)
    }

    fn signals_of(&self, institution: UnitId) -> &[Signal] {
        self.signals.get(&institution).map_or(&[][..], Vec::as_slice)
    }
}

/// Evaluates one site and decides about each key that holds or has a signal.
fn changes(site: &Site, facts: &[CaseFact], signals: &[Signal], moment: &Moment) -> Vec<Change> {
    let mut by_key: BTreeMap<&SignalKey, Vec<Signal>> = BTreeMap::new();
    for signal in signals {
        by_key.entry(&signal.key).or_default().push(signal.clone());
    }
    let asked: BTreeSet<&SignalKey> = by_key.keys().copied().collect();
    let observed = Evaluated::new(site, facts).observed(moment.reviewed_from, &asked);
    let existing = |key: &SignalKey| by_key.get(key).map_or(&[][..], Vec::as_slice);
    observed.iter().flat_map(|one| decide(existing(&one.key), one, moment)).collect()
}

async fn load_counties(
    store: &Store,
    schools: &[School],
    review: &Review,
) -> Result<Vec<County>, StoreError> {
    let mut counties = BTreeMap::new();
    for county in schools.iter().filter_map(|school| school.county.as_ref()) {
        counties.entry(county.id).or_insert_with(|| county.clone());
    }
    let mut cases = Vec::new();
    let roots: BTreeSet<_> = counties.values().filter_map(|county| county.path.lineage().next()).collect();
    for root in roots {
        let diseases = rules().county_diseases();
        cases.extend(facts::by_diagnosis(store, &root, &diseases, review.cases_from).await?);
    }
    // Read together here, so that each one's jurisdiction is remembered below.
    lookup::unit_refs(store, &counties.keys().copied().collect::<Vec<_>>()).await?;
    let mut loaded = Vec::with_capacity(counties.len());
    for unit in counties.into_values() {
        let jurisdiction = lookup::jurisdiction(store, unit.id).await?;
        loaded.push(County { unit, jurisdiction, facts: Vec::new() });
    }
    for case in cases {
        let Some(place) = lookup::place(store, case.institution).await? else { continue };
        let home = loaded.iter_mut().find(|county| county.unit.path.covers(&place.path));
        if let Some(county) = home {
            county.facts.push(case);
        }
    }
    Ok(loaded)
}

/// The units that cases belong to.
#[derive(Default)]
pub(crate) struct Places {
    paths: BTreeMap<UnitId, OrgPath>,
    campuses: BTreeMap<UnitId, SignalPlace>,
}

impl Places {
    pub(crate) async fn of(store: &Store, cases: &[CaseFact]) -> Result<Self, StoreError> {
        let units: BTreeSet<UnitId> =
            cases.iter().flat_map(|case| [case.class, case.room]).flatten().collect();
        let refs = lookup::unit_refs(store, &units.into_iter().collect::<Vec<_>>()).await?;
        let mut places = Self::default();
        for unit in refs.values() {
            let lineage = lookup::lineage(store, unit.id).await?;
            if let Some(campus) = lineage.iter().rev().find(|above| above.kind == UnitKind::Campus) {
                let campus = SignalPlace { unit: campus.id, path: campus.path.clone() };
                places.campuses.insert(unit.id, campus);
            }
            places.paths.insert(unit.id, unit.path.clone());
        }
        Ok(places)
    }
}

impl School {
    pub(crate) fn site(&self, places: &Places) -> Site {
        let below = |path: &OrgPath| self.unit.path.covers(path);
        let paths = places.paths.iter().filter(|(_, path)| below(path));
        let campuses = places.campuses.iter().filter(|(_, campus)| below(&campus.path));
        Site {
            unit: self.unit.id,
            path: self.unit.path.clone(),
            rulebook: rules().of(&self.jurisdiction),
            kind: SiteKind::School,
            places: paths.map(|(unit, path)| (*unit, path.clone())).collect(),
            campuses: campuses.map(|(unit, campus)| (*unit, campus.clone())).collect(),
        }
    }
}

pub(crate) fn county_site(unit: &UnitRef, jurisdiction: &str) -> Site {
    Site {
        unit: unit.id,
        path: unit.path.clone(),
        rulebook: rules().of(jurisdiction),
        kind: SiteKind::County,
        places: BTreeMap::new(),
        campuses: BTreeMap::new(),
    }
}
