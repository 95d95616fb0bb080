//! What is shown of work: today's list, tasks of a unit, one task, waves.

use std::collections::{BTreeSet, HashMap};

use xd_kernel::{Cursor, Instant, Page, PageRequest, PersonId, SchoolDay, TaskId, UnitId, WaveId, Zone};
use xd_register::{PostKind, UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::{Action, Ctx, Denied, GrantSource, Place, policy};

use crate::answerable::Posts;
use crate::decide::{Act, By};
use crate::desk::{Change, Desk};
use crate::model::{Aftermath, Counts, Record, Review, Task, Wave};
use crate::rows;
use crate::rows::tasks::Search;
use crate::template::Library;
use crate::{Bilingual, TaskState, WorkError};

/// A post of a task, and who is expected to act for it on the day one looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostView {
    /// The post.
    pub kind: PostKind,
    /// Who is expected to act; none where the post is vacant or does not exist.
    pub person: Option<PersonId>,
    /// Their name, for readers who may see who holds posts.
    pub name: Option<String>,
}

/// A task and what its ids mean.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// What it is called.
    pub title: Bilingual,
    /// The template's id.
    pub template: String,
    /// The unit that must do it.
    pub unit: UnitRef,
    /// Who does it.
    pub owner: PostView,
    /// Who does it in the owner's stead.
    pub deputy: Option<PostView>,
    /// Whether it should be done by now and is not.
    pub overdue: bool,
    /// Whether a photo is wanted, by the template's sample.
    pub photo_wanted: bool,
}

/// One task with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskDetail {
    /// The task.
    pub view: TaskView,
    /// The wave it belongs to.
    pub wave: Wave,
    /// What was handed in, in order; for readers who do or review.
    pub records: Vec<Record>,
    /// What others said of it, in order.
    pub reviews: Vec<Review>,
}

/// A wave and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveView {
    /// The wave.
    pub wave: Wave,
    /// What it is called.
    pub title: Bilingual,
    /// The unit that issued it.
    pub from: UnitRef,
}

/// Whose tasks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those that the caller's posts do.
    Mine,
    /// Those at or below a unit, of the unit's own institution.
    At(UnitId),
}

/// In which states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskFilter {
    /// Waiting for whoever does it: open or returned.
    #[default]
    ToDo,
    /// Waiting for a review.
    ToReview,
    /// Neither done nor withdrawn.
    NotClosed,
    /// In any state.
    All,
}

impl TaskFilter {
    const fn states(self) -> &'static [TaskState] {
        use TaskState::{Open, Returned, Submitted};
        match self {
            Self::ToDo => &[Open, Returned],
            Self::ToReview => &[Submitted],
            Self::NotClosed => &[Open, Returned, Submitted],
            Self::All => &[],
        }
    }
}

/// Which tasks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskQuery {
    /// Whose.
    pub whose: Whose,
    /// In which states.
    pub states: TaskFilter,
    /// Only of this wave.
    pub wave: Option<WaveId>,
}

/// What the caller has to do, by deadline, at most 500. What had not come to a device before has now.
///
/// # Errors
/// [`StoreError`] of the reads.
pub async fn today(ctx: &Ctx, desk: &Desk) -> Result<Vec<TaskView>, WorkError> {
    let query = TaskQuery { whose: Whose::Mine, states: TaskFilter::ToDo, wave: None };
    let page = tasks(ctx, query, &PageRequest::new(Some(PageRequest::MOST), None)).await?;
    for view in page.items.iter().filter(|view| view.task.marks.delivered.is_none()) {
        let by = By { now: ctx.now(), account: ctx.actor().account() };
        let change = Change {
            task: view.task.id,
            act: Act::Deliver,
            by,
            record: None,
            aftermath: Aftermath::default(),
        };
        desk.note(view.task.place.institution, change);
    }
    Ok(page.items)
}

/// One page of tasks by deadline.
///
/// # Errors
/// [`WorkError::Denied`] without `work.read` at the unit asked for; `request.bad_cursor`.
pub async fn tasks(ctx: &Ctx, query: TaskQuery, page: &PageRequest) -> Result<Page<TaskView>, WorkError> {
    let after = page.after.as_ref().map(open).transpose()?;
    let asked = Asked { query, after, most: u64::from(page.limit()) + 1 };
    let mut found = match query.whose {
        Whose::Mine => mine(ctx, &asked).await?,
        Whose::At(unit) => {
            let place = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
            ctx.demand(Action::WorkRead, &place)?;
            rows::tasks::search(ctx.store(), &asked.at(&place, &[])).await?
        }
    };
    found.sort_by_key(|task| (task.due, task.id));
    found.dedup_by_key(|task| task.id);
    let page = Page::of(found, page, seal);
    Ok(Page { items: views(ctx, page.items).await?, next: page.next })
}

fn seal(last: &Task) -> Cursor {
    Cursor::seal([last.due.0.to_string(), last.id.to_string()])
}

fn open(cursor: &Cursor) -> Result<(Instant, TaskId), WorkError> {
    let wrong = || WorkError::field("cursor", "request.bad_cursor", "not a cursor of this list");
    let [due, id] = cursor.open().map_err(|_| wrong())?;
    Ok((Instant(due.parse().map_err(|_| wrong())?), id.parse().map_err(|_| wrong())?))
}

struct Asked {
    query: TaskQuery,
    after: Option<(Instant, TaskId)>,
    most: u64,
}

impl Asked {
    fn at<'q>(&self, place: &'q Place, posts: &'q [PostKind]) -> Search<'q> {
        Search {
            institution: place.institution,
            states: self.query.states.states(),
            under: &place.path,
            wave: self.query.wave,
            posts,
            after: self.after,
            most: self.most,
        }
    }
}

/// The tasks that the caller's posts do; and for officers whose role was given without a post, those of their own unit.
async fn mine(ctx: &Ctx, asked: &Asked) -> Result<Vec<Task>, StoreError> {
    let day = ctx.today(&Zone::default());
    let mut found = Vec::new();
    if let Some(person) = ctx.actor().person() {
        for held in lookup::held_posts(ctx.store(), person, day).await?.iter() {
            let keeps = |posts: &Posts, task: &Task| {
                let at = |kind: PostKind| posts.at(task.place.unit, kind).map(|keeper| keeper.unit);
                [Some(task.owner), task.deputy].contains(&Some(held.kind))
                    && at(held.kind) == Some(held.place.unit)
            };
            found.extend(all_of(ctx, asked, (&held.place, &[held.kind], day), keeps).await?);
        }
    }
    let given = ctx
        .reach()
        .grants()
        .iter()
        .filter(|grant| grant.source == GrantSource::Given && policy::may(grant.role, Action::WorkDo));
    for grant in given {
        let Some(place) = lookup::place(ctx.store(), grant.unit).await? else { continue };
        let own = |_: &Posts, task: &Task| task.place.unit == grant.unit;
        found.extend(all_of(ctx, asked, (&place, &[], day), own).await?);
    }
    Ok(found)
}

/// Tasks at a place that are somebody's, as many as are asked for, however many others stand between them.
async fn all_of(
    ctx: &Ctx,
    asked: &Asked,
    (place, kinds, day): (&Place, &[PostKind], SchoolDay),
    is_theirs: impl Fn(&Posts, &Task) -> bool,
) -> Result<Vec<Task>, StoreError> {
    let mut search = asked.at(place, kinds);
    let mut found = Vec::new();
    loop {
        let tasks = rows::tasks::search(ctx.store(), &search).await?;
        let full = tasks.len() as u64 == asked.most;
        search.after = tasks.last().map(|task| (task.due, task.id));
        let posts = Posts::of(ctx.store(), &tasks, day).await?;
        found.extend(tasks.into_iter().filter(|task| is_theirs(&posts, task)));
        if !full || found.len() as u64 >= asked.most {
            return Ok(found);
        }
    }
}

/// One task with what was handed in and what others said of it.
///
/// # Errors
/// [`WorkError::Denied`] without `work.read` at its unit.
pub async fn task(ctx: &Ctx, id: TaskId) -> Result<TaskDetail, WorkError> {
    let task = rows::tasks::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkRead, &task.place)?;
    let institution = task.place.institution;
    let wave = rows::waves::find(ctx.store(), task.wave).await?.ok_or(Denied::Unknown)?;
    let reads = [Action::WorkDo, Action::WorkReview].map(|action| ctx.demand(action, &task.place).is_ok());
    let records = if reads.contains(&true) {
        rows::records::of_task(ctx.store(), institution, id).await?
    } else {
        Vec::new()
    };
    let reviews = rows::records::reviews(ctx.store(), institution, id).await?;
    let view = views(ctx, vec![task]).await?.pop().ok_or(Denied::Unknown)?;
    Ok(TaskDetail { view, wave, records, reviews })
}

/// A task as it stands after a verb, with names.
///
/// # Errors
/// [`WorkError::Denied`] if its unit is gone; [`StoreError`].
pub async fn view_of(ctx: &Ctx, task: Task) -> Result<TaskView, WorkError> {
    Ok(views(ctx, vec![task]).await?.pop().ok_or(Denied::Unknown)?)
}

async fn views(ctx: &Ctx, tasks: Vec<Task>) -> Result<Vec<TaskView>, WorkError> {
    let store = ctx.store();
    let units: BTreeSet<UnitId> = tasks.iter().map(|task| task.place.unit).collect();
    let refs = lookup::unit_refs(store, &units.into_iter().collect::<Vec<_>>()).await?;
    let waves: BTreeSet<WaveId> = tasks.iter().map(|task| task.wave).collect();
    let waves: HashMap<WaveId, Wave> =
        rows::waves::find_many(store, waves).await?.into_iter().map(|wave| (wave.id, wave)).collect();
    let posts = Posts::of(store, &tasks, ctx.today(&Zone::default())).await?;
    let names = names(ctx, &tasks, &posts).await?;
    let post = |task: &Task, kind: PostKind| {
        let person = posts.at(task.place.unit, kind).and_then(|keeper| keeper.holder).map(|h| h.person);
        let name = person.and_then(|person| names.get(&person).cloned());
        let may = ctx.demand(Action::PostRead, &task.place).is_ok();
        PostView { kind, person: person.filter(|_| may), name: name.filter(|_| may) }
    };
    let view = |task: Task| {
        let unit = refs.get(&task.place.unit)?.clone();
        let template = waves.get(&task.wave)?.template.clone();
        let known = Library::shipped().template(&template);
        let photos = known.and_then(|known| known.photos);
        Some(TaskView {
            owner: post(&task, task.owner),
            deputy: task.deputy.map(|kind| post(&task, kind)),
            overdue: task.is_overdue(ctx.now()),
            photo_wanted: photos.is_some_and(|photos| photos.wanted_for(task.id.0)),
            title: title(&template),
            template,
            unit,
            task,
        })
    };
    Ok(tasks.into_iter().filter_map(view).collect())
}

async fn names(ctx: &Ctx, tasks: &[Task], posts: &Posts) -> Result<HashMap<PersonId, String>, StoreError> {
    let kinds = |task: &Task| [Some(task.owner), task.deputy].into_iter().flatten();
    let holders = tasks.iter().flat_map(|task| kinds(task).map(|kind| posts.at(task.place.unit, kind)));
    let persons: BTreeSet<PersonId> =
        holders.flatten().filter_map(|keeper| keeper.holder).map(|holder| holder.person).collect();
    lookup::names(ctx.store(), &persons.into_iter().collect::<Vec<_>>()).await
}

/// What a template is called; its id, should this program no longer know it.
fn title(template: &str) -> Bilingual {
    let known = Library::shipped().template(template).map(|known| known.title.clone());
    known.unwrap_or_else(|| Bilingual { zh: template.to_owned(), en: template.to_owned() })
}

/// A wave and how many of its tasks the caller may see came how far.
///
/// # Errors
/// [`Denied::Unknown`] unless the caller reaches the unit that issued it, or a unit that has a task of it.
pub async fn wave(ctx: &Ctx, id: WaveId) -> Result<(WaveView, Counts), WorkError> {
    let wave = rows::waves::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    let tallies = rows::tallies::of_wave(ctx.store(), id).await?;
    let institutions: Vec<UnitId> = tallies.iter().map(|(institution, _)| *institution).collect();
    let refs = lookup::unit_refs(ctx.store(), &institutions).await?;
    let scope = ctx.scope(Action::WorkRead);
    let seen = |unit: &UnitId| refs.get(unit).is_some_and(|unit| scope.covers(&unit.path));
    let counts =
        tallies.iter().filter(|(unit, _)| seen(unit)).fold(Counts::default(), |sum, (_, c)| sum.plus(c));
    let reaches_part = refs.values().any(|unit| !scope.within(&unit.path).is_empty());
    if !scope.covers(&wave.from.path) && !reaches_part {
        return Err(Denied::Unknown.into());
    }
    Ok((wave_views(ctx, vec![wave]).await?.pop().ok_or(Denied::Unknown)?, counts))
}

/// The waves issued in the caller's reach, the newest first.
///
/// # Errors
/// `request.bad_cursor`; [`StoreError`].
pub async fn waves(ctx: &Ctx, page: &PageRequest) -> Result<Page<WaveView>, WorkError> {
    let after = page.after.as_ref().map(open_wave).transpose()?;
    let scope = ctx.scope(Action::WorkRead);
    let found = rows::waves::list(ctx.store(), &scope, after, u64::from(page.limit()) + 1).await?;
    let page =
        Page::of(found, page, |last| Cursor::seal([last.issued_at.0.to_string(), last.id.to_string()]));
    Ok(Page { items: wave_views(ctx, page.items).await?, next: page.next })
}

fn open_wave(cursor: &Cursor) -> Result<(Instant, WaveId), WorkError> {
    let wrong = || WorkError::field("cursor", "request.bad_cursor", "not a cursor of this list");
    let [at, id] = cursor.open().map_err(|_| wrong())?;
    Ok((Instant(at.parse().map_err(|_| wrong())?), id.parse().map_err(|_| wrong())?))
}

async fn wave_views(ctx: &Ctx, waves: Vec<Wave>) -> Result<Vec<WaveView>, StoreError> {
    let units: Vec<UnitId> = waves.iter().map(|wave| wave.from.unit).collect();
    let refs = lookup::unit_refs(ctx.store(), &units).await?;
    let view = |wave: Wave| {
        let from = refs.get(&wave.from.unit)?.clone();
        Some(WaveView { title: title(&wave.template), from, wave })
    };
    Ok(waves.into_iter().filter_map(view).collect())
}
