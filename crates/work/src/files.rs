//! Files as evidence: kept by the hash of their bytes, their type read from the bytes and never believed from a name.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use xd_kernel::{Instant, UnitId, words};
use xd_register::lookup;
use xd_trust::{Action, Ctx, Denied, Place};

use crate::WorkError;
use crate::rows::files as rows;

/// The most bytes of a file.
pub const FILE_MOST: usize = 8 << 20;

/// What a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaType {
    /// A photo
    Jpeg,
    /// A picture
    Png,
    /// A picture
    Webp,
    /// A document
    Pdf,
    /// A Word document
    Docx,
    /// A workbook
    Xlsx,
}

words!(MediaType, "media type", {
    Jpeg => "jpeg",
    Png => "png",
    Webp => "webp",
    Pdf => "pdf",
    Docx => "docx",
    Xlsx => "xlsx",
});

pub(crate) const MEDIA_TYPES: &[&str] = &["jpeg", "png", "webp", "pdf", "docx", "xlsx"];

impl MediaType {
    /// What the bytes are by their first ones; nothing if they are none of the types taken. The two of Office are ZIP
    /// archives told apart by the folder that each must have.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [b'P', b'K', 3, 4, ..] if holds(b"word/document.xml") => Some(Self::Docx),
            [b'P', b'K', 3, 4, ..] if holds(b"xl/workbook.xml") => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// The name by which HTTP knows it.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Whether it is a picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// A file as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes.
    pub size: i64,
}

/// The bytes of a file, on their way into the store.
pub(crate) struct NewFile<'a> {
    pub place: &'a Place,
    pub file: StoredFile,
    pub bytes: &'a [u8],
    pub at: Instant,
    pub account: Option<uuid::Uuid>,
}

/// Keeps a file for a unit. The same bytes again change nothing.
///
/// # Errors
/// [`WorkError::Denied`] without `work.do` or `work.issue` at the unit; [`WorkError::Invalid`] with `file.empty`,
/// `file.too_large` or `file.wrong_type`.
pub async fn store_file(ctx: &Ctx, unit: UnitId, bytes: &[u8]) -> Result<StoredFile, WorkError> {
    let place = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
    if ctx.demand(Action::WorkIssue, &place).is_err() {
        ctx.demand(Action::WorkDo, &place)?;
    }
    let file = read(bytes)?;
    let tx = ctx.begin().await?;
    let account = ctx.actor().account().map(|account| account.0);
    rows::insert(&tx, &NewFile { place: &place, file, bytes, at: ctx.now(), account }).await?;
    tx.commit().await?;
    Ok(file)
}

fn read(bytes: &[u8]) -> Result<StoredFile, WorkError> {
    let refused = |code, detail: String| Err(WorkError::field("file", code, detail));
    if bytes.is_empty() {
        return refused("file.empty", "the file is empty".to_owned());
    }
    if bytes.len() > FILE_MOST {
        return refused("file.too_large", format!("{} bytes; at most {FILE_MOST} are taken", bytes.len()));
    }
    let Some(media_type) = MediaType::of(bytes) else {
        return refused("file.wrong_type", "taken are JPEG, PNG, WebP, PDF, DOCX and XLSX".to_owned());
    };
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    Ok(StoredFile { hash: Sha256::digest(bytes).into(), media_type, size })
}

/// A file that the caller may look at: one kept for a unit that they reach with `work.read`.
///
/// # Errors
/// [`Denied::Unknown`] if there is none, or none for such a unit.
pub async fn file(ctx: &Ctx, hash: [u8; 32]) -> Result<(StoredFile, Vec<u8>), WorkError> {
    let scope = ctx.scope(Action::WorkRead);
    let uses = rows::uses(ctx.store(), hash).await?;
    let seen = uses.iter().find(|(_, path)| scope.covers(path)).ok_or(Denied::Unknown)?;
    Ok(rows::find(ctx.store(), seen.0, hash).await?.ok_or(Denied::Unknown)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_read_from_the_bytes() {
        let zip = |name: &str| [b"PK\x03\x04....", name.as_bytes()].concat();
        for (bytes, expected) in [
            (b"\xff\xd8\xff\xe0JFIF".to_vec(), Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Some(MediaType::Png)),
            (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), Some(MediaType::Webp)),
            (b"RIFF\0\0\0\0WAVEfmt ".to_vec(), None),
            (b"%PDF-1.7".to_vec(), Some(MediaType::Pdf)),
            (zip("word/document.xml"), Some(MediaType::Docx)),
            (zip("xl/workbook.xml"), Some(MediaType::Xlsx)),
            (zip("evil.exe"), None),
            (b"MZ\x90\0".to_vec(), None),
            (b"<svg onload=alert(1)>".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(MediaType::of(&bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        for (bytes, expected) in [
            (Vec::new(), "file.empty"),
            (vec![0xff; FILE_MOST + 1], "file.too_large"),
            (b"#!/bin/sh".to_vec(), "file.wrong_type"),
        ] {
            let Err(WorkError::Invalid(faults)) = read(&bytes) else { panic!("taken") };
            assert_eq!((faults[0].field.as_str(), faults[0].code.as_ref()), ("file", expected));
        }
    }
}
