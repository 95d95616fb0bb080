//! The county of the demonstration: 41 schools and about 30,000 pupils, one school of which is the outbreak's.

use xd_kernel::{Instant, PersonId, UnitKind};
use xd_register::calendar::{NewTerm, SetCalendar, set_calendar};
use xd_register::fixtures::{Group, Names, Region, School, SchoolBuilder, build_all, guardian, region};
use xd_store::Store;
use xd_trust::Ctx;

use super::Days;
use super::outbreak::{self, Child};
use crate::failure::Failure;

/// The name of the school that is the outbreak's.
const DERBY: &str = "示范县德比小学";
/// Numbers of classes of the school's six grades: fifteen in all.
const DERBY_CLASSES: [usize; 6] = [3, 3, 3, 2, 2, 2];
const GRADES: [&str; 6] = ["一", "二", "三", "四", "五", "六"];
/// The class of the teacher who signs in: 四(1)班, with the most recorded illnesses.
pub const TEACHERS_CLASS: usize = 9;

/// How a school's pupils fall ill in ordinary times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ordinary {
    /// Pupils newly absent ill per pupil and school day: half the usual prevalence, since an absence lasts two days.
    pub onset: f64,
}

/// Sick absence per pupil and day: kindergarten 1.77 %, primary 0.28 %, secondary 0.08 %.
const KINDERGARTEN: Ordinary = Ordinary { onset: 0.0177 / 2.0 };
const PRIMARY: Ordinary = Ordinary { onset: 0.0028 / 2.0 };
const SECONDARY: Ordinary = Ordinary { onset: 0.0008 / 2.0 };

/// The county as it was built.
pub struct County {
    /// Province, city, county.
    pub region: Region,
    /// The school of the outbreak.
    pub derby: School,
    /// Its pupils in the order of the table.
    pub children: Vec<(PersonId, Child)>,
    /// A guardian of one of its pupils.
    pub guardian: PersonId,
    /// The other schools, and how their pupils fall ill.
    pub others: Vec<(School, Ordinary)>,
}

impl County {
    /// Builds the county, to be there before the first day.
    pub async fn build(store: &Store, days: Days, now: Instant) -> Result<Self, Failure> {
        let ctx = Ctx::program(store.clone(), "demo", now);
        let children = outbreak::children().map_err(Failure::failed)?;
        let opened = days.on(1) - 200;
        let region = region(&ctx, "示范县", opened).await.map_err(Failure::failed)?;
        let county = region.county.unit;
        let term = NewTerm { name: "本学期".to_owned(), from: days.on(1) - 60, to: days.on(1) + 200 };
        let calendar = SetCalendar { institution: county, terms: vec![term], marks: Vec::new() };
        set_calendar(&ctx, calendar).await.map_err(Failure::failed)?;
        let (others, ordinary): (Vec<_>, Vec<_>) = other_schools().into_iter().unzip();
        let mut plans = vec![derby(&children)];
        plans.extend(others);
        let plans: Vec<_> = plans.into_iter().map(|plan| plan.under(county).opened(opened)).collect();
        let mut schools = build_all(&ctx, &plans).await.map_err(Failure::failed)?;
        let others = schools.split_off(1).into_iter().zip(ordinary).collect();
        let derby = schools.pop().ok_or_else(|| Failure::failed("the school was not built"))?;
        let children = seat(&derby, children)?;
        let ward = ward(&derby)?;
        let guardian = guardian(&ctx, derby.place.unit, ward, opened).await.map_err(Failure::failed)?;
        Ok(Self { region, derby, children, guardian, others })
    }

    /// The class whose teacher signs in.
    pub fn teachers_class(&self) -> Result<&Group, Failure> {
        self.derby.classes.get(TEACHERS_CLASS).ok_or_else(|| Failure::failed("the school lacks a class"))
    }
}

fn derby(children: &[Child]) -> SchoolBuilder {
    let mut builder = SchoolBuilder::new(DERBY).code("DEMO-DERBY").seed(2001);
    let mut class = 0;
    for (grade, classes) in GRADES.iter().zip(DERBY_CLASSES) {
        builder = builder.grade(format!("{grade}年级"));
        for number in 1..=classes {
            let pupils = children.iter().filter(|child| child.class == class).count();
            builder = builder.class(format!("{grade}({number})班"), pupils);
            class += 1;
        }
    }
    builder.team("食堂", 8)
}

/// Who of the school's pupils is which child of the table: class by class, in the order of seats.
fn seat(derby: &School, children: Vec<Child>) -> Result<Vec<(PersonId, Child)>, Failure> {
    let mut seats: Vec<_> = derby.classes.iter().map(|class| class.members.iter().copied()).collect();
    let seated = children.into_iter().map(|child| {
        let person = seats.get_mut(child.class).and_then(Iterator::next);
        person.map(|person| (person, child))
    });
    seated.collect::<Option<_>>().ok_or_else(|| Failure::failed("a class has fewer seats than the table"))
}

fn ward(derby: &School) -> Result<PersonId, Failure> {
    let class = derby.classes.get(TEACHERS_CLASS);
    class
        .and_then(|class| class.members.get(4))
        .copied()
        .ok_or_else(|| Failure::failed("the class has no fifth pupil"))
}

/// What the other schools are like: kind, grades, classes of a grade, pupils of a class, how many of a hundred board.
struct Shape {
    kind: UnitKind,
    grades: &'static [&'static str],
    classes: usize,
    pupils: u64,
    boarders: usize,
    ordinary: Ordinary,
}

const TOWNS: [&str; 12] =
    ["城关", "柳河", "青石", "大王庄", "白杨", "清泉", "双桥", "石门", "红旗", "长岭", "平湖", "东关"];

fn other_schools() -> Vec<(SchoolBuilder, Ordinary)> {
    const JUNIOR: &[&str] = &["七年级", "八年级", "九年级"];
    const SENIOR: &[&str] = &["高一", "高二", "高三"];
    const PRIMARY_GRADES: &[&str] = &["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"];
    const KINDERGARTEN_GRADES: &[&str] = &["小班", "中班", "大班"];
    let school = UnitKind::School;
    let primary = |classes| Shape {
        kind: school,
        grades: PRIMARY_GRADES,
        classes,
        pupils: 39,
        boarders: 0,
        ordinary: PRIMARY,
    };
    let mut planned: Vec<(String, Shape)> = Vec::new();
    for (index, town) in TOWNS.iter().enumerate() {
        planned.push((format!("{town}第一小学"), primary(3)));
        planned.push((format!("{town}第二小学"), primary(2)));
        if index < 8 {
            let junior = Shape {
                grades: JUNIOR,
                classes: 7,
                pupils: 48,
                boarders: 55,
                ordinary: SECONDARY,
                ..primary(1)
            };
            planned.push((format!("{town}初级中学"), junior));
        }
        if index < 4 {
            let kindergarten = Shape {
                grades: KINDERGARTEN_GRADES,
                classes: 3,
                pupils: 28,
                ordinary: KINDERGARTEN,
                ..primary(1)
            };
            planned.push((format!("{town}中心幼儿园"), kindergarten));
        }
    }
    for number in ["一", "二", "三"] {
        let senior = Shape {
            grades: SENIOR,
            classes: 12,
            pupils: 56,
            boarders: 80,
            ordinary: SECONDARY,
            ..primary(1)
        };
        planned.push((format!("示范县第{number}高级中学"), senior));
    }
    let point = Shape { kind: UnitKind::TeachingPoint, classes: 1, pupils: 12, ..primary(1) };
    planned.push(("小河沟教学点".to_owned(), point));
    (1..).zip(planned).map(|(seed, (name, shape))| school_of(seed, name, &shape)).collect()
}

fn school_of(seed: u64, name: String, shape: &Shape) -> (SchoolBuilder, Ordinary) {
    let mut chance = Names::seeded(seed);
    let mut builder = SchoolBuilder::new(name).kind(shape.kind).seed(seed).boarders(shape.boarders);
    for grade in shape.grades {
        builder = builder.grade(*grade);
        for number in 1..=shape.classes {
            // Classes differ: a tenth more or less.
            let spread = shape.pupils / 10 + 1;
            let pupils = shape.pupils - spread + chance.number(2 * spread + 1);
            let prefix = grade.trim_end_matches("年级");
            builder = builder.class(format!("{prefix}({number})班"), usize::try_from(pupils).unwrap_or(0));
        }
    }
    (builder, shape.ordinary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_forty_schools() {
        let schools = other_schools();
        assert_eq!(schools.len() + 1, 41);
        assert_eq!(DERBY_CLASSES.iter().sum::<usize>(), outbreak::CLASSES);
    }
}
