//! Addresses: what each channel takes, and how much of one is shown.

use reqwest::Url;

use crate::words::ChannelKind;

/// The longest address, in characters.
pub(crate) const MOST: usize = 500;

/// Reads an address as its channel takes it, or says by a code what is wrong. One person's, never a group's: lists,
/// wildcards and separators are refused.
///
/// # Errors
/// `channel.address_invalid`, or `channel.address_of_many` for what would reach more than one person.
pub fn read(kind: ChannelKind, given: &str) -> Result<String, &'static str> {
    const INVALID: &str = "channel.address_invalid";
    let text = given.trim();
    if text.is_empty() || text.chars().count() > MOST || text.chars().any(char::is_control) {
        return Err(INVALID);
    }
    let of_many = match kind {
        ChannelKind::Webhook => false,
        _ => text.starts_with('@') || text.contains(['|', ',', ';', ' ', '\u{ff0c}', '\u{ff1b}']),
    };
    if of_many {
        return Err("channel.address_of_many");
    }
    let sound = match kind {
        ChannelKind::Email => {
            text.parse::<lettre::Address>().is_ok()
                && text.split_once('@').is_some_and(|(_, host)| host.contains('.'))
        }
        ChannelKind::Wecom | ChannelKind::Dingtalk => text.len() <= 64 && text.chars().all(is_of_user_id),
        ChannelKind::Sms => is_phone(text),
        ChannelKind::Webhook => return webhook(text).map(|url| url.to_string()).ok_or(INVALID),
    };
    if sound { Ok(text.to_owned()) } else { Err(INVALID) }
}

fn is_of_user_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-@.".contains(c)
}

fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// An address of the web without name and password in it. Where it may lead is judged when it is called.
fn webhook(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    url.set_fragment(None);
    let plain = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    (plain && matches!(url.scheme(), "https" | "http")).then_some(url)
}

/// Enough of an address for its owner to know it again, and too little to use it.
#[must_use]
pub fn masked(kind: ChannelKind, address: &str) -> String {
    match kind {
        ChannelKind::Email => match address.split_once('@') {
            Some((name, host)) => format!("{}@{host}", ends(name, 1, 0)),
            None => ends(address, 1, 0),
        },
        ChannelKind::Sms => ends(address, 0, 4),
        ChannelKind::Wecom | ChannelKind::Dingtalk => ends(address, 1, 1),
        ChannelKind::Webhook => {
            let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
            format!("{}/***", host.unwrap_or_default())
        }
    }
}

fn ends(text: &str, first: usize, last: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    // What is so short that the ends are the whole shows nothing.
    if chars.len() < 2 * (first + last) {
        return "***".to_owned();
    }
    let head: String = chars[..first].iter().collect();
    let tail: String = chars[chars.len() - last..].iter().collect();
    format!("{head}***{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChannelKind::{Dingtalk, Email, Sms, Webhook, Wecom};

    #[test]
    fn an_address_is_one_persons() {
        let invalid = Err("channel.address_invalid");
        let many = Err("channel.address_of_many");
        for (kind, given, expected) in [
            (Email, " zhang@school.example ", Ok("zhang@school.example")),
            (Email, "zhang@school.example,li@school.example", many),
            (Email, "zhang", invalid),
            (Email, "zhang@localhost", invalid),
            (Email, "a@b.example\r\nBcc: c@d.example", invalid),
            (Wecom, "ZhangSan", Ok("ZhangSan")),
            (Wecom, "@all", many),
            (Wecom, "ZhangSan|LiSi", many),
            (Wecom, "张三", invalid),
            (Dingtalk, "manager4220", Ok("manager4220")),
            (Dingtalk, "a,b", many),
            (Sms, "13800000000", Ok("13800000000")),
            (Sms, "+8613800000000", Ok("+8613800000000")),
            (Sms, "12345", invalid),
            (Sms, "13800000000;13900000000", many),
            (Sms, "138-0000-0000", invalid),
            (Webhook, "https://hooks.example/in?to=1", Ok("https://hooks.example/in?to=1")),
            (Webhook, "https://hooks.example/in#part", Ok("https://hooks.example/in")),
            (Webhook, "https://user:pass@hooks.example/", invalid),
            (Webhook, "ftp://hooks.example/", invalid),
            (Webhook, "file:///etc/passwd", invalid),
            (Webhook, "hooks.example", invalid),
            (Email, "", invalid),
        ] {
            assert_eq!(read(kind, given).as_deref(), expected.as_deref(), "{kind} {given}");
        }
        assert_eq!(
            read(Webhook, &format!("https://a.example/{}", "x".repeat(MOST))),
            invalid.map(str::to_owned)
        );
    }

    #[test]
    fn little_is_shown() {
        for (kind, address, expected) in [
            (Email, "zhang@school.example", "z***@school.example"),
            (Email, "z@school.example", "***@school.example"),
            (Sms, "13800001234", "***1234"),
            (Wecom, "ZhangSan", "Z***n"),
            (Dingtalk, "abc", "***"),
            (Webhook, "https://hooks.example/secret-token", "hooks.example/***"),
        ] {
            assert_eq!(masked(kind, address), expected, "{address}");
        }
    }
}
