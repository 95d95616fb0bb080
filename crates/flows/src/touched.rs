//! Which institutions an event touches: pure.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;
use xd_kernel::UnitId;
use xd_store::StoreError;
use xd_store::outbox::{Recorded, id_of};

/// The newest form of a payload that this program reads.
const VERSION: i32 = 1;

/// The institutions whose cases an event may have changed. A check by which nobody fell ill or got well changes none.
///
/// # Errors
/// [`StoreError::Invalid`] if the payload is not of a form that this program knows.
pub(crate) fn touched(event: &Recorded) -> Result<BTreeSet<UnitId>, StoreError> {
    match event.kind.as_str() {
        "checks.reported" => known_version(event).and_then(|()| of_checks(&event.payload)),
        "absence.changed" => {
            known_version(event)?;
            Ok(BTreeSet::from([UnitId(id_of(&event.payload, "institution")?)]))
        }
        _ => Ok(BTreeSet::new()),
    }
}

fn known_version(event: &Recorded) -> Result<(), StoreError> {
    if event.version == VERSION {
        Ok(())
    } else {
        Err(StoreError::invalid("outbox.version", format!("{} of {}", event.version, event.kind)))
    }
}

/// `absences` is a list of `[institution, absence]`.
fn of_checks(payload: &Value) -> Result<BTreeSet<UnitId>, StoreError> {
    let invalid = || StoreError::invalid("outbox.payload", "absences");
    let pairs = payload.get("absences").and_then(Value::as_array).ok_or_else(invalid)?;
    let institution = |pair: &Value| {
        let text = pair.get(0).and_then(Value::as_str)?;
        Uuid::parse_str(text).ok().map(UnitId)
    };
    pairs.iter().map(|pair| institution(pair).ok_or_else(invalid)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use xd_kernel::Instant;
    use xd_store::outbox::Position;

    use super::*;

    fn event(kind: &str, version: i32, payload: Value) -> Recorded {
        let position = Position { seq: 1 };
        let institution = UnitId(Uuid::nil());
        Recorded { position, institution, kind: kind.to_owned(), version, payload, at: Instant(0) }
    }

    #[test]
    fn only_changed_absences_touch_an_institution() {
        let [a, b] = [UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2))];
        let absence = Uuid::from_u128(9);
        for (kind, payload, expected) in [
            ("checks.reported", json!({"absences": [[b, absence], [a, absence], [b, absence]]}), vec![a, b]),
            ("checks.reported", json!({"checks": [[a, a, "2026-11-23", absence]], "absences": []}), vec![]),
            ("absence.changed", json!({"institution": a, "absence": absence}), vec![a]),
            ("signal.raised", json!({"institution": a}), vec![]),
        ] {
            let found = touched(&event(kind, 1, payload.clone())).unwrap();
            assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{kind} {payload}");
        }
    }

    #[test]
    fn a_payload_of_another_form_is_an_error_not_silence() {
        for (kind, version, payload) in [
            ("checks.reported", 1, json!({})),
            ("checks.reported", 1, json!({"absences": [["no id", "x"]]})),
            ("checks.reported", 1, json!({"absences": [7]})),
            ("checks.reported", 2, json!({"absences": []})),
            ("absence.changed", 1, json!({"institution": null})),
        ] {
            assert!(touched(&event(kind, version, payload.clone())).is_err(), "{kind} {payload}");
        }
    }
}
