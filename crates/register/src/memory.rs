//! What this process remembers of the register: bounded, and never older than the last change it committed itself.
//!
//! Two ways to forget. A change of the tree, of a calendar or of posts begins a new *age*: the age is part of every
//! key, so whatever was read before it, or is being read while it happens, is simply no longer asked for. A change of a
//! roster removes that group alone; a reader who had begun before the change finds its place in the cache gone
//! ([`quick_cache`]'s guard) and keeps what it read to itself.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Tick};

use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use xd_kernel::{PersonId, SchoolDay, UnitId};
use xd_store::{Engine, Store, StoreError};

use crate::lookup::calendar::Layer;
use crate::lookup::groups::Timeline;
use crate::lookup::tree::Branch;
use crate::model::HeldPost;

/// Where other processes write too, nothing is believed for longer than this.
const BELIEVED_FOR: Duration = Duration::from_secs(10);

/// A bounded cache of things that are read whole.
pub(crate) struct Memo<K, V> {
    cache: Cache<(u64, K), (Tick, V)>,
    age: AtomicU64,
    believed_for: Option<Duration>,
}

impl<K: Hash + Eq + Clone, V: Clone> Memo<K, V> {
    fn new(engine: Engine, capacity: u64) -> Self {
        let believed_for = (engine == Engine::Postgres).then_some(BELIEVED_FOR);
        Self {
            cache: Cache::with_weighter(1_000, capacity, UnitWeighter),
            age: AtomicU64::new(0),
            believed_for,
        }
    }

    /// The age that counts now. Taken before a read, handed to [`Memo::put`] after it.
    pub fn age(&self) -> u64 {
        self.age.load(Ordering::Acquire)
    }

    /// Begins a new age: everything remembered is forgotten.
    pub fn forget_all(&self) {
        self.age.fetch_add(1, Ordering::AcqRel);
    }

    /// Forgets one thing.
    pub fn forget(&self, key: &K) {
        self.cache.remove(&(self.age(), key.clone()));
    }

    fn fresh(&self, (since, _): &(Tick, V)) -> bool {
        self.believed_for.is_none_or(|limit| since.elapsed() < limit)
    }

    /// What is remembered.
    pub fn get(&self, key: &K) -> Option<V> {
        let kept = self.cache.get(&(self.age(), key.clone()))?;
        self.fresh(&kept).then_some(kept.1)
    }

    /// Remembers what was read during an age. For things that are forgotten by age only.
    pub fn put(&self, age: u64, key: K, value: V) {
        self.cache.insert((age, key), (Tick::now(), value));
    }

    /// What is remembered, else what `read` finds; of several who ask at once, one reads.
    pub async fn get_or<F>(&self, key: K, read: impl Fn() -> F) -> Result<Option<V>, StoreError>
    where
        F: Future<Output = Result<Option<V>, StoreError>>,
    {
        let key = (self.age(), key);
        loop {
            match self.cache.get_value_or_guard_async(&key).await {
                Ok(kept) if self.fresh(&kept) => return Ok(Some(kept.1)),
                Ok(_) => drop(self.cache.remove_if(&key, |kept| !self.fresh(kept))),
                Err(place) => {
                    let found = read().await?;
                    if let Some(value) = &found {
                        // Refused if it was forgotten meanwhile; then the next one reads again.
                        let _ = place.insert((Tick::now(), value.clone()));
                    }
                    return Ok(found);
                }
            }
        }
    }
}

/// Everything this process remembers of one store's register.
pub(crate) struct Memory {
    /// Units with those above them.
    pub branches: Memo<UnitId, Arc<Branch>>,
    /// Groups with their rosters over time.
    pub groups: Memo<UnitId, Arc<Timeline>>,
    /// Calendars as far as a unit's own.
    pub layers: Memo<UnitId, Arc<Layer>>,
    /// Posts held by a person on a day.
    pub held: Memo<(PersonId, SchoolDay), Arc<[HeldPost]>>,
}

impl Memory {
    fn new(engine: Engine) -> Self {
        Self {
            branches: Memo::new(engine, 100_000),
            groups: Memo::new(engine, 100_000),
            layers: Memo::new(engine, 10_000),
            held: Memo::new(engine, 20_000),
        }
    }

    /// What this process remembers of a store.
    pub fn of(store: &Store) -> Arc<Self> {
        store.beside(Self::new)
    }

    /// To be called after a commit that changed the tree.
    pub fn tree_changed(&self) {
        // First what the others are read from: whoever reads in a new age must not meet an old branch.
        self.branches.forget_all();
        self.groups.forget_all();
        self.layers.forget_all();
        self.held.forget_all();
    }

    /// To be called after a commit that changed the rosters of these units.
    pub fn rosters_changed<'a>(&self, units: impl IntoIterator<Item = &'a UnitId>) {
        units.into_iter().for_each(|unit| self.groups.forget(unit));
    }

    /// To be called after a commit that changed a calendar.
    pub fn calendar_changed(&self) {
        self.layers.forget_all();
    }

    /// To be called after a commit that changed who holds what.
    pub fn posts_changed(&self) {
        self.held.forget_all();
    }
}
