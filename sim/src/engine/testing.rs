//! Tests: of the ill, of contacts, of everybody in turn; alone or in tubes; day after day instead of quarantine.
//!
//! Only swabs of the infected are events. How many healthy people were tested follows from how many there are and how
//! many are away, and their false positives are drawn by number.

use crate::draw::poisson;
use crate::measure::{Action, Rhythm, Trigger};
use crate::population::{NONE, Span, Zone};
use crate::rng::{Process, pair};

use super::plan::{Plan, concerns};
use super::queue::{Event, Kind};
use super::zone::{CONFIRMED, Run};

/// Tests on school mornings are taken in this hour, before anybody meets in school.
pub(crate) const SCREEN_HOUR: u32 = 7;

/// A group that is tested every school morning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TestToStay {
    pub people: Span,
    pub measure: u8,
    pub from: u16,
    /// First day without.
    pub until: u16,
    /// Where the bits of those who comply begin in `stay_bits`.
    pub bits: u32,
}

/// Who of each school is due at screenings, and who of those is away.
#[derive(Debug, Clone)]
pub(crate) struct Screens {
    days: usize,
    schools: usize,
    /// By screening and school: who complies (`u32::MAX`: not counted yet), their tubes, who of them is away today, and the
    /// remainder of tests that a screening in turn carries over.
    compliant: Vec<u32>,
    tubes: Vec<u32>,
    away: Vec<i32>,
    carry: Vec<u32>,
    /// By screening, school and day: who comes back.
    returns: Vec<i32>,
    /// First day whose returns have not been worked off.
    next_day: usize,
    /// Tubes found positive today: (screening, class, number).
    found: Vec<(u8, u32, u32)>,
}

impl Screens {
    pub(crate) fn new(plan: &Plan, zone: &Zone) -> Self {
        let (days, schools) = (usize::from(plan.days) + 1, zone.schools());
        let cells = plan.by_kind.screen.len() * schools;
        Self {
            days,
            schools,
            compliant: vec![u32::MAX; cells],
            tubes: vec![0; cells],
            away: vec![0; cells],
            carry: vec![0; cells],
            returns: vec![0; cells * days],
            next_day: 0,
            found: Vec::new(),
        }
    }

    pub(crate) fn reset(&mut self) {
        self.compliant.fill(u32::MAX);
        self.away.fill(0);
        self.carry.fill(0);
        self.returns.fill(0);
        self.next_day = 0;
        self.found.clear();
    }
}

impl Run<'_> {
    /// A person who was away until `before` is away until `until`.
    pub(crate) fn note_absence(&mut self, person: u32, (day, before, until): (u16, u16, u16)) {
        let school = self.zone.school_of(person) as usize;
        let plan = self.plan;
        for (at, number) in plan.by_kind.screen.iter().enumerate() {
            let Action::Screen { who, .. } = plan.measures[usize::from(*number)].measure.action else {
                continue;
            };
            if !concerns(self.zone, who, person) || !self.complies(*number, self.entity(person)) {
                continue;
            }
            let screens = &mut self.state.screens;
            let cell = at * screens.schools + school;
            let slot = |day: u16| cell * screens.days + usize::from(day).min(screens.days - 1);
            if before > day {
                let old = slot(before);
                screens.returns[old] -= 1;
            } else {
                screens.away[cell] += 1;
            }
            let new = slot(until);
            screens.returns[new] += 1;
        }
    }

    /// Counts the tests of a school morning and draws the false positives among them.
    pub(crate) fn screen_round(&mut self, day: u16) {
        self.state.screens.found.clear();
        let plan = self.plan;
        for (at, number) in plan.by_kind.screen.iter().enumerate() {
            let screen = &plan.measures[usize::from(*number)];
            let Action::Screen { rhythm, every_days, pool, .. } = screen.measure.action else { continue };
            let together = rhythm == Rhythm::Together;
            let due = !together || screen.rounds.binary_search(&day).is_ok();
            for school in 0..self.zone.schools() as u32 {
                let present = self.present(at, (school, day));
                if !due || !self.holds(*number, (school, day)) {
                    continue;
                }
                let cell = at * self.state.screens.schools + school as usize;
                let swabs = if together { present } else { self.turn(cell, (present, every_days)) };
                let tubes = match pool {
                    1 => swabs,
                    _ if swabs == 0 => 0,
                    _ => self.state.screens.tubes[cell],
                };
                self.count_tests(*number, (u64::from(swabs), u64::from(tubes)));
                self.state.outcome.tubes += if pool > 1 { u64::from(tubes) } else { 0 };
                self.false_positives(*number, (school, day, swabs));
            }
        }
        self.state.screens.next_day = usize::from(day) + 1;
    }

    /// How many of a school are there for a screening on a day; works off who came back since yesterday.
    fn present(&mut self, at: usize, (school, day): (u32, u16)) -> u32 {
        let cell = at * self.state.screens.schools + school as usize;
        if self.state.screens.compliant[cell] == u32::MAX {
            self.count_compliant(at, (school, cell));
        }
        let screens = &mut self.state.screens;
        // Whoever was to return on a day without school is back on the next with one.
        let row = &screens.returns[cell * screens.days..][screens.next_day..=usize::from(day)];
        screens.away[cell] -= row.iter().sum::<i32>();
        screens.compliant[cell].saturating_sub(screens.away[cell].max(0) as u32)
    }

    fn count_compliant(&mut self, at: usize, (school, cell): (u32, usize)) {
        let number = self.plan.by_kind.screen[at];
        let Action::Screen { who, pool, .. } = self.plan.measures[usize::from(number)].measure.action else {
            return;
        };
        let cohorts = self.zone.schools[school as usize].cohorts;
        let (mut people, mut tubes) = (0, 0);
        for cohort in &self.zone.cohorts[cohorts.start as usize..cohorts.end as usize] {
            // Everybody of a cohort is a pupil, or everybody is staff.
            if !concerns(self.zone, who, cohort.start) {
                continue;
            }
            let here = self.count_complying(number, Span { start: cohort.start, end: cohort.end });
            people += here;
            tubes += here.div_ceil(u32::from(pool));
        }
        self.state.screens.compliant[cell] = people;
        self.state.screens.tubes[cell] = tubes;
    }

    /// A screening in turn: as many each day as the interval asks for, remainders carried over.
    fn turn(&mut self, cell: usize, (present, every_days): (u32, f64)) -> u32 {
        let every = (every_days * 24.0).max(1.0) as u32;
        let due = present * 24 + self.state.screens.carry[cell];
        self.state.screens.carry[cell] = due % every;
        due / every
    }

    fn count_tests(&mut self, number: u8, (swabs, tests): (u64, u64)) {
        self.state.outcome.swabs += swabs;
        self.state.outcome.tests += tests;
        self.state.outcome.done[usize::from(number)] += tests;
    }

    fn false_positives(&mut self, number: u8, (school, day, swabs): (u32, u16, u32)) {
        let plan = &self.plan.measures[usize::from(number)];
        let Some(test) = plan.test.filter(|test| test.specificity < 1.0) else { return };
        let pooled = matches!(plan.measure.action, Action::Screen { pool, .. } if pool > 1);
        // A tube that is wrongly positive is opened up and found negative.
        if pooled || swabs == 0 {
            return;
        }
        let entity = pair(self.base + u64::from(school), day.into());
        let mut stream = self.key.stream(Process::FalsePositive(self.plan.stream(number)), entity);
        let people = self.zone.schools[school as usize].people;
        for _ in 0..poisson(&mut stream, f64::from(swabs) * (1.0 - test.specificity)) {
            let person = people.start + stream.below(people.len());
            let hour = u32::from(day) * 24 + SCREEN_HOUR;
            self.false_positive(hour, (person, number));
        }
    }

    fn false_positive(&mut self, hour: u32, (person, number): (u32, u8)) {
        let hot = &self.state.hot[person as usize];
        let Some(test) = self.plan.measures[usize::from(number)].test else { return };
        if hot.infection == 0 && hot.away_until <= (hour / 24) as u16 {
            let at = hour + u32::from(test.result_hours);
            self.state.queue.push(at, Event::new(Kind::Positive, (person, 0)).number(number));
        }
    }

    /// A contact is tested now.
    pub(crate) fn test_contact(&mut self, hour: u32, person: u32, number: u8) {
        match self.state.hot[person as usize].infection {
            0 => self.count_tests(number, (1, 1)),
            line => self.state.queue.push(hour, Event::new(Kind::Swab, (line - 1, 0)).number(number)),
        }
    }

    /// Swab of somebody infected.
    pub(crate) fn swab(&mut self, hour: u32, (line, number): (u32, u8)) {
        let plan = &self.plan.measures[usize::from(number)];
        let Some(test) = plan.test else { return };
        let person = self.state.infections[line as usize].person;
        let (school, day) = (self.zone.school_of(person), (hour / 24) as u16);
        let hot = &self.state.hot[person as usize];
        if hot.flags & CONFIRMED != 0 {
            return;
        }
        let screen = matches!(plan.measure.action, Action::Screen { .. });
        if screen && (hot.away_until > day || !self.holds(number, (school, day))) {
            return;
        }
        let standing = screen || matches!(plan.measure.action, Action::TestToStay { .. });
        if !standing {
            if matches!(plan.measure.action, Action::TestIll { .. }) && !self.holds(number, (school, day)) {
                return;
            }
            self.count_tests(number, (1, 1));
        }
        if matches!(plan.measure.action, Action::TestIll { home_until_result: true, .. }) {
            self.await_result(hour, person, (number, test.result_hours));
        }
        let mut stream = self
            .key
            .stream(Process::Test(self.plan.stream(number)), pair(self.entity(person), u64::from(hour) << 8));
        if !self.in_window(line, (day, test.days_before, test.days_after))
            || stream.unit() >= plan.pooled_sensitivity
        {
            self.test_again(hour, (line, number));
            return;
        }
        let mut wait = u32::from(test.result_hours);
        if let Action::Screen { pool, .. } = plan.measure.action
            && pool > 1
        {
            self.open_tube(number, (person, pool));
            wait *= 2;
            if stream.unit() >= test.sensitivity {
                return;
            }
        }
        self.state.queue.push(hour + wait, Event::new(Kind::Positive, (person, 0)).number(number));
    }

    /// A positive tube is opened up once, however many of its swabs are positive.
    fn open_tube(&mut self, number: u8, (person, pool): (u32, u8)) {
        let class = self.zone.cohort_number(person).unwrap_or(NONE);
        let start = self.zone.cohort(person).map_or(0, |cohort| cohort.start);
        let tube = (number, class, (person - start) / u32::from(pool));
        if !self.state.screens.found.contains(&tube) {
            self.state.screens.found.push(tube);
            self.count_tests(number, (pool.into(), pool.into()));
        }
    }

    fn in_window(&self, line: u32, (day, before, after): (u16, u16, u16)) -> bool {
        let infection = &self.state.infections[line as usize];
        let from = infection.from_day.saturating_sub(before);
        (from..infection.from_day + infection.days + after).contains(&day)
    }

    /// Morning tests of those who stay although they are contacts.
    pub(crate) fn test_to_stay_round(&mut self, day: u16) {
        let hour = u32::from(day) * 24 + SCREEN_HOUR;
        for at in 0..self.state.test_to_stay.len() {
            let group = self.state.test_to_stay[at];
            if !(group.from..group.until).contains(&day) {
                continue;
            }
            let tested = self.test_group(&group, (hour, day));
            self.count_tests(group.measure, (tested, tested));
            self.stay_false_positives(&group, (hour, tested));
        }
    }

    /// Swabs those of a group who comply, are there and have not been found; gives their number.
    fn test_group(&mut self, group: &TestToStay, (hour, day): (u32, u16)) -> u64 {
        let mut tested = 0;
        for word in 0..group.people.len().div_ceil(64) {
            let mut bits = self.state.stay_bits[(group.bits + word) as usize];
            while bits != 0 {
                let person = group.people.start + word * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                let hot = self.state.hot[person as usize];
                if hot.away_until > day || hot.flags & CONFIRMED != 0 {
                    continue;
                }
                tested += 1;
                if hot.infection != 0 {
                    let event = Event::new(Kind::Swab, (hot.infection - 1, 0)).number(group.measure);
                    self.state.queue.push(hour, event);
                }
            }
        }
        tested
    }

    /// Writes down who of a group complies with its measure; gives where.
    pub(crate) fn stay_bits(&mut self, people: Span, number: u8) -> u32 {
        let at = self.state.stay_bits.len() as u32;
        for first in (people.start..people.end).step_by(64) {
            let word = (first..people.end.min(first + 64)).enumerate().fold(0, |word, (bit, person)| {
                word | u64::from(self.complies(number, self.entity(person))) << bit
            });
            self.state.stay_bits.push(word);
        }
        at
    }

    fn stay_false_positives(&mut self, group: &TestToStay, (hour, tested): (u32, u64)) {
        let test = self.plan.measures[usize::from(group.measure)].test;
        let Some(test) = test.filter(|test| test.specificity < 1.0) else { return };
        let entity = pair(self.entity(group.people.start), hour.into());
        let mut stream = self.key.stream(Process::FalsePositive(self.plan.stream(group.measure)), entity);
        for _ in 0..poisson(&mut stream, tested as f64 * (1.0 - test.specificity)) {
            let person = group.people.start + stream.below(group.people.len());
            self.false_positive(hour, (person, group.measure));
        }
    }

    /// Doses of campaigns that begin on this day everywhere.
    pub(crate) fn begin_campaigns(&mut self, day: u16) {
        let plan = self.plan;
        for number in &plan.by_kind.vaccinate {
            let trigger = plan.measures[usize::from(*number)].measure.trigger;
            if matches!(trigger, Trigger::Always(span) if span.from == day) {
                (0..self.zone.schools() as u32).for_each(|school| self.vaccinate(school, *number));
            }
        }
    }
}
