//! The consumer `messages`: work that escalates is told to the persons whom the step names.
//!
//! It follows `work.escalated`, ids and counts only:
//! `{"v":1,"institution":id,"wave":id,"template":"round.classroom","step":2,"to":[[person,count],…]}`, where `step` is the
//! number of the template's escalation step, from 1, and each person stands once. Titles and quiet hours come from the
//! template itself.

use serde_json::Value;
use uuid::Uuid;
use xd_kernel::{PersonId, UnitId};
use xd_notify::{Digests, Quiet, SaveError, Told, plan_digests, save_digests};
use xd_store::outbox::{Recorded, id_of};
use xd_store::{StoreError, Tx};
use xd_trust::Ctx;
use xd_work::escalation::Offset;
use xd_work::{ESCALATED, Library};

use crate::follower::{Effect, NotSaved};

/// The newest form of a payload that this program reads.
const VERSION: i32 = 1;

pub(crate) enum Messages {}

impl Effect for Messages {
    const CONSUMER: &'static str = "messages";
    type Wish = Told;
    type Plan = Digests;

    fn wish(event: &Recorded) -> Result<Option<Told>, StoreError> {
        if event.kind != ESCALATED {
            return Ok(None);
        }
        if event.version != VERSION {
            return Err(StoreError::invalid(
                "outbox.version",
                format!("{} of {}", event.version, event.kind),
            ));
        }
        told(event).map(Some)
    }

    async fn plan(ctx: &Ctx, wishes: &[Told]) -> Result<Digests, StoreError> {
        plan_digests(ctx, wishes).await
    }

    fn is_empty(plan: &Digests) -> bool {
        plan.is_empty()
    }

    async fn save(tx: &Tx, plan: &Digests) -> Result<(), NotSaved> {
        save_digests(tx, plan).await.map_err(|error| match error {
            SaveError::Stale => NotSaved::Stale,
            SaveError::Store(error) => NotSaved::Store(error),
        })
    }
}

fn told(event: &Recorded) -> Result<Told, StoreError> {
    let invalid = |field: &'static str| StoreError::invalid("outbox.payload", field);
    let payload = &event.payload;
    let template = payload.get("template").and_then(Value::as_str).ok_or_else(|| invalid("template"))?;
    let step = payload.get("step").and_then(Value::as_u64).ok_or_else(|| invalid("step"))?;
    let to = payload.get("to").and_then(Value::as_array).ok_or_else(|| invalid("to"))?;
    let persons = to.iter().map(person).collect::<Option<Vec<_>>>().ok_or_else(|| invalid("to"))?;
    let library = Library::shipped();
    let known = library.template(template);
    let path = known.and_then(|known| library.path(&known.escalation));
    let (zh, en) = match known {
        Some(known) => (known.title.zh.clone(), known.title.en.clone()),
        // A template that a later version dropped: its name says at least what it was.
        None => (template.to_owned(), template.to_owned()),
    };
    let quiet = path.and_then(|path| path.quiet);
    let step =
        usize::try_from(step).ok().and_then(|step| step.checked_sub(1)).ok_or_else(|| invalid("step"))?;
    let minutes = path.and_then(|path| path.steps.get(step)).map_or(0, |step| match step.at {
        Offset::Hours(hours) => i64::from(hours) * 60,
        Offset::Days(days) => i64::from(days) * 1_440,
    });
    Ok(Told {
        event: event.position.seq,
        at: event.at,
        institution: UnitId(id_of(payload, "institution")?),
        wave: id_of(payload, "wave")?,
        zh,
        en,
        minutes,
        quiet: quiet
            .map_or(Quiet::Never, |[from, to]| Quiet::Between { from: from.minute(), to: to.minute() }),
        persons,
    })
}

/// `[person, count]`.
fn person(pair: &Value) -> Option<(PersonId, u32)> {
    let id = Uuid::parse_str(pair.get(0)?.as_str()?).ok()?;
    Some((PersonId(id), u32::try_from(pair.get(1)?.as_u64()?).ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use xd_kernel::Instant;
    use xd_store::outbox::Position;

    use super::*;

    fn event(kind: &str, version: i32, payload: Value) -> Recorded {
        let position = Position { seq: 7 };
        let institution = UnitId(Uuid::nil());
        Recorded { position, institution, kind: kind.to_owned(), version, payload, at: Instant(0) }
    }

    fn payload(template: &str, step: u64) -> Value {
        let [a, b] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        json!({"v": 1, "institution": a, "wave": b, "template": template, "step": step, "to": [[a, 3], [b, 1]]})
    }

    #[test]
    fn what_is_told_comes_from_the_template() {
        let template = Library::shipped().templates().next().unwrap();
        let told = Messages::wish(&event(ESCALATED, 1, payload(&template.id, 1))).unwrap().unwrap();
        assert_eq!((told.event, told.zh.as_str()), (7, template.title.zh.as_str()));
        assert_eq!(told.persons, [(PersonId(Uuid::from_u128(1)), 3), (PersonId(Uuid::from_u128(2)), 1)]);
        let gone = Messages::wish(&event(ESCALATED, 1, payload("round.gone", 1))).unwrap().unwrap();
        assert_eq!((gone.en.as_str(), gone.quiet), ("round.gone", Quiet::Never));
        assert_eq!(Messages::wish(&event("tasks.changed", 1, json!({}))).unwrap(), None);
    }

    #[test]
    fn a_payload_of_another_form_is_an_error_not_silence() {
        let without = |field: &str| {
            let mut payload = payload("round.gone", 1);
            payload.as_object_mut().unwrap().remove(field);
            payload
        };
        let fields = ["institution", "wave", "template", "step", "to"];
        for payload in fields.map(without).into_iter().chain([payload("round.gone", 0)]) {
            assert!(Messages::wish(&event(ESCALATED, 1, payload.clone())).is_err(), "{payload}");
        }
        assert!(Messages::wish(&event(ESCALATED, 2, payload("round.gone", 1))).is_err());
    }
}
