//! The cryptography of NHN KCP's two payment channels. Its time shows no secret in opening sealed
//! messages, in sealing many at once, in SEED's key schedule and in comparing secrets and hashes, on
//! processors with AVX2, AVX-512BW or NEON, nor in signing with AWS-LC. It may show key and data, by
//! table look-ups, in sealing one message and in whatever SEED does on other processors. A build can
//! forbid those tables ([`seed::Backend`]); sealing then takes two to three times as long.
//!
//! # Hazard
//!
//! Use it for nothing but KCP, and know what it does **not** protect. Replay is detected nowhere.
//!
//! - Legacy: headers and `plan_data` travel in clear text, the hash inside a sealed message has no
//!   key, and an answer in plain text proves nothing at all (legacy.md §4.6).
//! - PG-API: the text of a certificate alone authenticates an approval, and the signature of a
//!   cancel covers neither amount nor time (https.md §0.3, §3). The rest is for TLS to protect.
//!
//! Nothing here opens a socket, reads a clock or draws randomness: a random source is always an
//! argument. AWS-LC alone has a source of its own, with which it blinds RSA.
//!
//! ```
//! use kcp_crypto::{SessionKey, open, seal};
//!
//! let key = SessionKey::draw(&mut getrandom::SysRng)?;
//! let sealed = seal(&key, b"mod_type=STSC\x1f");
//! assert_eq!(*open(&key, &sealed)?, b"mod_type=STSC\x1f");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! Legacy: start at [`seal`] and [`GatewayPublicKey`]. PG-API: [`PrivateKey`] and [`sign`].

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod certificate;
mod error;
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "gateway")]
pub mod gateway;
pub mod has160;
pub mod key_wrap;
mod oid;
mod pem;
pub mod private_key;
mod public_key;
#[cfg(feature = "gateway")]
mod rng;
pub mod sealed;
pub mod secret;
pub mod seed;
pub mod sign;

pub use certificate::{CertificateError, ServiceCertificate, Validity};
#[cfg(feature = "gateway")]
pub use gateway::GatewayPrivateKey;
pub use key_wrap::{GatewayPublicKey, KeyError, WrapError};
pub use private_key::{PrivateKey, PrivateKeyError};
pub use sealed::{DoesNotOpen, SessionKey, open, seal, seal_into, seal_tail, sealed_len};
#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
pub use sign::{Backend, SigningKey};
#[cfg(feature = "gateway")]
pub use sign::{DoesNotVerify, VerifyingKey, VerifyingKeyError};
pub use sign::{SignError, Signature, Target, TargetError, TargetPart};
#[doc(no_inline)]
pub use {cipher, digest, rand_core, zeroize};
pub use {has160::Has160, oid::Oid, pem::PemError, public_key::PublicKey};
pub use {secret::Secret, seed::Seed128};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
