//! The only place where threads appear, and only with the feature `rayon`: results come in the order of the input.

/// Maps every item.
#[cfg(feature = "rayon")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
    items.par_iter().map(f).collect()
}

/// Maps every item.
#[cfg(not(feature = "rayon"))]
pub(crate) fn map<T, R>(items: &[T], f: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(f).collect()
}

/// Does something to every item.
#[cfg(feature = "rayon")]
pub(crate) fn each<T: Send>(items: &mut [T], f: impl Fn(&mut T) + Send + Sync) {
    use rayon::iter::{IntoParallelRefMutIterator as _, ParallelIterator as _};
    items.par_iter_mut().for_each(f);
}

/// Does something to every item.
#[cfg(not(feature = "rayon"))]
pub(crate) fn each<T>(items: &mut [T], f: impl Fn(&mut T)) {
    items.iter_mut().for_each(f);
}
