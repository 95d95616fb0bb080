//! Messages to persons outside the program: by which ways they can be reached, and what became of each message.
//!
//! **Owns** the channels of an account ([`channels`], [`set_channel`], [`confirm_channel`], [`test_channel`],
//! [`remove_channel`]), the digests of what is told ([`plan_digests`], [`save_digests`]), their sending ([`Sender`]) over
//! the ways behind one trait ([`wire::Carrier`]), and the operator's list ([`deliveries`]).
//!
//! **Does not own** what is told, nor to whom: that comes from the domain of work, through `flows`. Inside the program
//! nothing is sent: the list of today is derived from the tasks.
//!
//! **Tables** `channel`, `delivery`.
//!
//! **Jobs** `delivery.send` `{"v":1,"delivery":id}`.
//!
//! **Invariants.**
//! * A message goes to one person's own channel, confirmed by a code that was sent there; never to a group.
//! * What is told to an account within a few minutes is one row and one message; an event told twice counts once.
//! * Quiet hours of the school's zone put messages off; where a rule gives none (a statutory clock) nothing is put off.
//! * A message holds counts, titles of templates and a link: no name, no place, no finding.
//! * Addresses and secrets are sealed in the store and stand in no log; problems are told by codes.
//! * A message goes to one channel at a time, in the person's order; the next one has its turn when one refuses.

mod address;
mod channels;
mod deliveries;
mod digest;
mod error;
mod quiet;
mod retry;
mod rows;
mod schema;
mod sealed;
mod sender;
pub mod settings;
mod tell;
mod text;
pub mod wire;
mod words;

pub use channels::{
    CODE_SECONDS, ChannelView, Office, SetChannel, channels, confirm_channel, remove_channel, set_channel,
    test_channel,
};
pub use deliveries::{DeliveryView, KEPT_DAYS, deliveries, sweep};
pub use error::{ChannelError, DeliveryError};
pub use quiet::{Quiet, send_at};
pub use retry::{Left, Next, Outcome, next};
pub use schema::{migrations, tables};
pub use sender::{SEND, Sender, SenderParts};
pub use tell::{Digests, SaveError, Told, plan_digests, save_digests};
pub use words::{ChannelKind, ChannelState, DeliveryState, Purpose};
