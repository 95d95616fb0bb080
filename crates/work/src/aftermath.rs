//! What follows from a record: what its list came to, and the work it opens.

use std::collections::BTreeMap;

use xd_kernel::{SchoolDay, TaskId, WaveId};
use xd_register::{UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::{Ctx, Denied};

use crate::checklist::{Checklist, ListInForce, in_force};
use crate::model::{Aftermath, Finding, ListResult, Marks, Record, Task, Wave};
use crate::opening::{Opened, opened, subject};
use crate::template::{Library, Template, WorkKind};
use crate::{Local, TaskState, WaveState, WorkError, rows};

/// The most characters of an item's note in a finding.
const NOTE_MOST: usize = 300;

/// The list that a task goes through, as it was in force when the work was issued.
pub(crate) async fn list_of(
    ctx: &Ctx,
    task: &Task,
    (template, wave): (&Template, &Wave),
) -> Result<Option<Checklist>, StoreError> {
    let Some(list) = &template.checklist else { return Ok(None) };
    let found = in_force(ctx.store(), (task.place.unit, list), wave.issued_at).await?;
    Ok(found.map(|ListInForce { list, .. }| list))
}

/// Everything that follows from a record, decided and not yet written.
pub(crate) async fn of(
    ctx: &Ctx,
    (task, template): (&Task, &Template),
    list: Option<&Checklist>,
    record: &Record,
) -> Result<Aftermath, StoreError> {
    let opened = opened((template, list), record.id, &record.answers);
    let zones = lookup::zones(ctx.store(), &[task.place.institution]).await?;
    let zone = zones.into_values().next().unwrap_or_default();
    let day = SchoolDay::of(record.at, &zone);
    let mut after = Aftermath {
        result: list.map(|list| result(task, (template, list), record, day)),
        ..Aftermath::default()
    };
    if opened.is_empty() {
        return Ok(after);
    }
    let lineage = lookup::lineage(ctx.store(), task.place.unit).await?;
    let calendar = lookup::calendar(ctx.store(), task.place.institution).await?;
    let local = Local { calendar: &calendar, zone: &zone };
    let mut by_template: BTreeMap<String, Vec<Opened>> = BTreeMap::new();
    for one in opened {
        by_template.entry(one.template.clone()).or_default().push(one);
    }
    for (id, all) in by_template {
        let Some(template) = Library::shipped().template(&id) else { continue };
        let Some(unit) = where_done(&lineage, template) else { continue };
        let wave = wave(&unit, (template, all.len()), record, day);
        let due = template.due.instant(record.at, day, local);
        after.tasks.extend(all.iter().map(|one| mend(&unit, template, (&wave, one), due)));
        after.findings.extend(all.into_iter().map(|one| finding(task, (&unit, list), record, one)));
        after.waves.push(wave);
    }
    Ok(after)
}

fn result(
    task: &Task,
    (template, list): (&Template, &Checklist),
    record: &Record,
    day: SchoolDay,
) -> ListResult {
    ListResult {
        record: record.id,
        unit: task.place.unit,
        path: task.place.path.clone(),
        institution: task.place.institution,
        list: list.id.clone(),
        version: list.version,
        kind: template.kind,
        day,
        outcome: list.outcome(&record.answers),
    }
}

/// The nearest unit from the task's own upward, within its institution, that has such work.
fn where_done(lineage: &[UnitRef], template: &Template) -> Option<UnitRef> {
    let institution = lineage.last()?.institution;
    let own = lineage.iter().rev().take_while(|unit| unit.institution == institution);
    own.into_iter().find(|unit| template.at.contains(&unit.kind)).cloned()
}

fn wave(unit: &UnitRef, (template, count): (&Template, usize), record: &Record, day: SchoolDay) -> Wave {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Wave {
        id: WaveId(subject(record.id, &template.id)),
        from: unit.place(),
        template: template.id.clone(),
        template_version: template.version,
        under: vec![unit.path.clone()],
        day,
        issued_at: record.at,
        due: None,
        issued_by: record.account,
        state: WaveState::Issued,
        cursor: unit.path.to_string(),
        expected: count,
        made: count,
    }
}

fn mend(unit: &UnitRef, template: &Template, (wave, one): (&Wave, &Opened), due: xd_kernel::Instant) -> Task {
    Task {
        id: TaskId::mint(),
        wave: wave.id,
        place: unit.place(),
        subject: one.subject,
        owner: template.owner,
        deputy: template.deputy,
        due,
        state: TaskState::Open,
        step: 0,
        marks: Marks::default(),
        acknowledged_by: None,
    }
}

fn finding(
    task: &Task,
    (unit, list): (&UnitRef, Option<&Checklist>),
    record: &Record,
    one: Opened,
) -> Finding {
    let item = one.item.as_ref().and_then(|code| list?.item(code));
    let note = item.and_then(|item| list?.note(item, &record.answers)).unwrap_or_default();
    Finding {
        institution: unit.institution,
        subject: one.subject,
        source: task.id,
        record: record.id,
        note: note.chars().take(NOTE_MOST).collect(),
        item: one.item,
    }
}

/// Why a task was opened, for whoever may see the task.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// What was found.
    pub finding: Finding,
    /// The template of the task whose record found it.
    pub template: String,
    /// Self-check, inspection, visit …
    pub kind: WorkKind,
    /// The item of the list, if one was gone through.
    pub item: Option<crate::checklist::Item>,
}

/// Why a task was opened; none if no record opened it. Needs `work.read` where the task is.
///
/// # Errors
/// [`WorkError::Denied`].
pub async fn origin(ctx: &Ctx, id: TaskId) -> Result<Option<Origin>, WorkError> {
    let store = ctx.store();
    let task = rows::tasks::find(store, id).await?.ok_or(Denied::Unknown)?;
    ctx.demand(xd_trust::Action::WorkRead, &task.place)?;
    let Some(finding) = rows::lists::find_finding(store, task.place.institution, task.subject).await? else {
        return Ok(None);
    };
    let source = rows::tasks::find(store, finding.source).await?.ok_or(Denied::Unknown)?;
    let wave = rows::waves::find(store, source.wave).await?.ok_or(Denied::Unknown)?;
    let Some(template) = Library::shipped().template(&wave.template) else { return Ok(None) };
    let list = list_of(ctx, &source, (template, &wave)).await?;
    let item = list.as_ref().and_then(|list| list.item(finding.item.as_deref()?)).cloned();
    Ok(Some(Origin { template: template.id.clone(), kind: template.kind, finding, item }))
}

/// The form that a task's answers are held against: its list's, else its template's.
pub(crate) fn form_of(
    template: &Template,
    list: Option<&Checklist>,
) -> Result<Option<std::sync::Arc<crate::Form>>, StoreError> {
    match list {
        Some(list) => {
            let form = list.form().map_err(|fault| StoreError::invalid("checklist_version.items", fault))?;
            Ok(Some(std::sync::Arc::new(form)))
        }
        None => Ok(Library::shipped().form(template).cloned()),
    }
}
