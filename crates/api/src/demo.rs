//! A running demonstration as the API sees it.

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;
use utoipa::ToSchema;
use xd_kernel::{Instant, SchoolDay};

/// What the pages say about a demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DemoInfo {
    /// What is played, in Chinese.
    pub label_zh: String,
    /// What is played, in English.
    pub label_en: String,
    /// The day of the outbreak, from 1.
    pub day_no: u32,
    /// How many days the outbreak has.
    pub days: u32,
    /// Whether the clock runs faster than time.
    pub playing: bool,
}

/// How fast a demonstration goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// The simulated clock stands still.
    Pause,
    /// As the program was told at its start.
    Play,
    /// As fast as the machine can.
    Fast,
}

/// The simulated clock has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockTick {
    /// The simulated instant.
    pub now: Instant,
    /// The simulated day.
    pub today: SchoolDay,
    /// The day of the outbreak, from 1.
    pub day_no: u32,
    /// Whether the clock runs faster than time.
    pub playing: bool,
}

/// A demonstration: told its pace, asked how far it is.
pub trait Demo: Send + Sync {
    /// What it is and how far it has come.
    fn info(&self) -> DemoInfo;
    /// Changes the pace.
    fn set_pace(&self, pace: Pace);
    /// Hears of each move of its clock.
    fn ticks(&self) -> broadcast::Receiver<ClockTick>;
}
