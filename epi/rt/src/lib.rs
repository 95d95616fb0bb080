//! Reproduction numbers, growth rates and serial intervals.

mod cori;
mod dispersion;
mod error;
mod final_size;
mod growth;
mod incidence;
mod infectivity;
mod offspring;
mod optimise;
mod panel;
mod prior;
mod serial;
mod table;
mod tracker;
mod uncertain;
mod wallinga;

pub use cori::{Cori, Estimate, Posterior};
pub use dispersion::{Cluster, Dispersion};
pub use error::RtError;
pub use final_size::{Population, final_size, r0_from_final_size};
pub use growth::{Growth, Pace, Time, reproduction_from_growth};
pub use incidence::{Incidence, Window};
pub use infectivity::overall_infectivity;
pub use offspring::Offspring;
pub use panel::{Panel, SUMMARY};
pub use prior::Prior;
pub use serial::{SerialInterval, discr_si};
pub use table::LEVELS;
pub use tracker::Tracker;
pub use uncertain::{
    Bound, MixedEstimate, MixedPosterior, Sampling, TruncatedNormal, UncertainSi, estimate_over,
};
pub use wallinga::{Cohort, CohortR, wallinga_teunis, wallinga_teunis_simulated};
