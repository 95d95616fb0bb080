//! One's own channels, and what became of messages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};
use xd_notify::{ChannelKind, ChannelState, DeliveryState, Purpose};

use super::UnitRef;

/// One's own channels.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelList {
    /// The kinds that this installation offers.
    pub offered: Vec<ChannelKind>,
    /// Those that are set, in the order in which they are tried.
    pub channels: Vec<ChannelView>,
}

/// A channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelView {
    /// The kind.
    pub kind: ChannelKind,
    /// Whether it may be used.
    pub state: ChannelState,
    /// Its place in the order, from 0.
    pub rank: u8,
    /// The address, masked.
    #[schema(example = "z***@school.example")]
    pub address: String,
    /// When it was set.
    pub set_at: Instant,
    /// When it was confirmed.
    pub confirmed_at: Option<Instant>,
}

/// A channel to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChannel {
    /// A mail address, a member's id at WeCom or DingTalk, a telephone number, a URL.
    #[schema(max_length = 500)]
    pub address: String,
    /// Its place in the order in which channels are tried; 0 if absent.
    #[schema(maximum = 9)]
    #[serde(default)]
    pub rank: u8,
}

/// A channel was set, and a code sent there.
#[derive(Serialize, ToSchema)]
pub struct ChannelSet {
    /// For how many seconds the code counts.
    pub code_seconds: i64,
    /// What signs the calls of a webhook; shown this once.
    pub signing_secret: Option<String>,
}

/// The code that came.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelCode {
    /// Six digits.
    #[schema(max_length = 20)]
    pub code: String,
}

/// Which deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryParams {
    /// To accounts at or below this unit.
    pub unit: UnitId,
    /// In this state; `dead` if absent.
    pub state: Option<DeliveryState>,
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "super::limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// A message to one person, without text, name or full address.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryView {
    /// The delivery; channels know it by this key.
    #[schema(value_type = String, format = Uuid)]
    pub id: Uuid,
    /// The institution of the account.
    pub unit: UnitRef,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: DeliveryState,
    /// The channel that has it, or had it last.
    pub kind: Option<ChannelKind>,
    /// The address, masked; nothing if the channel is gone.
    pub address: Option<String>,
    /// How often it was tried there.
    pub attempts: u32,
    /// What went wrong last.
    #[schema(example = "smtp.550")]
    pub problem: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was or will be due first.
    pub due_at: Instant,
    /// When it was sent or given up.
    pub done_at: Option<Instant>,
}
