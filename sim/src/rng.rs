//! Counter-based random streams: what is drawn depends on who draws for what, never on what was drawn before.
//!
//! A [`Stream`] is SplitMix64 (Steele, Lea and Flood 2014) started at a hash of (seed, replicate, process, entity).
//! Every process of the model (course of an infection, contacts, compliance with measure 3, …) has streams of its own,
//! so that switching a measure on never shifts what another process draws, and a trait that nobody asks for (is
//! person 712 vaccinated?) costs nothing: it is hashed when a contact asks. One 64-bit draw takes two
//! multiplications, a block of Philox 4×32-10 twenty; this engine draws about thirty numbers an infection, which is
//! why it does not use the heavier generator. Streams are positions on one orbit of length 2⁶⁴; a run of 10⁸ streams of
//! 64 draws sees two of them overlap with a probability of about 3 %, and then only one pair.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
/// 2⁻⁵³.
const UNIT53: f64 = 1.0 / 9_007_199_254_740_992.0;
/// 2⁻³².
const UNIT32: f64 = 1.0 / 4_294_967_296.0;

/// Stafford's variant 13 of the 64-bit finaliser, as SplitMix64 has it.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// What a stream is for. The number beside it, where there is one, is the index of a measure or seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Process {
    /// Latent, infectious and illness times of one infection.
    Course,
    /// Partners and times of the contacts of one infection.
    Contacts,
    /// Delay of infection through a contaminated place.
    Environment,
    /// Is a person immune from the beginning?
    Immunity,
    /// Is a person vaccinated from the beginning?
    Vaccine,
    /// When immunity ends.
    Waning,
    /// Does an entity comply with the measure of this index?
    Compliance(u16),
    /// Outcome of tests under the measure of this index.
    Test(u16),
    /// Persons named by tracing under the measure of this index.
    Recall(u16),
    /// False positives of a round under the measure of this index.
    FalsePositive(u16),
    /// Infection from outside at a rate.
    Import,
    /// The planned introduction of this index.
    Introduction(u16),
    /// The generated population.
    Population,
    /// Orders of measures in a search.
    Search,
    /// Proposals of the round of this index of a calibration.
    Calibration(u16),
}

impl Process {
    const fn code(self) -> u64 {
        let (kind, index) = match self {
            Self::Course => (1, 0),
            Self::Contacts => (2, 0),
            Self::Environment => (3, 0),
            Self::Immunity => (4, 0),
            Self::Vaccine => (5, 0),
            Self::Waning => (6, 0),
            Self::Compliance(index) => (7, index),
            Self::Test(index) => (8, index),
            Self::Recall(index) => (9, index),
            Self::FalsePositive(index) => (10, index),
            Self::Import => (11, 0),
            Self::Introduction(index) => (12, index),
            Self::Population => (13, 0),
            Self::Search => (14, 0),
            Self::Calibration(index) => (15, index),
        };
        (kind << 16 | index as u64) << 40
    }
}

/// Seed and replicate, mixed: the root of every stream of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunKey(u64);

impl RunKey {
    /// The key of one replicate of an ensemble.
    #[must_use]
    pub const fn new(seed: u64, replicate: u64) -> Self {
        Self(mix(seed.wrapping_add(GOLDEN)) ^ mix(replicate.wrapping_mul(GOLDEN).wrapping_add(0x5851_F42D)))
    }

    /// The stream of `entity` in `process`. Entities are below 2⁴⁰ (persons) or a hash of several numbers.
    #[must_use]
    #[inline]
    pub const fn stream(self, process: Process, entity: u64) -> Stream {
        Stream { state: mix(self.0 ^ mix((process.code() ^ entity).wrapping_add(GOLDEN))) }
    }

    /// Is the trait of `entity` below a [`threshold`]?
    #[must_use]
    #[inline]
    pub const fn trait_below(self, process: Process, entity: u64, threshold: u64) -> bool {
        self.stream(process, entity).state >> 11 < threshold
    }

    /// Uniform in [0, 1): a trait of `entity` that is the same whenever it is asked for. It is the hash at which the stream
    /// of the same name starts, so a process uses the one or the other.
    #[must_use]
    #[inline]
    pub fn trait_of(self, process: Process, entity: u64) -> f64 {
        (self.stream(process, entity).state >> 11) as f64 * UNIT53
    }
}

/// A share as the number below which the 53 bits of a trait lie with this probability: the same answer as comparing
/// [`RunKey::trait_of`], without the division.
#[must_use]
pub fn threshold(share: f64) -> u64 {
    libm::ceil(share.clamp(0.0, 1.0) / UNIT53) as u64
}

/// Folds a second number (a day, an episode) into an entity.
#[must_use]
#[inline]
pub const fn pair(entity: u64, second: u64) -> u64 {
    entity ^ mix(second.wrapping_add(GOLDEN))
}

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// The next 64 bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * UNIT53
    }

    /// Uniform in (0, 1): safe for logarithms.
    #[inline]
    pub fn open_unit(&mut self) -> f64 {
        ((self.next_u64() >> 11) as f64 + 0.5) * UNIT53
    }

    /// Uniform in 0 .. `bound` (0 where `bound` is 0), by multiplication; the bias is below `bound`·2⁻³².
    #[inline]
    pub const fn below(&mut self, bound: u32) -> u32 {
        scale(self.next_u64() >> 32, bound)
    }
}

/// A 32-bit number scaled to 0 .. `bound`.
#[must_use]
#[inline]
pub const fn scale(bits32: u64, bound: u32) -> u32 {
    ((bits32 * bound as u64) >> 32) as u32
}

/// 32 bits as a number in [0, 1).
#[must_use]
#[inline]
pub fn unit32(bits: u32) -> f64 {
    f64::from(bits) * UNIT32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of the published SplitMix64 for the seed 1234567.
    #[test]
    fn agrees_with_splitmix64() {
        let mut stream = Stream { state: 1_234_567 };
        let drawn: Vec<u64> = (0..5).map(|_| stream.next_u64()).collect();
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(drawn, published);
    }

    #[test]
    fn streams_of_neighbours_are_unlike() {
        let key = RunKey::new(1, 0);
        let mut seen = std::collections::BTreeSet::new();
        for entity in 0..10_000 {
            seen.insert(key.stream(Process::Course, entity).next_u64());
            seen.insert(key.stream(Process::Contacts, entity).next_u64());
            seen.insert(key.stream(Process::Compliance(1), entity).next_u64());
        }
        assert_eq!(seen.len(), 30_000);
    }

    #[test]
    fn thresholds_agree_with_traits() {
        let key = RunKey::new(2, 9);
        for share in [0.0, 1e-300, 0.1, 0.3, 0.5, 0.999_999_999, 1.0] {
            for entity in 0..2_000 {
                let below = key.trait_of(Process::Waning, entity) < share;
                assert_eq!(key.trait_below(Process::Waning, entity, threshold(share)), below, "{share}");
            }
        }
    }

    #[test]
    fn neighbours_do_not_correlate() {
        let key = RunKey::new(7, 3);
        let n = 100_000;
        let sum: f64 = (0..n)
            .map(|i| {
                (key.trait_of(Process::Vaccine, i) - 0.5) * (key.trait_of(Process::Vaccine, i + 1) - 0.5)
            })
            .sum();
        // The standard error of the mean product is 1/12/√n.
        assert!((sum / n as f64).abs() < 4.0 / 12.0 / (n as f64).sqrt());
    }
}
