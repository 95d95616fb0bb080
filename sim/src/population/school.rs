//! A school made up from a few numbers, and the households around it.

use serde::{Deserialize, Serialize};

use super::{NONE, Population, Role, Row, ZoneBuilder};
use crate::error::{Invalid, Path};
use crate::rng::{Process, RunKey, Stream};

/// Stage of education; sets ages and what a plan leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 3 to 6 years.
    Kindergarten,
    /// 6 to 12 years.
    Primary,
    /// 12 to 15 years.
    Junior,
    /// 15 to 18 years.
    Senior,
    /// 15 to 18 years, vocational.
    Vocational,
    /// 18 years and more.
    Higher,
}

impl Stage {
    pub(crate) const fn first_age(self) -> u8 {
        match self {
            Self::Kindergarten => 3,
            Self::Primary => 6,
            Self::Junior => 12,
            Self::Senior | Self::Vocational => 15,
            Self::Higher => 18,
        }
    }
}

/// A school by its numbers. What is drawn (size of a class, who boards, who shares a household) depends on the seed
/// of the population alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SchoolPlan {
    /// Stage, for the ages.
    pub stage: Stage,
    /// Grades, 1 to 12.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 12)))]
    pub grades: u16,
    /// Classes in each grade, 1 to 200.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 200)))]
    pub classes_per_grade: u16,
    /// Mean size of a class, 1 to 200; sizes vary by a tenth to each side.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 200)))]
    pub class_size: u16,
    /// Columns of seats in a classroom, 0 to 20, filled row by row; 0: nobody's seat is known.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 20)))]
    pub seat_columns: u16,
    /// Staff for each class, 0 to 20.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 20.0)))]
    pub staff_per_class: f64,
    /// Teachers who teach a class, 0 to 20; a teacher is shared by as many classes as this and the staff imply.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 20)))]
    pub teachers_per_class: u16,
    /// Share of pupils who board.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub boarding_share: f64,
    /// Beds in a dormitory room, 1 to 40.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 40)))]
    pub room_size: u16,
    /// Rooms in a dormitory building, 1 to 1000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub rooms_per_building: u16,
    /// Sittings of the canteen, 1 to 12; grades take turns.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 12)))]
    pub sittings: u16,
    /// Share of pupils in a club.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub club_share: f64,
    /// Members of a club, 2 to 500.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 500)))]
    pub club_size: u16,
    /// Share of day pupils who come by bus.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub bus_share: f64,
    /// Seats of a bus, 2 to 100.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 100)))]
    pub bus_size: u16,
    /// Share of pupils who share their household with another pupil.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub sibling_share: f64,
    /// Adults in a household with pupils, 0 to 6.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 6)))]
    pub adults: u16,
}

impl Default for SchoolPlan {
    fn default() -> Self {
        Self {
            stage: Stage::Primary,
            grades: 6,
            classes_per_grade: 4,
            class_size: 40,
            seat_columns: 0,
            staff_per_class: 2.0,
            teachers_per_class: 4,
            boarding_share: 0.0,
            room_size: 8,
            rooms_per_building: 30,
            sittings: 2,
            club_share: 0.0,
            club_size: 25,
            bus_share: 0.0,
            bus_size: 40,
            sibling_share: 0.3,
            adults: 2,
        }
    }
}

impl SchoolPlan {
    /// Every number against its range.
    ///
    /// # Errors
    /// The first field that is out of range.
    pub fn check(&self) -> Result<(), Invalid> {
        let path = Path::root("population.school");
        let whole = |name: &str, value: u16, low: u16, high: u16| {
            path.at(name).within(value.into(), low.into(), high.into())
        };
        whole("grades", self.grades, 1, 12)?;
        whole("classes_per_grade", self.classes_per_grade, 1, 200)?;
        whole("class_size", self.class_size, 1, 200)?;
        whole("seat_columns", self.seat_columns, 0, 20)?;
        path.at("staff_per_class").within(self.staff_per_class, 0.0, 20.0)?;
        whole("teachers_per_class", self.teachers_per_class, 0, 20)?;
        path.at("boarding_share").share(self.boarding_share)?;
        whole("room_size", self.room_size, 1, 40)?;
        whole("rooms_per_building", self.rooms_per_building, 1, 1000)?;
        whole("sittings", self.sittings, 1, 12)?;
        path.at("club_share").share(self.club_share)?;
        whole("club_size", self.club_size, 2, 500)?;
        path.at("bus_share").share(self.bus_share)?;
        whole("bus_size", self.bus_size, 2, 100)?;
        path.at("sibling_share").share(self.sibling_share)?;
        whole("adults", self.adults, 0, 6)
    }

    /// The population of this school alone with its households.
    ///
    /// # Errors
    /// As [`SchoolPlan::check`].
    pub fn population(&self, seed: u64) -> Result<Population, Invalid> {
        self.check()?;
        let mut builder = ZoneBuilder::new();
        let mut stream = RunKey::new(seed, 0).stream(Process::Population, 0);
        let mut people = self.add_to(&mut builder, 0, &mut stream);
        add_households(&mut builder, &mut people, &mut stream, (self.sibling_share, self.adults));
        Population::new(vec![builder.build()?.0])
    }

    /// Adds the school without households; gives its rows.
    pub(crate) fn add_to(&self, builder: &mut ZoneBuilder, school: u32, stream: &mut Stream) -> Vec<u32> {
        let first = builder.len() as u32;
        let mut beds = [Beds::default(), Beds { building: 1000, ..Beds::default() }];
        let classes = u32::from(self.grades) * u32::from(self.classes_per_grade);
        for class in 0..classes {
            let grade = (class / u32::from(self.classes_per_grade)) as u16;
            let spread = u32::from(self.class_size / 10);
            let size = u32::from(self.class_size) - spread + stream.below(2 * spread + 1);
            for number in 0..size.max(1) {
                let mut row = self.pupil((school, grade, class), &mut beds, stream);
                row.seat = seat(number, self.seat_columns);
                builder.push(row);
            }
        }
        self.add_staff(builder, (school, classes));
        (first..builder.len() as u32).collect()
    }

    fn pupil(
        &self,
        (school, grade, class): (u32, u16, u32),
        beds: &mut [Beds; 2],
        stream: &mut Stream,
    ) -> Row {
        let mut row = Row::pupil(school, grade, class);
        row.age = self.stage.first_age() + grade as u8;
        row.sitting = grade * self.sittings.min(self.grades) / self.grades;
        if stream.unit() < self.boarding_share {
            let beds = &mut beds[stream.below(2) as usize];
            (row.building, row.room) = beds.next(self);
        } else if stream.unit() < self.bus_share {
            let pupils =
                u32::from(self.grades) * u32::from(self.classes_per_grade) * u32::from(self.class_size);
            let riders = f64::from(pupils) * (1.0 - self.boarding_share) * self.bus_share;
            row.bus = stream.below((riders / f64::from(self.bus_size)) as u32 + 1);
        }
        if stream.unit() < self.club_share {
            let pupils =
                u32::from(self.grades) * u32::from(self.classes_per_grade) * u32::from(self.class_size);
            row.club =
                stream.below((f64::from(pupils) * self.club_share) as u32 / u32::from(self.club_size) + 1);
        }
        row
    }

    fn add_staff(&self, builder: &mut ZoneBuilder, (school, classes): (u32, u32)) {
        let staff = (f64::from(classes) * self.staff_per_class) as u32;
        let first = builder.len() as u32;
        for number in 0..staff {
            builder.push(Row { age: 25 + (number % 35) as u8, ..Row::staff(school) });
        }
        if staff == 0 {
            return;
        }
        // Lessons go round: class c is taught by the teachers c·k, c·k + 1, …, so that neighbours share some.
        for lesson in 0..classes * u32::from(self.teachers_per_class) {
            let class = lesson / u32::from(self.teachers_per_class);
            builder.teaches(first + lesson % staff, class);
        }
    }
}

/// Row and column of the `number`th seat.
fn seat(number: u32, columns: u16) -> Option<(u8, u8)> {
    let row = number.checked_div(columns.into())?;
    Some((row as u8, (number % u32::from(columns)) as u8))
}

/// The beds of one sex, filled in order of class.
#[derive(Debug, Clone, Copy, Default)]
struct Beds {
    building: u16,
    room: u32,
    taken: u16,
}

impl Beds {
    fn next(&mut self, plan: &SchoolPlan) -> (u16, u32) {
        if self.taken == plan.room_size {
            self.taken = 0;
            self.room += 1;
        }
        self.taken += 1;
        let building = self.building + (self.room / u32::from(plan.rooms_per_building)) as u16;
        (building, self.room + u32::from(self.building >= 1000) * 1_000_000)
    }
}

/// Puts school people into households: pupils alone or in pairs with `adults` adults, staff with one other adult.
/// One staff member in four is instead one of the adults of a pupil's household.
pub(crate) fn add_households(
    builder: &mut ZoneBuilder,
    people: &mut [u32],
    stream: &mut Stream,
    (siblings, adults): (f64, u16),
) {
    for at in (1..people.len()).rev() {
        people.swap(at, stream.below(at as u32 + 1) as usize);
    }
    let (pupils, staff): (Vec<u32>, Vec<u32>) =
        people.iter().partition(|row| builder.row(**row).role == Role::Pupil);
    let mut parents = staff.iter().copied().filter(|row| row % 4 == 0);
    let mut household = 0;
    let mut at = 0;
    while at < pupils.len() {
        // A pair uses up two pupils, so pairs are rarer than pupils in pairs.
        let pair = stream.unit() < siblings / (2.0 - siblings) && at + 1 < pupils.len();
        for row in &pupils[at..at + 1 + usize::from(pair)] {
            builder.row_mut(*row).household = household;
        }
        at += 1 + usize::from(pair);
        let teacher = if adults > 0 { parents.next() } else { None };
        if let Some(row) = teacher {
            builder.row_mut(row).household = household;
        }
        for _ in u16::from(teacher.is_some())..adults {
            builder.push(Row { household, ..Row::OUTSIDER });
        }
        household += 1;
    }
    for row in staff {
        if builder.row(row).household == NONE {
            builder.row_mut(row).household = household;
            builder.push(Row { household, age: 45, ..Row::OUTSIDER });
            household += 1;
        }
    }
}
