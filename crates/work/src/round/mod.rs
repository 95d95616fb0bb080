//! Cleaning, disinfection and airing: what the dated rules ask of a kind of place, and how an agent is mixed.

pub mod dilution;
mod rules;

use xd_kernel::{SchoolDay, UnitId};
use xd_register::lookup;
use xd_trust::{Action, Ctx, Denied};

pub use rules::{Regime, RoundAction, RoundRule, in_force, rules};

use crate::{PlaceKind, WorkError};

/// The rules in force at a unit on a day, of one kind of place or of all. Needs `work.read`.
///
/// # Errors
/// [`WorkError::Denied`].
pub async fn at_unit(
    ctx: &Ctx,
    unit: UnitId,
    place: Option<PlaceKind>,
    day: SchoolDay,
) -> Result<Vec<&'static RoundRule>, WorkError> {
    let at = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkRead, &at)?;
    let jurisdiction = lookup::jurisdiction(ctx.store(), unit).await?;
    let places = PlaceKind::ALL.iter().filter(|kind| place.is_none_or(|wanted| wanted == **kind));
    let of = |kind: &PlaceKind| {
        let regimes = Regime::ALL.iter();
        regimes.flat_map(|regime| in_force((*kind, *regime), day, &jurisdiction)).collect::<Vec<_>>()
    };
    Ok(places.flat_map(of).collect())
}
