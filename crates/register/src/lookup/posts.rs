//! Who holds what, and who is expected to check whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use xd_kernel::{PersonId, PostId, SchoolDay, UnitId};
use xd_store::{Store, StoreError};

use super::tree;
use crate::PostKind;
use crate::memory::Memory;
use crate::model::{HeldPost, Holder, Keeper};
use crate::rows::posts::{self, HoldingRow};

pub(crate) async fn held(
    store: &Store,
    person: PersonId,
    day: SchoolDay,
) -> Result<Arc<[HeldPost]>, StoreError> {
    let memory = Memory::of(store);
    if let Some(known) = memory.held.get(&(person, day)) {
        return Ok(known);
    }
    let found = memory.held.get_or((person, day), || async move { read(store, person, day).await.map(Some) });
    Ok(found.await?.unwrap_or_default())
}

async fn read(store: &Store, person: PersonId, day: SchoolDay) -> Result<Arc<[HeldPost]>, StoreError> {
    let holdings = posts::held_by(store.reader(), person, day).await?;
    let keys: Vec<_> = holdings.iter().map(|row| (row.institution_id, row.post_id)).collect();
    let found = posts::find_many(store.reader(), &keys).await?;
    let by_id: HashMap<_, _> = found.iter().map(|post| (post.post_id, post)).collect();
    let units: Vec<UnitId> = found.iter().map(|post| UnitId(post.unit_id)).collect();
    let branches = tree::branches(store, &units).await?;
    let substitutes = substituted(store, &holdings, day).await?;
    let mut held = Vec::with_capacity(holdings.len());
    for row in &holdings {
        let Some(post) = by_id.get(&row.post_id) else { continue };
        let Some(branch) = branches.get(&UnitId(post.unit_id)).filter(|branch| branch.days.holds(day)) else {
            continue;
        };
        held.push(HeldPost {
            post: PostId(row.post_id),
            kind: post.kind()?,
            place: branch.unit.place(),
            substitute: row.substitute,
            relieved: !row.substitute && substitutes.contains(&PostId(row.post_id)),
            until: row.days()?.to,
        });
    }
    held.sort_by(|a, b| a.place.path.cmp(&b.place.path));
    Ok(held.into())
}

/// Those of the posts for which somebody stands in on the day.
async fn substituted(
    store: &Store,
    holdings: &[HoldingRow],
    day: SchoolDay,
) -> Result<BTreeSet<PostId>, StoreError> {
    let mut by_institution: BTreeMap<UnitId, Vec<PostId>> = BTreeMap::new();
    for row in holdings.iter().filter(|row| !row.substitute) {
        by_institution.entry(UnitId(row.institution_id)).or_default().push(PostId(row.post_id));
    }
    let mut found = BTreeSet::new();
    for (institution, held) in by_institution {
        for row in posts::holdings_of(store.reader(), institution, held, Some(day)).await? {
            if row.substitute && row.days()?.holds(day) {
                found.insert(PostId(row.post_id));
            }
        }
    }
    Ok(found)
}

/// The posts of these kinds that count at each of these units of one institution: of each kind the post at the unit
/// itself, else the one at the nearest unit above, with who is expected to act for it on the day.
pub(crate) async fn keepers(
    store: &Store,
    institution: UnitId,
    (units, kinds): (&[UnitId], &[PostKind]),
    day: SchoolDay,
) -> Result<HashMap<(UnitId, PostKind), Keeper>, StoreError> {
    let branches = tree::branches(store, units).await?;
    let ways: BTreeSet<UnitId> =
        branches.values().flat_map(|branch| branch.lineage.iter().map(|unit| unit.id)).collect();
    let ways: Vec<UnitId> = ways.into_iter().collect();
    let mut at: HashMap<(UnitId, PostKind), Keeper> = HashMap::new();
    let mut posts_of: HashMap<PostId, (UnitId, PostKind)> = HashMap::new();
    for post in posts::of_units(store.reader(), institution, &ways).await? {
        let key = (UnitId(post.unit_id), post.kind()?);
        if kinds.contains(&key.1) {
            posts_of.insert(PostId(post.post_id), key);
            at.entry(key).or_insert(Keeper { unit: key.0, holder: None });
        }
    }
    // Substitutes come first, so the first holder found is the one expected to act.
    for row in posts::holdings_of(store.reader(), institution, posts_of.keys().copied(), Some(day)).await? {
        let keeper = posts_of.get(&PostId(row.post_id)).and_then(|key| at.get_mut(key));
        if let (true, Some(keeper)) = (row.days()?.holds(day), keeper) {
            let holder = Holder { person: PersonId(row.person_id), substitute: row.substitute };
            keeper.holder.get_or_insert(holder);
        }
    }
    let nearest = |unit: UnitId, kind: PostKind| {
        let way = &branches.get(&unit)?.lineage;
        way.iter().rev().find_map(|above| at.get(&(above.id, kind))).map(|keeper| ((unit, kind), *keeper))
    };
    Ok(units.iter().flat_map(|unit| kinds.iter().filter_map(|kind| nearest(*unit, *kind))).collect())
}

pub(crate) async fn checkers(
    store: &Store,
    institution: UnitId,
    groups: &[UnitId],
    day: SchoolDay,
) -> Result<HashMap<UnitId, Holder>, StoreError> {
    let branches = tree::branches(store, groups).await?;
    let ways: BTreeSet<UnitId> =
        branches.values().flat_map(|branch| branch.lineage.iter().map(|unit| unit.id)).collect();
    let ways: Vec<UnitId> = ways.into_iter().collect();
    let mut checking = Vec::new();
    for post in posts::of_units(store.reader(), institution, &ways).await? {
        if post.kind()?.checks() {
            checking.push(post);
        }
    }
    let ids = checking.iter().map(|post| PostId(post.post_id));
    let mut by_unit: HashMap<UnitId, Holder> = HashMap::new();
    let unit_of: HashMap<_, _> = checking.iter().map(|post| (post.post_id, UnitId(post.unit_id))).collect();
    // Substitutes come first, so the first holder of a unit's posts found is the one expected.
    for row in posts::holdings_of(store.reader(), institution, ids, Some(day)).await? {
        if let (true, Some(unit)) = (row.days()?.holds(day), unit_of.get(&row.post_id)) {
            let holder = Holder { person: PersonId(row.person_id), substitute: row.substitute };
            by_unit.entry(*unit).or_insert(holder);
        }
    }
    let nearest = |group: &UnitId| {
        let way = &branches.get(group)?.lineage;
        way.iter().rev().find_map(|unit| by_unit.get(&unit.id)).map(|holder| (*group, *holder))
    };
    Ok(groups.iter().filter_map(nearest).collect())
}
