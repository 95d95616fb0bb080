//! Contacts as they come: who is there, who is protected, what the measures take away.

use crate::coverage::Coverage;
use crate::measure::{Action, Unit, Who};
use crate::population::{Layer, NONE, Span};
use crate::rng::{Process, pair, scale};
use crate::scenario::MeetsOn;

use super::infect::Origin;
use super::plan::{LayerPlan, concerns};
use super::queue::{BITS, Event, Kind};
use super::zone::{Departure, Run};

/// The threshold of a measure that everybody keeps.
const EVERYBODY: u64 = 1 << 53;

impl Run<'_> {
    /// Share of a person's contacts in a layer that take place on a day.
    fn takes_part(&self, person: u32, (layer, day): (&LayerPlan, u16)) -> f64 {
        let hot = &self.state.hot[person as usize];
        let school = self.zone.school_of(person);
        let campus_closed = school != NONE && self.state.campus_until[school as usize] > day;
        if layer.meets_on == MeetsOn::BoardingNights
            && !campus_closed
            && !self.plan.timetable.is_boarding_night(day)
        {
            return 0.0;
        }
        if hot.away_until > day {
            let away = &self.plan.away[usize::from(hot.cause)];
            return match layer.layer {
                Layer::Household => away.household,
                Layer::Community | Layer::Travel => away.community,
                _ => 0.0,
            };
        }
        if layer.layer.in_school() {
            return 1.0;
        }
        let inside = campus_closed
            || layer.layer == Layer::Household
                && self.zone.boards(person)
                && self.plan.timetable.is_boarding_night(day);
        if inside { 0.0 } else { 1.0 }
    }

    /// Does an entity keep a measure?
    #[inline]
    pub(crate) fn complies(&self, measure: u8, entity: u64) -> bool {
        let share = self.plan.compliance[usize::from(measure)];
        let process = Process::Compliance(self.plan.stream(measure));
        share == EVERYBODY || self.key.trait_below(process, entity, share)
    }

    /// How many of these persons keep a measure.
    pub(crate) fn count_complying(&self, measure: u8, people: Span) -> u32 {
        let share = self.plan.compliance[usize::from(measure)];
        if share == EVERYBODY {
            return people.len();
        }
        let (key, process) = (self.key, Process::Compliance(self.plan.stream(measure)));
        let entities = self.entity(people.start)..self.entity(people.end);
        entities.map(|entity| u32::from(key.trait_below(process, entity, share))).sum()
    }

    /// Is the measure for this person?
    #[inline]
    pub(crate) fn asks(&self, measure: u8, person: u32) -> bool {
        let who = self.plan.measures[usize::from(measure)].measure.who;
        who.is_none_or(|who| self.is_for(who, person))
    }

    fn keeps(&self, measure: u8, (unit, person): (Unit, u32)) -> bool {
        if !self.asks(measure, person) {
            return false;
        }
        let entity = match unit {
            Unit::Person => self.entity(person),
            Unit::Class => pair(self.base, self.zone.cohort_number(person).unwrap_or(NONE).into()),
            Unit::School => pair(self.base, self.zone.school_of(person).into()),
        };
        self.complies(measure, entity)
    }

    /// Whether an infection of probability `met` from `infector` to `partner` comes about under the measures of a layer;
    /// they are looked at one by one until the uniform number is out of reach. Travel knows one side only.
    fn passes(
        &self,
        (layer, day): (&LayerPlan, u16),
        (infector, partner): (Option<u32>, Option<u32>),
        (uniform, met): (f64, f64),
    ) -> bool {
        let side = infector.or(partner).unwrap_or(0);
        let mut mask = self.holding(self.zone.school_of(side), day) & self.plan.reduces[layer.layer as usize];
        let mut left = met;
        while mask != 0 && uniform < left {
            let number = mask.trailing_zeros() as u8;
            mask &= mask - 1;
            let Action::Reduce { outward, inward, unit, .. } =
                self.plan.measures[usize::from(number)].measure.action
            else {
                continue;
            };
            if outward > 0.0 && infector.is_some_and(|person| self.keeps(number, (unit, person))) {
                left *= 1.0 - outward;
            }
            if inward > 0.0 && partner.is_some_and(|person| self.keeps(number, (unit, person))) {
                left *= 1.0 - inward;
            }
        }
        uniform < left
    }

    /// What the measures leave of what lies at a place.
    fn left_at_place(&self, (layer, day): (&LayerPlan, u16), partner: u32) -> f64 {
        let mut mask =
            self.holding(self.zone.school_of(partner), day) & self.plan.reduces[layer.layer as usize];
        let mut left = 1.0;
        while mask != 0 {
            let number = mask.trailing_zeros() as u8;
            mask &= mask - 1;
            if let Action::Reduce { environment, unit, .. } =
                self.plan.measures[usize::from(number)].measure.action
                && self.keeps(number, (unit, partner))
            {
                left *= 1.0 - environment;
            }
        }
        left
    }

    pub(crate) fn is_vaccinated(&self, person: u32, day: u16) -> bool {
        let share = self.covered(person, |row| row.vaccinated).unwrap_or_else(|| {
            let band = self.plan.band(self.zone.age[person as usize]);
            band.vaccinated
        });
        if share > 0.0 && self.key.trait_of(Process::Vaccine, self.entity(person)) < share {
            return true;
        }
        let school = self.zone.school_of(person);
        self.plan.by_kind.vaccinate.iter().any(|number| {
            let plan = &self.plan.measures[usize::from(*number)].measure;
            let Action::Vaccinate { coverage, after_days, who } = plan.action else { return false };
            self.is_for(who, person)
                && self
                    .vaccinated_since(*number, (school, day))
                    .is_some_and(|since| since + after_days <= day)
                && self.key.trait_of(Process::Compliance(self.plan.stream(*number)), self.entity(person))
                    < coverage
        })
    }

    /// What the last row of the scenario's coverage that concerns somebody says.
    #[inline]
    fn covered(&self, person: u32, see: impl Fn(&Coverage) -> Option<f64>) -> Option<f64> {
        let rows = self.plan.coverage.iter().rev();
        rows.filter_map(|row| Some((row, see(row)?)))
            .find(|(row, _)| self.is_covered(row, person))
            .map(|found| found.1)
    }

    fn is_covered(&self, row: &Coverage, person: u32) -> bool {
        let age = self.zone.age[person as usize];
        let school = self.zone.school_of(person);
        let class = || {
            let first = self.zone.schools.get(school as usize)?.cohorts.start;
            Some(self.zone.cohort_number(person)? - first)
        };
        row.who.is_none_or(|who| self.is_for(who, person))
            && row.from_age.is_none_or(|from| from <= age)
            && row.to_age.is_none_or(|to| age <= to)
            && row.school.is_none_or(|wanted| wanted == school)
            && row.class.is_none_or(|wanted| class() == Some(wanted))
    }

    fn is_for(&self, who: Who, person: u32) -> bool {
        concerns(self.zone, who, person)
    }

    fn susceptibility(&self, person: u32, day: u16) -> f64 {
        let band = self.plan.band(self.zone.age[person as usize]);
        let immune = self.covered(person, |row| row.immune).unwrap_or(band.immune);
        if immune > 0.0
            && self.state.hot[person as usize].infection == 0
            && self.key.trait_of(Process::Immunity, self.entity(person)) < immune
        {
            return 0.0;
        }
        match self.plan.vaccine.susceptibility {
            effect if effect > 0.0 && self.is_vaccinated(person, day) => band.susceptibility * (1.0 - effect),
            _ => band.susceptibility,
        }
    }

    pub(crate) fn contact(&mut self, hour: u32, event: &Event) {
        let layer = self.plan.layer(event.get_number());
        let day = (hour / 24) as u16;
        let infector = &self.state.infections[event.a as usize];
        let (source, generation) = (infector.person, infector.generation);
        if layer.layer == Layer::Travel {
            self.depart(day, event);
            return;
        }
        let partner = event.b;
        if self.is_spent(partner) {
            return;
        }
        let met = self.takes_part(source, (layer, day));
        if met <= 0.0 {
            return;
        }
        let uniform = event.uniform();
        let met = met * self.takes_part(partner, (layer, day));
        if uniform >= met {
            return;
        }
        let met = met * self.susceptibility(partner, day);
        if self.passes((layer, day), (Some(source), Some(partner)), (uniform, met)) {
            let origin = Origin {
                infector: event.a,
                generation: generation.saturating_add(1),
                layer: event.get_number(),
            };
            self.infect(hour, partner, origin);
        }
    }

    /// Something is left at the place; when it is picked up is drawn from the half-life.
    pub(crate) fn deposit(&mut self, hour: u32, event: &Event) {
        let Some(place) = &self.plan.environment else { return };
        let layer = self.plan.layer(event.get_number());
        let day = (hour / 24) as u16;
        let source = self.state.infections[event.a as usize].person;
        if self.is_spent(event.b) || self.takes_part(source, (layer, day)) <= 0.0 {
            return;
        }
        let who = pair(self.entity(source), u64::from(event.b) << 20 | u64::from(event.get_bits()));
        let mut stream = self.key.stream(Process::Environment, who);
        let lag = -libm::log(stream.open_unit()) * place.half_life_hours / std::f64::consts::LN_2;
        let later = (f64::from(hour) + lag).min(1e6) as u32;
        let within = layer.from_hour + scale(stream.next_u64() >> 32, layer.hours);
        // On the day it is reached; on that of the deposit itself not before it.
        let at = (later / 24 * 24 + within).max(hour);
        self.state.queue.push(
            at,
            Event::new(Kind::Pickup, (event.a, event.b)).number(event.get_number()).bits(event.get_bits()),
        );
    }

    pub(crate) fn pickup(&mut self, hour: u32, event: &Event) {
        let layer = self.plan.layer(event.get_number());
        let day = (hour / 24) as u16;
        if self.is_spent(event.b) {
            return;
        }
        if layer.meets_on == MeetsOn::SchoolDays && !self.plan.timetable.is_school_day(day) {
            return;
        }
        let met = self.takes_part(event.b, (layer, day)) * self.susceptibility(event.b, day);
        if met > 0.0 && event.uniform() < met * self.left_at_place((layer, day), event.b) {
            let generation = self.state.infections[event.a as usize].generation.saturating_add(1);
            self.infect(hour, event.b, Origin { infector: event.a, generation, layer: event.get_number() });
        }
    }

    /// A contact in another zone: this side is decided here, the other side there, tomorrow.
    fn depart(&mut self, day: u16, event: &Event) {
        let layer = self.plan.layer(event.get_number());
        let others = self.sizes.len() as u32;
        if others < 2 {
            return;
        }
        let infector = &self.state.infections[event.a as usize];
        let (source, generation) = (infector.person, infector.generation);
        let going = self.takes_part(source, (layer, day));
        if !self.passes((layer, day), (Some(source), None), (event.uniform(), going)) {
            return;
        }
        let mut stream = self.key.stream(Process::Environment, pair(self.entity(source), event.b.into()));
        let zone = (self.number + 1 + stream.below(others - 1)) % others;
        let person = stream.below(self.sizes[zone as usize]);
        // The other side tosses a coin of its own.
        let bits = (stream.next_u64() >> (64 - BITS)) as u32;
        self.state.departures.push(Departure { zone, person, generation: generation.into(), bits });
    }

    pub(crate) fn arrival(&mut self, hour: u32, event: &Event) {
        let day = (hour / 24) as u16;
        if self.is_spent(event.b) {
            return;
        }
        let layer = self.plan.layer(event.get_number());
        let met = self.takes_part(event.b, (layer, day)) * self.susceptibility(event.b, day);
        if self.passes((layer, day), (None, Some(event.b)), (event.uniform(), met)) {
            let generation = event.a.saturating_add(1).min(u16::MAX.into()) as u16;
            self.infect(hour, event.b, Origin { infector: NONE, generation, layer: event.get_number() });
        }
    }
}
