//! Checklists as data: versioned lists, read from files; the form that is made of them; what their answers come to.
//!
//! One list serves the self-check of a unit and every inspection of it, so that both stand on the same evidence.

mod form;
mod lists;
pub mod sample;
mod table;
mod visits;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

pub use form::{Outcome, Said};
pub(crate) use lists::in_force;
pub use lists::{
    ImportChecklist, ItemTrend, ListInForce, Trend, checklist, checklists, import_checklist, trend,
};

pub use visits::{InspectionSample, SamplePlan, SampledArea, inspection_sample};

use crate::template::Standing;
use crate::{Bilingual, Form};

/// At most so many items: a list that nobody goes through to the end helps nobody.
pub const MOST_ITEMS: usize = 120;

/// Where one looks to see whether an item holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 文件资料
    Document,
    /// 台账登记
    Register,
    /// 现场查看
    OnSite,
    /// 访谈
    Interview,
    /// 时间安排表
    Schedule,
    /// 清点库存
    StockCount,
    /// 名册
    Roster,
    /// 演练记录
    DrillRecord,
    /// 现场拨打
    LiveCall,
}

words!(EvidenceKind, "kind of evidence", {
    Document => "document",
    Register => "register",
    OnSite => "on_site",
    Interview => "interview",
    Schedule => "schedule",
    StockCount => "stock_count",
    Roster => "roster",
    DrillRecord => "drill_record",
    LiveCall => "live_call",
});

/// How often an item is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// 每日
    Day,
    /// 每周
    Week,
    /// 每月
    Month,
    /// 每学期
    Term,
    /// 每年
    Year,
    /// 有情况时
    Case,
}

words!(Frequency, "frequency", {
    Day => "day",
    Week => "week",
    Month => "month",
    Term => "term",
    Year => "year",
    Case => "case",
});

/// Whether a "no" must be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// 必须整改: a "no" opens a rectification.
    Blocking,
    /// 一般
    Ordinary,
}

words!(Weight, "weight", {
    Blocking => "blocking",
    Ordinary => "ordinary",
});

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its code, unique in the list, such as `CK08`.
    pub code: String,
    /// The chapter it stands in.
    pub category: Bilingual,
    /// What must hold.
    pub text: Bilingual,
    /// Where one looks.
    pub evidence: EvidenceKind,
    /// How often.
    pub frequency: Frequency,
    /// What a "no" means.
    pub weight: Weight,
    /// How sure it is.
    pub status: Standing,
    /// Where it comes from; empty for general knowledge.
    pub source: String,
}

/// A list in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// A slug, such as `school-prevention`.
    pub id: String,
    /// From 1; grows with every import.
    pub version: u32,
    /// What it is called.
    pub title: Bilingual,
    /// The items, in order.
    pub items: Vec<Item>,
}

impl Checklist {
    /// The item of a code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }
}

#[derive(RustEmbed)]
#[folder = "../../content/checklists"]
struct Shipped;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
    title: Bilingual,
}

static LISTS: LazyLock<Result<Vec<Checklist>, String>> = LazyLock::new(|| {
    let file = |name: &str| Shipped::get(name).map(|file| file.data.into_owned()).unwrap_or_default();
    let heads: BTreeMap<String, Head> =
        toml::from_slice(&file("lists.toml")).map_err(|error| error.to_string())?;
    let read = |(id, head): (String, Head)| {
        let items =
            table::read(&file(&format!("{id}.csv"))).map_err(|error| format!("{id}.csv: {error:?}"))?;
        Ok(Checklist { id, version: head.version, title: head.title, items })
    };
    heads.into_iter().map(read).collect()
});

/// The lists that are shipped (`content/checklists`). They are part of the program, and a test reads them.
#[must_use]
pub fn shipped() -> &'static [Checklist] {
    LISTS.as_deref().unwrap_or_default()
}

static FORMS: LazyLock<BTreeMap<&'static str, Arc<Form>>> = LazyLock::new(|| {
    let form = |list: &'static Checklist| Some((list.id.as_str(), Arc::new(list.form().ok()?)));
    shipped().iter().filter_map(form).collect()
});

/// The form of a list that is shipped.
#[must_use]
pub fn shipped_form(list: &str) -> Option<&'static Arc<Form>> {
    FORMS.get(list)
}

/// What is wrong with the lists that are shipped; nothing, as a test shows.
#[must_use]
pub fn shipped_fault() -> Option<&'static str> {
    LISTS.as_ref().err().map(String::as_str)
}

/// Reads the items of a file, CSV or XLSX. Headers are English or Chinese, in any order.
///
/// # Errors
/// [`xd_register::import::ImportError`]: not a table, or every fault with its row and column.
pub fn read_items(file: &[u8]) -> Result<Vec<Item>, xd_register::import::ImportError> {
    table::read(file)
}
