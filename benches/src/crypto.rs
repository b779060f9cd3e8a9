//! `kcp-crypto`: SEED beside `kisaseed` and the naive twin, sealed messages, HAS-160, the key envelope.

use std::hint::black_box;

use cipher_0_4::{BlockEncrypt as _, KeyInit as _};
use criterion::{BenchmarkId, Criterion, Throughput};
use kcp_crypto::{
    GatewayPublicKey, Has160, Seed128, SessionKey,
    cipher::{BlockCipherEncrypt as _, KeyInit as _},
    fuzzing::NaiveSeed128,
    open, seal,
};

/// Every group of this module.
pub fn all(criterion: &mut Criterion) {
    seed_cbc(criterion);
    sealed(criterion);
    has160(criterion);
    envelope(criterion);
}

/// SEED-CBC alone, key schedule included since every message has a key of its own, in one loop for all three.
pub fn seed_cbc(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("crypto/seed_cbc");
    for len in LENGTHS {
        let data = vec![0x5a; len.next_multiple_of(BLOCK)];
        group.throughput(bytes(data.len()));
        group.bench_function(BenchmarkId::new("kcp-crypto", len), |bench| {
            bench.iter(|| cbc(&ours(&KEY), black_box(&data)));
        });
        group.bench_function(BenchmarkId::new("kisaseed", len), |bench| {
            bench.iter(|| cbc(&kisaseed(&KEY), black_box(&data)));
        });
        group.bench_function(BenchmarkId::new("naive", len), |bench| {
            bench.iter(|| cbc(&naive(&KEY), black_box(&data)));
        });
    }
    group.finish();
}

/// What a request and its answer cost: hash, padding and cipher.
pub fn sealed(criterion: &mut Criterion) {
    let key = SessionKey::new([0x11; SessionKey::LEN]);
    let mut group = criterion.benchmark_group("crypto/sealed");
    for len in LENGTHS {
        let message = vec![0x5a; len];
        let sealed = seal(&key, &message);
        group.throughput(bytes(len));
        group.bench_function(BenchmarkId::new("seal", len), |bench| {
            bench.iter(|| seal(&key, black_box(&message)));
        });
        group.bench_function(BenchmarkId::new("open", len), |bench| {
            bench.iter(|| open(&key, black_box(&sealed)));
        });
    }
    group.finish();
}

/// HAS-160.
pub fn has160(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("crypto/has160");
    for len in LENGTHS {
        let message = vec![0x5a; len];
        group.throughput(bytes(len));
        group.bench_function(BenchmarkId::from_parameter(len), |bench| {
            bench.iter(|| Has160::hash(black_box(&message)));
        });
    }
    group.finish();
}

/// A session key from the operating system, and its envelope under a key of 1024 bits. A request has two.
pub fn envelope(criterion: &mut Criterion) {
    let Ok(gateway) = GatewayPublicKey::from_pem(PUB_KEY) else { return };
    let mut group = criterion.benchmark_group("crypto/envelope");
    group.throughput(bytes(SessionKey::LEN));
    group.bench_function("draw_and_wrap", |bench| {
        bench.iter(|| {
            let key = SessionKey::draw(&mut getrandom::SysRng).ok()?;
            black_box(&gateway).envelope(&mut getrandom::SysRng, &key).ok()
        });
    });
    group.finish();
}

/// CBC without padding over whole blocks, from a zero vector.
fn cbc(encrypt: &impl Fn([u8; BLOCK]) -> [u8; BLOCK], data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut chain = [0; BLOCK];
    for block in data.as_chunks::<BLOCK>().0 {
        let mixed: [u8; BLOCK] = std::array::from_fn(|at| {
            chain.get(at).copied().unwrap_or(0) ^ block.get(at).copied().unwrap_or(0)
        });
        chain = encrypt(mixed);
        out.extend_from_slice(&chain);
    }
    out
}

fn ours(key: &[u8; BLOCK]) -> impl Fn([u8; BLOCK]) -> [u8; BLOCK] + use<> {
    let seed = Seed128::new(&(*key).into());
    move |block| {
        let mut block = block.into();
        seed.encrypt_block(&mut block);
        block.into()
    }
}

fn kisaseed(key: &[u8; BLOCK]) -> impl Fn([u8; BLOCK]) -> [u8; BLOCK] + use<> {
    let seed = kisaseed::SEED::new(&(*key).into());
    move |block| {
        let mut block = block.into();
        seed.encrypt_block(&mut block);
        block.into()
    }
}

fn naive(key: &[u8; BLOCK]) -> impl Fn([u8; BLOCK]) -> [u8; BLOCK] + use<> {
    let seed = NaiveSeed128::new(*key);
    move |block| seed.encrypt(block)
}

fn bytes(len: usize) -> Throughput {
    Throughput::Bytes(u64::try_from(len).unwrap_or(u64::MAX))
}

const BLOCK: usize = 16;

/// A usual payment group, and the longest message worth thinking of: the vendor's module stops below 30 KiB of text.
const LENGTHS: [usize; 2] = [300, 16 * 1024];

const KEY: [u8; BLOCK] = *b"\x88\xe3\x4f\x8f\x08\x17\x79\xf1\xe9\xf3\x94\x37\x0a\xd4\x05\x89";

/// A test key of this project.
const PUB_KEY: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/kcp-crypto/tests/vectors/test_gateway.pub.pem"
));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ciphers_measured_give_the_same_bytes() {
        let data: Vec<u8> = (0..=255).collect();
        let expected = cbc(&naive(&KEY), &data);
        assert_eq!(cbc(&ours(&KEY), &data), expected);
        assert_eq!(cbc(&kisaseed(&KEY), &data), expected);
    }

    #[test]
    fn the_messages_open_and_the_key_loads() {
        let key = SessionKey::new([0x11; SessionKey::LEN]);
        let message = vec![0x5a; LENGTHS[0]];
        assert_eq!(*open(&key, &seal(&key, &message)).unwrap(), message);
        assert!(GatewayPublicKey::from_pem(PUB_KEY).is_ok());
    }
}
