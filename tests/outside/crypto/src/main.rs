//! Takes the cryptography alone, without its features: no standard library in it, no C compiler for it.

use std::error::Error;

use getrandom::SysRng;
use kcp_crypto::{Has160, SessionKey, open, seal};

fn main() -> Result<(), Box<dyn Error>> {
    // "abc" is a check value of the standard, TTAS.KO-12.0011.
    let digest = Has160::hash(b"abc");
    assert_eq!(hex(&digest), "975e810488cf2a3d49838478124afce4b1c78804");

    let message = b"tno=20261121000001\x1fmod_type=STSC\x1f";
    let key = SessionKey::draw(&mut SysRng)?;
    let sealed = seal(&key, message);
    assert_eq!(*open(&key, &sealed)?, message);

    // A bit that is flipped on the way, at any place, is found; and no other key opens it.
    for at in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[at] ^= 1;
        assert!(open(&key, &damaged).is_err(), "byte {at}");
    }
    assert!(open(&SessionKey::draw(&mut SysRng)?, &sealed).is_err());
    println!("crypto: {} bytes sealed into {}, and opened again", message.len(), sealed.len());
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
