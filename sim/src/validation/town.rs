//! A town of 100 000 people with primary and high schools, drawn as those of Abeysuriya et al. 2023 are.

use crate::draw::{normal, poisson};
use crate::error::Invalid;
use crate::population::{Population, Row, ZoneBuilder};
use crate::rng::{Process, RunKey, Stream};

/// Kind of school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ages 5 to 11.
    Primary,
    /// Ages 12 to 17.
    High,
}

/// Sizes of the schools drawn: normal, those below 100 drawn again.
fn pupils(kind: Kind, stream: &mut Stream) -> u32 {
    let (mean, sd) = if kind == Kind::Primary { (298.0, 238.0) } else { (622.0, 379.0) };
    loop {
        let size = mean + sd * normal(stream);
        if size >= 100.0 {
            return size as u32;
        }
    }
}

/// Sizes of the classes of one year: Poisson with mean 22, at least 10, whoever is left over spread among them; in high
/// schools parts of about 45.
fn classes(kind: Kind, mut left: u32, stream: &mut Stream) -> Vec<u32> {
    if kind == Kind::High {
        let count = (left / 45).max(1);
        return (0..count).map(|class| left / count + u32::from(class < left % count)).collect();
    }
    let mut sizes = Vec::new();
    while left > 10 {
        let size = poisson(stream, 22.0).min(left);
        if size >= 10 {
            sizes.push(size);
            left -= size;
        }
    }
    if sizes.is_empty() {
        return vec![left];
    }
    for _ in 0..left {
        let class = stream.below(sizes.len() as u32) as usize;
        sizes[class] += 1;
    }
    sizes
}

/// Whom a school takes in, and from when.
const PRIMARY: std::ops::Range<u8> = 5..12;
const HIGH: std::ops::Range<u8> = 12..18;
/// The age that marks staff, all of whom are vaccinated; nobody else has it.
pub(super) const STAFF_AGE: u8 = 48;

/// Somebody of a household before schools are filled.
struct Person {
    household: u32,
    age: u8,
}

/// 100 000 people in households of the census' sizes: two adults, or one, and from three people on children and grown-up
/// children of 0 to 24 years, three years apart.
fn households(stream: &mut Stream) -> Vec<Person> {
    const SIZES: [f64; 6] = [2_023_537.0, 2_768_286.0, 1_338_376.0, 1_313_551.0, 557_262.0, 285_067.0];
    let mut people = Vec::new();
    let mut household = 0;
    while people.len() < 100_000 {
        let mut drawn = stream.unit() * SIZES.iter().sum::<f64>();
        let size = 1 + SIZES
            .iter()
            .take_while(|share| {
                drawn -= **share;
                drawn >= 0.0
            })
            .count() as u8;
        let old = 20 + stream.below(55) as u8;
        let adult = if size > 2 { 30 + old % 18 } else { old + u8::from(old == STAFF_AGE) };
        (0..size.min(2)).for_each(|_| people.push(Person { household, age: adult }));
        let eldest = stream.below(25) as u8;
        (2..size).for_each(|child| people.push(Person { household, age: (eldest + 3 * child) % 25 }));
        household += 1;
    }
    people
}

fn shuffled<T>(mut list: Vec<T>, stream: &mut Stream) -> Vec<T> {
    for at in (1..list.len()).rev() {
        list.swap(at, stream.below(at as u32 + 1) as usize);
    }
    list
}

/// A town with its primary and high schools; gives the numbers of the schools of each kind.
#[derive(Debug, Clone)]
pub struct Town {
    /// Everybody, in one zone.
    pub population: Population,
    /// Numbers of the primary schools.
    pub primary: Vec<u32>,
    /// Numbers of the high schools.
    pub high: Vec<u32>,
}

struct Builder {
    zone: ZoneBuilder,
    stream: Stream,
    schools: u32,
    /// Those who may become staff.
    adults: Vec<Person>,
}

impl Builder {
    /// Fills schools of one kind, as long as there are children.
    fn fill(&mut self, kind: Kind, mut children: Vec<Person>) -> Vec<u32> {
        let first = self.schools;
        while !children.is_empty() {
            let mut size = pupils(kind, &mut self.stream) as usize;
            if children.len() < size + 100 {
                size = children.len();
            }
            self.school(kind, children.split_off(children.len() - size));
        }
        (first..self.schools).collect()
    }

    fn school(&mut self, kind: Kind, children: Vec<Person>) {
        let (school, size) = (self.schools, children.len() as u32);
        let ages = if kind == Kind::Primary { PRIMARY } else { HIGH };
        let mut children = children;
        let mut class = 0;
        for (grade, age) in ages.enumerate() {
            let (mut year, rest): (Vec<_>, Vec<_>) = children.into_iter().partition(|child| child.age == age);
            children = rest;
            for size in classes(kind, year.len() as u32, &mut self.stream) {
                for child in year.split_off(year.len() - size as usize) {
                    let row = Row {
                        age,
                        household: child.household,
                        sitting: 0,
                        ..Row::pupil(school, grade as u16, class)
                    };
                    self.zone.push(row);
                }
                class += 1;
            }
        }
        let (staff, lessons) = if kind == Kind::Primary { (class, 1) } else { ((size / 12).max(1), 6) };
        let hired = self.adults.split_off(self.adults.len() - staff as usize);
        let rows: Vec<u32> = hired
            .iter()
            .map(|adult| {
                self.zone.push(Row { age: STAFF_AGE, household: adult.household, ..Row::staff(school) })
            })
            .collect();
        for lesson in 0..class * lessons {
            let teacher = if kind == Kind::Primary { lesson } else { self.stream.below(staff) };
            self.zone.teaches(rows[teacher as usize], lesson / lessons);
        }
        self.schools += 1;
    }
}

/// The town of this number; the same number, the same town.
///
/// # Errors
/// None in practice: it is never empty.
pub fn town(number: u64) -> Result<Town, Invalid> {
    let mut stream = RunKey::new(1_150_810, number).stream(Process::Population, 0);
    let people = households(&mut stream);
    let people = shuffled(people, &mut stream);
    let of_age = |ages: std::ops::Range<u8>| move |person: &Person| ages.contains(&person.age);
    let (primary, people): (Vec<_>, Vec<_>) = people.into_iter().partition(of_age(PRIMARY));
    let (high, people): (Vec<_>, Vec<_>) = people.into_iter().partition(of_age(HIGH));
    let (adults, others): (Vec<_>, Vec<_>) = people.into_iter().partition(of_age(20..65));
    let mut builder = Builder { zone: ZoneBuilder::new(), stream, schools: 0, adults };
    let (primary, high) = (builder.fill(Kind::Primary, primary), builder.fill(Kind::High, high));
    for person in others.iter().chain(&builder.adults) {
        builder.zone.push(Row { household: person.household, age: person.age, ..Row::OUTSIDER });
    }
    let zone = builder.zone.build()?.0;
    Ok(Town { population: Population::new(vec![zone])?, primary, high })
}
