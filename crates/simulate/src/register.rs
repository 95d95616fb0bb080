//! A register of people as a population: one row a person.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use xd_analyst::table::{FileError, Layout, Source, Table};
use xd_sim::{NONE, Population, Row, ZoneBuilder};

use crate::error::SimulateError;

/// The columns; the first four must be there.
///
/// `role` is `pupil`, `staff` or `outsider` (members of households who are in no school: `school` is empty). `school`, `class`,
/// `grade`, `building`, `room`, `sitting`, `club`, `bus`, `household` and `zone` are names or numbers of any kind; classes,
/// buildings, rooms, clubs and buses are those of their school, schools and households those of their zone. Pupils must
/// have a class. `teaches` lists the classes of a teacher, separated by `;`. Without `sitting` a grade eats together. `seat` is that
/// of a pupil in the classroom, row and column, such as `3-5`.
pub const COLUMNS: [&str; 14] = [
    "role",
    "school",
    "class",
    "age",
    "grade",
    "household",
    "building",
    "room",
    "sitting",
    "club",
    "bus",
    "teaches",
    "zone",
    "seat",
];

static LAYOUT: Layout = Layout { columns: &COLUMNS, required: 4 };

const ROLE: usize = 0;
const SCHOOL: usize = 1;
const CLASS: usize = 2;
const AGE: usize = 3;
const GRADE: usize = 4;
const HOUSEHOLD: usize = 5;
const BUILDING: usize = 6;
const ROOM: usize = 7;
const SITTING: usize = 8;
const CLUB: usize = 9;
const BUS: usize = 10;
const TEACHES: usize = 11;
const ZONE: usize = 12;
const SEAT: usize = 13;

/// Columns whose names are numbered in their order.
const NAMED: [usize; 10] = [SCHOOL, CLASS, GRADE, HOUSEHOLD, BUILDING, ROOM, SITTING, CLUB, BUS, ZONE];

/// Reads a register; `-` is standard input.
///
/// # Errors
/// A file that cannot be read; a row that is wrong, with its line and column; a file without people.
pub fn read(path: &Path) -> Result<Population, SimulateError> {
    population(&Source::open(path)?)
}

/// The population of a register in memory.
///
/// # Errors
/// As [`read`].
pub fn population(source: &Source) -> Result<Population, SimulateError> {
    let numbers = Numbers::read(source)?;
    let mut zones: BTreeMap<u32, Zone> = BTreeMap::new();
    let mut table = Table::new(source, &LAYOUT)?;
    while table.advance()? {
        let zone = zones.entry(numbers.of(&table, ZONE)).or_default();
        let row = zone.builder.push(numbers.row(&table)?);
        for class in table.field(TEACHES).split(';').map(str::trim).filter(|class| !class.is_empty()) {
            zone.teach(&table, row, numbers.class(&table, class)?)?;
        }
        if table.field(ROLE) == "pupil" {
            let class = (numbers.of(&table, SCHOOL), numbers.of(&table, CLASS));
            zone.classes.insert(class);
            zone.sit(&table, class)?;
        }
    }
    if zones.is_empty() {
        return Err(table.at_end("there is nobody: give at least one person").into());
    }
    let built: Result<Vec<_>, SimulateError> = zones.into_values().map(|zone| zone.build(&table)).collect();
    Population::new(built?).map_err(|_| table.at_end("there is nobody").into())
}

/// What a run knows a register by.
#[must_use]
pub fn text(source: &Source) -> String {
    let hash = Sha256::digest(source.text());
    let letters: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("register, SHA-256 {letters}")
}

#[derive(Default)]
struct Zone {
    builder: ZoneBuilder,
    classes: BTreeSet<(u32, u32)>,
    /// School, class and seat.
    seats: BTreeSet<(u32, u32, (u8, u8))>,
    /// School and class that somebody teaches, and the error if it turns out that the class is not there.
    taught: Vec<((u32, u32), FileError)>,
}

impl Zone {
    fn teach(&mut self, table: &Table<'_>, row: u32, (school, class): (u32, u32)) -> Result<(), FileError> {
        if table.field(ROLE) != "staff" {
            return Err(table.wrong(TEACHES, "only staff teach"));
        }
        self.builder.teaches(row, class);
        self.taught
            .push(((school, class), table.wrong(TEACHES, "a class that has no pupils in this school")));
        Ok(())
    }

    fn sit(&mut self, table: &Table<'_>, (school, class): (u32, u32)) -> Result<(), FileError> {
        match seat(table)? {
            Some(seat) if !self.seats.insert((school, class, seat)) => {
                Err(table.wrong(SEAT, "another pupil of this class has this seat"))
            }
            _ => Ok(()),
        }
    }

    fn build(self, table: &Table<'_>) -> Result<xd_sim::Zone, SimulateError> {
        if let Some((_, error)) = self.taught.into_iter().find(|(class, _)| !self.classes.contains(class)) {
            return Err(error.into());
        }
        let built = self.builder.build();
        built.map(|(zone, _)| zone).map_err(|invalid| table.at_end(&invalid.to_string()).into())
    }
}

/// Numbers for names, in the order of the names: whole numbers by size, then texts.
struct Numbers(BTreeMap<usize, BTreeMap<(u64, String), u32>>);

fn key(name: &str) -> (u64, String) {
    name.parse().map_or_else(|_| (u64::MAX, name.to_owned()), |number| (number, String::new()))
}

impl Numbers {
    fn read(source: &Source) -> Result<Self, FileError> {
        let mut names: BTreeMap<usize, BTreeMap<(u64, String), u32>> = BTreeMap::new();
        let mut table = Table::new(source, &LAYOUT)?;
        while table.advance()? {
            for column in NAMED {
                let name = table.field(column);
                if !name.is_empty() {
                    names.entry(column).or_default().insert(key(name.trim()), 0);
                }
            }
        }
        for numbered in names.values_mut() {
            (0..).zip(numbered.values_mut()).for_each(|(number, slot)| *slot = number);
        }
        Ok(Self(names))
    }

    /// The number of the name in a column, [`NONE`] where the field is empty.
    fn of(&self, table: &Table<'_>, column: usize) -> u32 {
        let name = table.field(column);
        self.0.get(&column).and_then(|numbers| numbers.get(&key(name.trim()))).copied().unwrap_or(NONE)
    }

    fn class(&self, table: &Table<'_>, class: &str) -> Result<(u32, u32), FileError> {
        let number = self.0.get(&CLASS).and_then(|numbers| numbers.get(&key(class)));
        let number = number.ok_or_else(|| table.wrong(TEACHES, format!("there is no class `{class}`")))?;
        Ok((self.of(table, SCHOOL), *number))
    }

    /// The same for what the simulator holds in 16 bits; `none` where the field is empty.
    fn short(&self, table: &Table<'_>, column: usize, none: u16) -> Result<u16, FileError> {
        match self.of(table, column) {
            NONE => Ok(none),
            number => u16::try_from(number)
                .map_err(|_| table.wrong(column, "more than 65 535 different names in this column")),
        }
    }

    fn row(&self, table: &Table<'_>) -> Result<Row, FileError> {
        let age = age(table)?;
        let school = self.of(table, SCHOOL);
        let mut row = match table.field(ROLE) {
            Cow::Borrowed("pupil") => {
                table.required(CLASS)?;
                Row::pupil(school, self.short(table, GRADE, 0)?, self.of(table, CLASS))
            }
            Cow::Borrowed("staff") => Row::staff(school),
            Cow::Borrowed("outsider") if school != NONE => {
                return Err(table.wrong(SCHOOL, "an outsider has no school: leave it empty"));
            }
            Cow::Borrowed("outsider") => Row::OUTSIDER,
            other => {
                return Err(
                    table.wrong(ROLE, format!("is `{other}`, allowed is one of pupil, staff, outsider"))
                );
            }
        };
        if row.role != xd_sim::Role::Outsider {
            table.required(SCHOOL)?;
        }
        row.age = age;
        row.sitting = self.short(table, SITTING, row.grade)?;
        row.building = self.short(table, BUILDING, 0)?;
        row.room = self.of(table, ROOM);
        row.club = self.of(table, CLUB);
        row.bus = self.of(table, BUS);
        row.household = self.of(table, HOUSEHOLD);
        row.seat = seat(table)?;
        if row.seat.is_some() && row.role != xd_sim::Role::Pupil {
            return Err(table.wrong(SEAT, "only pupils have a seat: leave it empty"));
        }
        Ok(row)
    }
}

fn age(table: &Table<'_>) -> Result<u8, FileError> {
    let text = table.required(AGE)?;
    let age = text.trim().parse::<u8>().ok().filter(|age| *age <= 120);
    age.ok_or_else(|| table.wrong(AGE, format!("is `{text}`, allowed is a whole number, 0 to 120")))
}

/// Row and column of a seat, both from 1; `None` where the field is empty.
fn seat(table: &Table<'_>) -> Result<Option<(u8, u8)>, FileError> {
    let text = table.field(SEAT);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let number = |text: &str| text.parse::<u8>().ok().filter(|number| (1..=100).contains(number));
    let seat = text.trim().split_once('-').and_then(|(row, column)| Some((number(row)?, number(column)?)));
    let allowed = || format!("is `{text}`, allowed is row-column, each 1 to 100, such as 3-5");
    seat.map(Some).ok_or_else(|| table.wrong(SEAT, allowed()))
}
