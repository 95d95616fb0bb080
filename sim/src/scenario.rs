//! A question to the simulator: which disease, for how long, who meets whom, what comes in, what is done.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, MAX_DAYS};
use crate::coverage::Coverage;
use crate::disease::Disease;
use crate::error::{Invalid, Path};
use crate::measure::{Action, Basis, MAX_MEASURES, Measure, Scope, Test, Who, check_count};
use crate::population::{Layer, Population};

/// How contacts grow with the size of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mixing {
    /// Everybody has so many contacts, however large the group.
    Fixed,
    /// Everybody has so many contacts with each other member.
    Pairs,
}

/// On which days a layer meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeetsOn {
    /// School days.
    SchoolDays,
    /// Days with a night at the boarding school, and all days of a closed campus.
    BoardingNights,
    /// Every day.
    EveryDay,
}

/// Contacts in one layer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// Contacts per person (`fixed`) or per pair (`pairs`) on a day on which the layer meets, 0 to 1000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1000.0)))]
    pub per_day: f64,
    /// How they grow with the group.
    pub mixing: Mixing,
    /// Days.
    pub meets_on: MeetsOn,
    /// First hour, 0 to 23.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 23)))]
    pub from_hour: u8,
    /// Hours, 1 to 24, not beyond midnight.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 24)))]
    pub hours: u8,
}

impl Contacts {
    /// Contacts on every day at any hour.
    #[must_use]
    pub const fn plain(per_day: f64, mixing: Mixing) -> Self {
        Self { per_day, mixing, meets_on: MeetsOn::EveryDay, from_hour: 0, hours: 24 }
    }
}

/// The table used where a scenario has none. Only the ratios count where the disease gives a reproduction number; they are
/// ours, set so that about half of a day pupil's contacts are in class and a fifth at home, see the model document.
#[must_use]
pub fn usual_contacts() -> BTreeMap<Layer, Contacts> {
    let row = |per_day, mixing, meets_on, from_hour, hours| Contacts {
        per_day,
        mixing,
        meets_on,
        from_hour,
        hours,
    };
    use {MeetsOn as On, Mixing as Mix};
    BTreeMap::from([
        (Layer::Class, row(8.0, Mix::Fixed, On::SchoolDays, 8, 9)),
        (Layer::Grade, row(1.0, Mix::Fixed, On::SchoolDays, 9, 7)),
        (Layer::School, row(0.5, Mix::Fixed, On::SchoolDays, 8, 9)),
        (Layer::Staff, row(3.0, Mix::Fixed, On::SchoolDays, 8, 9)),
        (Layer::Teaching, row(0.03, Mix::Pairs, On::SchoolDays, 8, 9)),
        (Layer::Room, row(4.0, Mix::Fixed, On::BoardingNights, 20, 4)),
        (Layer::Building, row(0.5, Mix::Fixed, On::BoardingNights, 20, 4)),
        (Layer::Canteen, row(1.0, Mix::Fixed, On::SchoolDays, 12, 1)),
        (Layer::Club, row(2.0, Mix::Fixed, On::SchoolDays, 17, 1)),
        (Layer::Bus, row(1.0, Mix::Fixed, On::SchoolDays, 7, 1)),
        (Layer::Household, row(1.0, Mix::Pairs, On::EveryDay, 18, 4)),
        (Layer::Community, row(1.0, Mix::Fixed, On::EveryDay, 9, 12)),
    ])
}

/// Infections brought in on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Introduction {
    /// Day of infection.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 999)))]
    pub day: u16,
    /// So many different persons.
    pub count: u32,
    /// Of whom.
    pub who: Who,
    /// In which zone.
    #[serde(default)]
    pub zone: u32,
    /// In which school of the zone; absent: anywhere in the zone.
    #[serde(default)]
    pub school: Option<u32>,
}

/// Infections that come in from outside at a rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Per 100 000 school people and day, 0 to 100 000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 100000.0)))]
    pub per_100k_per_day: f64,
    /// Days.
    pub days: crate::calendar::Days,
}

/// What is counted as a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClusterRule {
    /// Name, such as the id of the rule.
    pub name: String,
    /// Which cases.
    pub basis: Basis,
    /// Counted together.
    pub scope: Scope,
    /// So many, 1 to 10 000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10000)))]
    pub cases: u32,
    /// Days, 1 to 365.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 365)))]
    pub window_days: u16,
}

/// Share of contacts that remain to somebody who is away from school, by cause.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Away {
    /// Contacts with the household.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub household: f64,
    /// Contacts in the community and on travel.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub community: f64,
}

/// [`Away`] for each cause.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AwayTable {
    /// Ill at home.
    pub ill: Away,
    /// Isolated as a confirmed case.
    pub isolated: Away,
    /// In quarantine.
    pub quarantined: Away,
    /// Class, school or campus closed.
    pub closed: Away,
}

impl Default for AwayTable {
    fn default() -> Self {
        Self {
            ill: Away { household: 1.0, community: 0.2 },
            isolated: Away { household: 0.2, community: 0.0 },
            quarantined: Away { household: 0.5, community: 0.1 },
            closed: Away { household: 1.0, community: 1.0 },
        }
    }
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Length in days, 1 to 1000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub days: u16,
    /// The disease.
    pub disease: Disease,
    /// Weeks and holidays.
    #[serde(default)]
    pub calendar: Calendar,
    /// Who meets whom; layers that are not named do not meet.
    #[serde(default = "usual_contacts")]
    pub contacts: BTreeMap<Layer, Contacts>,
    /// Seats of distance with each of which a contact in class is half as likely, 0.2 to 100; absent: seats do not matter. For
    /// pupils whose seats are known.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.2, max = 100.0)))]
    pub seat_half_distance: Option<f64>,
    /// What remains to those who are away.
    #[serde(default)]
    pub away: AwayTable,
    /// Vaccination and immunity other than by age.
    #[serde(default)]
    pub coverage: Vec<Coverage>,
    /// Infections brought in.
    #[serde(default)]
    pub introductions: Vec<Introduction>,
    /// Infections from outside at a rate.
    #[serde(default)]
    pub imports: Vec<Import>,
    /// Tests by name.
    #[serde(default)]
    pub tests: BTreeMap<String, Test>,
    /// What is done.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// What is counted as a cluster.
    #[serde(default)]
    pub clusters: Vec<ClusterRule>,
}

impl Scenario {
    /// A scenario without measures.
    #[must_use]
    pub fn plain(days: u16, disease: Disease, contacts: BTreeMap<Layer, Contacts>) -> Self {
        Self {
            name: "plain".to_owned(),
            days,
            disease,
            calendar: Calendar::every_day(),
            contacts,
            seat_half_distance: None,
            away: AwayTable::default(),
            coverage: Vec::new(),
            introductions: Vec::new(),
            imports: Vec::new(),
            tests: BTreeMap::new(),
            measures: Vec::new(),
            clusters: Vec::new(),
        }
    }

    /// Everything that can be wrong with the scenario by itself.
    ///
    /// # Errors
    /// The first field that is out of range, or that names what is not there.
    pub fn check(&self) -> Result<(), Invalid> {
        Path::root("days").within(self.days.into(), 1.0, MAX_DAYS.into())?;
        self.disease.check()?;
        self.calendar.check(self.days)?;
        self.check_contacts()?;
        Coverage::check(&self.coverage)?;
        for (index, introduction) in self.introductions.iter().enumerate() {
            let path = Path::root("introductions").index(index);
            path.at("day").within(introduction.day.into(), 0.0, f64::from(self.days) - 1.0)?;
        }
        for (index, import) in self.imports.iter().enumerate() {
            let path = Path::root("imports").index(index);
            path.at("per_100k_per_day").within(import.per_100k_per_day, 0.0, 1e5)?;
            import.days.check(&path.at("days"))?;
        }
        self.check_tests()?;
        self.check_measures()?;
        let path = Path::root("clusters");
        for (index, rule) in self.clusters.iter().enumerate() {
            check_count(&path.index(index), (rule.scope, rule.cases, rule.window_days))?;
        }
        Ok(())
    }

    fn check_contacts(&self) -> Result<(), Invalid> {
        if let Some(half) = self.seat_half_distance {
            Path::root("seat_half_distance").within(half, 0.2, 100.0)?;
        }
        for (layer, contacts) in &self.contacts {
            let path = Path::root("contacts").at(&format!("{layer:?}").to_lowercase());
            path.at("per_day").within(contacts.per_day, 0.0, 1000.0)?;
            path.at("from_hour").within(contacts.from_hour.into(), 0.0, 23.0)?;
            path.at("hours").within(contacts.hours.into(), 1.0, 24.0 - f64::from(contacts.from_hour))?;
        }
        let away = Path::root("away");
        for (name, row) in [
            ("ill", self.away.ill),
            ("isolated", self.away.isolated),
            ("quarantined", self.away.quarantined),
            ("closed", self.away.closed),
        ] {
            away.at(name).at("household").share(row.household)?;
            away.at(name).at("community").share(row.community)?;
        }
        Ok(())
    }

    fn check_tests(&self) -> Result<(), Invalid> {
        for (name, test) in &self.tests {
            let path = Path::root("tests").at(name);
            path.at("sensitivity").share(test.sensitivity)?;
            path.at("specificity").share(test.specificity)?;
            path.at("days_before").within(test.days_before.into(), 0.0, 60.0)?;
            path.at("days_after").within(test.days_after.into(), 0.0, 200.0)?;
            path.at("result_hours").within(test.result_hours.into(), 0.0, 500.0)?;
        }
        Ok(())
    }

    fn check_measures(&self) -> Result<(), Invalid> {
        let path = Path::root("measures");
        if self.measures.len() > MAX_MEASURES {
            return Err(path.refuse(self.measures.len(), format!("at most {MAX_MEASURES}")));
        }
        let mut names = BTreeSet::new();
        for (index, measure) in self.measures.iter().enumerate() {
            let path = path.index(index);
            measure.check(&path)?;
            if !names.insert(&measure.name) {
                return Err(path.at("name").refuse(&measure.name, "a name that no other measure has"));
            }
            if let Some(test) = test_of(&measure.action).filter(|test| !self.tests.contains_key(*test)) {
                let known: Vec<&str> = self.tests.keys().map(String::as_str).collect();
                return Err(path.at("action.test").refuse(test, format!("one of {known:?}")));
            }
        }
        Ok(())
    }

    pub(crate) fn check_against(&self, population: &Population) -> Result<(), Invalid> {
        Coverage::check_against(&self.coverage, population)?;
        for (index, introduction) in self.introductions.iter().enumerate() {
            let path = Path::root("introductions").index(index);
            let zones = population.zones().len();
            let Some(zone) = population.zones().get(introduction.zone as usize) else {
                return Err(path.at("zone").refuse(introduction.zone, format!("0 to {}", zones - 1)));
            };
            match introduction.school {
                Some(school) if school as usize >= zone.schools() => {
                    return Err(path.at("school").refuse(school, format!("below {}", zone.schools())));
                }
                _ => {}
            }
            path.at("count").within(introduction.count.into(), 0.0, zone.len() as f64)?;
        }
        Ok(())
    }
}

pub(crate) fn test_of(action: &Action) -> Option<&str> {
    match action {
        Action::TestIll { test, .. }
        | Action::Screen { test, .. }
        | Action::TestContacts { test, .. }
        | Action::TestToStay { test, .. } => Some(test),
        _ => None,
    }
}
