//! Lists of signals and one signal explained.

use std::collections::HashMap;

use epi_rules::{Rule, ScopeKind, Text};
use xd_kernel::{Cursor, Instant, Page, PageRequest, PersonId, SchoolDay, SignalId, UnitId, Zone};
use xd_register::{UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::{Action, Ctx, Denied};

use crate::book::rules;
use crate::error::SignalError;
use crate::rows::{self, ListQuery};
use crate::signal::{CaseGroup, Signal};
use crate::words::{GroupKind, SignalState};

/// Which signals are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StateFilter {
    /// In any state.
    #[default]
    All,
    /// Open, acknowledged or handed on.
    Active,
    /// In this state.
    Only(SignalState),
}

/// Which signals are asked for, and where.
#[derive(Debug, Clone, Default)]
pub struct SignalQuery {
    /// At or below this unit; everywhere in the reader's reach if none.
    pub unit: Option<UnitId>,
    /// In which states.
    pub states: StateFilter,
    /// Only of this rule.
    pub rule: Option<String>,
    /// Only those that hold on a day from this one on.
    pub from: Option<SchoolDay>,
    /// Only those that hold on a day up to this one.
    pub to: Option<SchoolDay>,
}

/// A signal and what its ids mean.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalView {
    /// The signal. For a rule about one person its key holds that person's id: show [`SignalView::scope`] instead.
    pub signal: Signal,
    /// The rule.
    pub rule: &'static Rule,
    /// What the rule counts.
    pub rule_label: Text,
    /// Who is counted together.
    pub group_name: Text,
    /// The class, room, campus, school or county; for a rule about one person, the school.
    pub scope: Option<UnitRef>,
    /// The school; none for a signal of a county.
    pub school: Option<UnitRef>,
    /// Persons who count today; none once its own days are over, whatever a later signal of the same rule counts.
    pub count_today: u32,
}

/// The signals in the reader's reach, those discovered last first.
///
/// # Errors
/// [`SignalError::Denied`] if the unit asked for lies outside the reader's reach; [`SignalError::BadCursor`].
pub async fn signals(
    ctx: &Ctx,
    query: SignalQuery,
    page: &PageRequest,
) -> Result<Page<SignalView>, SignalError> {
    let mut scope = ctx.scope(Action::SignalRead);
    if let Some(unit) = query.unit {
        let place = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
        scope = scope.within(&place.path);
    }
    if scope.is_empty() {
        return if query.unit.is_some() { Err(Denied::Unknown.into()) } else { Ok(nothing()) };
    }
    let asked = ListQuery {
        scope: &scope,
        states: query.states.states(),
        rule: query.rule.as_deref(),
        days: (query.from, query.to),
        after: page.after.as_ref().map(open).transpose()?,
        limit: u64::from(page.limit()) + 1,
    };
    let found = rows::list(ctx.store(), &asked).await?;
    let page = Page::of(found, page, seal);
    Ok(Page { items: views(ctx, page.items).await?, next: page.next })
}

const fn nothing() -> Page<SignalView> {
    Page { items: Vec::new(), next: None }
}

impl StateFilter {
    const fn states(self) -> &'static [SignalState] {
        use SignalState::{Acknowledged, Closed, HandedOn, Open, Withdrawn};
        match self {
            Self::All => &[],
            Self::Active => &[Open, Acknowledged, HandedOn],
            Self::Only(Open) => &[Open],
            Self::Only(Acknowledged) => &[Acknowledged],
            Self::Only(HandedOn) => &[HandedOn],
            Self::Only(Closed) => &[Closed],
            Self::Only(Withdrawn) => &[Withdrawn],
        }
    }
}

fn seal(last: &Signal) -> Cursor {
    Cursor::seal([last.discovered_at.0.to_string(), last.id.to_string()])
}

fn open(cursor: &Cursor) -> Result<(Instant, SignalId), SignalError> {
    let [at, id] = cursor.open().map_err(|_| SignalError::BadCursor)?;
    let at = at.parse().map_err(|_| SignalError::BadCursor)?;
    Ok((Instant(at), id.parse().map_err(|_| SignalError::BadCursor)?))
}

/// Signals with the names of their units: one look at the register for all of them.
pub(crate) async fn views(ctx: &Ctx, signals: Vec<Signal>) -> Result<Vec<SignalView>, SignalError> {
    let mut units: Vec<UnitId> = signals.iter().flat_map(|s| [s.place.unit, s.key.institution]).collect();
    units.sort_unstable();
    units.dedup();
    let refs = lookup::unit_refs(ctx.store(), &units).await?;
    let zones = lookup::zones(ctx.store(), &units).await?;
    let today = |signal: &Signal| ctx.today(zones.get(&signal.key.institution).unwrap_or(&Zone::default()));
    signals
        .into_iter()
        .map(|signal| {
            let today = today(&signal);
            Ok(view(signal, &refs, today)?)
        })
        .collect()
}

fn view(signal: Signal, refs: &HashMap<UnitId, UnitRef>, today: SchoolDay) -> Result<SignalView, StoreError> {
    let rule = rule_of(&signal)?;
    let of_county = signal.key.scope_kind == ScopeKind::County;
    Ok(SignalView {
        rule,
        rule_label: rules().label(rule),
        group_name: group_name(&signal.key.group, rule),
        scope: refs.get(&signal.place.unit).cloned(),
        school: refs.get(&signal.key.institution).filter(|_| !of_county).cloned(),
        count_today: if today <= signal.extent.holds_through { signal.counts.on(today) } else { 0 },
        signal,
    })
}

/// The rule of a signal. Rules leave the book by the end of their validity, never by being struck out.
pub(crate) fn rule_of(signal: &Signal) -> Result<&'static Rule, StoreError> {
    let id = &signal.key.rule_id;
    rules().rule(id).ok_or_else(|| StoreError::invalid("signal.rule_id", format!("no rule {id}")))
}

fn group_name(group: &CaseGroup, rule: &Rule) -> Text {
    let lexicon = rules().lexicon();
    match group.kind {
        GroupKind::Unspecified => unspecified(),
        GroupKind::Disease => rules().label(rule),
        GroupKind::Syndrome => syndrome_name(&group.code)
            .or_else(|| lexicon.disease(&group.code).map(|disease| disease.name.clone()))
            .unwrap_or_else(|| Text { zh: group.code.clone(), en: group.code.clone() }),
    }
}

pub(crate) fn syndrome_name(code: &str) -> Option<Text> {
    rules().lexicon().syndromes().get(code).map(|syndrome| syndrome.name.clone())
}

/// The name of the group of those of whom neither symptoms nor diagnosis are known.
pub(crate) fn unspecified() -> Text {
    Text { zh: "未注明症状".to_owned(), en: "symptoms not stated".to_owned() }
}

/// The names of persons, for those who may see them.
pub(crate) async fn names(ctx: &Ctx, persons: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    lookup::names(ctx.store(), persons).await
}
