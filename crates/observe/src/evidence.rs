//! Gathers, in a transaction, all that current checks and the health officer say of persons who were touched.

use std::collections::{BTreeMap, HashMap, HashSet};

use xd_kernel::{PersonId, SchoolDay, UnitId};
use xd_register::lookup::{self, Memberships};
use xd_store::sets::least_by;
use xd_store::{Store, StoreError, Tx};

use crate::decide::{Evidence, Moment, PersonCase};
use crate::record::{AbsenceRecord, Home};
use crate::rows::evidence::Said;
use crate::{AbsenceState, ExceptionKind, rows};

/// Persons whose evidence changed, each with the first day on which it did.
#[derive(Debug, Default)]
pub(crate) struct Touched(BTreeMap<PersonId, SchoolDay>);

impl Touched {
    pub fn extend(&mut self, persons: impl IntoIterator<Item = (PersonId, SchoolDay)>) {
        for (person, day) in persons {
            self.0.entry(person).and_modify(|first| *first = day.min(*first)).or_insert(day);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is known already of the persons touched.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The homes of those whom the register was asked about.
    pub homes: &'a HashMap<PersonId, Home>,
    /// Where those belong who were looked up; the others are looked up here.
    pub memberships: &'a Memberships,
}

/// The case of each person touched: a few reads for all of them together, however many days they were touched on.
///
/// Evidence before the first day touched is not read: what it came to stands in the absence that reaches into that
/// day, if there is one.
pub(crate) async fn gather(
    tx: &Tx,
    store: &Store,
    touched: &Touched,
    known: Known<'_>,
) -> Result<Vec<PersonCase>, StoreError> {
    let drafts = drafts(tx, touched, known.homes).await?;
    let said = said(tx, &drafts).await?;
    let found = Found { drafts: &drafts, said: &said, memberships: known.memberships };
    let present = presences(tx, store, found).await?;
    Ok(drafts.into_iter().map(|draft| draft.finish(&said, &present)).collect())
}

/// A person, the absences stored, and from when on evidence counts.
struct Draft {
    person: PersonId,
    home: Option<Home>,
    stored: Vec<AbsenceRecord>,
    signs_from: Moment,
    well_from: Moment,
}

async fn drafts(
    tx: &Tx,
    touched: &Touched,
    homes: &HashMap<PersonId, Home>,
) -> Result<Vec<Draft>, StoreError> {
    let mut stored: HashMap<PersonId, Vec<AbsenceRecord>> = HashMap::new();
    for record in rows::absences::of_persons(tx, &touched.0).await? {
        stored.entry(record.home.person).or_default().push(record);
    }
    let draft = |(person, since): (&PersonId, &SchoolDay)| {
        let home = homes.get(person).copied();
        let mut stored = stored.remove(person).unwrap_or_default();
        // An absence in the custody of another school is that school's to end.
        if let Some(institution) = home.map(|home| home.institution) {
            stored.retain(|record| record.home.institution == institution);
        }
        let reaches_in = stored.iter().filter(|record| record.state != AbsenceState::Voided);
        let first = reaches_in.map(|record| record.opened).min();
        let well_from = Moment::start_of(*since);
        let signs_from = first.map_or(well_from, |first| first.min(well_from));
        Draft { person: *person, home, stored, signs_from, well_from }
    };
    Ok(touched.0.iter().map(draft).collect())
}

async fn said(tx: &Tx, drafts: &[Draft]) -> Result<HashMap<PersonId, Vec<Said>>, StoreError> {
    let mut found: HashMap<PersonId, Vec<Said>> = HashMap::new();
    let Some(newest) = drafts.iter().map(|draft| draft.signs_from.day()).max() else { return Ok(found) };
    // One long illness shall not make everybody's history be read.
    let (recent, long): (Vec<&Draft>, Vec<&Draft>) =
        drafts.iter().partition(|draft| draft.signs_from.day() + 7 >= newest);
    for part in [recent, long] {
        let Some(first) = part.iter().map(|draft| draft.signs_from.day()).min() else { continue };
        let persons = part.iter().map(|draft| draft.person);
        for one in rows::evidence::said(tx, persons, first).await? {
            found.entry(one.person).or_default().push(one);
        }
    }
    Ok(found)
}

/// What was found of the persons so far.
#[derive(Clone, Copy)]
struct Found<'a> {
    drafts: &'a [Draft],
    said: &'a HashMap<PersonId, Vec<Said>>,
    memberships: &'a Memberships,
}

/// When each person was found present and well by a home group.
async fn presences(
    tx: &Tx,
    store: &Store,
    found: Found<'_>,
) -> Result<HashMap<PersonId, Vec<Moment>>, StoreError> {
    let days = found.drafts.iter().flat_map(|draft| {
        let since = draft.well_from.day();
        draft.home_groups().map(move |group| (group, since))
    });
    let mut checked: HashMap<UnitId, Vec<Moment>> = HashMap::new();
    for (group, moment) in rows::evidence::moments(tx, &least_by(days)).await? {
        checked.entry(group).or_default().push(moment);
    }
    let unexcepted = found.unexcepted(&checked);
    let unknown: HashSet<PersonId> = unexcepted
        .iter()
        .map(|(_, person, _)| *person)
        .filter(|person| !found.memberships.covers(*person))
        .collect();
    let looked_up = match unknown.is_empty() {
        true => Memberships::default(),
        false => lookup::memberships(store, &unknown.into_iter().collect::<Vec<_>>()).await?,
    };
    let mut present: HashMap<PersonId, Vec<Moment>> = HashMap::new();
    for (group, person, moment) in unexcepted {
        // A former class says nothing by not naming somebody.
        let is_member = |known: &Memberships| known.is_member(group, person, moment.day());
        if is_member(found.memberships) || is_member(&looked_up) {
            present.entry(person).or_default().push(moment);
        }
    }
    Ok(present)
}

impl Found<'_> {
    /// The moments at which a home group was checked and the person was not named as excepted.
    fn unexcepted(&self, checked: &HashMap<UnitId, Vec<Moment>>) -> Vec<(UnitId, PersonId, Moment)> {
        let mut unexcepted = Vec::new();
        for draft in self.drafts {
            let said = self.said.get(&draft.person).map_or(&[][..], Vec::as_slice);
            for group in draft.home_groups() {
                let moments = checked.get(&group).into_iter().flatten().copied();
                let counting = moments.filter(|at| *at >= draft.well_from && !is_excepted(said, group, *at));
                unexcepted.extend(counting.map(|at| (group, draft.person, at)));
            }
        }
        unexcepted
    }
}

/// Whether a group's check at that moment says of the person that they were not here and well. Late is here and well.
fn is_excepted(said: &[Said], group: UnitId, at: Moment) -> bool {
    said.iter().any(|one| one.group == group && one.sign.at == at && one.kind != ExceptionKind::Late)
}

impl Draft {
    fn home_groups(&self) -> impl Iterator<Item = UnitId> + '_ {
        let homes = self.home.iter().chain(self.stored.iter().map(|record| &record.home));
        let groups: HashSet<UnitId> = homes.map(|home| home.group).collect();
        groups.into_iter()
    }

    fn finish(
        self,
        said: &HashMap<PersonId, Vec<Said>>,
        present: &HashMap<PersonId, Vec<Moment>>,
    ) -> PersonCase {
        let said = said.get(&self.person).into_iter().flatten();
        let ill = said.filter(|one| one.kind.is_ill() && one.sign.at >= self.signs_from).map(|one| one.sign);
        let seen_well = present.get(&self.person).into_iter().flatten().copied();
        let let_back = self.stored.iter().filter(|record| record.state != AbsenceState::Voided);
        let let_back = let_back.filter_map(|record| record.let_back).map(Moment::end_of);
        let well = seen_well.chain(let_back).filter(|moment| *moment >= self.well_from);
        let evidence = Evidence { ill: ill.collect(), well: well.collect() };
        PersonCase { home: self.home, stored: self.stored, evidence }
    }
}
