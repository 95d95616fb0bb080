//! How far a demonstration is and how fast it goes on.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::{broadcast, watch};
use xd_api::{ClockTick, Demo, DemoInfo, Pace};
use xd_kernel::{Clock as _, Instant, SchoolDay, Zone};

use super::clock::DemoClock;
use super::{Days, Speed, outbreak};

/// A demonstration's state, shared by the player and the API.
pub struct DemoState {
    clock: DemoClock,
    days: Days,
    speed: Speed,
    pace: watch::Sender<Pace>,
    day_no: AtomicU32,
    over: watch::Sender<bool>,
    ticks: broadcast::Sender<ClockTick>,
}

impl DemoState {
    /// The state before the first day.
    pub fn new(clock: DemoClock, days: Days, speed: Speed) -> Self {
        Self {
            clock,
            days,
            speed,
            pace: watch::Sender::new(Pace::Play),
            day_no: AtomicU32::new(1),
            over: watch::Sender::new(false),
            ticks: broadcast::Sender::new(64),
        }
    }

    /// The calendar of the outbreak.
    pub fn days(&self) -> Days {
        self.days
    }

    /// The simulated time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Moves the clock to a minute of a day of the outbreak and tells whoever watches.
    pub fn move_to(&self, day_no: u32, minute: u16) {
        self.day_no.store(day_no, Ordering::Relaxed);
        self.clock.set(self.days.on(day_no).at_minute(minute, &Zone::shanghai()));
        self.tell();
    }

    /// The outbreak is over: from now on the clock runs in real time.
    pub fn let_go(&self) {
        self.clock.let_go();
        self.over.send_replace(true);
        self.tell();
    }

    fn tell(&self) {
        let now = self.clock.now();
        let tick = ClockTick {
            now,
            today: SchoolDay::of(now, &Zone::shanghai()),
            day_no: self.day_no.load(Ordering::Relaxed),
            playing: self.is_playing(),
        };
        // Nobody watching is no error.
        let _ = self.ticks.send(tick);
    }

    fn is_playing(&self) -> bool {
        !*self.over.borrow() && *self.pace.borrow() != Pace::Pause
    }

    /// Waits for a share of a day, at the pace that is set while it waits.
    pub async fn wait(&self, share: f64) {
        let mut pace = self.pace.subscribe();
        loop {
            let now = *pace.borrow_and_update();
            let rest = match (now, self.speed) {
                (Pace::Fast, _) | (Pace::Play, Speed::Max) => return,
                (Pace::Play, Speed::SecondsPerDay(seconds)) => Duration::from_secs_f64(seconds * share),
                (Pace::Pause, _) => Duration::MAX,
            };
            tokio::select! {
                () = tokio::time::sleep(rest) => return,
                _ = pace.changed() => {}
            }
        }
    }
}

impl Demo for DemoState {
    fn info(&self) -> DemoInfo {
        DemoInfo {
            label_zh: "重放真实疫情：诺如病毒，英国德比郡一所小学，2001 年（O'Neill 与 Marks，2005）；其余学校与人员均为虚构"
                .to_owned(),
            label_en: "replayed from a real outbreak: norovirus, a primary school in Derbyshire, 2001 (O'Neill & Marks \
                2005); all other schools and all people are invented"
                .to_owned(),
            day_no: self.day_no.load(Ordering::Relaxed),
            days: outbreak::DAYS,
            playing: self.is_playing(),
        }
    }

    fn set_pace(&self, pace: Pace) {
        self.pace.send_replace(pace);
        self.tell();
    }

    fn ticks(&self) -> broadcast::Receiver<ClockTick> {
        self.ticks.subscribe()
    }
}
