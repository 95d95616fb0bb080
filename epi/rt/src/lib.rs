//! Reproduction numbers, growth rates and serial intervals.

mod cori;
mod error;
mod growth;
mod incidence;
mod infectivity;
mod panel;
mod prior;
mod serial;
mod table;
mod tracker;
mod uncertain;
mod wallinga;

pub use cori::{Cori, Estimate, Posterior};
pub use error::RtError;
pub use growth::{Growth, Pace, Time, reproduction_from_growth};
pub use incidence::{Incidence, Window};
pub use infectivity::overall_infectivity;
pub use panel::{Panel, SUMMARY};
pub use prior::Prior;
pub use serial::{SerialInterval, discr_si};
pub use table::LEVELS;
pub use tracker::Tracker;
pub use uncertain::{
    Bound, MixedEstimate, MixedPosterior, Sampling, TruncatedNormal, UncertainSi, estimate_over,
};
pub use wallinga::{Cohort, CohortR, wallinga_teunis, wallinga_teunis_simulated};
