//! Each case many times on inputs of two classes, in an order drawn at random: do the times differ?

use std::{hint::black_box, time::Instant};

use kcp_crypto::{Secret, SessionKey, fuzzing::open_undecided, open, seal, seal_into, sealed_len};

use crate::{
    inputs::{MESSAGE, NoZeros, Noise, early_exit, gateway},
    welch,
};

/// The greatest |t| of a case; `None` when there is no such case.
pub(crate) fn run(name: &str) -> Option<f64> {
    Some(match name {
        "compare" => compare(|one, two| black_box(Secret::new(*one)) == Secret::new(*two)),
        "early-exit" => compare(|one, two| early_exit(one, two)),
        "open" => open_fixed_or_random(),
        "open-damaged" => open_padding_or_hash(),
        "open-undecided" => open_right_or_wrong(),
        "seal" => seal_fixed_or_random(),
        "wrap" => wrap_fixed_or_random(),
        _ => return None,
    })
}

/// A key and a message or a sealed message, side by side, so that every input lies in memory alike.
#[derive(Clone, Copy)]
struct Input {
    key: [u8; SessionKey::LEN],
    bytes: [u8; SEALED],
}

impl Input {
    fn key(&self) -> SessionKey {
        SessionKey::new(self.key)
    }
}

/// One key and message against many.
fn seal_fixed_or_random() -> f64 {
    let make = |noise: &mut Noise| {
        let mut input = Input { key: *noise.key().expose(), bytes: [0; SEALED] };
        noise.fill(&mut input.bytes);
        input
    };
    let mut out = Vec::with_capacity(1024);
    fixed_or_random(make, 1, |input| {
        out.clear();
        seal_into(&input.key(), &input.bytes, &mut out);
        black_box(&out);
    })
}

/// One key and sealed message against many; all of them open.
fn open_fixed_or_random() -> f64 {
    assert!(opens(&sealed(&mut Noise(11))), "the case opens its messages");
    fixed_or_random(sealed, 1, |input| {
        let _ = black_box(open(&input.key(), &input.bytes));
    })
}

/// One session key against many, under one public key.
fn wrap_fixed_or_random() -> f64 {
    let gateway = gateway();
    let mut out = Vec::with_capacity(gateway.envelope_len());
    fixed_or_random(
        |noise| *noise.key().expose(),
        1,
        |key| {
            out.clear();
            let made = gateway.envelope_into(&mut NoZeros, &SessionKey::new(*key), &mut out);
            assert!(made.is_ok(), "the case wraps its key");
            black_box(&out);
        },
    )
}

/// Messages whose padding is wrong against messages whose hash is wrong: the padding oracle.
fn open_padding_or_hash() -> f64 {
    for in_padding in [false, true] {
        let input = damaged(sealed(&mut Noise(11)), in_padding);
        assert!(!opens(&input), "the case opens none of its messages");
    }
    let make = |noise: &mut Noise, class: bool| damaged(sealed(noise), class);
    classes(make, 1, |input| {
        let _ = black_box(open(&input.key(), &input.bytes));
    })
}

/// Messages that open against messages that do not, up to the verdict.
fn open_right_or_wrong() -> f64 {
    let make = |noise: &mut Noise, class: bool| {
        let sealed = sealed(noise);
        if class { damaged(sealed, false) } else { sealed }
    };
    classes(make, 1, |input| {
        black_box(open_undecided(&input.key(), &input.bytes));
    })
}

/// Hashes that are equal against hashes that differ at once.
fn compare(same: impl Fn(&[u8; 20], &[u8; 20]) -> bool) -> f64 {
    let make = |noise: &mut Noise, class: bool| {
        let mut one = [0; 20];
        noise.fill(&mut one);
        let mut two = one;
        two[0] ^= u8::from(class);
        (one, two)
    };
    classes(make, 64, |(one, two)| {
        black_box(same(black_box(one), black_box(two)));
    })
}

fn sealed(noise: &mut Noise) -> Input {
    let (key, message) = (noise.key(), noise.message());
    let mut bytes = [0; SEALED];
    bytes.copy_from_slice(&seal(&key, &message));
    Input { key: *key.expose(), bytes }
}

fn opens(input: &Input) -> bool {
    open(&input.key(), &input.bytes).is_ok()
}

/// One bit turned over: in the block before the last, which turns one of the padding over, or in the first.
fn damaged(mut input: Input, in_padding: bool) -> Input {
    let at = if in_padding { SEALED - 17 } else { 3 };
    input.bytes[at] ^= 0x40;
    input
}

/// Class one is always the same input, class two always another.
fn fixed_or_random<I: Copy>(
    make: impl Fn(&mut Noise) -> I,
    repeat: usize,
    work: impl FnMut(&I),
) -> f64 {
    let fixed = make(&mut Noise(11));
    let make = |noise: &mut Noise, class: bool| {
        let other = make(noise);
        if class { other } else { fixed }
    };
    classes(make, repeat, work)
}

/// Times `work` on inputs of both classes. A batch of inputs is made before any of it is timed.
fn classes<I>(
    make: impl Fn(&mut Noise, bool) -> I,
    repeat: usize,
    mut work: impl FnMut(&I),
) -> f64 {
    // A seed of the day: a difference that comes from one order of inputs does not come twice.
    let seed = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |age| age.as_secs());
    let mut noise = Noise(seed);
    let mut samples = Vec::with_capacity(BATCHES * BATCH);
    for batch in 0..=BATCHES {
        let inputs: Vec<(bool, I)> = (0..BATCH)
            .map(|_| {
                let class = noise.next() & 1 == 1;
                (class, make(&mut noise, class))
            })
            .collect();
        for (class, input) in &inputs {
            let start = Instant::now();
            for _ in 0..repeat {
                work(black_box(input));
            }
            let time = start.elapsed().as_nanos() as f64;
            // The first batch warms up.
            if batch > 0 {
                samples.push((*class, time));
            }
        }
    }
    welch::worst(&samples)
}

/// Inputs made at a time: few enough for them to stay in the second cache.
const BATCH: usize = 1000;
const BATCHES: usize = 100;

/// Bytes of a sealed message of [`MESSAGE`] bytes.
const SEALED: usize = sealed_len(MESSAGE);
