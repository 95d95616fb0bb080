//! Counter-based random streams: the numbers a stream gives depend on its name alone.
//!
//! A stream is named by (seed, process, entity, index). Its *n*-th block of four 32-bit words is
//! Philox4x32-10 of the counter (n, index, entity, process) under the key seed. Philox is a bijection of the counter, so two
//! streams with one seed never share a block. Nothing is handed from one draw to another: whoever computes pupil 17 on day
//! 40 finds the same numbers, whatever was computed before, on however many threads and on whatever machine.
//!
//! Transforms use integer arithmetic, `+ − × ÷ √` (which IEEE 754 fixes to the bit) and [`libm`] in pure Rust, never the
//! platform's mathematical library. The tests hold the first numbers of each kind to the bit.
//!
//! # Coupling
//! [`Stream::uniform`] and [`Stream::normal`] use one 64-bit word each; the other variates reject, and use a varying
//! number. To couple two scenarios monotonically, draw by inversion: `distribution.quantile(stream.uniform())`.
//!
//! # Example
//! ```
//! use epi_core::stream::{Name, Stream};
//! let name = Name { seed: 2020, process: 3, entity: 17, index: 40 };
//! let (mut one, mut other) = (Stream::new(name), Stream::new(name));
//! assert_eq!(one.normal(), other.normal());
//! ```

mod philox;
mod variates;

pub use philox::philox4x32;

/// The name of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    /// The run.
    pub seed: u64,
    /// What is drawn: one number for each purpose (infection, test result, …) that must not share numbers with another.
    pub process: u32,
    /// Who or what it is drawn for.
    pub entity: u32,
    /// Day, step or event.
    pub index: u32,
}

/// A stream of random numbers. Cheap to make: nothing is computed before the first draw.
#[derive(Debug, Clone)]
pub struct Stream {
    key: [u32; 2],
    counter: [u32; 4],
    block: [u32; 4],
    /// Words of `block` not yet given out.
    left: usize,
}

impl Stream {
    /// The stream of that name, at its beginning. It ends, by beginning again, after 2³⁴ words.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the two halves of the seed are the two words of the key"
    )]
    pub fn new(name: Name) -> Self {
        Self {
            key: [name.seed as u32, (name.seed >> 32) as u32],
            counter: [0, name.index, name.entity, name.process],
            block: [0; 4],
            left: 0,
        }
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.left == 0 {
            self.block = philox4x32(self.counter, self.key);
            self.counter[0] = self.counter[0].wrapping_add(1);
            self.left = 4;
        }
        self.left -= 1;
        self.block[3 - self.left]
    }

    /// The next 64 bits: two words, the earlier one low.
    pub fn next_u64(&mut self) -> u64 {
        let low = u64::from(self.next_u32());
        (u64::from(self.next_u32()) << 32) | low
    }

    /// Uniform on the open interval (0, 1): one of the 2⁵² midpoints (i + ½)/2⁵², so neither 0 nor 1.
    pub fn uniform(&mut self) -> f64 {
        ((self.next_u64() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// A whole number from 0 to `bound` − 1, without bias (Lemire 2019); 0 if `bound` is 0.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the two halves of a 128-bit product are what is asked for"
    )]
    pub fn below(&mut self, bound: u64) -> u64 {
        let mut product = u128::from(self.next_u64()) * u128::from(bound);
        if (product as u64) < bound {
            let threshold = bound.wrapping_neg() % bound;
            while (product as u64) < threshold {
                product = u128::from(self.next_u64()) * u128::from(bound);
            }
        }
        (product >> 64) as u64
    }

    /// True with probability `p`; never for p ≤ 0, always for p ≥ 1.
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// Puts a slice in random order, each order equally likely.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        self.choose_first(items, items.len());
    }

    /// Brings a random choice of `count` items, in random order, to the front of the slice.
    #[expect(clippy::cast_possible_truncation, reason = "a number below the length of a slice is an index")]
    pub fn choose_first<T>(&mut self, items: &mut [T], count: usize) {
        for i in 0..count.min(items.len()) {
            let j = i + self.below((items.len() - i) as u64) as usize;
            items.swap(i, j);
        }
    }
}
