//! Becoming infected: the course, and every contact that might pass the infection on.
//!
//! Contacts are drawn here once and for all, as if no measure held; measures thin them out when they come. A Poisson
//! process thinned by independent coins is a Poisson process, so this is exact, it costs what infections cost and not
//! what people cost, and the same contacts meet every set of measures.

use crate::draw::{negative_binomial, poisson};
use crate::measure::{Action, Rhythm};
use crate::population::{Layer, NONE};
use crate::rng::{Process, Stream, pair, scale, unit32};
use crate::scenario::MeetsOn;

use super::partners::{others, pick, pick_by_seat};
use super::plan::{LayerPlan, concerns, role_index};
use super::queue::{BITS, Event, Kind};
use super::zone::{BROUGHT_IN, CONFIRMED, Infection, KNOWN, Run, WANED};

/// Where an infection is from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    /// Line of the infector, or [`NONE`].
    pub infector: u32,
    pub generation: u16,
    /// Number of the layer in the plan, or [`BROUGHT_IN`].
    pub layer: u8,
}

impl Origin {
    pub(crate) const OUTSIDE: Self = Self { infector: NONE, generation: 0, layer: BROUGHT_IN };
}

/// What an infected person is like.
struct Course {
    infection: Infection,
    /// Infectiousness relative to an unvaccinated person with symptoms.
    weight: f64,
    contacts: Stream,
}

impl Run<'_> {
    /// Nobody can infect this person now, and never will.
    #[inline]
    pub(crate) fn is_spent(&self, person: u32) -> bool {
        let hot = &self.state.hot[person as usize];
        hot.infection != 0 && hot.flags & WANED == 0
    }

    /// The person of `origin`'s victim becomes infected.
    pub(crate) fn infect(&mut self, hour: u32, person: u32, origin: Origin) {
        let mut course = self.course(hour, person, origin);
        let line = self.state.infections.len() as u32;
        let hot = self.touch(person);
        hot.infection = line + 1;
        hot.flags &= !(WANED | CONFIRMED | KNOWN);
        grow(&mut self.state.infections).push(course.infection);
        self.tally(&course.infection);
        self.draw_contacts(line, &mut course);
        let infection = course.infection;
        if infection.onset() != NONE {
            self.state.queue.push(infection.onset(), Event::new(Kind::Onset, (line, 0)));
        }
        self.schedule_screens(line, &infection);
        if let Some(immunity) = &self.plan.immunity {
            let lost = immunity.at(course.contacts.next_u64() & 0xffff);
            let from = u32::from(infection.from_day + infection.days) * 24;
            self.state.queue.push((from + lost).max(hour + 1), Event::new(Kind::Wane, (person, 0)));
        }
    }

    fn course(&self, hour: u32, person: u32, origin: Origin) -> Course {
        let last = self.state.hot[person as usize].infection;
        let episode =
            if last == 0 { 0 } else { self.state.infections[last as usize - 1].episode.saturating_add(1) };
        let entity = match episode {
            0 => self.entity(person),
            _ => pair(self.entity(person), episode.into()),
        };
        let mut stream = self.key.stream(Process::Course, entity);
        let (times, rounding) = (stream.next_u64(), stream.next_u64());
        let plan = self.plan;
        // A time in hours becomes a day by adding a random hour and cutting off: right on average.
        let add = |at: u32| scale(rounding >> (16 * at) & 0xffff, 24 << 16);
        let infectious_at = hour + plan.latent.at(times & 0xffff);
        let from_day = ((infectious_at + add(0)) / 24).max(hour / 24 + 1).min(60_000) as u16;
        let mut days = (plan.infectious.at(times >> 16 & 0xffff) + add(1)) / 24;
        if !plan.longer_infects_more {
            days = days.max(1);
        }
        let illness_days = (plan.illness.at(times >> 32 & 0xffff) + add(2)) / 24;
        let vaccinated = self.is_vaccinated(person, (hour / 24) as u16);
        let effect = |share: f64| if vaccinated { 1.0 - share } else { 1.0 };
        let band = plan.band(self.zone.age[person as usize]);
        let symptomatic = stream.unit() < band.symptomatic * effect(plan.vaccine.symptoms);
        let onset = (infectious_at + plan.prodrome.at(times >> 48)).max(hour + 1);
        let manner = if symptomatic { 1.0 } else { plan.asymptomatic };
        let mut infection = Infection::at(hour, person, (origin.infector, origin.generation, origin.layer));
        (infection.from_day, infection.days) = (from_day, days as u16);
        (infection.illness_days, infection.episode) = (illness_days as u16, episode);
        if symptomatic {
            infection.set_onset(onset);
        }
        Course {
            infection,
            weight: manner * effect(plan.vaccine.infectiousness),
            contacts: self.key.stream(Process::Contacts, entity),
        }
    }

    fn tally(&mut self, infection: &Infection) {
        let day = (infection.hour() / 24) as u16;
        let role = role_index(self.zone.role(infection.person));
        let school = self.zone.school_of(infection.person);
        let outcome = &mut self.state.outcome;
        outcome.infections[role] += 1;
        outcome.curve[usize::from(day)] += 1;
        let generation = usize::from(infection.generation).min(outcome.by_generation.len() - 1);
        outcome.by_generation[generation] += 1;
        if infection.layer == BROUGHT_IN {
            outcome.imported += 1;
        } else {
            outcome.by_layer[self.plan.layer(infection.layer).layer as usize] += 1;
        }
        if infection.onset() != NONE {
            outcome.symptomatic += 1;
        }
        if let Some(tally) = outcome.schools.get_mut(school as usize) {
            tally.infections += 1;
            tally.first_infection = tally.first_infection.min(day);
            tally.last_infection = tally.last_infection.max(day);
        }
    }

    fn draw_contacts(&mut self, line: u32, course: &mut Course) {
        let stream = &mut course.contacts;
        let days = match self.plan.longer_infects_more {
            true => f64::from(course.infection.days),
            false => self.plan.mean_infectious_days,
        };
        let mut below = [0.0; Layer::COUNT];
        let mut total = 0.0;
        for (at, layer) in self.plan.layers.iter().enumerate() {
            total += self.rate(layer, course.infection.person);
            below[at] = total;
        }
        let mean = total * days * course.weight;
        if mean <= 0.0 {
            return;
        }
        let below = &below[..self.plan.layers.len()];
        let count = match self.plan.dispersion {
            None => poisson(stream, mean),
            Some(shape) => negative_binomial(stream, mean, shape),
        };
        for _ in 0..count {
            let (when, whom) = (stream.next_u64(), stream.next_u64());
            let wanted = unit32((when >> 32) as u32) * total;
            let at = below.iter().position(|below| wanted < *below).unwrap_or(below.len() - 1);
            self.plan_contact(line, &course.infection, (at as u8, when, whom));
        }
    }

    fn rate(&self, layer: &LayerPlan, person: u32) -> f64 {
        match (others(self.zone, layer.layer, person), layer.pairs) {
            (0, _) => 0.0,
            (_, false) => layer.rate,
            (others, true) => layer.rate * f64::from(others),
        }
    }

    /// Puts a contact into its hour, if anything can come of it.
    fn plan_contact(&mut self, line: u32, infection: &Infection, (number, when, whom): (u8, u64, u64)) {
        let layer = self.plan.layer(number);
        let part = self.plan.profile[(when >> 24 & 0xff) as usize];
        let day = u32::from(infection.from_day) + (part * f64::from(infection.days)) as u32;
        if day >= u32::from(self.plan.days) {
            return;
        }
        if layer.meets_on == MeetsOn::SchoolDays && !self.plan.timetable.is_school_day(day as u16) {
            return;
        }
        let hour = day * 24 + layer.from_hour + (((when & 0xf_ffff) * u64::from(layer.hours)) >> 20) as u32;
        let bits = (whom & ((1 << BITS) - 1)) as u32;
        if layer.layer == Layer::Travel {
            let partner = (whom >> 32) as u32;
            self.state.queue.push(hour, Event::new(Kind::Contact, (line, partner)).number(number).bits(bits));
            return;
        }
        let draw = (infection.person, whom >> 32);
        let partner = match self.plan.seat_half_distance {
            Some(half) if layer.layer == Layer::Class => pick_by_seat(self.zone, draw, half),
            _ => pick(self.zone, layer.layer, draw),
        };
        if self.is_spent(partner) && self.plan.immunity.is_none() {
            return;
        }
        let kind = if goes_through_place(whom, layer.through_place) { Kind::Deposit } else { Kind::Contact };
        self.state.queue.push(hour, Event::new(kind, (line, partner)).number(number).bits(bits));
    }

    /// Tests that will find this infection at a screening, if the screening still holds then.
    fn schedule_screens(&mut self, line: u32, infection: &Infection) {
        for number in &self.plan.by_kind.screen {
            let screen = &self.plan.measures[usize::from(*number)];
            let (Action::Screen { who, every_days, rhythm, .. }, Some(test)) =
                (&screen.measure.action, &screen.test)
            else {
                continue;
            };
            let person = infection.person;
            if !concerns(self.zone, *who, person) || !self.complies(*number, self.entity(person)) {
                continue;
            }
            let from =
                infection.from_day.saturating_sub(test.days_before).max((infection.hour() / 24) as u16);
            let to = (infection.from_day + infection.days + test.days_after).min(self.plan.days);
            let event = Event::new(Kind::Swab, (line, 0)).number(*number);
            match rhythm {
                Rhythm::Together => {
                    let first = screen.rounds.partition_point(|day| *day < from);
                    let due = screen.rounds[first..].iter().take_while(|day| **day < to);
                    due.for_each(|day| self.swab_in_the_morning(*day, (infection.hour(), event)));
                }
                Rhythm::AtRandom => {
                    for day in from..to {
                        let who = pair(self.entity(person), day.into());
                        let drawn = self.key.trait_of(Process::Test(self.plan.stream(*number)), who);
                        if drawn * every_days < 1.0 && self.plan.timetable.is_school_day(day) {
                            self.swab_in_the_morning(day, (infection.hour(), event));
                        }
                    }
                }
                Rhythm::InTurn => {
                    let every = (every_days * 24.0).max(1.0);
                    let entity = self.entity(person);
                    let phase = self.key.trait_of(Process::Test(self.plan.stream(*number)), entity) * every;
                    let mut round = libm::ceil((f64::from(from) * 24.0 - phase) / every).max(0.0);
                    while round * every + phase < f64::from(to) * 24.0 {
                        self.state.queue.push((round * every + phase) as u32, event);
                        round += 1.0;
                    }
                }
            }
        }
    }
}

impl Run<'_> {
    fn swab_in_the_morning(&mut self, day: u16, (infected, event): (u32, Event)) {
        let hour = u32::from(day) * 24 + super::testing::SCREEN_HOUR;
        if hour > infected {
            self.state.queue.push(hour, event);
        }
    }
}

/// By the 12 bits of `whom` that nothing else uses.
fn goes_through_place(whom: u64, share: f64) -> bool {
    share > 0.0 && (whom >> BITS & 0xfff) as f64 + 0.5 < share * 4096.0
}

/// Makes room by a quarter where there is none: doubling would leave up to half of a province's memory unused.
fn grow<T>(list: &mut Vec<T>) -> &mut Vec<T> {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 4 + 64);
    }
    list
}
