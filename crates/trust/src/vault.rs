//! The vault: seals identity numbers and telephone numbers, and finds them again without opening them.
//!
//! Sealed with XChaCha20-Poly1305 under a random nonce; the context (such as `person.phone`) is authenticated, so that
//! a sealed value moved to another column does not open. Found again by a keyed HMAC-SHA-256, which without the key
//! cannot be tried out on all the numbers there are.
//!
//! The keys are in a file of their own outside the database: a copy of the database alone opens nothing. The file is
//! text, `key <number> <hex>` per sealing key, the last one seals, all of them open; `index <hex>` never changes.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use thiserror::Error;
use zeroize::Zeroizing;

const HEAD: &str = "xiaodun-vault 1";
/// The form of a sealed value: form, key number, nonce, sealed text with its tag.
const FORM: u8 = 1;
const NONCE: usize = 24;

/// The vault could not be opened, or a value not sealed or unsealed.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The key file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The key file.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// Others than its owner can read the key file.
    #[error("{path} can be read by others (mode {mode:o}): chmod 600 it, and consider the keys known")]
    Open {
        /// The key file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The key file is not one.
    #[error("{path}, line {line}: not a vault key file")]
    Malformed {
        /// The key file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// The operating system gave no random bytes.
    #[error("the system gives no random bytes")]
    Random,
    /// The value was sealed under a key that is not in the file.
    #[error("sealed under key {0}, which is not in the key file")]
    UnknownKey(u32),
    /// The value was changed, or sealed for another column.
    #[error("the sealed value does not open")]
    Broken,
}

/// The keys, ready for use.
pub struct Vault {
    keys: BTreeMap<u32, XChaCha20Poly1305>,
    index: Hmac<Sha256>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({} keys)", self.keys.len())
    }
}

impl Vault {
    /// Opens the key file; makes one with new keys, readable by its owner only, if there is none.
    ///
    /// # Errors
    /// [`VaultError`]; in particular if others can read the file.
    pub fn open(file: &Path) -> Result<Self, VaultError> {
        let io = |source| VaultError::Io { path: file.into(), source };
        let found = match OpenOptions::new().read(true).open(file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                make(file)?;
                File::open(file).map_err(io)?
            }
            other => other.map_err(io)?,
        };
        let mode = found.metadata().map_err(io)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(VaultError::Open { path: file.into(), mode });
        }
        let text = Zeroizing::new(std::io::read_to_string(found).map_err(io)?);
        Self::read(&text).map_err(|line| VaultError::Malformed { path: file.into(), line })
    }

    fn read(text: &str) -> Result<Self, usize> {
        let (mut keys, mut index) = (BTreeMap::new(), None);
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, head)| head != HEAD) {
            return Err(1);
        }
        for (number, line) in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                ["key", id, hex] => {
                    let id: u32 = id.parse().map_err(|_| number)?;
                    let key = XChaCha20Poly1305::new((&*bytes(hex).ok_or(number)?).into());
                    keys.insert(id, key).is_none().then_some(()).ok_or(number)?;
                }
                ["index", hex] if index.is_none() => {
                    let key = bytes(hex).ok_or(number)?;
                    index = Some(Hmac::new_from_slice(key.as_slice()).map_err(|_| number)?);
                }
                _ => return Err(number),
            }
        }
        let end = text.lines().count();
        match index {
            Some(index) if !keys.is_empty() => Ok(Self { keys, index }),
            _ => Err(end),
        }
    }

    /// Seals bytes for one column, named by `context`. The same bytes seal differently each time.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn seal(&self, plain: &[u8], context: &str) -> Result<Vec<u8>, VaultError> {
        let (id, key) = self.keys.last_key_value().ok_or(VaultError::Broken)?;
        let mut sealed = vec![FORM];
        sealed.extend(id.to_be_bytes());
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::Random)?;
        let aad = [sealed.as_slice(), context.as_bytes()].concat();
        let text = key.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad });
        sealed.extend(nonce);
        sealed.extend(text.map_err(|_| VaultError::Broken)?);
        Ok(sealed)
    }

    /// Opens what [`Vault::seal`] sealed for the same context.
    ///
    /// # Errors
    /// [`VaultError::UnknownKey`] or [`VaultError::Broken`].
    pub fn unseal(&self, sealed: &[u8], context: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (head, rest) = sealed.split_first_chunk::<5>().ok_or(VaultError::Broken)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or(VaultError::Broken)?;
        let [form, id @ ..] = *head;
        let id = u32::from_be_bytes(id);
        if form != FORM {
            return Err(VaultError::Broken);
        }
        let key = self.keys.get(&id).ok_or(VaultError::UnknownKey(id))?;
        let aad = [head.as_slice(), context.as_bytes()].concat();
        let plain = key.decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: &aad });
        plain.map(Zeroizing::new).map_err(|_| VaultError::Broken)
    }

    /// The index of a value in a column: equal for equal values of one context, and nothing else can be told from it.
    #[must_use]
    pub fn index(&self, context: &str, value: &str) -> [u8; 32] {
        let mut mac = self.index.clone();
        // A byte that no text holds keeps ("ab", "c") apart from ("a", "bc").
        mac.update(context.as_bytes());
        mac.update(&[0xff]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn bytes(hex: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0_u8; 32]);
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(key)
}

fn new_key() -> Result<Zeroizing<String>, VaultError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    getrandom::fill(key.as_mut_slice()).map_err(|_| VaultError::Random)?;
    let mut hex = Zeroizing::new(String::with_capacity(64));
    for byte in key.iter() {
        // A String takes every write.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

/// Makes the file whole and durable before it has its name: keys lost to a power cut would take the data with them.
fn make(file: &Path) -> Result<(), VaultError> {
    let io = |source| VaultError::Io { path: file.into(), source };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(io)?;
    let text = Zeroizing::new(format!("{HEAD}\nkey 1 {}\nindex {}\n", *new_key()?, *new_key()?));
    let mut mark = [0_u8; 8];
    getrandom::fill(&mut mark).map_err(|_| VaultError::Random)?;
    let unfinished = file.with_extension(format!("new-{:016x}", u64::from_ne_bytes(mark)));
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished);
    let linked = made.and_then(|mut new| {
        new.write_all(text.as_bytes())?;
        new.sync_all()?;
        // Unlike a rename this never replaces keys that another process has made in the meantime.
        match std::fs::hard_link(&unfinished, file) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    });
    let removed = std::fs::remove_file(&unfinished);
    linked.and(removed).and_then(|()| File::open(folder)?.sync_all()).map_err(io)
}
