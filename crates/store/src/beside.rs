//! What a process remembers beside a store: the caches of the domains, as long-lived as the store itself, so that two
//! stores in one process (two tests, two demonstrations) never see each other's.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::{Engine, Store};

/// One value of each type.
#[derive(Default)]
pub(crate) struct Beside(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Beside {
    fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&TypeId::of::<T>()).cloned()?.downcast().ok()
    }

    fn get_or<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.get(&TypeId::of::<T>()).cloned().and_then(|found| found.downcast().ok()) {
            return found;
        }
        let made = Arc::new(make());
        kept.insert(TypeId::of::<T>(), Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
        made
    }
}

impl Store {
    /// The value of this type that this process keeps beside the store, made when first asked for. The type is private
    /// to the crate that keeps it.
    pub fn beside<T: Send + Sync + 'static>(&self, make: impl FnOnce(Engine) -> T) -> Arc<T> {
        let kept = self.kept_beside();
        kept.get().unwrap_or_else(|| kept.get_or(|| make(self.engine())))
    }
}
