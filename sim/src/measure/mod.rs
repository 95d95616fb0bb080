//! Measures as data: when → how soon → what, how well it is kept, and what it costs.

mod check;

pub(crate) use check::check_count;

use serde::{Deserialize, Serialize};

use crate::calendar::Days;
use crate::population::Layer;

/// Most measures of a scenario.
pub const MAX_MEASURES: usize = 64;

/// Which cases a count looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Onset of symptoms, known or not. For the reckoning of clusters, not for measures that somebody must know of.
    Onset,
    /// Known to be ill: kept at home, or sent home by a check.
    KnownIll,
    /// Tested positive.
    Confirmed,
}

/// The place whose cases are counted together, or which a measure takes hold of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Class; for a measure that answers a case among teachers the classes taught, for other staff the staff room.
    Class,
    /// Grade; for staff the school.
    Grade,
    /// School.
    School,
    /// All schools of the zone.
    Zone,
    /// Dormitory room.
    Room,
    /// Dormitory building.
    Building,
    /// Household.
    Household,
    /// Club.
    Club,
    /// Bus.
    Bus,
}

/// When a measure takes hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "when", rename_all = "snake_case", deny_unknown_fields)]
pub enum Trigger {
    /// On the days of a span, everywhere.
    Always(Days),
    /// At each case that becomes known, for that case.
    EachCase {
        /// Which cases.
        basis: Basis,
    },
    /// When so many cases fall into a window within a scope, for that scope; again once the measure has run out.
    Count {
        /// Which cases.
        basis: Basis,
        /// Counted together: class, grade, school or zone.
        scope: Scope,
        /// So many, 1 to 10 000.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10000)))]
        cases: u32,
        /// Window that ends today, days, 1 to 365.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 365)))]
        window_days: u16,
    },
}

/// Whom a test or vaccination is offered to, or who brings an infection in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Pupils.
    Pupils,
    /// Staff.
    Staff,
    /// Pupils and staff.
    SchoolPeople,
    /// Those outside schools too; for tests of the ill and introductions only.
    Everybody,
}

/// Who keeps a measure or does not, as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Each person by themselves.
    Person,
    /// A whole class.
    Class,
    /// A whole school.
    School,
}

/// How the swabs of a screening are spread over the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Everybody on the same mornings.
    Together,
    /// Each person by themselves, evenly spaced.
    InTurn,
    /// Each person on each day with the same probability, whatever was before.
    AtRandom,
}

/// When an isolation may end before its days are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Not before.
    #[default]
    AfterDays,
    /// On the first day on which the person does not infect any more, as a perfect test would tell.
    NotInfectious,
}

/// A test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// Probability of a positive in the window, of a single swab.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub sensitivity: f64,
    /// Probability of a negative in the uninfected.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub specificity: f64,
    /// Days before the first infectious day from which it finds, 0 to 60.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 60)))]
    pub days_before: u16,
    /// Days after the last infectious day until which it finds, 0 to 200.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 200)))]
    pub days_after: u16,
    /// Sample to result, hours, 0 to 500.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 500)))]
    pub result_hours: u16,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// The ill stay at home from their onset until they are well and `well_days` more, at least `at_least_days` in all.
    StayHome {
        /// Days without symptoms before the return, 0 to 60.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 60)))]
        well_days: u16,
        /// Least days away, 0 to 60.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 60)))]
        at_least_days: u16,
    },
    /// The ill who came to school are found at the morning check (or at the gate) and sent home as under `stay_home`.
    MorningCheck {
        /// Probability on each school day.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        sensitivity: f64,
        /// Hour of the check, 0 to 23.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 23)))]
        hour: u8,
        /// Days without symptoms before the return.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 60)))]
        well_days: u16,
        /// Least days away.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 60)))]
        at_least_days: u16,
    },
    /// Masks, ventilation, disinfection, staggered hours, cohorting: contacts in some layers infect less.
    Reduce {
        /// Where.
        layers: Vec<Layer>,
        /// Reduction if the infectious side keeps it.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        outward: f64,
        /// Reduction if the other side keeps it.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        inward: f64,
        /// Reduction of infection through places.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        environment: f64,
        /// Who keeps it as one.
        unit: Unit,
    },
    /// The ill are tested, with this probability on each day of their illness (1: at onset).
    TestIll {
        /// Name of the test.
        test: String,
        /// Who of them.
        #[serde(default = "school_people")]
        who: Who,
        /// Probability per day.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        daily: f64,
        /// Probability per day of those who are away from school already (in quarantine); absent: `daily`.
        #[serde(default)]
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        daily_away: Option<f64>,
        /// Those tested stay away from school until the result is there.
        #[serde(default)]
        home_until_result: bool,
    },
    /// Everybody is tested again and again.
    Screen {
        /// Name of the test.
        test: String,
        /// Days between tests, 0.5 to 365; need not be whole.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.5, max = 365.0)))]
        every_days: f64,
        /// How the tests are spread over the days.
        rhythm: Rhythm,
        /// Whom.
        who: Who,
        /// Swabs in a tube, 1 to 50. Tubes are filled in the order of the class; a positive tube is opened up and every
        /// member tested alone, with the result that much later.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 50)))]
        pool: u8,
        /// Loss of sensitivity with each doubling of the tube, 0 to 0.5.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 0.5)))]
        dilution_loss: f64,
    },
    /// Confirmed cases stay away.
    Isolate {
        /// Days from the result, 1 to 365.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 365)))]
        days: u16,
        /// When it may end earlier.
        #[serde(default)]
        release: Release,
    },
    /// Those who share a scope with the case stay away (tracing, class quarantine, dormitory isolation).
    Quarantine {
        /// Whom.
        scope: Scope,
        /// Days, 1 to 365.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 365)))]
        days: u16,
        /// Probability that a member is named.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        recall: f64,
    },
    /// Those who share a scope with the case are tested once.
    TestContacts {
        /// Whom.
        scope: Scope,
        /// Name of the test.
        test: String,
        /// Probability that a member is named.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        recall: f64,
    },
    /// Those who share a scope with the case go on coming and are tested every school morning.
    TestToStay {
        /// Whom: class, grade or school.
        scope: Scope,
        /// Name of the test.
        test: String,
        /// Days, 1 to 60.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 60)))]
        days: u16,
    },
    /// A class, grade, school or all schools of the zone close.
    Close {
        /// What.
        scope: Scope,
        /// Days, 1 to 365.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 365)))]
        days: u16,
        /// The days are made up for later (a holiday moved), so they are not lost.
        made_up: bool,
    },
    /// Nobody enters or leaves: boarders and staff stay in and see no household; day pupils learn at home.
    CloseCampus {
        /// Days, 1 to 365.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 365)))]
        days: u16,
    },
    /// Vaccination of those not yet vaccinated, once in each school; `coverage` says who takes it, `compliance` does not.
    Vaccinate {
        /// Share who take it.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
        coverage: f64,
        /// Days until it protects, 0 to 60.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 60)))]
        after_days: u16,
        /// Whom.
        who: Who,
    },
}

/// What a measure costs.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Cost {
    /// Staff minutes per class and school day while it holds, 0 to 1440.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1440.0)))]
    pub minutes_per_class_day: f64,
    /// Staff minutes each time something is done (a test, a person sent home or named), 0 to 1440.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1440.0)))]
    pub minutes_each: f64,
    /// Money each time, in hundredths, 0 to 10⁷.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 10000000.0)))]
    pub cents_each: f64,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Name, unique in the scenario.
    pub name: String,
    /// When.
    pub trigger: Trigger,
    /// Hours from the trigger until it is done, 0 to 2000.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 2000)))]
    pub delay_hours: u16,
    /// Days it holds once triggered by a count (standing measures only), 1 to 1000.
    #[serde(default = "fortnight")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub lasts_days: u16,
    /// Share of those concerned who keep it.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub compliance: f64,
    /// Who keeps `reduce` or `stay_home`, or is looked at in a `morning_check`; absent: everybody.
    pub who: Option<Who>,
    /// What it costs.
    #[serde(default)]
    pub cost: Cost,
    /// What is done.
    pub action: Action,
}

const fn school_people() -> Who {
    Who::SchoolPeople
}

const fn fortnight() -> u16 {
    14
}

const fn one() -> f64 {
    1.0
}

impl Measure {
    /// A measure that always holds, is kept by everybody and costs nothing.
    #[must_use]
    pub fn always(name: &str, action: Action) -> Self {
        Self {
            name: name.to_owned(),
            trigger: Trigger::Always(Days { from: 0, to: u16::MAX }),
            delay_hours: 0,
            lasts_days: fortnight(),
            compliance: 1.0,
            who: None,
            cost: Cost::default(),
            action,
        }
    }

    /// The same measure with another trigger.
    #[must_use]
    pub fn when(self, trigger: Trigger) -> Self {
        Self { trigger, ..self }
    }

    /// The measure holds for a time rather than being done once. Triggered by a count in a class or grade it holds in the
    /// whole school, by one in the zone in all its schools.
    #[must_use]
    pub fn stands(&self) -> bool {
        !matches!(
            self.action,
            Action::Isolate { .. }
                | Action::Quarantine { .. }
                | Action::TestContacts { .. }
                | Action::TestToStay { .. }
                | Action::Close { .. }
                | Action::CloseCampus { .. }
        )
    }
}
