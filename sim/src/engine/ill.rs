//! Tests of the ill.

use crate::measure::Action;
use crate::outcome::Cause;
use crate::rng::{Process, pair};

use super::plan::concerns;
use super::queue::{Event, Kind};
use super::respond::{BELL, Leave};
use super::zone::{CONFIRMED, Run};

impl Run<'_> {
    /// Tests of somebody whose symptoms begin.
    pub(crate) fn test_ill(&mut self, hour: u32, line: u32) {
        let infection = self.state.infections[line as usize];
        let plan = self.plan;
        for number in &plan.by_kind.test_ill {
            let measure = &plan.measures[usize::from(*number)].measure;
            let Action::TestIll { daily, daily_away, who, .. } = measure.action else { continue };
            if !concerns(self.zone, who, infection.person) {
                continue;
            }
            let away = self.state.hot[infection.person as usize].away_until > (hour / 24) as u16;
            let daily = daily_away.filter(|_| away).unwrap_or(daily);
            let days = u32::from(infection.illness_days).max(1);
            self.plan_ill_test(hour + u32::from(measure.delay_hours), line, (*number, daily, days));
        }
    }

    /// Tests of somebody who is ill already and is sent into quarantine now.
    pub(crate) fn test_away(&mut self, hour: u32, person: u32) {
        let hot = self.state.hot[person as usize];
        let Some(line) = hot.infection.checked_sub(1).filter(|_| hot.flags & CONFIRMED == 0) else { return };
        let (day, well) = ((hour / 24) as u16, self.well_day(line));
        if self.state.infections[line as usize].onset() > hour || well <= day {
            return;
        }
        let plan = self.plan;
        for number in &plan.by_kind.test_ill {
            let measure = &plan.measures[usize::from(*number)].measure;
            let Action::TestIll { daily_away: Some(daily), who, .. } = measure.action else { continue };
            if !concerns(self.zone, who, person) {
                continue;
            }
            let days = u32::from(well - day);
            self.plan_ill_test(hour + u32::from(measure.delay_hours), line, (*number, daily, days));
        }
    }

    /// After a negative result an ill person may be tested on any of the days that are left.
    pub(crate) fn test_again(&mut self, hour: u32, (line, number): (u32, u8)) {
        let Action::TestIll { daily, daily_away, .. } =
            self.plan.measures[usize::from(number)].measure.action
        else {
            return;
        };
        let person = self.state.infections[line as usize].person;
        let (tomorrow, well) = ((hour / 24) as u16 + 1, self.well_day(line));
        if tomorrow < well {
            let away = self.state.hot[person as usize].away_until > tomorrow;
            let daily = daily_away.filter(|_| away).unwrap_or(daily);
            self.plan_ill_test(hour + 24, line, (number, daily, u32::from(well - tomorrow)));
        }
    }

    /// On which day from `hour` on an ill person is tested, if within `days`.
    fn plan_ill_test(&mut self, hour: u32, line: u32, (number, daily, days): (u8, f64, u32)) {
        let entity = self.entity(self.state.infections[line as usize].person);
        if daily <= 0.0 || !self.complies(number, entity) {
            return;
        }
        let drawn = self.key.trait_of(Process::Test(self.plan.stream(number)), pair(entity, hour.into()));
        let wait = match daily {
            1.0 => 0,
            _ => (libm::log(1.0 - drawn) / libm::log(1.0 - daily)).min(1e6) as u32,
        };
        if wait < days {
            self.state.queue.push(hour + 24 * wait, Event::new(Kind::Swab, (line, 0)).number(number));
        }
    }

    /// Whoever was tested stays at home until the first morning after the result.
    pub(crate) fn await_result(&mut self, hour: u32, person: u32, (number, result_hours): (u8, u16)) {
        let result = hour + u32::from(result_hours);
        let until = (result / 24) as u16 + u16::from(result % 24 >= BELL);
        self.send_away(hour, person, Leave { until, cause: Cause::Quarantined, measure: number });
    }
}
