//! Where a webhook may lead: not into the server's own network. A person chooses the address, so it is judged when it is
//! called, by the numbers that its name stands for at that moment, and the call goes to those numbers.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// A range of addresses such as `10.2.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: u128,
    bits: u32,
}

impl FromStr for Network {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a network such as 10.2.0.0/16");
        let (address, length) = text.split_once('/').ok_or_else(wrong)?;
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let length: u32 = length.parse().map_err(|_| wrong())?;
        let bits = if address.is_ipv4() { length.checked_add(96).ok_or_else(wrong)? } else { length };
        if bits > 128 {
            return Err(wrong());
        }
        Ok(Self { first: number(address) & mask(bits), bits })
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        number(address) & mask(self.bits) == self.first
    }
}

/// IPv4 as IPv6 writes it, so that there is one kind of number.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

fn mask(bits: u32) -> u128 {
    u128::MAX.checked_shl(128 - bits).unwrap_or(0)
}

/// The networks that an operator has opened besides the public one.
#[derive(Debug, Clone, Default)]
pub struct Networks(pub Vec<Network>);

impl Networks {
    /// Whether an address may be called.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        is_public(address) || self.0.iter().any(|network| network.holds(address))
    }
}

/// Whether an address belongs to the public internet, by the special-purpose registries of IANA.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (169, 254, _)
            | (192, 168, _)
            | (100, 64..=127, _)
            | (172, 16..=31, _)
            | (198, 18..=19, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = v6.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match [s0, s1, s2, s3, s4, s5] {
        // IPv4 in IPv6's clothes: mapped, and translated by NAT64.
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => v4(s6, s7),
        // 6to4 carries an IPv4 address; Teredo, documentation and benchmarks lead nowhere good.
        [0x2002, high, low, ..] => v4(high, low),
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, ..] => false,
        // Of the rest only 2000::/3 has been given out.
        _ => s0 & 0xe000 == 0x2000,
    }
}

/// The address is not one that may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forbidden;

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is not public")
    }
}

impl std::error::Error for Forbidden {}

/// Judges what can be judged before a name is looked up: a number in the place of the name.
pub(crate) fn judge(url: &Url, networks: &Networks) -> Result<(), Forbidden> {
    let host = url.host_str().unwrap_or_default();
    let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    if number.is_ok_and(|address| !networks.allow(address)) { Err(Forbidden) } else { Ok(()) }
}

/// Looks names up and passes on only the numbers that may be called.
pub(crate) struct Guarded(pub Networks);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let networks = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| networks.allow(address.ip())).collect();
            if allowed.is_empty() {
                return Err(Forbidden.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_called() {
        for (address, expected) in [
            ("8.8.8.8", true),
            ("203.119.1.1", true),
            ("127.0.0.1", false),
            ("127.8.8.8", false),
            ("0.0.0.0", false),
            ("10.0.0.1", false),
            ("172.15.0.1", true),
            ("172.16.0.1", false),
            ("172.31.255.255", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("100.100.100.200", false),
            ("198.18.0.1", false),
            ("192.0.2.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2400:3200::1", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fc00::1", false),
            ("fd12:3456::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::7f00:1", false),
            ("64:ff9b::808:808", true),
            ("2002:7f00:1::1", false),
            ("2002:a9fe:a9fe::", false),
            ("::127.0.0.1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn an_operator_opens_a_network() {
        let networks = Networks(vec!["10.2.0.0/16".parse().unwrap(), "fd00::/8".parse().unwrap()]);
        for (address, expected) in [
            ("10.2.255.1", true),
            ("10.3.0.1", false),
            ("::ffff:10.2.0.1", true),
            ("fd12::1", true),
            ("fc12::1", false),
            ("127.0.0.1", false),
        ] {
            assert_eq!(networks.allow(address.parse().unwrap()), expected, "{address}");
        }
        for wrong in ["10.0.0.0", "10.0.0.0/33", "x/8", "::/129", "10.0.0.0/-1", "10.0.0.0/4294967295"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds("8.8.8.8".parse().unwrap()));
    }

    #[test]
    fn numbers_in_any_writing_are_judged() {
        let none = Networks::default();
        for (url, expected) in [
            ("https://hooks.example/", true),
            ("https://8.8.8.8/", true),
            ("https://127.0.0.1/", false),
            ("https://2130706433/", false),
            ("https://0x7f.1/", false),
            ("https://0177.0.0.1/", false),
            ("https://[::1]/", false),
            ("https://[::ffff:10.0.0.1]/", false),
        ] {
            assert_eq!(judge(&url.parse().unwrap(), &none).is_ok(), expected, "{url}");
        }
    }
}
