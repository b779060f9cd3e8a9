//! A range of addresses of machines: one address, or all that share a prefix.

use std::{fmt, net::IpAddr, str::FromStr};

/// An address, or every address that begins with the same bits: `103.215.144.173`, `10.0.0.0/8`, `fd00::/8`.
///
/// An IPv4 address that arrives in IPv6 form (`::ffff:10.0.0.1`, as a listener for both families sees it) is the
/// IPv4 address.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// Text that is no [`Network`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum BadNetwork {
    /// No IPv4 and no IPv6 address.
    Address,
    /// Bits are set behind the prefix: `10.0.0.1/8` may be meant as one address or as sixteen million.
    HostBits,
    /// No number of bits, or more than the address has.
    Prefix,
}

impl Network {
    /// A single address.
    #[must_use]
    pub const fn host(address: IpAddr) -> Self {
        match address.to_canonical() {
            base @ IpAddr::V4(_) => Self { base, prefix: 32 },
            base @ IpAddr::V6(_) => Self { base, prefix: 128 },
        }
    }

    /// A range that is written in the source: the first address and the bits that all share.
    pub(crate) const fn range(base: IpAddr, prefix: u8) -> Self {
        Self { base, prefix }
    }

    /// Whether `address` lies in the range.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (base.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (base.to_bits() ^ address.to_bits()) & mask == 0
            }
            _ => false,
        }
    }

    /// Whether no bit behind the prefix is set.
    fn is_aligned(&self) -> bool {
        let (zeros, bits) = match self.base {
            IpAddr::V4(base) => (base.to_bits().trailing_zeros(), 32),
            IpAddr::V6(base) => (base.to_bits().trailing_zeros(), 128),
        };
        zeros + u32::from(self.prefix) >= bits
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    /// Reads `ADDRESS` or `ADDRESS/BITS`.
    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| BadNetwork::Address)?;
        let Some(prefix) = prefix else { return Ok(Self::host(address)) };
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let digits = (1..=3).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|prefix| digits && *prefix <= bits);
        let network = Self { base: address, prefix: prefix.ok_or(BadNetwork::Prefix)? };
        // A range of IPv4 addresses in IPv6 form would be one range with two spellings.
        if address.to_canonical() == address && network.is_aligned() {
            Ok(network)
        } else {
            Err(BadNetwork::HostBits)
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::host(self.base) {
            write!(f, "{}", self.base)
        } else {
            write!(f, "{}/{}", self.base, self.prefix)
        }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Network({self})")
    }
}

impl fmt::Display for BadNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Address => "not an IPv4 or IPv6 address",
            Self::HostBits => "bits are set behind the prefix: name the first address of the range",
            Self::Prefix => "not a number of bits that the address has",
        })
    }
}

impl std::error::Error for BadNetwork {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        network.parse::<Network>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_ends_at_its_last_bit() {
        for (network, inside, outside) in [
            ("103.215.144.173", "103.215.144.173", "103.215.144.172"),
            ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"),
            ("192.168.4.0/22", "192.168.7.255", "192.168.8.0"),
            ("192.168.4.6/31", "192.168.4.7", "192.168.4.5"),
            ("fd00::/8", "fdff::1", "fe00::"),
            ("2001:db8::1", "2001:db8::1", "2001:db8::2"),
            ("::/0", "::1", "10.0.0.1"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
        ] {
            assert!(holds(network, inside), "{inside} is in {network}");
            assert!(!holds(network, outside), "{outside} is not in {network}");
        }
    }

    #[test]
    fn an_ipv4_address_in_ipv6_form_is_the_ipv4_address() {
        assert!(holds("103.215.144.173", "::ffff:103.215.144.173"));
        assert!(holds("::ffff:103.215.144.173", "103.215.144.173"));
        assert!(!holds("::/0", "::ffff:10.0.0.1"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for (text, why) in [
            ("", BadNetwork::Address),
            ("localhost", BadNetwork::Address),
            ("10.0.0", BadNetwork::Address),
            ("010.0.0.1", BadNetwork::Address),
            ("10.0.0.1:80", BadNetwork::Address),
            ("[::1]", BadNetwork::Address),
            ("10.0.0.0/", BadNetwork::Prefix),
            ("10.0.0.0/33", BadNetwork::Prefix),
            ("10.0.0.0/+8", BadNetwork::Prefix),
            ("10.0.0.0/8/8", BadNetwork::Prefix),
            ("::/129", BadNetwork::Prefix),
            ("10.0.0.1/8", BadNetwork::HostBits),
            ("::1/127", BadNetwork::HostBits),
            ("::ffff:10.0.0.0/104", BadNetwork::HostBits),
        ] {
            assert_eq!(text.parse::<Network>(), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_range_is_written_as_it_is_read(bits in any::<u32>(), prefix in 0_u8..=32) {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            let base = std::net::Ipv4Addr::from_bits(bits & mask);
            let network: Network = format!("{base}/{prefix}").parse().unwrap();
            prop_assert_eq!(network.to_string().parse(), Ok(network));
            prop_assert!(network.contains(std::net::Ipv4Addr::from_bits(bits).into()));
        }

        #[test]
        fn an_address_is_in_a_range_if_its_first_bits_are(a in any::<u128>(), b in any::<u128>(), prefix in 0_u8..=128) {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            let base = std::net::Ipv6Addr::from_bits((a & mask) | 1 << 127);
            let address = std::net::Ipv6Addr::from_bits(b | 1 << 127);
            let same = (0..prefix).all(|at| {
                let bit = |value: std::net::Ipv6Addr| value.to_bits() >> (127 - u32::from(at)) & 1;
                bit(base) == bit(address)
            });
            prop_assert_eq!(Network::range(base.into(), prefix).contains(address.into()), same);
        }
    }
}
