//! What outbreak detection reads: who fell ill when, where, with what. Voided absences never appear.

use xd_kernel::{AbsenceId, Instant, OrgPath, PersonId, SchoolDay, UnitId};
use xd_store::{Store, StoreError};

use crate::Symptoms;

/// One person who fell ill: a sick absence as it is known now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFact {
    /// The school that owns the absence.
    pub institution: UnitId,
    /// The absence.
    pub absence: AbsenceId,
    /// The person.
    pub person: PersonId,
    /// The person's class at that time; staff have none.
    pub class: Option<UnitId>,
    /// The person's dormitory room at that time.
    pub room: Option<UnitId>,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether nobody has asked yet, so that onset is the day of the first check that saw the illness.
    pub onset_assumed: bool,
    /// Symptoms: as traced, or all that checks saw. Empty means not stated.
    pub symptoms: Symptoms,
    /// The diagnosis by its slug in `content/diseases.csv`.
    pub diagnosis: Option<String>,
    /// When the program knew the fact as it stands here: the first report of the illness, or the tracing that last
    /// changed onset, symptoms or diagnosis. Reporting clocks run from here.
    pub known_at: Instant,
}

/// The cases of these institutions with onset on `from` or later, by institution, onset and absence.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn in_window(
    store: &Store,
    institutions: &[UnitId],
    from: SchoolDay,
) -> Result<Vec<CaseFact>, StoreError> {
    crate::rows::facts::since(store, institutions, from).await
}

/// The cases at or below `under` with one of these diagnoses (slugs, compared as written) and onset on `from` or later.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn by_diagnosis(
    store: &Store,
    under: &OrgPath,
    diagnoses: &[&str],
    from: SchoolDay,
) -> Result<Vec<CaseFact>, StoreError> {
    let cases = crate::rows::facts::diagnosed(store, diagnoses, from).await?;
    let mut found = Vec::new();
    for case in cases {
        let place = xd_register::lookup::place(store, case.institution).await?;
        if place.is_some_and(|place| under.covers(&place.path)) {
            found.push(case);
        }
    }
    Ok(found)
}

/// The cases of these institutions with one of these diagnoses (slugs, compared as written) and onset on `from` or
/// later: what rules with long windows need, without reading every case of half a year.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn diagnosed_in(
    store: &Store,
    institutions: &[UnitId],
    diagnoses: &[&str],
    from: SchoolDay,
) -> Result<Vec<CaseFact>, StoreError> {
    crate::rows::facts::diagnosed_in(store, institutions, diagnoses, from).await
}
