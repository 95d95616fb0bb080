//! One signal explained: rule, window, who counts, day by day, and what was done about it.

use std::collections::{BTreeSet, HashMap};

use epi_rules::ScopeKind;
use xd_kernel::{AbsenceId, PersonId, SchoolDay, SignalId, UnitId, Zone};
use xd_observe::Symptoms;
use xd_observe::facts::{self, CaseFact};
use xd_register::{UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::audit::{self, Reason};
use xd_trust::{Action, Ctx, Denied};

use crate::book::rules;
use crate::error::SignalError;
use crate::evaluate::{CountedFact, Evaluated};
use crate::handle::place_of;
use crate::query::{SignalView, names, views};
use crate::reevaluate::{Places, county_site, school};
use crate::rows;
use crate::signal::{DayCounts, Entry, Signal};
use crate::words::GroupKind;

/// How one looks at a signal.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignalLook {
    /// The day whose window is shown; today, kept within the signal's days, if none.
    pub day: Option<SchoolDay>,
    /// Why the persons' names are looked at; without a reason they are not shown.
    pub reason: Option<Reason>,
}

/// A signal explained.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalDetail {
    /// The signal.
    pub view: SignalView,
    /// The day shown.
    pub day: SchoolDay,
    /// First and last day of the window that ends on that day.
    pub window: (SchoolDay, SchoolDay),
    /// Who counts on that day, in order of onset.
    pub persons: Vec<CountedPerson>,
    /// Counts day by day.
    pub days: Vec<DayCount>,
    /// What happened, oldest first.
    pub history: Vec<HistoryView>,
}

/// A person who counts. For readers who may not see names, or gave no reason, `person` and `absence` are absent. Those
/// who may not see names are told of nobody where the signal names a disease: the day of onset alone would tell a
/// teacher who has it.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedPerson {
    /// Who, and their name.
    pub person: Option<(PersonId, String)>,
    /// Their absence.
    pub absence: Option<AbsenceId>,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether that is only the day of the check that saw it.
    pub onset_assumed: bool,
    /// Their class.
    pub class: Option<UnitRef>,
    /// Their symptoms.
    pub symptoms: Symptoms,
}

/// How many persons count on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: SchoolDay,
    /// Persons with onset in the window that ends on it.
    pub count: u32,
    /// Whether the rule holds.
    pub holds: bool,
}

/// An entry of the history with the names it speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryView {
    /// The entry.
    pub entry: Entry,
    /// The name of the person who did it.
    pub by: Option<String>,
    /// The unit it was handed to.
    pub to: Option<UnitRef>,
}

/// How far from a signal's days one may look.
const DAYS_AROUND: i32 = 14;

/// One signal explained. Names are shown to whoever may see the persons of a signal there and says why; each such look
/// is written to the audit log before the answer.
///
/// # Errors
/// [`SignalError::Denied`] if the reader may not know of the signal.
pub async fn signal(ctx: &Ctx, id: SignalId, look: SignalLook) -> Result<SignalDetail, SignalError> {
    let signal = rows::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    ctx.demand_at(Action::SignalRead, &signal.place.path)?;
    let view = views(ctx, vec![signal.clone()]).await?.pop().ok_or(Denied::Unknown)?;
    let zones = lookup::zones(ctx.store(), &[signal.key.institution]).await?;
    let today = ctx.today(zones.get(&signal.key.institution).unwrap_or(&Zone::default()));
    let day = shown_day(today, &signal, look.day);
    let window = (day - (i32::from(view.rule.window_days) - 1), day);
    let shown = Shown { signal: &signal, view: &view, day };
    let cases = shown.cases(ctx).await?;
    let sight = Sight::of(ctx, &signal, look.reason);
    let (persons, counts) = shown.counted(ctx, &cases, sight).await?;
    let days = shown.days(&counts);
    let history = history(ctx, &signal).await?;
    Ok(SignalDetail { view, day, window, persons, days, history })
}

/// The day asked for, kept near the signal's days; today, kept within them, if none is.
fn shown_day(today: SchoolDay, signal: &Signal, asked: Option<SchoolDay>) -> SchoolDay {
    let extent = signal.extent;
    match asked {
        Some(day) => day.max(extent.first_day - DAYS_AROUND).min(extent.holds_through + DAYS_AROUND),
        None => today.max(extent.first_day).min(extent.holds_through),
    }
}

/// How much of the persons a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// How many.
    Numbers,
    /// One row each, without who it is.
    Rows,
    /// Names, for this reason.
    Names(Reason),
}

impl Sight {
    fn of(ctx: &Ctx, signal: &Signal, reason: Option<Reason>) -> Self {
        let may = ctx.demand_at(Action::SignalPersons, &signal.place.path).is_ok();
        match (may, reason, signal.key.group.kind) {
            (true, Some(reason), _) => Self::Names(reason),
            (false, _, GroupKind::Disease) => Self::Numbers,
            _ => Self::Rows,
        }
    }
}

/// What is being shown.
struct Shown<'s> {
    signal: &'s Signal,
    view: &'s SignalView,
    day: SchoolDay,
}

impl Shown<'_> {
    /// The cases that reach into any day shown.
    async fn cases(&self, ctx: &Ctx) -> Result<Vec<CaseFact>, StoreError> {
        let window = i32::from(self.view.rule.window_days);
        let from = self.first_shown().min(self.day) - (window - 1);
        let at = [self.signal.key.institution];
        if self.signal.key.scope_kind == ScopeKind::County {
            let diseases = rules().county_diseases();
            facts::by_diagnosis(ctx.store(), &self.signal.place.path, &diseases, from).await
        } else if window > rules().ordinary_window() {
            facts::diagnosed_in(ctx.store(), &at, &rules().long_window_diseases(), from).await
        } else {
            facts::in_window(ctx.store(), &at, from).await
        }
    }

    async fn counted(
        &self,
        ctx: &Ctx,
        cases: &[CaseFact],
        sight: Sight,
    ) -> Result<(Vec<CountedPerson>, DayCounts), SignalError> {
        let institution = self.signal.key.institution;
        let refs = lookup::unit_refs(ctx.store(), &[institution]).await?;
        let Some(unit) = refs.into_values().next() else { return Ok((Vec::new(), DayCounts::default())) };
        let school = school(ctx.store(), unit).await?;
        let site = match self.signal.key.scope_kind {
            ScopeKind::County => county_site(&school.unit, &school.jurisdiction),
            _ => school.site(&Places::of(ctx.store(), cases).await?),
        };
        let evaluated = Evaluated::new(&site, cases);
        let counts = evaluated.counts(&self.signal.key);
        let counted = match sight {
            Sight::Numbers => return Ok((Vec::new(), counts)),
            _ => evaluated.persons_on(&self.signal.key, self.day),
        };
        let known = match sight {
            Sight::Names(reason) => self.names(ctx, &counted, reason).await?,
            _ => HashMap::new(),
        };
        Ok((persons(ctx, &counted, &known).await?, counts))
    }

    /// The names, after the look at them has been written down.
    async fn names(
        &self,
        ctx: &Ctx,
        counted: &[CountedFact<'_>],
        reason: Reason,
    ) -> Result<HashMap<PersonId, String>, SignalError> {
        let place = place_of(self.signal);
        let tx = ctx.begin().await?;
        let entry = audit::Entry::new("signal.persons", &place)
            .on("signal", self.signal.id)
            .because(reason)
            .with("day", self.day.to_string())
            .with("persons", counted.len());
        audit::record(&tx, ctx, entry).await?;
        tx.commit().await?;
        Ok(names(ctx, &counted.iter().map(|one| one.person).collect::<Vec<_>>()).await?)
    }

    fn first_shown(&self) -> SchoolDay {
        let before = (i32::from(self.view.rule.window_days) - 1).min(DAYS_AROUND);
        self.signal.extent.first_day - before
    }

    fn days(&self, counts: &DayCounts) -> Vec<DayCount> {
        let last = self.signal.extent.holds_through.max(self.day);
        let rule = self.view.rule;
        (self.first_shown().0..=last.0)
            .map(|day| {
                let count = counts.on(SchoolDay(day));
                let holds = count >= rule.min_cases && rule.validity.contains(day);
                DayCount { day: SchoolDay(day), count, holds }
            })
            .collect()
    }
}

async fn persons(
    ctx: &Ctx,
    counted: &[CountedFact<'_>],
    known: &HashMap<PersonId, String>,
) -> Result<Vec<CountedPerson>, StoreError> {
    let classes: BTreeSet<UnitId> = counted.iter().filter_map(|one| one.fact.class).collect();
    let refs = lookup::unit_refs(ctx.store(), &classes.into_iter().collect::<Vec<_>>()).await?;
    let of = |one: &CountedFact<'_>| {
        let name = known.get(&one.person).cloned();
        CountedPerson {
            absence: name.is_some().then_some(one.fact.absence),
            person: name.map(|name| (one.person, name)),
            onset: one.fact.onset,
            onset_assumed: one.fact.onset_assumed,
            class: one.fact.class.and_then(|class| refs.get(&class).cloned()),
            symptoms: one.fact.symptoms,
        }
    };
    Ok(counted.iter().map(of).collect())
}

async fn history(ctx: &Ctx, signal: &Signal) -> Result<Vec<HistoryView>, SignalError> {
    let entries = rows::history(ctx.store(), signal).await?;
    let people: BTreeSet<PersonId> = entries.iter().filter_map(|entry| entry.person).collect();
    let known = names(ctx, &people.into_iter().collect::<Vec<_>>()).await?;
    let units: BTreeSet<UnitId> = entries.iter().filter_map(|entry| entry.to).collect();
    let refs = lookup::unit_refs(ctx.store(), &units.into_iter().collect::<Vec<_>>()).await?;
    let of = |entry: Entry| HistoryView {
        by: entry.person.and_then(|person| known.get(&person).cloned()),
        to: entry.to.and_then(|unit| refs.get(&unit).cloned()),
        entry,
    };
    Ok(entries.into_iter().map(of).collect())
}
