//! Forged headers, and honest ones in every spelling.

use proptest::prelude::*;

use super::*;

const KCP: &str = "103.215.144.173";

fn at(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// Two machines of ours: one balancer, and a network behind it.
fn ours() -> Proxies {
    Proxies::new(["10.0.0.0/8".parse().unwrap(), "2001:db8::1".parse().unwrap()])
}

fn sender(peer: &str, lines: &[&str]) -> Result<IpAddr, UnreadableHop> {
    ours().sender(at(peer), lines.iter().map(|line| line.as_bytes()))
}

#[test]
fn a_stranger_s_header_is_not_read() {
    for line in [KCP, "10.0.0.1", "unknown", "", "103.215.144.173, 10.0.0.1"] {
        assert_eq!(sender("192.0.2.9", &[line]), Ok(at("192.0.2.9")), "{line}");
        assert_eq!(Proxies::none().sender(at("10.0.0.1"), [line.as_bytes()]), Ok(at("10.0.0.1")));
    }
}

#[test]
fn without_the_header_the_peer_is_the_sender() {
    assert_eq!(sender("10.0.0.1", &[]), Ok(at("10.0.0.1")));
    assert_eq!(sender(KCP, &[]), Ok(at(KCP)));
}

#[test]
fn the_first_entry_from_the_right_that_is_not_ours_is_the_sender() {
    for (lines, want) in [
        (&[KCP][..], KCP),
        (&["192.0.2.9, 103.215.144.173"], KCP),
        (&["103.215.144.173, 192.0.2.9"], "192.0.2.9"),
        (&["103.215.144.173, 10.0.0.2, 10.0.0.3"], KCP),
        (&["103.215.144.173, 192.0.2.9, 10.0.0.2"], "192.0.2.9"),
        (&["10.0.0.9, 103.215.144.173"], KCP),
        // A header that the sender wrote, and one that the proxy added.
        (&["103.215.144.173", "192.0.2.9"], "192.0.2.9"),
        (&["192.0.2.9", "103.215.144.173", "10.0.0.2"], KCP),
        // Left of the sender stands what the sender wrote.
        (&["unknown, 103.215.144.173"], KCP),
        (&["", "103.215.144.173"], KCP),
        (&["10.0.0.7, 10.0.0.2"], "10.0.0.7"),
    ] {
        assert_eq!(sender("10.0.0.1", lines), Ok(at(want)), "{lines:?}");
    }
}

#[test]
fn an_entry_is_read_in_every_honest_spelling() {
    for (entry, want) in [
        ("103.215.144.173", KCP),
        (" \t103.215.144.173 ", KCP),
        ("103.215.144.173:40000", KCP),
        ("::ffff:103.215.144.173", KCP),
        ("[::ffff:103.215.144.173]:40000", KCP),
        ("2001:db8::5", "2001:db8::5"),
        ("[2001:db8::5]", "2001:db8::5"),
        ("[2001:db8::5]:443", "2001:db8::5"),
        ("2001:db8::1, 2001:DB8:0::5", "2001:db8::5"),
    ] {
        assert_eq!(sender("10.0.0.1", &[entry]), Ok(at(want)), "{entry}");
    }
    // The balancer itself may be seen in IPv6 form.
    assert_eq!(sender("::ffff:10.0.0.1", &[KCP]), Ok(at(KCP)));
    assert_eq!(sender("2001:db8::1", &["103.215.144.173, [2001:db8::1]:80"]), Ok(at(KCP)));
}

#[test]
fn an_entry_that_names_no_machine_is_refused() {
    for entry in [
        "unknown",
        "",
        " ",
        "_hidden",
        "localhost",
        "103.215.144.173,",
        "103.215.144.173, ,10.0.0.2",
        "103.215.144",
        "103.215.144.0173",
        "103.215.144.173:",
        "103.215.144.173:99999",
        "103.215.144.173 10.0.0.2",
        "103.215.144.173;10.0.0.2",
        "[103.215.144.173]",
        "[103.215.144.173]:80",
        "[::1",
        "::1]",
        "fe80::1%eth0",
        "[fe80::1%1]:80",
        "\"103.215.144.173\"",
        "for=103.215.144.173",
        "103.215.144.173/32",
        "0x67.0xd7.0x90.0xad",
        "1742180525",
        "\u{ff11}03.215.144.173",
    ] {
        assert_eq!(sender("10.0.0.1", &[entry]), Err(UnreadableHop), "{entry:?}");
    }
    assert_eq!(ours().sender(at("10.0.0.1"), [&b"\xff"[..]]), Err(UnreadableHop));
}

proptest! {
    /// Whatever a stranger writes into the header, the proxy adds the stranger's own address behind it, on the same
    /// line or on another one, and that address is found.
    #[test]
    fn no_header_hides_its_writer(
        forged in proptest::collection::vec("[0-9a-f:.,\\[\\] ]{0,40}|103\\.215\\.144\\.17[34]|10\\.0\\.0\\.[0-9]|unknown", 0..6),
        hops in proptest::collection::vec("10\\.[0-9]\\.[0-9]\\.[0-9]", 0..4),
        own_line in any::<bool>(),
    ) {
        let chain = [&["192.0.2.9".to_owned()][..], &hops[..]].concat().join(", ");
        let mut lines = forged;
        match lines.last_mut() {
            Some(last) if !own_line => *last = format!("{last}, {chain}"),
            _ => lines.push(chain),
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        prop_assert_eq!(sender("10.0.0.1", &lines), Ok(at("192.0.2.9")));
    }

    #[test]
    fn any_header_has_an_end(lines in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 0..5)) {
        let peer = at("10.0.0.1");
        if let Ok(sender) = ours().sender(peer, lines.iter().map(Vec::as_slice)) {
            prop_assert!(sender == peer || !lines.is_empty());
        }
    }
}
