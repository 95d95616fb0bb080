//! The outbreak that is played: norovirus in a primary school in Derbyshire, England, summer 2001 (O'Neill and Marks,
//! *Statistics in Medicine* 24:2011–24, 2005), as each morning's check would have seen it.
//!
//! **Day numbers.** The table counts days from 1. Its description puts weekends on days 13–14 and 20–21; but nobody was
//! first absent on days 5–6, 12–13, 19–20, while 15 children were on day 14 and 23 on day 21. So the weekends are the
//! days without anybody newly absent, and day 1 is a Tuesday.
//!
//! **What a check sees.** A child is absent ill from the first day absent to the recorded end of illness, or for two
//! days where no end is recorded or the end lies before. A child who vomited in class that day is reported with that symptom,
//! as ill in class unless absent. A child whose illness was recorded but who was never absent with it is reported as
//! ill in class on the first school day of the illness; one who was ill at the weekend only is never seen.
//!
//! **What is traced.** The health officer learns the recorded start of the illness and its symptoms, diarrhoea and
//! vomiting. Who was absent without a recorded illness stays untraced, without symptoms, as in the table.

use std::collections::BTreeMap;

use xd_observe::ExceptionKind;

const TABLE: &str = include_str!("../../../../tests/data/derbyshire-2001/school.csv");

/// How many classes the school has.
pub const CLASSES: usize = 15;
/// The last day on which anything is recorded.
pub const DAYS: u32 = 30;
/// An absence that begins within so many days after an illness has ended still belongs to it.
const STILL_THE_SAME: u32 = 3;

/// A child, by line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// The class, from 0.
    pub class: usize,
    first_absent: Option<u32>,
    ill: Option<(u32, u32)>,
    vomited: Option<u32>,
}

/// What a morning's check says about a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The child, by line of the table.
    pub child: usize,
    /// How it is not "here and well".
    pub kind: ExceptionKind,
    /// What was seen in class.
    pub symptoms: Vec<&'static str>,
}

/// What the health officer learns about a child that a check has reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// The child, by line of the table.
    pub child: usize,
    /// The day of the outbreak on which the illness began.
    pub onset: u32,
    /// Its symptoms.
    pub symptoms: Vec<&'static str>,
}

/// What is known of one day of the outbreak.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// The exceptions of each class, by class.
    pub checks: BTreeMap<usize, Vec<Seen>>,
    /// What is traced after the checks.
    pub traces: Vec<Traced>,
}

/// Whether school was held on a day of the outbreak: day 1 is a Tuesday.
pub const fn is_school_day(day: u32) -> bool {
    day % 7 != 5 && day % 7 != 6
}

/// The children, in the order of the table.
pub fn children() -> Result<Vec<Child>, csv::Error> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    reader.deserialize::<(usize, u32, u32, u32, u32)>().map(|row| row.map(child)).collect()
}

fn child((class, absent, start, end, vomited): (usize, u32, u32, u32, u32)) -> Child {
    let known = |day: u32| (day > 0).then_some(day);
    Child {
        class: class.saturating_sub(1).min(CLASSES - 1),
        first_absent: known(absent),
        ill: known(start).map(|start| (start, end.max(start))),
        vomited: known(vomited),
    }
}

impl Child {
    /// The days on which the child is away, weekends not left out.
    fn away(&self) -> Option<(u32, u32)> {
        let first = self.first_absent?;
        let last = match self.ill {
            Some((start, end)) if end >= first && start <= first + 1 => end,
            _ => first + 1,
        };
        Some((first, last))
    }

    fn is_away(&self, day: u32) -> bool {
        self.away().is_some_and(|(first, last)| (first..=last).contains(&day))
    }

    /// Whether the recorded illness is what the absence was about.
    fn ill_while_away(&self) -> bool {
        match (self.away(), self.ill) {
            (Some((first, last)), Some((start, end))) => start <= last && end + STILL_THE_SAME >= first,
            _ => false,
        }
    }

    /// The day on which an illness without absence shows in class.
    fn shows_on(&self) -> Option<u32> {
        let (start, end) = self.ill.filter(|_| !self.ill_while_away())?;
        (start..=end).find(|day| is_school_day(*day))
    }

    fn seen(&self, index: usize, day: u32) -> Option<Seen> {
        let vomits = self.vomited == Some(day);
        let kind = if self.is_away(day) {
            ExceptionKind::AbsentIll
        } else if vomits || self.shows_on() == Some(day) {
            ExceptionKind::IllInClass
        } else {
            return None;
        };
        Some(Seen { child: index, kind, symptoms: if vomits { vec!["vomiting"] } else { Vec::new() } })
    }

    fn traced(&self, index: usize, day: u32) -> Option<Traced> {
        let (start, _) = self.ill?;
        let learnt_on = match (self.away(), self.shows_on()) {
            (Some((first, last)), None) if self.ill_while_away() => {
                (first.max(start)..=last).find(|day| is_school_day(*day)).unwrap_or(first)
            }
            (_, shows) => shows?,
        };
        (learnt_on == day).then(|| Traced {
            child: index,
            onset: start,
            symptoms: vec!["diarrhoea", "vomiting"],
        })
    }
}

/// A day of the outbreak, as the checks and the health officer learn it. Empty where no school is held.
pub fn day(children: &[Child], day: u32) -> Day {
    let mut known = Day::default();
    if !is_school_day(day) {
        return known;
    }
    for class in 0..CLASSES {
        known.checks.insert(class, Vec::new());
    }
    for (index, child) in children.iter().enumerate() {
        if let Some(seen) = child.seen(index, day) {
            known.checks.entry(child.class).or_default().push(seen);
        }
        known.traces.extend(child.traced(index, day));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_its_weekends_are_quiet() {
        let children = children().unwrap();
        assert_eq!(children.len(), 492);
        let first_days: Vec<u32> = children.iter().filter_map(|child| child.first_absent).collect();
        assert_eq!(first_days.len(), 186);
        assert!(first_days.iter().all(|day| is_school_day(*day)), "nobody is first absent at a weekend");
        assert_eq!(children.iter().filter(|child| child.class == 9).count(), 24);
    }

    #[test]
    fn every_absence_is_seen_and_every_illness_of_the_absent_is_traced_once() {
        let children = children().unwrap();
        let days: Vec<Day> = (1..=DAYS).map(|number| day(&children, number)).collect();
        let mut seen = vec![0; children.len()];
        let mut traced = vec![0; children.len()];
        for day in &days {
            day.checks.values().flatten().for_each(|one| seen[one.child] += 1);
            day.traces.iter().for_each(|one| traced[one.child] += 1);
        }
        for (index, child) in children.iter().enumerate() {
            assert!(child.first_absent.is_none() || seen[index] > 0, "line {index} is absent and never seen");
            assert!(traced[index] <= 1, "line {index} is traced {} times", traced[index]);
            assert!(traced[index] == 0 || seen[index] > 0, "line {index} is traced and never seen");
            assert!(!child.ill_while_away() || traced[index] == 1, "line {index} is not traced: {child:?}");
        }
        // 75 illnesses are recorded; those that lie in a weekend without absence are never seen.
        assert_eq!(traced.iter().sum::<i32>(), 72);
    }

    #[test]
    fn a_trace_falls_on_a_day_whose_check_names_the_child() {
        let children = children().unwrap();
        for number in 1..=DAYS {
            let day = day(&children, number);
            for trace in &day.traces {
                let named = day.checks.values().flatten().any(|seen| seen.child == trace.child);
                assert!(named, "day {number}: line {} is traced without being seen", trace.child);
                assert!(trace.onset <= number, "day {number}: onset {} lies ahead", trace.onset);
            }
        }
    }
}
