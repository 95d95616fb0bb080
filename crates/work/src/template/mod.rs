//! What work there is: templates as data (`content/work`). A new kind of work is a file there, not code.

mod library;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;
use xd_kernel::{UnitKind, words};
use xd_register::PostKind;

pub use library::{Library, TemplateFault};

use crate::due::Due;
use crate::recur::{OnHoliday, Recurrence, RuleFault};
use crate::{Bilingual, PlaceKind};

/// What sort of work a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// 指令
    Directive,
    /// 自查
    SelfCheck,
    /// 检查
    Inspection,
    /// 整改
    Rectification,
    /// 消毒、清洁、通风
    Round,
    /// 值班
    Duty,
    /// 下沉一线
    Visit,
    /// 聚集性活动
    Gathering,
    /// 演练
    Drill,
    /// 培训
    Training,
    /// 问题清单
    Problem,
    /// 其他
    Custom,
}

words!(WorkKind, "kind of work", {
    Directive => "directive",
    SelfCheck => "self_check",
    Inspection => "inspection",
    Rectification => "rectification",
    Round => "round",
    Duty => "duty",
    Visit => "visit",
    Gathering => "gathering",
    Drill => "drill",
    Training => "training",
    Problem => "problem",
    Custom => "custom",
});

/// What a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The unit itself.
    Unit,
    /// A place of the unit.
    Place,
    /// Another task, such as the one whose record found the fault.
    Task,
    /// A person.
    Person,
    /// A directive.
    Directive,
}

words!(SubjectKind, "subject kind", {
    Unit => "unit",
    Place => "place",
    Task => "task",
    Person => "person",
    Directive => "directive",
});

/// Who looks at a record before the task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewBy {
    /// Nobody: handing in completes the task.
    None,
    /// The supervisor.
    Supervisor,
    /// Anybody entitled but the one who handed in; from the level above where a school has nobody else.
    AnotherPerson,
}

words!(ReviewBy, "review", {
    None => "none",
    Supervisor => "supervisor",
    AnotherPerson => "another_person",
});

/// Who supervises: a post, looked for at the unit and then at each above, or the same duty one level up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Supervisor {
    /// The holder of this post.
    Post(PostKind),
    /// Whoever has the same duty one level up.
    Level(LevelAbove),
}

/// The one word `level_above`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelAbove {
    /// 上一级
    LevelAbove,
}

/// Photos as evidence: sampled, so that evidence does not cost more than the work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Photos {
    /// How many a record may have, 1 to 9.
    pub most: u8,
    /// The share of tasks that need one, 0 to 1.
    pub share: f64,
}

impl Photos {
    /// Whether this task is one of those that need a photo. Decided by the task's id alone: nobody can choose, and it
    /// does not change between two looks.
    #[must_use]
    pub fn wanted_for(&self, task: Uuid) -> bool {
        let digest = Sha256::digest(task.as_bytes());
        let draw = digest.iter().take(4).fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        f64::from(draw) < self.share * (f64::from(u32::MAX) + 1.0)
    }
}

/// An answer that opens other work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    /// Which answer.
    pub when: Answered,
    /// The template of the work it opens.
    pub template: String,
}

/// A question and the answer waited for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The question's name.
    pub field: String,
    /// The answer: a code, or `true` or `false`.
    pub equals: serde_json::Value,
}

impl Opens {
    /// Whether these answers open the work. Among several choices, one is enough.
    #[must_use]
    pub fn is_opened_by(&self, answers: &serde_json::Value) -> bool {
        let given = answers.get(&self.when.field);
        given.is_some_and(|given| {
            *given == self.when.equals
                || given.as_array().is_some_and(|several| several.contains(&self.when.equals))
        })
    }
}

/// How sure a figure or rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Standing {
    /// Read in the source.
    V,
    /// A local rule.
    L,
    /// General knowledge, or a default of this software.
    G,
}

/// One kind of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// A dotted slug, such as `round.classroom`.
    pub id: String,
    /// Grows with every change of what is asked.
    pub version: u32,
    /// What sort of work it is.
    pub kind: WorkKind,
    /// What it is called.
    pub title: Bilingual,
    /// What to do, in a sentence or two.
    #[serde(default)]
    pub guide: Option<Bilingual>,
    /// What a task is about.
    pub subject: SubjectKind,
    /// The kinds of units that get one task each.
    pub at: Vec<UnitKind>,
    /// With the subject `place`: the kinds of places that get one task each.
    #[serde(default)]
    pub places: Vec<PlaceKind>,
    /// The post that does it; looked for at the unit, then at each above within the institution.
    pub owner: PostKind,
    /// Who does it in the owner's stead.
    #[serde(default)]
    pub deputy: Option<PostKind>,
    /// Who sees to it that it is done.
    #[serde(default)]
    pub supervisor: Option<Supervisor>,
    /// Minutes of the owner's time that one task asks for, 1 to 2400.
    pub minutes: u16,
    /// On which days it comes back; absent: only when issued.
    #[serde(default, with = "rule_text", skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// What becomes of days without school.
    #[serde(default)]
    pub on_holiday: OnHoliday,
    /// By when.
    pub due: Due,
    /// A path of `escalation.toml`.
    pub escalation: String,
    /// A file of `content/work`, such as `forms/disinfection.json`; absent: a tick.
    #[serde(default)]
    pub form: Option<String>,
    /// A list of `content/checklists` of which the form is made, instead of one of its own.
    #[serde(default)]
    pub checklist: Option<String>,
    /// Photos; absent: none.
    #[serde(default)]
    pub photos: Option<Photos>,
    /// Who looks at the record.
    #[serde(default = "nobody")]
    pub review: ReviewBy,
    /// Answers that open other work.
    #[serde(default)]
    pub opens: Vec<Opens>,
    /// Where it comes from, such as `S60`.
    #[serde(default)]
    pub source: Option<String>,
    /// How sure that is.
    pub status: Standing,
}

const fn nobody() -> ReviewBy {
    ReviewBy::None
}

mod rule_text {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::{Recurrence, RuleFault};

    pub fn serialize<S: Serializer>(rule: &Option<Recurrence>, to: S) -> Result<S::Ok, S::Error> {
        match rule {
            Some(rule) => to.serialize_str(rule.text()),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Recurrence>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| Recurrence::read(&text))
            .transpose()
            .map_err(|fault: RuleFault| de::Error::custom(fault))
    }
}

impl Template {
    /// The first thing wrong with it alone: a field and what is wrong with it.
    pub(crate) fn fault(&self) -> Option<(String, String)> {
        let slug = |text: &str| {
            !text.is_empty()
                && text.split('.').all(|part| {
                    part.starts_with(|first: char| first.is_ascii_lowercase())
                        && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                })
        };
        let wrong = |field: &str, what: &str| Some((field.to_owned(), what.to_owned()));
        if !slug(&self.id) || self.id.len() > 60 {
            return wrong("id", "a dotted slug of 60 characters at most");
        }
        if self.version == 0 {
            return wrong("version", "from 1");
        }
        if !self.title.is_complete(100) {
            return wrong("title", "needs Chinese and English, 100 characters at most");
        }
        if self.guide.as_ref().is_some_and(|guide| !guide.is_complete(600)) {
            return wrong("guide", "needs Chinese and English, 600 characters at most");
        }
        if self.at.is_empty() {
            return wrong("at", "names no kind of unit");
        }
        if (self.subject == SubjectKind::Place) == self.places.is_empty() {
            return wrong("places", "kinds of places for the subject place, and for no other");
        }
        if !(1..=2_400).contains(&self.minutes) {
            return wrong("minutes", "1 to 2400");
        }
        if !self.due.is_sound() {
            return wrong(
                "due",
                "one of time, days (1 to 400), hours (1 to 8760); days may name a time as well",
            );
        }
        if self.photos.is_some_and(|p| !(1..=9).contains(&p.most) || !(0.0..=1.0).contains(&p.share)) {
            return wrong("photos", "most 1 to 9, share 0 to 1");
        }
        if self.deputy == Some(self.owner) {
            return wrong("deputy", "the owner cannot stand in for themselves");
        }
        if self.status == Standing::V && self.source.is_none() {
            return wrong("source", "what is verified names where");
        }
        None
    }
}
