//! Reproduction numbers, growth rates and serial intervals.

mod error;
mod incidence;
mod infectivity;
mod serial;

pub use error::RtError;
pub use incidence::{Incidence, Window};
pub use infectivity::overall_infectivity;
pub use serial::{SerialInterval, discr_si};
