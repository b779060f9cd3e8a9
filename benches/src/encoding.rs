//! `encoding_rs` as most programs have it: a `Vec` for each field, and a look at each byte.

#![allow(clippy::disallowed_methods)] // it replaces what cannot be encoded, and the peer asks afterwards

use std::hint::black_box;

use encoding_rs::EUC_KR;

use crate::inputs::FIELDS;

/// The twenty-five fields: each encoded into a `Vec` of its own, looked through for forbidden bytes one after the other,
/// measured, and copied behind its name. Nothing if a field does not pass.
#[must_use]
pub fn fields() -> Vec<u8> {
    let mut frame = Vec::new();
    for (name, max, text) in black_box(FIELDS) {
        let (encoded, _, unmappable) = EUC_KR.encode(text);
        let value = encoded.into_owned();
        let forbidden = value.iter().any(|byte| FORBIDDEN.contains(byte));
        if unmappable || value.is_empty() || value.len() > max || forbidden {
            return Vec::new();
        }
        frame.extend_from_slice(name.as_bytes());
        frame.push(b'=');
        frame.extend_from_slice(&value);
        frame.push(0x1f);
    }
    frame
}

/// A text alone, unchecked.
#[must_use]
pub fn text(text: &str) -> Vec<u8> {
    EUC_KR.encode(black_box(text)).0.into_owned()
}

/// What KCP forbids in a value, and the separators. (`seed 000 §2.3.2`)
const FORBIDDEN: &[u8] = b",&;\n\\|'\"<\x1c\x1d\x1e\x1f";
