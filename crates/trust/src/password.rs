//! Passwords: generated ones, rules for chosen ones, and their hashes.

use std::fmt;
use std::num::NonZero;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Deserializer};
use thiserror::Error;
use tokio::sync::Semaphore;
use xd_kernel::words;
use zeroize::Zeroizing;

/// A password in clear: wiped from memory when dropped, never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// The password itself, to be shown once or to be hashed.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A new password of 18 letters and digits in three groups, 89 bits, none of which looks like another.
    ///
    /// # Errors
    /// [`HashError::Random`] if the system gives no random bytes.
    pub fn generate() -> Result<Self, HashError> {
        let mut text = Zeroizing::new(String::with_capacity(20));
        for group in 0..3 {
            if group > 0 {
                text.push('-');
            }
            for _ in 0..6 {
                text.push(letter()?);
            }
        }
        Ok(Self(text))
    }
}

fn letter() -> Result<char, HashError> {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    loop {
        let mut byte = [0_u8; 1];
        getrandom::fill(&mut byte).map_err(|_| HashError::Random)?;
        // The 32nd value is drawn again: each letter stays equally likely.
        if let Some(letter) = LETTERS.get(usize::from(byte[0] & 31)) {
            return Ok(char::from(*letter));
        }
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Why a chosen password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than 10 characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// Fewer than 5 different characters.
    TooUniform,
    /// It contains the account's name.
    HoldsUsername,
}

words!(Weakness, "weakness", {
    TooShort => "too_short",
    TooLong => "too_long",
    TooUniform => "too_uniform",
    HoldsUsername => "holds_username",
});

/// Judges a chosen password. Length counts; classes of characters do not, since they make people write `Passw0rd!`.
pub(crate) fn judge(password: &Password, username: &str) -> Result<(), Weakness> {
    let text = password.expose();
    let length = text.chars().count();
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    match () {
        () if length < 10 => Err(Weakness::TooShort),
        () if length > 128 => Err(Weakness::TooLong),
        () if letters.len() < 5 => Err(Weakness::TooUniform),
        () if text.to_lowercase().contains(username) => Err(Weakness::HoldsUsername),
        () => Ok(()),
    }
}

/// A password could not be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HashError {
    /// More sign-ins wait than can be served soon.
    #[error("too many sign-ins at once")]
    Busy,
    /// The operating system gave no random bytes.
    #[error("the system gives no random bytes")]
    Random,
    /// The hash function failed or its thread died.
    #[error("the password could not be hashed")]
    Failed,
}

/// Argon2id, 19 MiB, two passes, one lane: what OWASP names as the least, about 20 ms on the machines we serve from.
/// Version and parameters stand in the hash itself; a hash made with others is renewed at the next sign-in.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn argon2() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A hash of the right cost that no password has: verified for unknown names, so that they take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What verifying a password found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    Right,
    /// Right, and here is its hash under today's parameters.
    RightRenewed(String),
}

/// Hashes a password without holding up other work.
pub(crate) async fn hash(password: Password) -> Result<String, HashError> {
    run(move || hash_now(&password)).await
}

/// Verifies a password against a hash, or against nobody's.
pub(crate) async fn verify(password: Password, stored: Option<String>) -> Result<Verdict, HashError> {
    run(move || verify_now(&password, stored.as_deref())).await
}

fn hash_now(password: &Password) -> Result<String, HashError> {
    let hash: PasswordHash =
        argon2()?.hash_password(password.expose().as_bytes()).map_err(|_| HashError::Failed)?;
    Ok(hash.to_string())
}

fn verify_now(password: &Password, stored: Option<&str>) -> Result<Verdict, HashError> {
    let hash = PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(|_| HashError::Failed)?;
    let right = argon2()?.verify_password(password.expose().as_bytes(), &hash).is_ok();
    if !right || stored.is_none() {
        return Ok(Verdict::Wrong);
    }
    if is_current(&hash) { Ok(Verdict::Right) } else { hash_now(password).map(Verdict::RightRenewed) }
}

fn is_current(hash: &PasswordHash) -> bool {
    let cost = Params::try_from(hash);
    hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
        && hash.version == Some(Version::V0x13.into())
        && cost.is_ok_and(|p| (p.m_cost(), p.t_cost(), p.p_cost()) == (MEMORY_KIB, PASSES, LANES))
}

/// As many sign-ins may wait; beyond it a caller is told to come back rather than time out.
const QUEUE: usize = 256;
static WAITING: Semaphore = Semaphore::const_new(QUEUE);

/// One hash per processor at a time: each takes 19 MiB and a core.
fn working() -> &'static Semaphore {
    static WORKING: std::sync::OnceLock<Semaphore> = std::sync::OnceLock::new();
    WORKING.get_or_init(|| Semaphore::new(std::thread::available_parallelism().map_or(1, NonZero::get)))
}

async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
) -> Result<T, HashError> {
    let _place = WAITING.try_acquire().map_err(|_| HashError::Busy)?;
    let _turn = working().acquire().await.map_err(|_| HashError::Failed)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| HashError::Failed)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_passwords_are_readable_and_differ() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            let password = Password::generate().unwrap();
            let groups: Vec<&str> = password.expose().split('-').collect();
            assert_eq!(
                groups.iter().map(|g| g.len()).collect::<Vec<_>>(),
                [6, 6, 6],
                "{}",
                password.expose()
            );
            assert!(!password.expose().contains(['l', 'i', 'o', '0', '1']), "{}", password.expose());
            assert_eq!(judge(&password, "zhang.san"), Ok(()));
            assert!(seen.insert(password.expose().to_owned()));
        }
    }

    #[test]
    fn a_password_never_shows_by_accident() {
        assert_eq!(format!("{:?}", Password::from("geheim-geheim")), "Password(…)");
    }

    #[test]
    fn weak_choices_are_refused() {
        for (text, expected) in [
            ("123456789", Err(Weakness::TooShort)),
            ("aaaabbbbccccdddd", Err(Weakness::TooUniform)),
            ("my-Wang.Li-2026", Err(Weakness::HoldsUsername)),
            ("一二三四五六七八九十", Ok(())),
            ("correct horse battery", Ok(())),
        ] {
            assert_eq!(judge(&Password::from(text), "wang.li"), expected, "{text}");
        }
        assert_eq!(judge(&Password::from("abcde".repeat(26).as_str()), "x"), Err(Weakness::TooLong));
    }

    #[test]
    fn a_hash_names_its_version_and_parameters() {
        let hash = hash_now(&Password::from("correct horse")).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(verify_now(&Password::from("correct horse"), Some(&hash)), Ok(Verdict::Right));
        assert_eq!(verify_now(&Password::from("correct hors"), Some(&hash)), Ok(Verdict::Wrong));
    }

    #[test]
    fn a_hash_of_other_parameters_is_renewed() {
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1_024, 1, 1, None).unwrap());
        let old: PasswordHash = cheap.hash_password(b"correct horse").unwrap();
        let verdict = verify_now(&Password::from("correct horse"), Some(&old.to_string())).unwrap();
        let Verdict::RightRenewed(renewed) = verdict else { panic!("{verdict:?}") };
        assert_eq!(verify_now(&Password::from("correct horse"), Some(&renewed)), Ok(Verdict::Right));
    }

    #[test]
    fn nobody_has_a_password_but_the_same_cost() {
        assert_eq!(verify_now(&Password::from(""), None), Ok(Verdict::Wrong));
        assert!(is_current(&PasswordHash::new(NOBODY).unwrap()));
    }
}
