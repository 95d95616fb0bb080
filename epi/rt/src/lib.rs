//! Reproduction numbers, growth rates, serial intervals, superspreading and final size.
//!
//! | question | answer |
//! |---|---|
//! | How many does a case infect at this time? | [`Cori`], day by day [`Tracker`], many series [`Panel`] |
//! | … if the serial interval is uncertain? | [`UncertainSi`], [`estimate_over`] |
//! | How many did those who fell ill then infect? | [`wallinga_teunis`], [`wallinga_teunis_simulated`] |
//! | How fast does it grow? | [`Growth`], [`reproduction_from_growth`] |
//! | How long from onset to onset? | [`discr_si`], [`SerialInterval`]; from a line list [`fit_delay`] |
//! | How uneven is it? | [`Dispersion`]; [`Offspring`]: extinction, cluster sizes |
//! | How far does it get? | [`final_size`], [`r0_from_final_size`] |
//!
//! # Conventions
//! Days and windows are counted from 1 and include both ends; lags of a serial interval are counted from 0, and lag 0 has
//! probability 0. The cases of day 1 count as imported: nobody before them is known who could have infected them.
//! Estimates agree with EpiEstim 2.2-4 and incidence 1.7.3 of R where they have the method (`tests/data/epi`).
//!
//! # Randomness
//! Only [`UncertainSi::draw`] and [`wallinga_teunis_simulated`] draw numbers, from streams named by the seed given to them:
//! the same seed gives the same draws on every machine, on however many threads.
//!
//! # Errors
//! Every function refuses what it cannot answer with an [`RtError`] that names the rule broken. Nothing panics.

mod cori;
mod delay;
mod dispersion;
mod error;
mod final_size;
mod growth;
mod incidence;
mod infectivity;
mod offspring;
mod optimise;
mod pairs;
mod panel;
mod prior;
mod serial;
mod smooth;
mod table;
mod tracker;
mod uncertain;
mod wallinga;

pub use cori::{Cori, Estimate, Posterior};
pub use delay::{Delay, Family};
pub use dispersion::{Cluster, Dispersion};
pub use error::RtError;
pub use final_size::{Population, final_size, r0_from_final_size};
pub use growth::{Growth, Pace, Time, reproduction_from_growth};
pub use incidence::{Incidence, Window};
pub use infectivity::overall_infectivity;
pub use offspring::Offspring;
pub use pairs::{DelayFit, Followed, Pair, Span, fit_delay};
pub use panel::{Panel, SUMMARY};
pub use prior::Prior;
pub use serial::{SerialInterval, discr_si};
pub use table::LEVELS;
pub use tracker::Tracker;
pub use uncertain::{
    Bound, MixedEstimate, MixedPosterior, Sampling, TruncatedNormal, UncertainSi, estimate_over,
};
pub use wallinga::{Cohort, CohortR, wallinga_teunis, wallinga_teunis_simulated};
