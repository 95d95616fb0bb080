//! A fast hash for the ids of a file that the user gives to their own program. It does not resist somebody who picks ids
//! so that they collide; he would only make his own run slow.

use std::hash::{BuildHasherDefault, Hasher};

/// A map hashed fast.
pub type FastMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Folding>>;

/// Multiplies and folds the two halves of the product, eight bytes at a time.
#[derive(Default)]
pub struct Folding(u64);

/// An odd number without pattern: the digits of the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Folding {
    fn fold(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(FACTOR);
        let [low, high] =
            [product, product >> 64].map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or(0));
        self.0 = (low ^ high).wrapping_add(FACTOR);
    }
}

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.fold(word.try_into().map_or(0, u64::from_le_bytes));
        }
        let mut rest = [0; 8];
        let left = words.remainder();
        rest[..left.len()].copy_from_slice(left);
        self.fold(u64::from_le_bytes(rest) ^ (bytes.len() as u64).rotate_left(56));
    }

    fn write_u8(&mut self, byte: u8) {
        self.fold(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.fold(u64::from(word));
    }

    fn write_usize(&mut self, word: usize) {
        self.fold(word as u64);
    }

    fn write_isize(&mut self, word: isize) {
        self.fold(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
