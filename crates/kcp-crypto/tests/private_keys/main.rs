//! Private keys as OpenSSL really writes them, under every scheme, and files that are none.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod limits;
mod refused;
mod schemes;
mod written;

use std::sync::LazyLock;

use common::run;

const PASSPHRASE: &str = "changeit";
const LEGACY: [&str; 4] = ["-provider", "legacy", "-provider", "default"];

/// OpenSSL's answer as text; `None` where OpenSSL is missing.
fn openssl(test: &str, args: &[&str], input: &str) -> Option<String> {
    run(test, "openssl", args, input.as_bytes()).map(|out| String::from_utf8(out).unwrap())
}

pub(crate) fn generate(test: &str, bits: usize) -> Option<String> {
    let bits = format!("rsa_keygen_bits:{bits}");
    openssl(test, &["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", &bits], "")
}

/// One plain key for the whole file.
static PLAIN: LazyLock<Option<String>> = LazyLock::new(|| generate("private_keys", 2048));

/// Encrypts as `openssl pkcs8 -topk8` does with these arguments.
fn encrypt(test: &str, args: &str, pem: &str) -> Option<String> {
    let passphrase = format!("pass:{PASSPHRASE}");
    let args = ["pkcs8", "-topk8", "-passout", &passphrase]
        .into_iter()
        .chain(args.split(' '))
        .chain(LEGACY)
        .collect::<Vec<_>>();
    openssl(test, &args, pem)
}
