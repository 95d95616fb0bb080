//! A zone from rows, in any order.

use std::collections::BTreeMap;

use super::{Cohort, Lists, NONE, Role, School, Span, Zone};
use crate::error::Invalid;

/// One person. Numbers of classes, rooms, buildings, clubs and buses count within the school, those of schools and
/// households within the zone; any numbers will do, [`NONE`] means none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// School; [`NONE`] for outsiders.
    pub school: u32,
    /// What the person is.
    pub role: Role,
    /// Grade, pupils only.
    pub grade: u16,
    /// Class, pupils only.
    pub class: u32,
    /// Sitting of the canteen, the same for a whole class.
    pub sitting: u16,
    /// Dormitory building.
    pub building: u16,
    /// Dormitory room.
    pub room: u32,
    /// Club.
    pub club: u32,
    /// Bus.
    pub bus: u32,
    /// Household.
    pub household: u32,
    /// Age in years.
    pub age: u8,
    /// Seat in the classroom, row and column, where it is known.
    pub seat: Option<(u8, u8)>,
}

impl Row {
    /// Somebody in no school, of this age, who belongs to nothing.
    pub const OUTSIDER: Self = Self {
        school: NONE,
        role: Role::Outsider,
        grade: 0,
        class: NONE,
        sitting: 0,
        building: 0,
        room: NONE,
        club: NONE,
        bus: NONE,
        household: NONE,
        age: 35,
        seat: None,
    };

    /// A pupil of a class.
    #[must_use]
    pub const fn pupil(school: u32, grade: u16, class: u32) -> Self {
        Self { school, role: Role::Pupil, grade, class, sitting: grade, age: 12, ..Self::OUTSIDER }
    }

    /// Somebody of the staff.
    #[must_use]
    pub const fn staff(school: u32) -> Self {
        Self { school, role: Role::Staff, age: 40, ..Self::OUTSIDER }
    }

    /// Order in memory: schools, pupils before staff, grades, sittings, classes; outsiders last.
    fn place(&self) -> (u32, Role, u16, u16, u32) {
        (self.school, self.role, self.grade, self.sitting, self.class)
    }
}

/// Collects rows and lays them out.
#[derive(Debug, Clone, Default)]
pub struct ZoneBuilder {
    rows: Vec<Row>,
    /// (row of the teacher, class).
    teaching: Vec<(u32, u32)>,
}

impl ZoneBuilder {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a person and gives the number of the row.
    pub fn push(&mut self, row: Row) -> u32 {
        self.rows.push(row);
        self.rows.len() as u32 - 1
    }

    /// The staff member of `row` teaches `class` of their school.
    pub fn teaches(&mut self, row: u32, class: u32) {
        self.teaching.push((row, class));
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn row(&self, row: u32) -> &Row {
        &self.rows[row as usize]
    }

    pub(crate) fn row_mut(&mut self, row: u32) -> &mut Row {
        &mut self.rows[row as usize]
    }

    /// No rows?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Lays the zone out; also gives the row of each person.
    ///
    /// # Errors
    /// Nobody; a pupil without class or school; staff without school; an outsider with a school; an age above 120;
    /// somebody who teaches without being staff, or a class that is not there.
    pub fn build(self) -> Result<(Zone, Vec<u32>), Invalid> {
        let Self { rows, teaching } = self;
        if rows.is_empty() {
            return Err(Invalid::new("population", "empty", "at least one person"));
        }
        rows.iter().enumerate().try_for_each(|(number, row)| check(number, row))?;
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by_key(|row| rows[*row as usize].place());
        let sorted: Vec<Row> = order.iter().map(|row| rows[*row as usize]).collect();
        let frame = Frame::new(&sorted);
        let (rooms, building_of_room, buildings) = dormitories(&sorted);
        let seated = sorted.iter().any(|row| row.seat.is_some());
        let mut zone = Zone {
            seats: sorted.iter().take_while(|_| seated).map(|row| row.seat).collect(),
            age: sorted.iter().map(|row| row.age).collect(),
            cohort_of: frame.cohort_of,
            cohorts: frame.cohorts,
            grades: frame.grades,
            sittings: frame.sittings,
            schools: frame.schools,
            rooms,
            building_of_room,
            buildings,
            clubs: number_groups(&sorted, |row| (row.club != NONE).then_some((row.school, row.club))),
            buses: number_groups(&sorted, |row| (row.bus != NONE).then_some((row.school, row.bus))),
            households: number_groups(&sorted, |row| (row.household != NONE).then_some(row.household)),
            teachers_of: Lists::default(),
            cohorts_of_teacher: Lists::default(),
        };
        add_teaching(&mut zone, &teaching, (&order, &sorted))?;
        Ok((zone, order))
    }
}

fn check(number: usize, row: &Row) -> Result<(), Invalid> {
    let refuse = |field: &str, given: &str, allowed: &str| {
        Err(Invalid::new(format!("population.row[{number}].{field}"), given, allowed))
    };
    match row.role {
        Role::Pupil if row.class == NONE => refuse("class", "none", "the class of the pupil"),
        Role::Pupil | Role::Staff if row.school == NONE => refuse("school", "none", "a school"),
        Role::Outsider if row.school != NONE => refuse("school", "a school", "none for an outsider"),
        _ if row.age > 120 => refuse("age", &row.age.to_string(), "0 to 120"),
        _ => Ok(()),
    }
}

/// Ranges of the sorted rows.
struct Frame {
    cohort_of: Vec<u32>,
    cohorts: Vec<Cohort>,
    grades: Vec<Span>,
    sittings: Vec<Span>,
    schools: Vec<School>,
}

impl Frame {
    fn new(sorted: &[Row]) -> Self {
        let mut frame = Self {
            cohort_of: Vec::new(),
            cohorts: Vec::new(),
            grades: Vec::new(),
            sittings: Vec::new(),
            schools: Vec::new(),
        };
        let insiders = sorted.iter().take_while(|row| row.school != NONE).count();
        frame.cohort_of.reserve(insiders);
        let mut before: Option<&Row> = None;
        for (person, row) in sorted[..insiders].iter().enumerate() {
            frame.push(person as u32, row, before);
            before = Some(row);
        }
        frame
    }

    fn push(&mut self, person: u32, row: &Row, before: Option<&Row>) {
        let here = Span { start: person, end: person };
        let new_school = before.is_none_or(|b| b.school != row.school);
        let new_cohort = new_school
            || before.is_none_or(|b| (b.role, b.grade, b.class) != (row.role, row.grade, row.class));
        let pupil = row.role == Role::Pupil;
        if new_school {
            let cohort = self.cohorts.len() as u32;
            self.schools.push(School { people: here, cohorts: Span { start: cohort, end: cohort } });
        }
        if pupil && (new_school || before.is_none_or(|b| b.grade != row.grade)) {
            self.grades.push(here);
        }
        if pupil && (new_school || before.is_none_or(|b| (b.grade, b.sitting) != (row.grade, row.sitting))) {
            // Neighbouring grades at one sitting share it.
            let shared =
                !new_school && before.is_some_and(|b| b.role == row.role && b.sitting == row.sitting);
            if !shared {
                self.sittings.push(here);
            }
        }
        if new_cohort {
            let number = |spans: &[Span]| if pupil { spans.len() as u32 - 1 } else { NONE };
            let (grade, sitting) = (number(&self.grades), number(&self.sittings));
            let school = self.schools.len() as u32 - 1;
            self.cohorts.push(Cohort { school, grade, sitting, start: person, end: person });
        }
        self.extend(person + 1, pupil);
        self.cohort_of.push(self.cohorts.len() as u32 - 1);
    }

    fn extend(&mut self, end: u32, pupil: bool) {
        let cohorts = self.cohorts.len() as u32;
        if let Some(cohort) = self.cohorts.last_mut() {
            cohort.end = end;
        }
        if let Some(school) = self.schools.last_mut() {
            school.people.end = end;
            school.cohorts.end = cohorts;
        }
        for spans in [&mut self.grades, &mut self.sittings] {
            if let Some(span) = spans.last_mut().filter(|_| pupil) {
                span.end = end;
            }
        }
    }
}

/// Numbers the groups that `key` names in the order of their keys.
fn number_groups<K: Ord>(sorted: &[Row], key: impl Fn(&Row) -> Option<K>) -> Lists {
    let mut keys: Vec<(K, u32)> = Vec::new();
    for (person, row) in sorted.iter().enumerate() {
        if let Some(key) = key(row) {
            keys.push((key, person as u32));
        }
    }
    keys.sort_unstable();
    let mut of = vec![NONE; sorted.len()];
    let mut groups = 0;
    for at in 0..keys.len() {
        if at == 0 || keys[at].0 != keys[at - 1].0 {
            groups += 1;
        }
        of[keys[at].1 as usize] = groups as u32 - 1;
    }
    Lists::new(of, groups)
}

/// Rooms in the order of their buildings, so that the boarders of a building are a span of the members of rooms.
fn dormitories(sorted: &[Row]) -> (Lists, Vec<u32>, Vec<Span>) {
    let key = |row: &Row| (row.room != NONE).then_some((row.school, row.building, row.room));
    let rooms = number_groups(sorted, key);
    let mut buildings: Vec<Span> = Vec::new();
    let mut building_of_room = Vec::with_capacity(rooms.count());
    let mut before = None;
    for room in 0..rooms.count() as u32 {
        let span = rooms.span(room);
        let building =
            rooms.members(room).first().and_then(|person| key(&sorted[*person as usize])).map(|k| (k.0, k.1));
        if building != before {
            buildings.push(span);
            before = building;
        }
        if let Some(last) = buildings.last_mut() {
            last.end = span.end;
        }
        building_of_room.push(buildings.len() as u32 - 1);
    }
    (rooms, building_of_room, buildings)
}

fn add_teaching(
    zone: &mut Zone,
    teaching: &[(u32, u32)],
    (order, sorted): (&[u32], &[Row]),
) -> Result<(), Invalid> {
    if teaching.is_empty() {
        return Ok(());
    }
    let mut person_of = vec![0_u32; order.len()];
    order.iter().enumerate().for_each(|(person, row)| person_of[*row as usize] = person as u32);
    let classes: BTreeMap<(u32, u32), u32> = zone
        .cohorts
        .iter()
        .enumerate()
        .filter(|(_, cohort)| cohort.grade != NONE)
        .map(|(number, cohort)| {
            let row = &sorted[cohort.start as usize];
            ((row.school, row.class), number as u32)
        })
        .collect();
    let (mut by_class, mut by_teacher) = (Vec::new(), Vec::new());
    for (number, (row, class)) in teaching.iter().enumerate() {
        let field = |name: &str| format!("population.teaching[{number}].{name}");
        let Some(person) = person_of.get(*row as usize).copied() else {
            return Err(Invalid::new(field("row"), row, "a row that is there"));
        };
        let teacher = &sorted[person as usize];
        if teacher.role != Role::Staff {
            return Err(Invalid::new(field("row"), row, "a row of the staff"));
        }
        let Some(cohort) = classes.get(&(teacher.school, *class)) else {
            return Err(Invalid::new(field("class"), class, "a class of the teacher's school"));
        };
        by_class.push((*cohort, person));
        by_teacher.push((person, *cohort));
    }
    zone.teachers_of = Lists::many(&by_class, zone.cohorts.len());
    zone.cohorts_of_teacher = Lists::many(&by_teacher, zone.cohort_of.len());
    Ok(())
}
