//! Reporting checks: authorise, read, queue, and wait for the commit.

use std::sync::Arc;

use xd_kernel::{Instant, SchoolDay, Zone};
use xd_register::{GroupRoster, lookup};
use xd_trust::{Action, Ctx, Denied};

use crate::device_clock::{Believed, believe};
use crate::error::{FieldError, ReportError};
use crate::intake::Intake;
use crate::record::{Arrival, CheckReceipt, CheckRecord, Slot};
use crate::report::{CheckReport, Counts, Entry, RosterSeen, contents};

/// The most checks in one batch.
pub const BATCH_MOST: usize = 500;

/// Takes one check. When this returns the check is durable; sending it again changes nothing.
///
/// On the usual path nothing is read: the group comes from memory, and one transaction writes the checks of many
/// requests.
///
/// # Errors
/// [`ReportError`]; then nothing was written.
pub async fn report_check(
    ctx: &Ctx,
    intake: &Intake,
    report: CheckReport,
) -> Result<CheckReceipt, ReportError> {
    let arrival = read(ctx, &report).await?;
    let answer = intake.hand_in(arrival)?;
    answer.await.unwrap_or(Err(ReportError::Busy))
}

/// Takes many checks, each by itself: the results are in order, and one that is refused does not hold up the others.
pub async fn report_checks(
    ctx: &Ctx,
    intake: &Intake,
    reports: &[CheckReport],
) -> Vec<Result<CheckReceipt, ReportError>> {
    let mut waiting = Vec::with_capacity(reports.len());
    for report in reports {
        waiting.push(match read(ctx, report).await {
            Ok(arrival) => intake.hand_in_patiently(arrival).await,
            Err(error) => Err(error),
        });
    }
    let mut results = Vec::with_capacity(waiting.len());
    for answer in waiting {
        results.push(match answer {
            Ok(answer) => answer.await.unwrap_or(Err(ReportError::Busy)),
            Err(error) => Err(error),
        });
    }
    results
}

/// Authorises a report and reads it by all rules that need no database.
async fn read(ctx: &Ctx, report: &CheckReport) -> Result<Arrival, ReportError> {
    let clock = believe(report.occurred_at, report.sent_at, ctx.now());
    let occurred_at = clock.as_ref().map_or(ctx.now(), |clock| clock.occurred_at);
    let (group, day) = group_at(ctx, report, occurred_at).await?;
    ctx.demand(Action::CheckReport, &group.place)?;
    match (clock, contents(report)) {
        (Ok(clock), Ok(contents)) => {
            let group = newest(ctx, report, (group, day)).await?;
            let seen = Seen { group: &group, day, clock };
            let record = record(ctx, report, &seen, Counts::of(group.expected, &contents.exceptions));
            let record = CheckRecord { hash: contents.hash, ..record };
            Ok(Arrival {
                record,
                exceptions: contents.exceptions,
                temperatures: contents.temperatures,
                roster_in_force: group.roster_version,
            })
        }
        (clock, contents) => {
            let mut errors = contents.err().unwrap_or_default();
            errors.extend(clock.err());
            Err(ReportError::Invalid(errors))
        }
    }
}

struct Seen<'a> {
    group: &'a GroupRoster,
    day: SchoolDay,
    clock: Believed,
}

fn record(ctx: &Ctx, report: &CheckReport, seen: &Seen<'_>, counts: Counts) -> CheckRecord {
    CheckRecord {
        institution: seen.group.place.institution,
        check: report.check_id,
        slot: Slot { group: report.group, day: seen.day, check_type: report.check_type },
        occurred_at: seen.clock.occurred_at,
        received_at: ctx.now(),
        account: ctx.actor().account(),
        person: ctx.actor().person(),
        roster_version: roster_seen(report.roster, seen.group.roster_version),
        counts,
        current: false,
        clock_adjusted: seen.clock.adjusted,
        on_paper: report.entry == Entry::FromPaper,
        hash: [0; 32],
    }
}

/// The roster under which a check is kept: the one that the checker saw, so that it stays known of whom they said
/// "here and well". How many are expected goes by the roster in force all the same. A version that never was, perhaps
/// of a store that has been restored since, is not worth losing a check for: it counts as not said.
fn roster_seen(seen: RosterSeen, in_force: i64) -> i64 {
    match seen {
        RosterSeen::Version(version) if (0..=in_force).contains(&version) => version,
        RosterSeen::Version(_) | RosterSeen::NotSaid => in_force,
    }
}

/// The group as remembered, or read again if the checker saw a newer roster: another process has changed it.
async fn newest(
    ctx: &Ctx,
    report: &CheckReport,
    (group, day): (Arc<GroupRoster>, SchoolDay),
) -> Result<Arc<GroupRoster>, ReportError> {
    match report.roster {
        RosterSeen::Version(version) if version > group.roster_version => {
            Ok(lookup::group_anew(ctx.store(), report.group, day).await?.unwrap_or(group))
        }
        _ => Ok(group),
    }
}

/// The group, and the day on which it was checked, in its own zone.
async fn group_at(
    ctx: &Ctx,
    report: &CheckReport,
    at: Instant,
) -> Result<(Arc<GroupRoster>, SchoolDay), ReportError> {
    // Nearly every school lives in one zone; the group then says whether the guess was right.
    let guess = SchoolDay::of(at, &SHANGHAI);
    let Some(group) = lookup::group(ctx.store(), report.group, guess).await? else {
        return Err(no_group(ctx, report).await?);
    };
    let day = SchoolDay::of(at, &group.zone);
    if day == guess {
        return Ok((group, day));
    }
    match lookup::group(ctx.store(), report.group, day).await? {
        Some(group) => Ok((group, day)),
        None => Err(no_group(ctx, report).await?),
    }
}

static SHANGHAI: std::sync::LazyLock<Zone> = std::sync::LazyLock::new(Zone::shanghai);

/// Why there is no such group: unknown to the caller, not a group, or not open on that day.
async fn no_group(ctx: &Ctx, report: &CheckReport) -> Result<ReportError, ReportError> {
    let place = lookup::place(ctx.store(), report.group).await?;
    let Some(place) = place.filter(|place| ctx.reach().knows(&place.path)) else {
        return Ok(Denied::Unknown.into());
    };
    ctx.demand(Action::CheckReport, &place)?;
    let detail = "not a class, dormitory room or staff team that was open on that day";
    Ok(ReportError::Invalid(vec![FieldError::new("group_id", "check.not_a_group", detail)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_kept_under_the_roster_that_was_seen() {
        for (seen, expected) in [
            (RosterSeen::NotSaid, 12),
            (RosterSeen::Version(12), 12),
            (RosterSeen::Version(11), 11),
            (RosterSeen::Version(0), 0),
            (RosterSeen::Version(13), 12),
            (RosterSeen::Version(-1), 12),
        ] {
            assert_eq!(roster_seen(seen, 12), expected, "{seen:?}");
        }
    }
}
