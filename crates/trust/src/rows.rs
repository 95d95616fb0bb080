//! Everything this crate says to the database.

pub mod account;
pub mod audit;
pub mod grant;
pub mod session;

use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use xd_kernel::OrgPath;

/// "At or below" as a range of bytes, which an index answers.
fn at_or_below(column: impl ColumnTrait, path: &OrgPath) -> Condition {
    Condition::any()
        .add(column.eq(path.as_str()))
        .add(Condition::all().add(column.gt(path.below_from())).add(column.lt(path.below_to())))
}
