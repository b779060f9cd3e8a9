//! Each case once, with its secrets marked: Valgrind reports every branch and address that depends on one.

use std::hint::black_box;

use kcp_crypto::{Has160, Secret, SessionKey, fuzzing::open_undecided, seal_into, sealed_len};

use crate::{
    inputs::{MESSAGE, NoZeros, Noise, early_exit, gateway},
    marks::{declassify, poison, public},
};

/// The case of a name.
pub(crate) fn find(name: &str) -> Option<fn()> {
    Some(match name {
        "compare" => compare,
        "early-exit" => planted,
        "hash" => hash,
        "open" => open,
        "open-damaged" => open_damaged,
        "seal" => seal,
        "wrap" => wrap,
        _ => return None,
    })
}

/// Key and message are secret; what is sealed is public.
fn seal() {
    let (key, message) = secrets();
    let mut out = Vec::with_capacity(sealed_len(message.len()));
    seal_into(black_box(&key), black_box(&message), &mut out);
    declassify(&mut out);
    black_box(&out);
}

/// The key is secret, and with it all that comes out, until it is told whether the message fits.
fn open() {
    let (key, sealed) = sealed();
    poison(key.expose());
    let (fits, len) = found(open_undecided(black_box(&key), &sealed));
    assert_eq!((fits, len), (1, MESSAGE), "the case opens its message");
}

/// The same with a message that an attacker changed, in its padding and in its hash.
fn open_damaged() {
    for at in [15, MESSAGE] {
        let (key, mut sealed) = sealed();
        for byte in sealed.iter_mut().skip(at).take(1) {
            *byte ^= 1;
        }
        poison(key.expose());
        let (fits, _) = found(open_undecided(black_box(&key), &sealed));
        assert_eq!(fits, 0, "the case does not open its message");
    }
}

/// Both sides are secret; the answer is public.
fn compare() {
    let (one, two) = (Secret::new([7; 20]), Secret::new([7; 20]));
    poison(one.expose());
    poison(two.expose());
    let same = black_box(black_box(&one) == black_box(&two));
    assert_eq!(public(usize::from(same)), 1, "equal secrets are equal");
}

/// The message is secret; its length and its digest are public.
fn hash() {
    for len in [0, 32, 55, 56, 64, 600] {
        let mut message = vec![0; len];
        Noise(3).fill(&mut message);
        poison(&message);
        let mut digest = Has160::hash(black_box(&message));
        declassify(&mut digest);
        black_box(digest);
    }
}

/// The session key is secret; the envelope is public.
fn wrap() {
    let gateway = gateway();
    let key = Noise(4).key();
    poison(key.expose());
    let mut out = Vec::with_capacity(gateway.envelope_len());
    let made = gateway.envelope_into(&mut NoZeros, black_box(&key), &mut out);
    assert!(made.is_ok(), "the case wraps its key");
    declassify(&mut out);
    black_box(&out);
}

/// The planted leak, to see that it is found.
fn planted() {
    let (one, two) = ([7; 20], [7; 20]);
    poison(&one);
    black_box(early_exit(black_box(&one), &two));
}

fn secrets() -> (SessionKey, Vec<u8>) {
    let mut noise = Noise(1);
    let (key, message) = (noise.key(), noise.message());
    poison(key.expose());
    poison(&message);
    (key, message)
}

fn sealed() -> (SessionKey, Vec<u8>) {
    let mut noise = Noise(2);
    let (key, message) = (noise.key(), noise.message());
    let mut out = Vec::new();
    seal_into(&key, &message, &mut out);
    (key, out)
}

/// The verdict and the length, which the caller is told.
fn found(found: Option<(u8, usize)>) -> (usize, usize) {
    let (fits, len) = found.unwrap_or_default();
    (public(usize::from(black_box(fits))), public(len))
}
