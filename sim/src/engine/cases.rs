//! Cases as they become known, and what is counted from them.

use crate::measure::{Action, Basis, Scope};
use crate::outcome::Cause;
use crate::population::{NONE, Zone};
use crate::rng::{Process, pair};

use super::plan::{Plan, Target};
use super::queue::{Event, Kind};
use super::respond::Leave;
use super::zone::{CONFIRMED, KNOWN, Run};

#[derive(Debug, Clone, Copy)]
struct Entry {
    day: u16,
    chain: u16,
    group: u32,
    previous: u32,
    /// How many there are in the group with this one.
    ordinal: u32,
}

/// Known cases, linked backwards within each group of each chain.
#[derive(Debug, Clone)]
pub(crate) struct Chains {
    heads: Vec<Vec<u32>>,
    entries: Vec<Entry>,
    /// Until when a watch has gone off in a group.
    fired_until: Vec<Vec<u16>>,
}

impl Chains {
    pub(crate) fn new(plan: &Plan, zone: &Zone) -> Self {
        let groups = |scope| match scope {
            Scope::Class => zone.cohorts.len(),
            Scope::Grade => zone.grades.len() + zone.schools.len(),
            Scope::School => zone.schools.len(),
            Scope::Room => zone.rooms.count(),
            _ => 1,
        };
        Self {
            heads: plan.chains.iter().map(|chain| vec![NONE; groups(chain.scope)]).collect(),
            entries: Vec::new(),
            fired_until: plan
                .watches
                .iter()
                .map(|watch| vec![0; groups(plan.chains[watch.chain].scope)])
                .collect(),
        }
    }

    pub(crate) fn reset(&mut self) {
        for entry in self.entries.drain(..) {
            self.heads[usize::from(entry.chain)][entry.group as usize] = NONE;
        }
        self.fired_until.iter_mut().for_each(|groups| groups.fill(0));
    }

    fn push(&mut self, chain: usize, (group, day): (u32, u16)) {
        let head = &mut self.heads[chain][group as usize];
        let ordinal = self.entries.get(*head as usize).map_or(1, |last| last.ordinal + 1);
        self.entries.push(Entry { day, chain: chain as u16, group, previous: *head, ordinal });
        *head = self.entries.len() as u32 - 1;
    }

    /// Are there `cases` of them since `first`? Looks at no more than that many.
    fn reaches(&self, chain: usize, group: u32, (cases, first): (u32, u16)) -> bool {
        let mut at = self.heads[chain][group as usize];
        if self.entries.get(at as usize).is_none_or(|last| last.ordinal < cases) {
            return false;
        }
        for _ in 0..cases {
            match self.entries.get(at as usize) {
                Some(entry) if entry.day >= first => at = entry.previous,
                _ => return false,
            }
        }
        true
    }
}

/// Number of the group of `person` in which cases are counted.
pub(crate) fn group_of(zone: &Zone, scope: Scope, person: u32) -> Option<u32> {
    let cohort = zone.cohort(person)?;
    match scope {
        Scope::Class => zone.cohort_number(person),
        Scope::Grade if cohort.grade == NONE => Some(zone.grades.len() as u32 + cohort.school),
        Scope::Grade => Some(cohort.grade),
        Scope::School => Some(cohort.school),
        Scope::Zone => Some(0),
        Scope::Room => Some(zone.rooms.of(person)).filter(|room| *room != NONE),
        _ => None,
    }
}

impl Run<'_> {
    /// Enters a case into the chains of a basis and sets off what watches them.
    fn log(&mut self, hour: u32, person: u32, basis: Basis) {
        let day = (hour / 24) as u16;
        let plan = self.plan;
        for (number, chain) in plan.chains.iter().enumerate().filter(|(_, chain)| chain.basis == basis) {
            let Some(group) = group_of(self.zone, chain.scope, person) else { continue };
            self.state.chains.push(number, (group, day));
            for (at, watch) in plan.watches.iter().enumerate().filter(|(_, watch)| watch.chain == number) {
                let first = (day + 1).saturating_sub(watch.window_days);
                let fired = self.state.chains.fired_until[at][group as usize] > day;
                if !fired && self.state.chains.reaches(number, group, (watch.cases, first)) {
                    self.fire(hour, person, (at, group));
                }
            }
        }
    }

    fn fire(&mut self, hour: u32, person: u32, (at, group): (usize, u32)) {
        let until = match self.plan.watches[at].target {
            Target::Cluster(number) => {
                self.state.outcome.clusters[number] += 1;
                u16::MAX
            }
            Target::Measure(number) => {
                let measure = &self.plan.measures[usize::from(number)].measure;
                let at = hour + u32::from(measure.delay_hours);
                self.state.queue.push(at, Event::new(Kind::Respond, (person, 0)).number(number));
                let days = match measure.action {
                    Action::Close { days, .. } | Action::CloseCampus { days } => days,
                    _ => measure.lasts_days,
                };
                ((at / 24) as u16).saturating_add(days)
            }
        };
        self.state.chains.fired_until[at][group as usize] = until;
    }

    fn first_known(&mut self, person: u32, day: u16) {
        let school = self.zone.school_of(person);
        if let Some(tally) = self.state.outcome.schools.get_mut(school as usize) {
            tally.first_known = tally.first_known.min(day);
        }
    }

    /// Symptoms begin.
    pub(crate) fn onset(&mut self, hour: u32, line: u32) {
        let infection = self.state.infections[line as usize];
        let person = infection.person;
        self.state.outcome.onsets[(hour / 24) as usize] += 1;
        self.log(hour, person, Basis::Onset);
        self.hospital(line);
        let school = self.zone.school_of(person);
        if school == NONE {
            self.test_ill(hour, line);
            return;
        }
        let day = (hour / 24) as u16;
        let plan = self.plan;
        let entity = self.entity(person);
        let stays =
            plan.by_kind.stay_home.iter().find(|m| {
                self.holds(**m, (school, day)) && self.asks(**m, person) && self.complies(**m, entity)
            });
        if let Some(measure) = stays {
            let delay = u32::from(plan.measures[usize::from(*measure)].measure.delay_hours);
            self.state.queue.push(hour + delay, Event::new(Kind::SendHome, (line, 0)).number(*measure));
        } else {
            for measure in &plan.by_kind.morning_check {
                self.next_check(hour, (line, *measure));
            }
        }
        self.test_ill(hour, line);
    }

    fn hospital(&mut self, line: u32) {
        let infection = self.state.infections[line as usize];
        let share = self.plan.band(self.zone.age[infection.person as usize]).hospital;
        if share <= 0.0 {
            return;
        }
        let who = pair(self.entity(infection.person), u64::from(infection.episode) << 32 | 1);
        let mut stream = self.key.stream(Process::Course, who);
        if stream.unit() < share {
            self.state.outcome.admissions += 1;
            let hours = self.plan.hospital_stay.at(stream.next_u64() & 0xffff);
            let days = hours.div_ceil(24);
            self.state.outcome.hospital_days += u64::from(days);
            let day = infection.onset() / 24;
            let stay = self.state.outcome.in_hospital.iter_mut().skip(day as usize).take(days as usize);
            stay.for_each(|patients| *patients += 1);
        }
    }

    /// Puts the next morning check of an ill person into its hour.
    pub(crate) fn next_check(&mut self, hour: u32, (line, measure): (u32, u8)) {
        let Action::MorningCheck { hour: at, .. } = self.plan.measures[usize::from(measure)].measure.action
        else {
            return;
        };
        let well = self.well_day(line);
        let mut day = (hour / 24) as u16 + u16::from(hour % 24 >= u32::from(at));
        while day < well && day < self.plan.days && !self.plan.timetable.is_school_day(day) {
            day += 1;
        }
        if day < well {
            let due = u32::from(day) * 24 + u32::from(at);
            self.state.queue.push(due, Event::new(Kind::MorningCheck, (line, 0)).number(measure));
        }
    }

    /// First day without symptoms.
    pub(crate) fn well_day(&self, line: u32) -> u16 {
        let infection = &self.state.infections[line as usize];
        (infection.onset() / 24 + u32::from(infection.illness_days)).min(u32::from(u16::MAX)) as u16
    }

    pub(crate) fn morning_check(&mut self, hour: u32, (line, measure): (u32, u8)) {
        let day = (hour / 24) as u16;
        let person = self.state.infections[line as usize].person;
        let school = self.zone.school_of(person);
        let away = self.state.hot[person as usize].away_until > day;
        let plan = &self.plan.measures[usize::from(measure)];
        let Action::MorningCheck { sensitivity, .. } = plan.measure.action else { return };
        let drawn = self
            .key
            .trait_of(Process::Test(self.plan.stream(measure)), pair(self.entity(person), hour.into()));
        let found = !away
            && self.asks(measure, person)
            && self.holds(measure, (school, day))
            && self
                .complies(measure, pair(self.base, self.zone.cohort_number(person).unwrap_or(NONE).into()))
            && drawn < sensitivity;
        if found {
            self.send_home(hour, (line, measure));
        } else {
            self.next_check(hour + 1, (line, measure));
        }
    }

    /// An ill person is at home from now on, and known to be ill.
    pub(crate) fn send_home(&mut self, hour: u32, (line, measure): (u32, u8)) {
        let infection = self.state.infections[line as usize];
        let (Action::StayHome { well_days, at_least_days }
        | Action::MorningCheck { well_days, at_least_days, .. }) =
            self.plan.measures[usize::from(measure)].measure.action
        else {
            return;
        };
        let from_onset = (infection.onset() / 24) as u16;
        let until = (self.well_day(line) + well_days).max(from_onset + at_least_days).min(20_000);
        self.state.outcome.done[usize::from(measure)] += 1;
        self.send_away(hour, infection.person, Leave { until, cause: Cause::Ill, measure });
        self.known_ill(hour, infection.person);
    }

    fn known_ill(&mut self, hour: u32, person: u32) {
        let hot = self.touch(person);
        if hot.flags & KNOWN != 0 {
            return;
        }
        hot.flags |= KNOWN;
        self.state.outcome.known_ill += 1;
        self.first_known(person, (hour / 24) as u16);
        self.log(hour, person, Basis::KnownIll);
        let plan = self.plan;
        self.answer(hour, person, &plan.by_kind.known_ill);
    }

    /// A positive result.
    pub(crate) fn positive(&mut self, hour: u32, person: u32) {
        let hot = self.touch(person);
        if hot.flags & CONFIRMED != 0 {
            return;
        }
        hot.flags |= CONFIRMED;
        let false_positive = hot.infection == 0;
        self.state.outcome.confirmed += 1;
        self.state.outcome.false_positives += u64::from(false_positive);
        self.first_known(person, (hour / 24) as u16);
        self.log(hour, person, Basis::Confirmed);
        let plan = self.plan;
        self.answer(hour, person, &plan.by_kind.confirmed);
    }

    fn answer(&mut self, hour: u32, person: u32, measures: &[u8]) {
        for measure in measures {
            let at = hour + u32::from(self.plan.measures[usize::from(*measure)].measure.delay_hours);
            self.state.queue.push(at, Event::new(Kind::Respond, (person, 0)).number(*measure));
        }
    }
}
