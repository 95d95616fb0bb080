//! Gathers, in a transaction, all that current checks and the health officer say of persons who were touched.

use std::collections::{BTreeMap, HashMap, HashSet};

use xd_kernel::{PersonId, SchoolDay, UnitId};
use xd_register::lookup;
use xd_store::{Store, StoreError, Tx};

use crate::decide::{Evidence, Moment, PersonCase};
use crate::record::{AbsenceRecord, Home};
use crate::rows::evidence::Said;
use crate::{AbsenceState, ExceptionKind, rows};

/// Persons whose evidence changed, each with the first day on which it did.
#[derive(Debug, Default)]
pub(crate) struct Touched(HashMap<PersonId, SchoolDay>);

impl Touched {
    pub fn extend(&mut self, persons: impl IntoIterator<Item = (PersonId, SchoolDay)>) {
        for (person, day) in persons {
            self.0.entry(person).and_modify(|first| *first = day.min(*first)).or_insert(day);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those whose evidence changed from the same day on are read together.
    fn by_day(&self) -> BTreeMap<SchoolDay, Vec<PersonId>> {
        let mut days: BTreeMap<SchoolDay, Vec<PersonId>> = BTreeMap::new();
        for (person, day) in &self.0 {
            days.entry(*day).or_default().push(*person);
        }
        days
    }
}

/// The case of each person touched. `homes` are those of persons whom the register was asked about.
///
/// Evidence before the first day touched is not read: what it came to stands in the absence that reaches into that
/// day, if there is one.
pub(crate) async fn gather(
    tx: &Tx,
    store: &Store,
    touched: &Touched,
    homes: &HashMap<PersonId, Home>,
) -> Result<Vec<PersonCase>, StoreError> {
    let mut cases = Vec::new();
    for (since, persons) in touched.by_day() {
        let drafts = drafts(tx, since, &persons, homes).await?;
        let said = said(tx, since, &drafts).await?;
        let present = presences(tx, store, since, (&drafts, &said)).await?;
        cases.extend(drafts.into_iter().map(|draft| draft.finish(&said, &present)));
    }
    Ok(cases)
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
    since: SchoolDay,
    persons: &[PersonId],
    homes: &HashMap<PersonId, Home>,
) -> Result<Vec<Draft>, StoreError> {
    let mut stored: HashMap<PersonId, Vec<AbsenceRecord>> = HashMap::new();
    for record in rows::absences::of_persons(tx, persons.iter().copied(), since).await? {
        stored.entry(record.home.person).or_default().push(record);
    }
    let draft = |person: &PersonId| {
        let home = homes.get(person).copied();
        let mut stored = stored.remove(person).unwrap_or_default();
        // An absence in the custody of another school is that school's to end.
        if let Some(institution) = home.map(|home| home.institution) {
            stored.retain(|record| record.home.institution == institution);
        }
        let reaches_in = stored.iter().filter(|record| record.state != AbsenceState::Voided);
        let first = reaches_in.map(|record| record.opened).min();
        let well_from = Moment::start_of(since);
        let signs_from = first.map_or(well_from, |first| first.min(well_from));
        Draft { person: *person, home, stored, signs_from, well_from }
    };
    Ok(persons.iter().map(draft).collect())
}

async fn said(
    tx: &Tx,
    since: SchoolDay,
    drafts: &[Draft],
) -> Result<HashMap<PersonId, Vec<Said>>, StoreError> {
    let mut found: HashMap<PersonId, Vec<Said>> = HashMap::new();
    // One long illness shall not make everybody's history be read.
    let (recent, long): (Vec<&Draft>, Vec<&Draft>) =
        drafts.iter().partition(|draft| draft.signs_from.day() + 7 >= since);
    for part in [recent, long] {
        let Some(first) = part.iter().map(|draft| draft.signs_from.day()).min() else { continue };
        let persons = part.iter().map(|draft| draft.person);
        for one in rows::evidence::said(tx, persons, first).await? {
            found.entry(one.person).or_default().push(one);
        }
    }
    Ok(found)
}

/// When each person was found present and well by a home group.
async fn presences(
    tx: &Tx,
    store: &Store,
    since: SchoolDay,
    (drafts, said): (&[Draft], &HashMap<PersonId, Vec<Said>>),
) -> Result<HashMap<PersonId, Vec<Moment>>, StoreError> {
    let groups = drafts.iter().flat_map(Draft::home_groups);
    let mut checked: HashMap<UnitId, Vec<Moment>> = HashMap::new();
    for (group, moment) in rows::evidence::moments(tx, groups, since).await? {
        checked.entry(group).or_default().push(moment);
    }
    let mut by_day: BTreeMap<SchoolDay, Vec<(UnitId, PersonId, Moment)>> = BTreeMap::new();
    for draft in drafts {
        let said = said.get(&draft.person).map_or(&[][..], Vec::as_slice);
        for group in draft.home_groups() {
            let moments = checked.get(&group).into_iter().flatten();
            let unexcepted = moments.filter(|moment| !is_excepted(said, group, **moment));
            for moment in unexcepted {
                by_day.entry(moment.day()).or_default().push((group, draft.person, *moment));
            }
        }
    }
    let mut found: HashMap<PersonId, Vec<Moment>> = HashMap::new();
    for (day, presences) in by_day {
        let pairs: Vec<_> = presences.iter().map(|(group, person, _)| (*group, *person)).collect();
        // A former class says nothing by not naming somebody.
        let members = lookup::members_among(store, day, &pairs).await?;
        for (group, person, moment) in presences {
            if members.contains(&(group, person)) {
                found.entry(person).or_default().push(moment);
            }
        }
    }
    Ok(found)
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
