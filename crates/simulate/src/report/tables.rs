//! The tables of a run, each from its replicates.

use xd_sim::{Cause, Layer, NONE, Outcome, Role};

use super::Results;
use super::frame::Frame;
use super::stats::Spread;
use crate::run::record::{DayCounts, Record, layer_word};

/// The word of a cause.
#[must_use]
pub const fn cause_word(cause: Cause) -> &'static str {
    match cause {
        Cause::Ill => "ill",
        Cause::Isolated => "isolated",
        Cause::Quarantined => "quarantined",
        Cause::Closed => "closed",
        Cause::ClosedCampus => "closed_campus",
        Cause::MadeUp => "made_up",
    }
}

const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Pupil => "pupil",
        Role::Staff => "staff",
        Role::Outsider => "outsider",
    }
}

fn lost(days: &[u64; 6]) -> u64 {
    days[..Cause::MadeUp as usize].iter().sum()
}

fn mean_days(counts: &DayCounts) -> f64 {
    let schools: u32 = counts.iter().map(|(_, schools)| schools).sum();
    let days: f64 = counts.iter().map(|(day, schools)| f64::from(*day) * f64::from(*schools)).sum();
    days / f64::from(schools)
}

fn peak(curve: &[u32]) -> (u64, u64) {
    let highest = curve.iter().copied().max().unwrap_or(0);
    let day = curve.iter().position(|count| *count == highest).unwrap_or(0);
    (highest.into(), day as u64)
}

impl Results {
    fn each<'r, T>(&'r self, see: impl Fn(&'r Record) -> T + 'r) -> impl Iterator<Item = T> + 'r {
        self.records.iter().map(see)
    }

    fn outcomes<'r, T>(&'r self, see: impl Fn(&'r Outcome) -> T + 'r) -> impl Iterator<Item = T> + 'r {
        self.records.iter().map(move |record| see(&record.outcome))
    }

    /// One row a replicate.
    #[must_use]
    pub fn replicates(&self) -> Frame {
        let mut frame = Frame::default();
        frame.whole("replicate", self.each(|record| record.replicate));
        self.add_infections(&mut frame);
        self.add_days(&mut frame);
        frame.whole("swabs", self.outcomes(|outcome| outcome.swabs));
        frame.whole("tests", self.outcomes(|outcome| outcome.tests));
        frame.whole("tubes", self.outcomes(|outcome| outcome.tubes));
        frame.number("staff_hours", self.outcomes(|outcome| outcome.staff_minutes as f64 / 60.0));
        frame.number("cost", self.outcomes(|outcome| outcome.cents as f64 / 100.0));
        frame.whole("schools_hit", self.each(|record| record.schools_hit.into()));
        frame.whole("schools_known", self.each(|record| record.schools_known.into()));
        frame.number("detection_delay", self.each(|record| mean_days(&record.detection)));
        frame.number("ring_closing", self.each(|record| mean_days(&record.closing)));
        if !self.scenario.clusters.is_empty() {
            let any = |outcome: &Outcome| u64::from(outcome.clusters.iter().any(|count| *count > 0));
            frame.whole("any_cluster", self.outcomes(any));
        }
        for number in 0..self.scenario.clusters.len() {
            let name = format!("cluster_{}", number + 1);
            frame.whole(&name, self.outcomes(move |outcome| outcome.clusters[number].into()));
        }
        for number in 0..self.scenario.measures.len() {
            let name = format!("done_{}", number + 1);
            frame.whole(&name, self.outcomes(move |outcome| outcome.done[number]));
        }
        frame
    }

    fn add_infections(&self, frame: &mut Frame) {
        let people = self.run.people.in_schools() as f64;
        frame.whole("infections", self.outcomes(Outcome::total_infections));
        frame.whole("infections_school", self.outcomes(Outcome::school_infections));
        frame.whole("infections_pupils", self.outcomes(|outcome| outcome.infections[0]));
        frame.whole("infections_staff", self.outcomes(|outcome| outcome.infections[1]));
        frame.whole("infections_outsiders", self.outcomes(|outcome| outcome.infections[2]));
        frame.whole("imported", self.outcomes(|outcome| outcome.imported));
        let attack = move |outcome: &Outcome| outcome.school_infections() as f64 / people;
        frame.number("attack_rate", self.outcomes(attack));
        frame.whole("symptomatic", self.outcomes(|outcome| outcome.symptomatic));
        frame.whole("known_ill", self.outcomes(|outcome| outcome.known_ill));
        frame.whole("confirmed", self.outcomes(|outcome| outcome.confirmed));
        frame.whole("false_positives", self.outcomes(|outcome| outcome.false_positives));
        frame.whole("admissions", self.outcomes(|outcome| outcome.admissions));
        frame.whole("hospital_days", self.outcomes(|outcome| outcome.hospital_days));
        frame.whole("peak_in_hospital", self.outcomes(|outcome| peak(&outcome.in_hospital).0));
        frame.whole("peak_infections", self.outcomes(|outcome| peak(&outcome.curve).0));
        frame.whole("peak_day", self.outcomes(|outcome| peak(&outcome.curve).1));
        let last = |outcome: &Outcome| outcome.curve.iter().rposition(|count| *count > 0).unwrap_or(0) as u64;
        frame.whole("last_infection_day", self.outcomes(last));
        let generations = |outcome: &Outcome| {
            outcome.by_generation.iter().rposition(|count| *count > 0).unwrap_or(0) as u64
        };
        frame.whole("last_generation", self.outcomes(generations));
    }

    fn add_days(&self, frame: &mut Frame) {
        for cause in Cause::ALL {
            let name = format!("pupil_days_{}", cause_word(cause));
            frame.whole(&name, self.outcomes(move |outcome| outcome.pupil_days[cause as usize]));
        }
        frame.whole("pupil_days_lost", self.outcomes(Outcome::pupil_days_lost));
        for cause in Cause::ALL {
            let name = format!("staff_days_{}", cause_word(cause));
            frame.whole(&name, self.outcomes(move |outcome| outcome.staff_days[cause as usize]));
        }
        frame.whole("staff_days_lost", self.outcomes(|outcome| lost(&outcome.staff_days)));
    }

    /// One row a day: the distribution of infections, onsets, patients in hospital and infections until then.
    #[must_use]
    pub fn curves(&self) -> Frame {
        let days = usize::from(self.scenario.days);
        let mut frame = Frame::default();
        frame.whole("day", 0..days as u64);
        type See = fn(&Outcome) -> &[u32];
        let curves: [(&str, See); 3] = [
            ("infections", |outcome| &outcome.curve),
            ("onsets", |outcome| &outcome.onsets),
            ("in_hospital", |outcome| &outcome.in_hospital),
        ];
        for (name, see) in curves {
            let on = |day: usize| self.outcomes(|outcome| f64::from(see(outcome)[day])).collect();
            add_spreads(&mut frame, name, (0..days).map(on));
        }
        let mut sums = vec![0.0; self.records.len()];
        let until = |day: usize| {
            sums.iter_mut()
                .zip(&self.records)
                .for_each(|(sum, record)| *sum += f64::from(record.outcome.curve[day]));
            sums.clone()
        };
        add_spreads(&mut frame, "cumulative", (0..days).map(until));
        frame
    }

    /// School days lost, one row a role and cause.
    #[must_use]
    pub fn days_lost(&self) -> Frame {
        let rows =
            [Role::Pupil, Role::Staff].into_iter().flat_map(|role| Cause::ALL.map(|cause| (role, cause)));
        let rows: Vec<(Role, Cause)> = rows.collect();
        let mut frame = Frame::default();
        frame.text("role", rows.iter().map(|(role, _)| role_word(*role)));
        frame.text("cause", rows.iter().map(|(_, cause)| cause_word(*cause)));
        let days = |(role, cause): &(Role, Cause)| {
            let see = |outcome: &Outcome| match role {
                Role::Pupil => outcome.pupil_days[*cause as usize] as f64,
                _ => outcome.staff_days[*cause as usize] as f64,
            };
            self.outcomes(see).collect()
        };
        add_spreads(&mut frame, "days", rows.iter().map(days));
        frame
    }

    /// One row a rule of clusters: how likely at least one is, and how many.
    #[must_use]
    pub fn clusters(&self) -> Frame {
        let mut frame = Frame::default();
        let rules = self.scenario.clusters.len();
        frame.text("column", (0..rules).map(|rule| format!("cluster_{}", rule + 1)));
        frame.text("rule", self.scenario.clusters.iter().map(|rule| rule.name.as_str()));
        let with =
            |rule: usize| self.outcomes(move |outcome| outcome.clusters[rule] > 0).filter(|any| *any).count();
        let n = self.records.len() as u64;
        let share = |rule| super::share(with(rule) as u64, n);
        frame.number("probability", (0..rules).map(|rule| share(rule).0));
        frame.number("probability_low", (0..rules).map(|rule| share(rule).1));
        frame.number("probability_high", (0..rules).map(|rule| share(rule).2));
        let counts = |rule: usize| self.outcomes(move |outcome| f64::from(outcome.clusters[rule])).collect();
        add_spreads(&mut frame, "clusters", (0..rules).map(counts));
        frame
    }

    /// One row a measure: how often it did something, and class days on which it held.
    #[must_use]
    pub fn measures(&self) -> Frame {
        let mut frame = Frame::default();
        let measures = self.scenario.measures.len();
        frame.text("column", (0..measures).map(|measure| format!("done_{}", measure + 1)));
        frame.text("measure", self.scenario.measures.iter().map(|measure| measure.name.as_str()));
        let done = |at: usize| self.outcomes(move |outcome| outcome.done[at] as f64).collect();
        add_spreads(&mut frame, "done", (0..measures).map(done));
        let held = |at: usize| self.outcomes(move |outcome| outcome.class_days[at] as f64).collect();
        add_spreads(&mut frame, "class_days", (0..measures).map(held));
        frame
    }

    /// One row a layer of contacts: where infections happened.
    #[must_use]
    pub fn layers(&self) -> Frame {
        let mut frame = Frame::default();
        frame.text("layer", Layer::ALL.map(layer_word));
        let counts =
            |layer: Layer| self.outcomes(move |outcome| outcome.by_layer[layer as usize] as f64).collect();
        add_spreads(&mut frame, "infections", Layer::ALL.into_iter().map(counts));
        frame
    }

    /// One row a generation that was reached.
    #[must_use]
    pub fn generations(&self) -> Frame {
        let reached = self.outcomes(|outcome| outcome.by_generation.iter().rposition(|count| *count > 0));
        let count = reached.flatten().max().map_or(0, |last| last + 1);
        let mut frame = Frame::default();
        frame.whole("generation", 0..count as u64);
        let cases = |at: usize| self.outcomes(move |outcome| outcome.by_generation[at] as f64).collect();
        add_spreads(&mut frame, "infections", (0..count).map(cases));
        frame
    }

    /// One row a number of days: in how many schools of all replicates detection and the closing of the ring took so long.
    #[must_use]
    pub fn delays(&self) -> Frame {
        let mut counts = vec![[0_u64; 2]; usize::from(self.scenario.days)];
        let last = counts.len() - 1;
        for record in &self.records {
            for (at, days) in [&record.detection, &record.closing].into_iter().enumerate() {
                for (day, schools) in days {
                    counts[usize::from(*day).min(last)][at] += u64::from(*schools);
                }
            }
        }
        let longest =
            counts.iter().rposition(|row| row.iter().any(|count| *count > 0)).map_or(0, |at| at + 1);
        counts.truncate(longest);
        let mut frame = Frame::default();
        frame.whole("days", 0..counts.len() as u64);
        frame.whole("detection", counts.iter().map(|row| row[0]));
        frame.whole("ring_closing", counts.iter().map(|row| row[1]));
        frame
    }

    /// The line list; `infector` is the line of the infector in the same replicate and zone: the transmission tree.
    #[must_use]
    pub fn line_list(&self) -> Frame {
        let mut frame = Frame::default();
        let known = |number: u32| if number == NONE { f64::NAN } else { f64::from(number) };
        let lines = || self.lines.iter();
        let mut number = 0;
        let mut last = (u64::MAX, u32::MAX);
        let numbers: Vec<u64> = lines()
            .map(|line| {
                let here = (line.replicate, line.case.zone);
                number = if here == last { number + 1 } else { 0 };
                last = here;
                number
            })
            .collect();
        frame.whole("replicate", lines().map(|line| line.replicate));
        frame.whole("zone", lines().map(|line| line.case.zone.into()));
        frame.whole("line", numbers);
        frame.number("infector", lines().map(|line| known(line.case.infector)));
        frame.whole("person", lines().map(|line| line.case.person.into()));
        frame.text("role", lines().map(|line| role_word(line.place.role)));
        frame.number("school", lines().map(|line| known(line.place.school)));
        frame.number("class", lines().map(|line| known(line.place.class)));
        frame.whole("generation", lines().map(|line| line.case.generation.into()));
        let layer = |layer: Option<Layer>| layer.map_or_else(|| "brought_in".to_owned(), layer_word);
        frame.text("layer", lines().map(|line| layer(line.case.layer)));
        frame.number("infected_day", lines().map(|line| f64::from(line.case.hour) / 24.0));
        let onset = |hour: u32| if hour == u32::MAX { f64::NAN } else { f64::from(hour) / 24.0 };
        frame.number("onset_day", lines().map(|line| onset(line.case.onset_hour)));
        frame.whole("infectious_from", lines().map(|line| line.case.infectious_from.into()));
        frame.whole("infectious_days", lines().map(|line| line.case.infectious_days.into()));
        frame.whole("illness_days", lines().map(|line| line.case.illness_days.into()));
        frame
    }

    /// Mean school days lost by each person who lost any, by cause.
    #[must_use]
    pub fn persons(&self) -> Frame {
        let mut frame = Frame::default();
        let n = self.records.len() as f64;
        frame.whole("zone", self.persons.iter().map(|person| person.who.0.into()));
        frame.whole("person", self.persons.iter().map(|person| person.who.1.into()));
        frame.text("role", self.persons.iter().map(|person| role_word(person.place.role)));
        frame.whole("school", self.persons.iter().map(|person| person.place.school.into()));
        frame.whole("class", self.persons.iter().map(|person| person.place.class.into()));
        frame.number("days_lost", self.persons.iter().map(|person| lost(&person.days) as f64 / n));
        for cause in Cause::ALL {
            let days = self.persons.iter().map(|person| person.days[cause as usize] as f64 / n);
            frame.number(cause_word(cause), days);
        }
        frame
    }
}

/// Adds mean, interval, deviation and quantiles of each row's values, named `name_mean` and so on.
fn add_spreads(frame: &mut Frame, name: &str, rows: impl Iterator<Item = Vec<f64>>) {
    let spreads: Vec<Spread> = rows.map(|values| Spread::of(&values)).collect();
    for (at, (field, _)) in Spread::of(&[]).fields().iter().enumerate() {
        frame.number(&format!("{name}_{field}"), spreads.iter().map(|spread| spread.fields()[at].1));
    }
}
