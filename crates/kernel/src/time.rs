//! Time as schools live it: an instant on the line, and a school day on the calendar, never confused.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// What is wrong with a time given as text or number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Not an RFC 3339 instant with an offset.
    #[error("not an instant such as 2026-11-23T07:41:00+08:00: {0:?}")]
    Instant(String),
    /// Not an ISO 8601 date.
    #[error("not a day such as 2026-11-23: {0:?}")]
    Day(String),
    /// Not a time zone of the IANA database.
    #[error("not a time zone such as Asia/Shanghai: {0:?}")]
    Zone(String),
    /// Not a time of day.
    #[error("not a time of day such as 08:20: {0:?}")]
    TimeOfDay(String),
}

/// A point on the time line: microseconds since 1970-01-01T00:00:00Z.
///
/// JSON: RFC 3339 in UTC with milliseconds. Database: a 64-bit integer, because SQLite compares dates as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

impl Instant {
    /// This instant moved by whole seconds, which may be negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// This instant moved by whole hours, which may be negative.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3_600))
    }

    /// Microseconds from `earlier` to this instant; negative if it is not earlier.
    #[must_use]
    pub const fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl FromStr for Instant {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>()
            .map(|t| Self(t.as_microsecond()))
            .map_err(|_| TimeError::Instant(text.to_owned()))
    }
}

/// A day on the school's calendar: days since 1970-01-01 in the school's own zone.
///
/// JSON: `"2026-11-23"`. Database: a 32-bit integer. Regulatory windows run in these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchoolDay(pub i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl SchoolDay {
    /// The day on which `instant` falls in `zone`.
    #[must_use]
    pub fn of(instant: Instant, zone: &Zone) -> Self {
        Self::from_date(zone.0.to_datetime(instant.timestamp()).date())
    }

    fn from_date(date: Date) -> Self {
        let days = date.duration_since(EPOCH).as_secs() / 86_400;
        Self(i32::try_from(days).unwrap_or(i32::MAX))
    }

    fn date(self) -> Date {
        EPOCH.checked_add(SignedDuration::from_hours(24 * i64::from(self.0))).unwrap_or(if self.0 < 0 {
            Date::MIN
        } else {
            Date::MAX
        })
    }

    /// The instant at which `minute` minutes of this day have passed in `zone` (0 is midnight, 500 is 08:20).
    #[must_use]
    pub fn at_minute(self, minute: u16, zone: &Zone) -> Instant {
        let hour = i8::try_from(minute / 60).unwrap_or(23).min(23);
        let min = i8::try_from(minute % 60).unwrap_or(0);
        let civil = self.date().at(hour, min, 0, 0);
        zone.0
            .to_ambiguous_zoned_datetime(civil)
            .compatible()
            .map_or(Instant(i64::from(self.0) * 86_400_000_000), |z| Instant(z.timestamp().as_microsecond()))
    }

    /// Days from Monday: Monday is 0, Sunday is 6.
    #[must_use]
    pub fn days_from_monday(self) -> i32 {
        i32::from(self.date().weekday().to_monday_zero_offset())
    }

    /// Whether the day is a Saturday or a Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        self.days_from_monday() >= 5
    }
}

impl Add<i32> for SchoolDay {
    type Output = Self;
    fn add(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl Sub<i32> for SchoolDay {
    type Output = Self;
    fn sub(self, days: i32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

impl Sub for SchoolDay {
    type Output = i32;
    fn sub(self, other: Self) -> i32 {
        self.0.saturating_sub(other.0)
    }
}

impl fmt::Display for SchoolDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl FromStr for SchoolDay {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // jiff also reads a date-time as a date; a day of ours is nothing but a date.
        if text.len() != 10 {
            return Err(TimeError::Day(text.to_owned()));
        }
        text.parse::<Date>().map(Self::from_date).map_err(|_| TimeError::Day(text.to_owned()))
    }
}

/// The time zone of a school, default `Asia/Shanghai`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name.
    ///
    /// # Errors
    /// [`TimeError::Zone`] if the database has no such name.
    pub fn named(name: &str) -> Result<Self, TimeError> {
        TimeZone::get(name).map(Self).map_err(|_| TimeError::Zone(name.to_owned()))
    }

    /// China standard time.
    #[must_use]
    pub fn shanghai() -> Self {
        Self(TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8))))
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::shanghai()
    }
}

macro_rules! as_text {
    ($name:ident, $format:expr, $example:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::KnownFormat($format)))
                    .examples([$example])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

as_text!(Instant, KnownFormat::DateTime, "2026-11-22T23:41:07.000Z");
as_text!(SchoolDay, KnownFormat::Date, "2026-11-23");

/// Where "now" comes from. The program hands in the machine's clock; a story hands in a simulated one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// A clock that stands still until it is moved: for stories, demonstrations and tests.
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock standing at `now`.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }

    /// Moves the clock to `now`, forwards or backwards.
    pub fn set(&self, now: Instant) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_school_day_is_the_day_in_the_schools_zone() {
        let zone = Zone::shanghai();
        for (at, day) in [
            ("2026-11-23T07:30:00+08:00", "2026-11-23"),
            ("2026-11-22T15:59:59Z", "2026-11-22"),
            ("2026-11-22T16:00:00Z", "2026-11-23"),
            ("1969-12-31T15:59:59Z", "1969-12-31"),
        ] {
            assert_eq!(SchoolDay::of(instant(at), &zone).to_string(), day, "{at}");
        }
        assert_eq!("1970-01-01".parse(), Ok(SchoolDay(0)));
        assert_eq!("1969-12-31".parse(), Ok(SchoolDay(-1)));
    }

    #[test]
    fn a_minute_of_the_day_is_an_instant() {
        let day: SchoolDay = "2026-11-23".parse().unwrap();
        assert_eq!(day.at_minute(500, &Zone::shanghai()), instant("2026-11-23T08:20:00+08:00"));
        // Shanghai kept summer time until 1991; a deadline inside the gap moves forward, never fails.
        let gap: SchoolDay = "1986-05-04".parse().unwrap();
        assert!(gap.at_minute(150, &Zone::shanghai()) > instant("1986-05-04T01:59:00+08:00"));
    }

    #[test]
    fn json_is_text_and_refuses_other_forms() {
        let at = instant("2026-11-23T07:41:07.1234567+08:00");
        assert_eq!(at.to_string(), "2026-11-22T23:41:07.123Z");
        for wrong in ["2026-11-23", "23.11.2026 07:41", "", "2026-11-23T07:41:00"] {
            assert!(wrong.parse::<Instant>().is_err(), "{wrong}");
        }
        for wrong in ["2026-11-31", "2026-1-3", "2026-11-23T00:00:00", "today", ""] {
            assert!(wrong.parse::<SchoolDay>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn weekdays() {
        let monday: SchoolDay = "2026-11-23".parse().unwrap();
        assert_eq!(monday.days_from_monday(), 0);
        assert!(!monday.is_weekend());
        assert!((monday + 5).is_weekend());
        assert_eq!((monday + 7) - monday, 7);
    }
}
