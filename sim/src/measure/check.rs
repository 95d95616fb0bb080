//! What is refused about a measure.

use super::{Action, Basis, Measure, Scope, Trigger, Who};
use crate::error::{Invalid, Path};

impl Measure {
    pub(crate) fn check(&self, path: &Path) -> Result<(), Invalid> {
        self.check_trigger(&path.at("trigger"))?;
        path.at("delay_hours").within(self.delay_hours.into(), 0.0, 2000.0)?;
        path.at("lasts_days").within(self.lasts_days.into(), 1.0, 1000.0)?;
        path.at("compliance").share(self.compliance)?;
        let asks = matches!(
            self.action,
            Action::Reduce { .. } | Action::StayHome { .. } | Action::MorningCheck { .. }
        );
        if self.who.is_some() && !asks {
            let given = "said of another action";
            return Err(path
                .at("who")
                .refuse(given, "for reduce, stay_home and morning_check; others say it themselves"));
        }
        let cost = path.at("cost");
        cost.at("minutes_per_class_day").within(self.cost.minutes_per_class_day, 0.0, 1440.0)?;
        cost.at("minutes_each").within(self.cost.minutes_each, 0.0, 1440.0)?;
        cost.at("cents_each").within(self.cost.cents_each, 0.0, 1e7)?;
        let action = path.at("action");
        self.check_numbers(&action)?;
        self.check_fit(&action)
    }

    fn check_trigger(&self, path: &Path) -> Result<(), Invalid> {
        match self.trigger {
            Trigger::Always(days) => days.check(path),
            Trigger::EachCase { basis: Basis::Onset } => Err(path
                .at("basis")
                .refuse("onset", "known_ill or confirmed: nobody acts on what nobody knows")),
            Trigger::EachCase { .. } => Ok(()),
            Trigger::Count { basis, scope, cases, window_days } => {
                check_count(path, (scope, cases, window_days))?;
                match basis {
                    Basis::Onset => Err(path.at("basis").refuse("onset", "known_ill or confirmed")),
                    _ => Ok(()),
                }
            }
        }
    }

    fn check_numbers(&self, path: &Path) -> Result<(), Invalid> {
        let whole = |name: &str, value: u16, low: u16, high: u16| {
            path.at(name).within(value.into(), low.into(), high.into())
        };
        match &self.action {
            Action::StayHome { well_days, at_least_days } => {
                whole("well_days", *well_days, 0, 60)?;
                whole("at_least_days", *at_least_days, 0, 60)
            }
            Action::MorningCheck { sensitivity, hour, well_days, at_least_days } => {
                path.at("sensitivity").share(*sensitivity)?;
                whole("hour", (*hour).into(), 0, 23)?;
                whole("well_days", *well_days, 0, 60)?;
                whole("at_least_days", *at_least_days, 0, 60)
            }
            Action::Reduce { outward, inward, environment, .. } => {
                path.at("outward").share(*outward)?;
                path.at("inward").share(*inward)?;
                path.at("environment").share(*environment)
            }
            Action::TestIll { daily, daily_away, .. } => {
                path.at("daily").share(*daily)?;
                path.at("daily_away").share(daily_away.unwrap_or(0.0))
            }
            Action::Screen { every_days, pool, dilution_loss, .. } => {
                path.at("every_days").within(*every_days, 0.5, 365.0)?;
                whole("pool", (*pool).into(), 1, 50)?;
                path.at("dilution_loss").within(*dilution_loss, 0.0, 0.5)
            }
            Action::Quarantine { days, recall, .. } => {
                whole("days", *days, 1, 365)?;
                path.at("recall").share(*recall)
            }
            Action::TestContacts { recall, .. } => path.at("recall").share(*recall),
            Action::TestToStay { days, .. } => whole("days", *days, 1, 60),
            Action::Isolate { days, .. } | Action::Close { days, .. } | Action::CloseCampus { days } => {
                whole("days", *days, 1, 365)
            }
            Action::Vaccinate { coverage, after_days, .. } => {
                path.at("coverage").share(*coverage)?;
                whole("after_days", *after_days, 0, 60)
            }
        }
    }

    /// Does the trigger suit the action, and the scope?
    fn check_fit(&self, path: &Path) -> Result<(), Invalid> {
        let per_case = matches!(self.trigger, Trigger::EachCase { .. });
        match &self.action {
            Action::Isolate { .. }
            | Action::Quarantine { .. }
            | Action::TestContacts { .. }
            | Action::TestToStay { .. }
                if !per_case =>
            {
                Err(path.at("kind").refuse("an answer to a case", "the trigger each_case with it"))
            }
            Action::TestToStay { scope, .. } | Action::Close { scope, .. }
                if !matches!(scope, Scope::Class | Scope::Grade | Scope::School | Scope::Zone) =>
            {
                Err(path
                    .at("scope")
                    .refuse(format!("{scope:?}").to_lowercase(), "class, grade, school or zone"))
            }
            Action::Screen { who: Who::Everybody, .. } | Action::Vaccinate { who: Who::Everybody, .. } => {
                Err(path.at("who").refuse("everybody", "pupils, staff or school_people"))
            }
            _ if self.stands() && per_case && !matches!(self.action, Action::Reduce { .. }) => {
                Err(path.at("kind").refuse("a standing measure", "the trigger always or count with it"))
            }
            _ => Ok(()),
        }
    }
}

pub(crate) fn check_count(path: &Path, (scope, cases, window): (Scope, u32, u16)) -> Result<(), Invalid> {
    if !matches!(scope, Scope::Class | Scope::Grade | Scope::School | Scope::Zone | Scope::Room) {
        return Err(path
            .at("scope")
            .refuse(format!("{scope:?}").to_lowercase(), "room, class, grade, school or zone"));
    }
    path.at("cases").within(cases.into(), 1.0, 10_000.0)?;
    path.at("window_days").within(window.into(), 1.0, 365.0)
}
