//! A disease as data.

use serde::{Deserialize, Serialize};

use crate::duration::Duration;
use crate::error::{Invalid, Path};
use crate::population::Layer;

/// How readily it passes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Transmissibility {
    /// The probability that a contact of the scenario's contact table infects a partner of susceptibility 1, 0 to 50 (a
    /// rate where it is above 1: contacts of the table may stand for several).
    PerContact(#[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 50.0)))] f64),
    /// The mean number whom a school person infects if everybody met has susceptibility 1 and no measure holds, 0 to 50;
    /// the probability per contact is solved for the population at hand.
    ReproductionNumber(#[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 50.0)))] f64),
}

/// What differs between ages.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeBand {
    /// First age of the band in years; it ends where the next begins.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 120)))]
    pub from: u8,
    /// Share of infections with symptoms.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub symptomatic: f64,
    /// Susceptibility relative to the most susceptible, 0 to 1.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub susceptibility: f64,
    /// Share immune at the beginning.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub immune: f64,
    /// Share vaccinated at the beginning; a scenario may say otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub vaccinated: f64,
    /// Share of symptomatic infections that go to hospital.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub hospital: f64,
}

const fn one() -> f64 {
    1.0
}

/// Effects of a full vaccination; each is one minus a relative risk.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Vaccine {
    /// Against infection.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub susceptibility: f64,
    /// Against passing on.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub infectiousness: f64,
    /// Against symptoms once infected.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub symptoms: f64,
}

/// Infection through places: part of what a person gives off is picked up there later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Layers in which it happens.
    pub layers: Vec<Layer>,
    /// Share of transmission in these layers that goes through the place.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub share: f64,
    /// Half-life of what is left there, hours, 0.1 to 1000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.1, max = 1000.0)))]
    pub half_life_hours: f64,
}

/// Where a parameter is from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the field, such as `latent`.
    pub field: String,
    /// Publication.
    pub source: String,
    /// `V` checked against an excerpt at hand, `G` general knowledge, not verified.
    pub status: String,
}

/// A disease, or a variant of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Disease {
    /// Stable name of the pack.
    pub slug: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// How readily it passes.
    pub transmissibility: Transmissibility,
    /// Infection to first infectious day.
    pub latent: Duration,
    /// First infectious day to symptoms; incubation is latent time and this together.
    pub prodrome: Duration,
    /// First to last infectious day.
    pub infectious: Duration,
    /// Symptoms to recovery, as far as staying away goes.
    pub illness: Duration,
    /// Weights of infectiousness over equal parts of the infectious period; their mean is made 1.
    #[serde(default = "flat")]
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 0.0, max = 1e6))))]
    pub profile: Vec<f64>,
    /// Infectiousness of those without symptoms, relative to those with, 0 to 1.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub asymptomatic_infectiousness: f64,
    /// Shape k of the gamma weight of persons: small is overdispersed; absent is no variation.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.02, max = 1000.0)))]
    pub dispersion: Option<f64>,
    /// Infectiousness moves along with the infectious period: who is infectious twice as long infects twice as many. If
    /// false everybody infects alike, however long.
    #[serde(default = "yes")]
    pub longer_infects_more: bool,
    /// Multipliers of the contact table by layer.
    #[serde(default)]
    pub layer_weights: std::collections::BTreeMap<Layer, f64>,
    /// By age, ascending, the first from 0.
    pub ages: Vec<AgeBand>,
    /// Infection through places.
    #[serde(default)]
    pub environment: Option<Environment>,
    /// Time until immunity after infection is lost; absent: never within a run.
    #[serde(default)]
    pub immunity: Option<Duration>,
    /// Effects of vaccination.
    #[serde(default)]
    pub vaccine: Vaccine,
    /// Stay in hospital.
    #[serde(default = "week")]
    pub hospital_stay: Duration,
    /// Where the numbers are from.
    #[serde(default)]
    pub sources: Vec<Source>,
}

fn flat() -> Vec<f64> {
    vec![1.0]
}

const fn yes() -> bool {
    true
}

const fn week() -> Duration {
    Duration::Constant { days: 7.0 }
}

impl Disease {
    /// A disease of one age band in which everybody infected has symptoms: a start for tests and examples.
    #[must_use]
    pub fn plain(transmissibility: Transmissibility, latent: Duration, infectious: Duration) -> Self {
        let band = AgeBand {
            from: 0,
            symptomatic: 1.0,
            susceptibility: 1.0,
            immune: 0.0,
            vaccinated: 0.0,
            hospital: 0.0,
        };
        Self {
            slug: "plain".to_owned(),
            name_zh: "示例".to_owned(),
            name_en: "example".to_owned(),
            transmissibility,
            latent,
            prodrome: Duration::Constant { days: 0.0 },
            infectious,
            illness: infectious,
            profile: flat(),
            asymptomatic_infectiousness: 1.0,
            dispersion: None,
            longer_infects_more: true,
            layer_weights: std::collections::BTreeMap::new(),
            ages: vec![band],
            environment: None,
            immunity: None,
            vaccine: Vaccine::default(),
            hospital_stay: week(),
            sources: Vec::new(),
        }
    }

    /// Every field against its range.
    ///
    /// # Errors
    /// The first that is out of range.
    pub fn check(&self) -> Result<(), Invalid> {
        let path = Path::root("disease");
        match self.transmissibility {
            Transmissibility::PerContact(value) => {
                path.at("transmissibility.per_contact").within(value, 0.0, 50.0)?
            }
            Transmissibility::ReproductionNumber(value) => {
                path.at("transmissibility.reproduction_number").within(value, 0.0, 50.0)?;
            }
        }
        for (name, duration) in [
            ("latent", self.latent),
            ("prodrome", self.prodrome),
            ("infectious", self.infectious),
            ("illness", self.illness),
            ("hospital_stay", self.hospital_stay),
        ] {
            duration.check(&path.at(name))?;
        }
        if let Some(immunity) = self.immunity {
            immunity.check(&path.at("immunity"))?;
        }
        self.check_shares(&path)?;
        self.check_ages(&path.at("ages"))
    }

    fn check_shares(&self, path: &Path) -> Result<(), Invalid> {
        if self.profile.is_empty() || self.profile.len() > 64 || self.profile.iter().sum::<f64>() <= 0.0 {
            return Err(path
                .at("profile")
                .refuse(format!("{:?}", self.profile), "1 to 64 weights, one above 0"));
        }
        for (index, weight) in self.profile.iter().enumerate() {
            path.at("profile").index(index).within(*weight, 0.0, 1e6)?;
        }
        path.at("asymptomatic_infectiousness").share(self.asymptomatic_infectiousness)?;
        if let Some(shape) = self.dispersion {
            path.at("dispersion").within(shape, 0.02, 1000.0)?;
        }
        for (layer, weight) in &self.layer_weights {
            path.at("layer_weights").at(&format!("{layer:?}").to_lowercase()).within(*weight, 0.0, 1000.0)?;
        }
        if let Some(environment) = &self.environment {
            path.at("environment.share").share(environment.share)?;
            path.at("environment.half_life_hours").within(environment.half_life_hours, 0.1, 1000.0)?;
        }
        path.at("vaccine.susceptibility").share(self.vaccine.susceptibility)?;
        path.at("vaccine.infectiousness").share(self.vaccine.infectiousness)?;
        path.at("vaccine.symptoms").share(self.vaccine.symptoms)
    }

    fn check_ages(&self, path: &Path) -> Result<(), Invalid> {
        if self.ages.is_empty() || self.ages.len() > 16 {
            return Err(path.refuse(self.ages.len(), "1 to 16 bands"));
        }
        let mut next = 0;
        for (index, band) in self.ages.iter().enumerate() {
            let path = path.index(index);
            let highest = if index == 0 { 0.0 } else { 120.0 };
            path.at("from").within(band.from.into(), f64::from(next), highest)?;
            next = band.from + 1;
            path.at("symptomatic").share(band.symptomatic)?;
            path.at("susceptibility").share(band.susceptibility)?;
            path.at("immune").share(band.immune)?;
            path.at("vaccinated").share(band.vaccinated)?;
            path.at("hospital").share(band.hospital)?;
        }
        Ok(())
    }
}
