//! Who infected whom, epidemic curves, attack rates and relative risks from a line list.
//!
//! # Questions
//! * Who may have infected whom, and which chain is the likeliest? [`link()`], [`most_likely_forest`].
//! * How did the outbreak run in each class? [`epidemic_curve`], [`attack_rate`].
//! * Which exposure, which dish goes with illness? [`TwoByTwo`], [`food_table`], [`mantel_haenszel`].
//!
//! # Model
//! Given the onsets, *i* infected *j* with a probability in proportion to w(i, j) g(tⱼ − tᵢ): the weight of the closest place
//! that the two share, times the probability of that serial interval (Wallinga and Teunis 2004, with places). An infection
//! from outside the list has a weight of its own. For each case the probabilities add up to one.
//!
//! # Assumptions
//! Every infector that is not "the community" is in the list; the serial interval is the same for all; weights of places
//! are the user's judgement. Genetic sequences are not used. See the method card for when not to use it.
//!
//! # Errors
//! [`ChainError`] names the rule that was broken.
//!
//! # Example
//! ```
//! use epi_chain::{
//!     Case, DayDistribution, Incubation, Model, Origin, Place, PlaceKind, Source, Timing, Weights, link,
//!     most_likely_forest,
//! };
//! let case = |day, class| Case {
//!     timing: Timing::Onset(day),
//!     places: vec![Place { kind: PlaceKind::Class, key: class }],
//!     origin: Origin::Unknown,
//! };
//! let model = Model {
//!     serial_interval: DayDistribution::gamma(3.6, 1.6)?,
//!     incubation: Incubation::Unknown,
//!     weights: Weights::default(),
//!     community: 0.05,
//! };
//! let links = link(&[case(1, 7), case(4, 7), case(5, 8)], &[], &model)?;
//! let forest = most_likely_forest(&links);
//! assert_eq!(forest.sources(), [Source::Community, Source::Case(0), Source::Community]);
//! # Ok::<(), epi_chain::ChainError>(())
//! ```

mod attack;
mod branching;
mod curve;
mod days;
mod error;
mod food;
mod forest;
mod hypergeometric;
mod linelist;
mod links;
mod strata;
mod table;

pub use attack::{AttackRate, Proportion, attack_rate};
pub use curve::{Curve, MAX_STEPS, Step, epidemic_curve};
pub use days::DayDistribution;
pub use epi_core::Interval;
pub use error::ChainError;
pub use food::{Ate, FoodRow, Outcome, count_food, food_table};
pub use forest::{Forest, Source, most_likely_forest};
pub use linelist::{Case, Contact, Incubation, Model, Origin, Place, PlaceKind, Timing, Weights};
pub use links::{Links, MAX_PAIRS, link};
pub use strata::{MantelHaenszel, mantel_haenszel};
pub use table::{Continuity, Exactness, Measure, RiskInterval, TwoByTwo};
