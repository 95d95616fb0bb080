//! The words of this crate: the same in code, database, API and audit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

/// A way to reach a person outside the program. Inside it the list of today is derived and needs no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// 电子邮件
    Email,
    /// 企业微信
    Wecom,
    /// 钉钉
    Dingtalk,
    /// 短信
    Sms,
    /// 签名的网络回调: a program of the person's own
    Webhook,
}

words!(ChannelKind, "channel", {
    Email => "email",
    Wecom => "wecom",
    Dingtalk => "dingtalk",
    Sms => "sms",
    Webhook => "webhook",
});

/// Whether a channel may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    /// 待验证: a code is on its way; nothing else is sent there
    Unconfirmed,
    /// 已验证
    Confirmed,
}

words!(ChannelState, "channel state", {
    Unconfirmed => "unconfirmed",
    Confirmed => "confirmed",
});

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 验证码
    Code,
    /// 测试消息
    Test,
    /// 工作提醒
    Work,
}

words!(Purpose, "purpose", {
    Code => "code",
    Test => "test",
    Work => "work",
});

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// 等待发送: what is told meanwhile joins it
    Waiting,
    /// 发送中: closed, being tried
    Sending,
    /// 已送出: the channel took it
    Sent,
    /// 未送达: every channel refused it
    Dead,
}

words!(DeliveryState, "delivery state", {
    Waiting => "waiting",
    Sending => "sending",
    Sent => "sent",
    Dead => "dead",
});
