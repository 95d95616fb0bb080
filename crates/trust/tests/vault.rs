use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use tempfile::TempDir;
use xd_trust::vault::{Vault, VaultError};

fn key_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys").join("vault.key");
    (folder, file)
}

fn mode(file: &PathBuf) -> u32 {
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[test]
fn keys_are_made_once_for_the_owner_alone() {
    let (_folder, file) = key_file();
    let sealed = Vault::open(&file).unwrap().seal("身份证".as_bytes(), "person.identity").unwrap();
    assert_eq!(mode(&file), 0o600);
    assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing unfinished is left");
    let again = Vault::open(&file).unwrap();
    assert_eq!(again.unseal(&sealed, "person.identity").unwrap().as_slice(), "身份证".as_bytes());
}

#[test]
fn a_file_others_can_read_is_refused() {
    let (_folder, file) = key_file();
    Vault::open(&file).unwrap();
    for wrong in [0o640, 0o604, 0o660, 0o777] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(wrong)).unwrap();
        let refused = Vault::open(&file).unwrap_err();
        assert!(matches!(refused, VaultError::Open { mode, .. } if mode == wrong), "{refused}");
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o400)).unwrap();
    Vault::open(&file).unwrap();
}

#[test]
fn a_file_that_is_no_key_file_is_refused_by_line_and_left_alone() {
    let key = "00".repeat(32);
    for (text, wrong) in [
        (String::new(), 1),
        ("something else\n".into(), 1),
        ("xiaodun-vault 1\n".into(), 1),
        (format!("xiaodun-vault 1\nkey 1 {key}\n"), 2),
        (format!("xiaodun-vault 1\nindex {key}\n"), 2),
        (format!("xiaodun-vault 1\nkey 1 {key}00\nindex {key}\n"), 2),
        (format!("xiaodun-vault 1\nkey 1 {key}\nkey 1 {key}\nindex {key}\n"), 3),
        (format!("xiaodun-vault 1\nkey 1 {key}\nindex {}\n", "zz".repeat(32)), 3),
    ] {
        let (_folder, file) = key_file();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let refused = Vault::open(&file).unwrap_err();
        assert!(
            matches!(refused, VaultError::Malformed { line, .. } if line == wrong),
            "{text:?}: {refused}"
        );
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        assert!(!format!("{refused:?}").contains(&key), "an error shows no key");
    }
}

#[test]
fn a_new_key_seals_and_the_old_one_still_opens() {
    let (_folder, file) = key_file();
    let old = Vault::open(&file).unwrap();
    let (sealed, index) = (old.seal(b"13800138000", "person.phone").unwrap(), old.index("phone", "138"));
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}key 2 {}\n", "5a".repeat(32))).unwrap();
    let new = Vault::open(&file).unwrap();
    assert_eq!(new.unseal(&sealed, "person.phone").unwrap().as_slice(), b"13800138000");
    assert_eq!(new.index("phone", "138"), index);
    let resealed = new.seal(b"13800138000", "person.phone").unwrap();
    let unknown = old.unseal(&resealed, "person.phone").unwrap_err();
    assert!(matches!(unknown, VaultError::UnknownKey(2)), "{unknown}");
}

#[test]
fn two_processes_making_keys_at_once_end_with_the_same() {
    let (_folder, file) = key_file();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let vaults: Vec<Vault> = std::thread::scope(|scope| {
        let opening: Vec<_> = (0..8).map(|_| scope.spawn(|| Vault::open(&file))).collect();
        opening.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
    });
    let index = vaults[0].index("phone", "138");
    assert!(vaults.iter().all(|vault| vault.index("phone", "138") == index));
}

#[test]
fn contexts_are_kept_apart() {
    let (_folder, file) = key_file();
    let vault = Vault::open(&file).unwrap();
    let sealed = vault.seal(b"11010119900307", "person.identity").unwrap();
    let moved = vault.unseal(&sealed, "person.phone").unwrap_err();
    assert!(matches!(moved, VaultError::Broken), "{moved}");
    assert_ne!(vault.index("identity", "1"), vault.index("phone", "1"));
    assert_ne!(vault.index("ab", "c"), vault.index("a", "bc"));
    assert_eq!(vault.index("identity", "1"), vault.index("identity", "1"));
    assert_eq!(format!("{vault:?}"), "Vault(1 keys)");
}

static SHARED: LazyLock<(TempDir, Vault)> = LazyLock::new(|| {
    let (folder, file) = key_file();
    let vault = Vault::open(&file).unwrap();
    (folder, vault)
});

proptest! {
    #[test]
    fn what_was_sealed_opens_and_what_was_changed_does_not(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
        let vault = &SHARED.1;
        let mut sealed = vault.seal(&plain, "c").unwrap();
        let opened = vault.unseal(&sealed, "c").unwrap();
        prop_assert_eq!(opened.as_slice(), plain.as_slice());
        prop_assert_ne!(&vault.seal(&plain, "c").unwrap(), &sealed);
        prop_assert!(vault.unseal(&sealed[..at.index(sealed.len())], "c").is_err());
        let byte = at.index(sealed.len());
        sealed[byte] ^= 1 << bit;
        prop_assert!(vault.unseal(&sealed, "c").is_err());
    }
}
