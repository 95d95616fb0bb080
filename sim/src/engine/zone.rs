//! One zone of one replicate: its state, and the hours of a day.

use crate::outcome::{Absence, Outcome, SchoolTally};
use crate::population::{NONE, Zone};
use crate::rng::RunKey;

use super::cases::Chains;
use super::plan::Plan;
use super::queue::{Event, Kind, Queue};
use super::testing::{Screens, TestToStay};

/// What the engine keeps of every person: 8 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hot {
    /// Line of the current or last infection plus 1; 0: never infected.
    pub infection: u32,
    /// First day on which the person may come again.
    pub away_until: u16,
    /// Why they are away: index of the cause.
    pub cause: u8,
    pub flags: u8,
}

/// The person's state is not the one every replicate starts with.
const TOUCHED: u8 = 1;
/// Confirmed by a test since the last infection.
pub(crate) const CONFIRMED: u8 = 2;
/// Susceptible again.
pub(crate) const WANED: u8 = 4;
/// Known to be ill since the last infection.
pub(crate) const KNOWN: u8 = 8;

/// What is known of an infection: 24 bytes, only for the infected.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Infection {
    pub person: u32,
    /// Line of the infector; [`NONE`] from outside the zone.
    pub infector: u32,
    /// Hour of infection and of onset; runs are shorter than 2¹⁶ hours.
    hour: u16,
    onset: u16,
    pub from_day: u16,
    pub days: u16,
    pub illness_days: u16,
    pub generation: u16,
    pub episode: u8,
    /// Number of the layer, [`BROUGHT_IN`] from outside.
    pub layer: u8,
}

impl Infection {
    /// An infection without times.
    pub(crate) const fn at(hour: u32, person: u32, (infector, generation, layer): (u32, u16, u8)) -> Self {
        let (from_day, days, illness_days, episode) = (0, 0, 0, 0);
        let (hour, onset) = (hour as u16, u16::MAX);
        Self { person, infector, hour, onset, from_day, days, illness_days, generation, episode, layer }
    }

    #[inline]
    pub(crate) fn hour(&self) -> u32 {
        self.hour.into()
    }

    /// [`NONE`] without symptoms; an onset beyond the end of every run is kept as the last hour there is.
    #[inline]
    pub(crate) fn onset(&self) -> u32 {
        if self.onset == u16::MAX { NONE } else { self.onset.into() }
    }

    pub(crate) fn set_onset(&mut self, hour: u32) {
        self.onset = hour.min(u32::from(u16::MAX) - 1) as u16;
    }
}

/// In place of a layer: brought in.
pub(crate) const BROUGHT_IN: u8 = u8::MAX;

/// Something that leaves the zone, to arrive tomorrow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Departure {
    pub zone: u32,
    pub person: u32,
    pub generation: u32,
    /// Uniform number of the other side, in event bits.
    pub bits: u32,
}

/// Everything that changes, kept from replicate to replicate so that nothing is allocated again.
#[derive(Debug, Clone)]
pub(crate) struct ZoneState {
    pub hot: Vec<Hot>,
    pub touched: Vec<u32>,
    pub infections: Vec<Infection>,
    pub queue: Queue,
    pub chains: Chains,
    /// Measures that hold in each school beside those that always hold.
    pub school_mask: Vec<u64>,
    /// Until when: by school and measure.
    pub mask_until: Vec<u16>,
    pub campus_until: Vec<u16>,
    pub screens: Screens,
    pub test_to_stay: Vec<TestToStay>,
    /// Who complies in each of those groups, a bit a person.
    pub stay_bits: Vec<u64>,
    pub departures: Vec<Departure>,
    /// School days lost person by person, where somebody asked.
    pub absences: Option<Vec<Absence>>,
    pub outcome: Outcome,
}

impl ZoneState {
    pub(crate) fn new(plan: &Plan, zone: &Zone) -> Self {
        let mut outcome = Outcome::empty(plan.days, plan.measures.len(), plan.clusters);
        outcome.schools = vec![SchoolTally::NONE; zone.schools()];
        Self {
            hot: vec![Hot::default(); zone.len()],
            touched: Vec::new(),
            infections: Vec::new(),
            queue: Queue::new(usize::from(plan.days) * 24),
            chains: Chains::new(plan, zone),
            school_mask: vec![0; zone.schools()],
            mask_until: vec![0; zone.schools() * plan.measures.len()],
            campus_until: vec![0; zone.schools()],
            screens: Screens::new(plan, zone),
            test_to_stay: Vec::new(),
            stay_bits: Vec::new(),
            departures: Vec::new(),
            absences: None,
            outcome,
        }
    }

    /// Back to the beginning, at the cost of what was touched.
    pub(crate) fn reset(&mut self) {
        for person in self.touched.drain(..) {
            self.hot[person as usize] = Hot::default();
        }
        self.infections.clear();
        self.queue.clear();
        self.chains.reset();
        self.school_mask.fill(0);
        self.mask_until.fill(0);
        self.campus_until.fill(0);
        self.screens.reset();
        self.test_to_stay.clear();
        self.stay_bits.clear();
        self.departures.clear();
        self.absences.iter_mut().for_each(Vec::clear);
        self.outcome.clear();
    }
}

/// A zone at work: what is fixed, and the state.
pub(crate) struct Run<'a> {
    pub plan: &'a Plan,
    pub zone: &'a Zone,
    pub key: RunKey,
    /// Number of the zone's first person in the population.
    pub base: u64,
    pub number: u32,
    /// People in each zone, for travel.
    pub sizes: &'a [u32],
    pub state: &'a mut ZoneState,
}

impl Run<'_> {
    /// The person's number in the population: the entity of their streams.
    #[inline]
    pub(crate) fn entity(&self, person: u32) -> u64 {
        self.base + u64::from(person)
    }

    /// Marks the person's state as changed and gives it.
    #[inline]
    pub(crate) fn touch(&mut self, person: u32) -> &mut Hot {
        let hot = &mut self.state.hot[person as usize];
        if hot.flags & TOUCHED == 0 {
            hot.flags |= TOUCHED;
            self.state.touched.push(person);
        }
        hot
    }

    /// Measures that hold on a day in a school ([`NONE`]: outside).
    #[inline]
    pub(crate) fn holding(&self, school: u32, day: u16) -> u64 {
        let always = self.plan.always[usize::from(day)];
        if school == NONE { always } else { always | self.state.school_mask[school as usize] }
    }

    #[inline]
    pub(crate) fn holds(&self, measure: u8, (school, day): (u32, u16)) -> bool {
        self.holding(school, day) >> measure & 1 == 1
    }

    /// The hours of one day.
    pub(crate) fn day(&mut self, day: u16) {
        self.morning(day);
        let first = u32::from(day) * 24;
        for hour in first..first + 24 {
            while let Some(event) = self.state.queue.pop(hour) {
                self.handle(hour, event);
            }
        }
    }

    /// What happens at midnight by the calendar rather than by an event.
    fn morning(&mut self, day: u16) {
        self.introduce(day);
        self.import(day);
        if !self.plan.measures.is_empty() {
            self.count_standing(day);
            self.begin_campaigns(day);
        }
        if self.plan.timetable.is_school_day(day) {
            self.screen_round(day);
            self.test_to_stay_round(day);
        }
    }

    fn handle(&mut self, hour: u32, event: Event) {
        match event.kind() {
            Kind::Contact => self.contact(hour, &event),
            Kind::Deposit => self.deposit(hour, &event),
            Kind::Pickup => self.pickup(hour, &event),
            Kind::Arrival => self.arrival(hour, &event),
            Kind::Onset => self.onset(hour, event.a),
            Kind::SendHome => self.send_home(hour, (event.a, event.get_number())),
            Kind::MorningCheck => self.morning_check(hour, (event.a, event.get_number())),
            Kind::Swab => self.swab(hour, (event.a, event.get_number())),
            Kind::Positive => self.positive(hour, event.a),
            Kind::Respond => self.respond(hour, (event.a, event.get_number())),
            Kind::Expire => self.expire(hour, (event.a, event.get_number())),
            Kind::Wane => self.touch(event.a).flags |= WANED,
        }
    }

    /// Class days on which each measure holds, for its cost.
    fn count_standing(&mut self, day: u16) {
        if !self.plan.timetable.is_school_day(day) {
            return;
        }
        for school in 0..self.zone.schools.len() {
            let mut mask = self.holding(school as u32, day);
            let classes = u64::from(self.zone.schools[school].cohorts.len());
            while mask != 0 {
                self.state.outcome.class_days[mask.trailing_zeros() as usize] += classes;
                mask &= mask - 1;
            }
        }
    }
}
