//! `xiaodun demo`: a made-up county in which one school is a real outbreak, played while one watches, or at once.

mod accounts;
mod background;
mod clock;
mod county;
mod folder;
mod outbreak;
mod pace;
mod player;
mod work;

use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;

use xd_api::{CookieSecurity, Settings};
use xd_kernel::{Clock as _, SchoolDay, Zone};
use xd_trust::sessions::Ttl;

use crate::cli;
use crate::clock::MachineClock;
use crate::config::{Config, DataOptions, ListenOptions};
use crate::failure::Failure;
use crate::logging::LogFormat;
use crate::program::Program;
use crate::server::{self, Server, Setup, Telling};
use crate::{logging, say};
use accounts::Accounts;
use clock::DemoClock;
use county::County;
use folder::Folder;
use pace::DemoState;
use player::Player;
use work::Work;

/// How fast the outbreak is played.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speed {
    /// Everything before the server is ready.
    Max,
    /// So many seconds for a day.
    SecondsPerDay(f64),
}

impl FromStr for Speed {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "max" {
            return Ok(Self::Max);
        }
        match text.parse::<f64>() {
            Ok(seconds) if (0.1..=86_400.0).contains(&seconds) => Ok(Self::SecondsPerDay(seconds)),
            _ => Err("give `max`, or the seconds that a day takes, 0.1 to 86400".to_owned()),
        }
    }
}

/// The days of the outbreak on today's calendar: the last one is the latest Wednesday before today, since the table's
/// day 30 is one.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    first: SchoolDay,
}

impl Days {
    /// The days that end before `today`.
    pub fn before(today: SchoolDay) -> Self {
        const WEDNESDAY: i32 = 2;
        let back = (today.days_from_monday() - WEDNESDAY).rem_euclid(7);
        let last = today - if back == 0 { 7 } else { back };
        Self { first: last - (i32::try_from(outbreak::DAYS).unwrap_or(30) - 1) }
    }

    /// The calendar day of a day of the outbreak, which counts from 1.
    pub fn on(&self, number: u32) -> SchoolDay {
        self.first + (i32::try_from(number).unwrap_or(1) - 1)
    }
}

/// Everybody stays signed in however far the simulated clock runs.
const TTL: Ttl = Ttl { idle: 400 * 86_400, most: 400 * 86_400 };

/// Builds the county, starts the server, plays.
pub async fn run(args: &cli::Demo) -> Result<(), Failure> {
    logging::start(&args.log, LogFormat::Auto)?;
    let listener = server::bind(SocketAddr::from(([127, 0, 0, 1], args.port))).await?;
    let address = listener.local_addr().map_err(Failure::failed)?;
    let folder = Folder::prepare(args.data.as_deref())?;
    let program = Program::open(&config(&folder)?).await?;
    let zone = Zone::shanghai();
    let days = Days::before(SchoolDay::of(MachineClock.now(), &zone));
    let clock = DemoClock::at(days.on(1).at_minute(6 * 60 + 30, &zone));
    say!("building a county of 41 schools …");
    let county = County::build(&program.store, days, clock.now()).await?;
    let accounts = Accounts::make(&program.store, &county, clock.now()).await?;
    accounts.write(args.credentials.as_deref())?;
    let state = Arc::new(DemoState::new(clock.clone(), days, args.speed));
    let settings = Settings { ttl: TTL, cookie: CookieSecurity::PlainToo };
    let store = program.store.clone();
    // A demonstration tells nobody outside.
    let telling = Telling::default();
    let demo = Some(Arc::clone(&state) as _);
    let setup = Setup { program, clock: Arc::new(clock), demo, settings, telling };
    let server = Server::start(setup).await?;
    let work = Work::of(store.clone(), server.desk(), &county, accounts.actors());
    let player = Player::new((store, server.intake()), county, accounts.actors(), (state, work));
    let playing = if args.speed == Speed::Max {
        say!("playing the outbreak, 30 days …");
        player.play(server.settling()).await?;
        None
    } else {
        Some(tokio::spawn(player.play(server.settling())))
    };
    server.ready();
    let stop = server::stop_signal()?;
    accounts.show(address);
    let served = server.serve(listener, stop).await;
    if let Some(playing) = playing {
        playing.abort();
    }
    served
}

fn config(folder: &Folder) -> Result<Config, Failure> {
    let data = DataOptions {
        config: None,
        data: Some(folder.path().to_owned()),
        database_url: None,
        log: None,
        log_format: None,
    };
    Config::read(&data, &ListenOptions::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_the_latest_wednesday_before_today() {
        let day = |text: &str| text.parse::<SchoolDay>().unwrap();
        for (today, last) in [
            ("2026-11-23", "2026-11-18"),
            ("2026-11-25", "2026-11-18"),
            ("2026-11-26", "2026-11-25"),
            ("2026-11-24", "2026-11-18"),
        ] {
            let days = Days::before(day(today));
            assert_eq!(days.on(outbreak::DAYS), day(last), "{today}");
            assert_eq!(days.on(1).days_from_monday(), 1, "day 1 is a Tuesday");
            for number in 1..=outbreak::DAYS {
                assert_eq!(days.on(number).is_weekend(), !outbreak::is_school_day(number), "day {number}");
            }
        }
    }

    #[test]
    fn speeds() {
        assert_eq!("max".parse(), Ok(Speed::Max));
        assert_eq!("8".parse(), Ok(Speed::SecondsPerDay(8.0)));
        for wrong in ["", "0", "-1", "fast", "NaN", "1e9"] {
            assert!(wrong.parse::<Speed>().is_err(), "{wrong}");
        }
    }
}
