//! What is done once a case is known: people stay away, are tested, places close.

use crate::measure::{Action, Release, Scope, Trigger};
use crate::outcome::{Absence, Cause};
use crate::population::{Layer, NONE, Role, Span, Zone};
use crate::rng::{Process, pair};

use super::partners;
use super::queue::{Event, Kind};
use super::testing::TestToStay;
use super::zone::Run;

/// The hour from which a school day counts as attended.
pub(crate) const BELL: u32 = 8;

/// Somebody is to stay away from school.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leave {
    /// First day on which they may come again.
    pub until: u16,
    pub cause: Cause,
    /// Number of the measure that says so.
    pub measure: u8,
}

/// People of a scope.
#[derive(Debug, Clone, Copy)]
enum Members<'a> {
    Together(Span),
    Listed(&'a [u32]),
}

impl Members<'_> {
    fn len(self) -> u32 {
        match self {
            Self::Together(span) => span.len(),
            Self::Listed(members) => members.len() as u32,
        }
    }

    fn get(self, at: u32) -> u32 {
        match self {
            Self::Together(span) => span.start + at,
            Self::Listed(members) => members[at as usize],
        }
    }
}

/// The classes that a case concerns: of a pupil the own one; of a teacher those taught, so that these take the place of
/// the staff room.
fn classes_taught(zone: &Zone, scope: Scope, person: u32) -> &[u32] {
    match zone.role(person) {
        Role::Staff if scope == Scope::Class => zone.cohorts_of_teacher.members(person),
        _ => &[],
    }
}

fn members(zone: &Zone, scope: Scope, person: u32) -> Members<'_> {
    const NOBODY: Members<'static> = Members::Listed(&[]);
    let together = |layer| partners::span(zone, layer, person).map_or(NOBODY, Members::Together);
    let pupil = zone.role(person) == Role::Pupil;
    match scope {
        Scope::Class if pupil => together(Layer::Class),
        Scope::Class => together(Layer::Staff),
        Scope::Grade if pupil => together(Layer::Grade),
        Scope::Grade | Scope::School => together(Layer::School),
        Scope::Zone => Members::Together(Span { start: 0, end: zone.school_people() as u32 }),
        Scope::Room => listed(&zone.rooms, person),
        Scope::Household => listed(&zone.households, person),
        Scope::Club => listed(&zone.clubs, person),
        Scope::Bus => listed(&zone.buses, person),
        Scope::Building => match zone.rooms.of(person) {
            NONE => NOBODY,
            room => Members::Listed(
                zone.rooms.slice(zone.buildings[zone.building_of_room[room as usize] as usize]),
            ),
        },
    }
}

/// The members of a scope, in as many parts as they lie in.
fn parts(zone: &Zone, scope: Scope, person: u32) -> impl Iterator<Item = Members<'_>> {
    let taught = classes_taught(zone, scope, person);
    let own = taught.is_empty().then(|| members(zone, scope, person));
    let span = |cohort: &u32| {
        let cohort = &zone.cohorts[*cohort as usize];
        Members::Together(Span { start: cohort.start, end: cohort.end })
    };
    taught.iter().map(span).chain(own)
}

fn listed(lists: &crate::population::Lists, person: u32) -> Members<'_> {
    match lists.of(person) {
        NONE => Members::Listed(&[]),
        group => Members::Listed(lists.members(group)),
    }
}

impl Run<'_> {
    /// Keeps a person away from school until a day; whoever is away already stays away for the longer of the two.
    /// A day counts as lost if the person was sent away before its bell.
    pub(crate) fn send_away(&mut self, hour: u32, person: u32, leave: Leave) {
        let Leave { until, cause, measure } = leave;
        let day = (hour / 24) as u16;
        let (before, old_cause) = {
            let hot = &self.state.hot[person as usize];
            (hot.away_until, hot.cause)
        };
        if cause == Cause::Isolated || before <= day {
            self.touch(person).cause = cause as u8;
        }
        if until <= before || until <= day {
            return;
        }
        // A longer quarantine does not loosen what an isolated case has to keep.
        let kept = before > day && old_cause == Cause::Isolated as u8;
        let hot = self.touch(person);
        hot.away_until = until;
        if !kept {
            hot.cause = cause as u8;
        }
        let first = (day + u16::from(hour % 24 >= BELL)).max(before);
        let days = u64::from(self.plan.timetable.school_days(first, until));
        let outcome = &mut self.state.outcome;
        match self.zone.role(person) {
            Role::Pupil => {
                outcome.pupil_days[cause as usize] += days;
                outcome.pupil_days_by_measure[usize::from(measure)] += days;
            }
            Role::Staff => outcome.staff_days[cause as usize] += days,
            Role::Outsider => return,
        }
        if let Some(log) = self.state.absences.as_mut().filter(|_| days > 0) {
            let (zone, days) = (self.number, days as u16);
            log.push(Absence { zone, person, from: first, until, days, cause, measure });
        }
        self.note_absence(person, (day, before, until));
    }

    /// First day on which somebody isolated today for `days` may come again.
    fn released(&self, person: u32, (day, days): (u16, u16), release: Release) -> u16 {
        let last = day.saturating_add(days);
        let infectious_until = match self.state.hot[person as usize].infection {
            0 => 0,
            line => {
                let infection = &self.state.infections[line as usize - 1];
                infection.from_day + infection.days
            }
        };
        match release {
            Release::AfterDays => last,
            Release::NotInfectious => last.min(infectious_until.max(day + 1)),
        }
    }

    /// A measure answers a case.
    pub(crate) fn respond(&mut self, hour: u32, (person, number): (u32, u8)) {
        let measure = &self.plan.measures[usize::from(number)].measure;
        let day = (hour / 24) as u16;
        match measure.action {
            Action::Isolate { days, release } => {
                if self.complies(number, self.entity(person)) {
                    self.state.outcome.done[usize::from(number)] += 1;
                    let until = self.released(person, (day, days), release);
                    self.send_away(hour, person, Leave { until, cause: Cause::Isolated, measure: number });
                }
            }
            Action::Quarantine { scope, days, recall } => {
                self.for_named(number, (person, scope, recall), |run, member| {
                    run.state.outcome.done[usize::from(number)] += 1;
                    let until = day.saturating_add(days);
                    run.send_away(hour, member, Leave { until, cause: Cause::Quarantined, measure: number });
                    run.test_away(hour, member);
                });
            }
            Action::TestContacts { scope, recall, .. } => {
                self.for_named(number, (person, scope, recall), |run, member| {
                    run.test_contact(hour, member, number);
                });
            }
            Action::TestToStay { scope, days, .. } => {
                for part in parts(self.zone, scope, person) {
                    self.start_test_to_stay(hour, part, (number, days));
                }
            }
            Action::Close { scope, days, made_up } => {
                let cause = if made_up { Cause::MadeUp } else { Cause::Closed };
                for part in parts(self.zone, scope, person) {
                    let until = day.saturating_add(days);
                    self.close(hour, part, Leave { until, cause, measure: number });
                }
                self.state.outcome.done[usize::from(number)] += 1;
            }
            Action::CloseCampus { days } => {
                let until = day.saturating_add(days);
                let leave = Leave { until, cause: Cause::ClosedCampus, measure: number };
                self.close_campus(hour, person, leave);
                self.state.outcome.done[usize::from(number)] += 1;
            }
            _ => self.set_standing(hour, (person, number)),
        }
    }

    /// Everybody of the case's scope whom tracing names and who complies, the case left out.
    fn for_named(
        &mut self,
        number: u8,
        (person, scope, recall): (u32, Scope, f64),
        mut act: impl FnMut(&mut Self, u32),
    ) {
        let zone = self.zone;
        for part in parts(zone, scope, person) {
            for member in (0..part.len()).map(|at| part.get(at)).filter(|member| *member != person) {
                let link = pair(self.entity(member), self.entity(person));
                let named = recall >= 1.0
                    || self.key.trait_of(Process::Recall(self.plan.stream(number)), link) < recall;
                if named && self.complies(number, self.entity(member)) {
                    act(self, member);
                }
            }
        }
    }

    fn close(&mut self, hour: u32, members: Members<'_>, leave: Leave) {
        for at in 0..members.len() {
            self.send_away(hour, members.get(at), leave);
        }
    }

    fn close_campus(&mut self, hour: u32, person: u32, leave: Leave) {
        let school = self.zone.school_of(person);
        if school == NONE {
            return;
        }
        self.state.campus_until[school as usize] = self.state.campus_until[school as usize].max(leave.until);
        let people = self.zone.schools[school as usize].people;
        for member in people.start..people.end {
            if self.zone.role(member) == Role::Pupil && !self.zone.boards(member) {
                self.send_away(hour, member, leave);
            }
        }
    }

    fn start_test_to_stay(&mut self, hour: u32, part: Members<'_>, (number, days): (u8, u16)) {
        let Members::Together(people) = part else { return };
        let from = (hour / 24) as u16 + u16::from(hour % 24 >= super::testing::SCREEN_HOUR);
        let until = from + days;
        let groups = &mut self.state.test_to_stay;
        match groups.iter_mut().find(|group| group.people == people && group.measure == number) {
            Some(group) if group.until >= from => group.until = until,
            Some(group) => (group.from, group.until) = (from, until),
            None => {
                let bits = self.stay_bits(people, number);
                self.state.test_to_stay.push(TestToStay { people, measure: number, from, until, bits });
            }
        }
    }

    /// A standing measure takes hold in the school of the case, or in every school where cases of the zone are counted.
    fn set_standing(&mut self, hour: u32, (person, number): (u32, u8)) {
        let measure = &self.plan.measures[usize::from(number)].measure;
        let until = ((hour / 24) as u16).saturating_add(measure.lasts_days);
        let whole_zone = matches!(measure.trigger, Trigger::Count { scope: Scope::Zone, .. });
        let schools = match (whole_zone, self.zone.school_of(person)) {
            (true, _) => 0..self.zone.schools() as u32,
            (false, NONE) => return,
            (false, school) => school..school + 1,
        };
        let once = matches!(measure.action, Action::Vaccinate { .. });
        for school in schools {
            // A second trigger must not make the vaccinated wait again.
            if once && self.state.mask_until[self.slot(school, number)] > 0 {
                continue;
            }
            self.state.school_mask[school as usize] |= 1 << number;
            let slot = self.slot(school, number);
            self.state.mask_until[slot] = until;
            let end = u32::from(until) * 24;
            self.state.queue.push(end, Event::new(Kind::Expire, (school, 0)).number(number));
            self.vaccinate(school, number);
        }
    }

    fn slot(&self, school: u32, number: u8) -> usize {
        school as usize * self.plan.measures.len() + usize::from(number)
    }

    pub(crate) fn expire(&mut self, hour: u32, (school, number): (u32, u8)) {
        // A measure renewed in the meantime has a later event.
        if u32::from(self.state.mask_until[self.slot(school, number)]) * 24 <= hour {
            self.state.school_mask[school as usize] &= !(1 << number);
        }
    }

    /// The day of a vaccination campaign in a school, if it has come.
    pub(crate) fn vaccinated_since(&self, number: u8, (school, day): (u32, u16)) -> Option<u16> {
        let measure = &self.plan.measures[usize::from(number)].measure;
        let since = match measure.trigger {
            Trigger::Always(span) => span.from,
            _ if school == NONE => return None,
            _ => match self.state.mask_until[self.slot(school, number)] {
                0 => return None,
                until => until - measure.lasts_days,
            },
        };
        (since <= day).then_some(since)
    }

    /// Counts the doses of a campaign that begins in a school.
    pub(crate) fn vaccinate(&mut self, school: u32, number: u8) {
        let Action::Vaccinate { coverage, who, .. } = self.plan.measures[usize::from(number)].measure.action
        else {
            return;
        };
        let people = self.zone.schools[school as usize].people;
        let takes = |person: &u32| {
            let band = self.plan.band(self.zone.age[*person as usize]);
            let already = band.vaccinated > 0.0
                && self.key.trait_of(Process::Vaccine, self.entity(*person)) < band.vaccinated;
            super::plan::concerns(self.zone, who, *person)
                && !already
                && self.key.trait_of(Process::Compliance(self.plan.stream(number)), self.entity(*person))
                    < coverage
        };
        let doses = (people.start..people.end).filter(takes).count() as u64;
        self.state.outcome.done[usize::from(number)] += doses;
    }
}
