//! A sample of schools for inspectors, drawn from the register.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;
use xd_kernel::{OrgPath, SchoolDay, UnitId, UnitKind};
use xd_register::UnitRef;
use xd_register::lookup::{self, Walk};
use xd_trust::{Action, Ctx, Denied};

use super::sample::{Stratum, confidence, draw, shares, size};
use crate::WorkError;

/// The most institutions a sample is drawn from: a whole province has fewer.
const INSTITUTIONS: u64 = 80_000;

/// What a sample is to tell.
#[derive(Debug, Clone, Copy)]
pub struct SamplePlan<'a> {
    /// The share of schools with a fault that is to be found, above 0 to 1.
    pub faulty: f64,
    /// How surely one of them is to be met, above 0 and below 1.
    pub confidence: f64,
    /// With the same seed the same schools are drawn. 1 to 60 characters.
    pub seed: &'a str,
}

/// The schools below one institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledArea {
    /// The institution right above them.
    pub above: UnitRef,
    /// How many there are.
    pub all: usize,
    /// Those drawn, in the order of the tree.
    pub drawn: Vec<UnitRef>,
}

/// A sample of schools.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectionSample {
    /// How many schools there are.
    pub all: u64,
    /// How many would have the fault: the share, rounded up.
    pub faulty: u64,
    /// How many are drawn.
    pub drawn: u64,
    /// The confidence that this number gives.
    pub confidence: f64,
    /// The areas, in the order of the tree.
    pub areas: Vec<SampledArea>,
}

/// Draws schools below a unit, stratified by the institution right above them. Needs `work.issue`.
///
/// The number drawn is that of a simple random sample; stratified in proportion it tells about as much.
///
/// # Errors
/// [`WorkError::Denied`], [`WorkError::Invalid`].
pub async fn inspection_sample(
    ctx: &Ctx,
    unit: UnitId,
    plan: SamplePlan<'_>,
    day: SchoolDay,
) -> Result<InspectionSample, WorkError> {
    let store = ctx.store();
    let place = lookup::place(store, unit).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkIssue, &place)?;
    sound(plan)?;
    let areas = areas(ctx, &place.path, day).await?;
    let sizes: Vec<u64> = areas.iter().map(|(_, schools)| schools.len() as u64).collect();
    let all: u64 = sizes.iter().sum();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 80,000"
    )]
    let faulty = (plan.faulty * all as f64).ceil() as u64;
    let drawn = size(all, faulty, plan.confidence);
    let strata: Vec<Stratum<usize>> = areas
        .iter()
        .zip(shares(&sizes, drawn))
        .enumerate()
        .map(|(key, ((_, schools), draw))| Stratum {
            key,
            units: schools.iter().map(|school| school.id.0).collect(),
            draw: usize::try_from(draw).unwrap_or(usize::MAX),
        })
        .collect();
    let area = |(key, chosen): (usize, Vec<Uuid>)| {
        let (above, schools) = areas.get(key)?;
        let kept = schools.iter().filter(|school| chosen.contains(&school.id.0)).cloned();
        Some(SampledArea { above: above.clone(), all: schools.len(), drawn: kept.collect() })
    };
    let areas = draw(&strata, plan.seed).into_iter().filter_map(area).collect();
    Ok(InspectionSample { all, faulty, drawn, confidence: confidence(all, faulty, drawn), areas })
}

/// The schools at and below a path, by the institution right above them.
async fn areas(
    ctx: &Ctx,
    under: &OrgPath,
    day: SchoolDay,
) -> Result<Vec<(UnitRef, Vec<UnitRef>)>, WorkError> {
    let kinds: Vec<UnitKind> = UnitKind::ALL.iter().copied().filter(|kind| kind.is_institution()).collect();
    let walk = Walk { under, kinds: &kinds, day, after: "", most: INSTITUTIONS };
    let institutions = lookup::units_after(ctx.store(), &walk).await?;
    let by_path: HashMap<&OrgPath, &UnitRef> = institutions.iter().map(|one| (&one.path, one)).collect();
    let mut areas: BTreeMap<&OrgPath, (UnitRef, Vec<UnitRef>)> = BTreeMap::new();
    for school in institutions.iter().filter(|one| one.kind.is_school()) {
        let way: Vec<OrgPath> = school.path.lineage().collect();
        let above = way.iter().rev().filter(|path| **path != school.path).find_map(|path| by_path.get(path));
        let above = above.copied().unwrap_or(school);
        let area = areas.entry(&above.path).or_insert_with(|| (above.clone(), Vec::new()));
        area.1.push(school.clone());
    }
    Ok(areas.into_values().collect())
}

fn sound(plan: SamplePlan<'_>) -> Result<(), WorkError> {
    if !(plan.faulty > 0.0 && plan.faulty <= 1.0) {
        return Err(WorkError::field("faulty", "sample.share", "above 0 and at most 1"));
    }
    if !(plan.confidence > 0.0 && plan.confidence < 1.0) {
        return Err(WorkError::field("confidence", "sample.share", "above 0 and below 1"));
    }
    if plan.seed.is_empty() || plan.seed.chars().count() > 60 {
        return Err(WorkError::field("seed", "text.empty", "1 to 60 characters"));
    }
    Ok(())
}
