//! The forms in which a secret may appear: as it is, in the wire's encoding, escaped, in hexadecimal, in Base64.

use base64ct::{Base64, Base64Url};
use kcp_codec::{Charset, Name};
use memchr::memmem::Finder;

/// Every form of a secret, each once, with its name.
pub(super) fn forms(value: &str) -> Vec<(&'static str, Finder<'static>)> {
    let wire = wire(value);
    let mut forms: Vec<(&'static str, Vec<u8>)> = vec![("text", value.into())];
    for (bytes, names) in [
        (
            value.as_bytes(),
            ["UTF-8", "UTF-8 escaped", "UTF-8 hexadecimal", "UTF-8 numbers", "UTF-8 Base64"],
        ),
        (
            wire.as_slice(),
            ["EUC-KR", "EUC-KR escaped", "EUC-KR hexadecimal", "EUC-KR numbers", "EUC-KR Base64"],
        ),
    ] {
        let [plain, escaped, hex, numbers, base64] = names;
        forms.push((plain, bytes.to_vec()));
        forms.push((escaped, bytes.escape_ascii().to_string().into()));
        forms.push((escaped, each(bytes, |byte| format!("%{byte:02X}"))));
        forms.push((escaped, each(bytes, |byte| format!("%{byte:02x}"))));
        forms.push((escaped, each(bytes, percent)));
        forms.push((hex, each(bytes, |byte| format!("{byte:02x}"))));
        forms.push((hex, each(bytes, |byte| format!("{byte:02X}"))));
        forms.push((numbers, list(bytes, ", ")));
        forms.push((numbers, list(bytes, ",")));
        forms.push((numbers, list(bytes, ",\n    ")));
        for shift in 0..3 {
            forms.push((base64, inner::<Base64>(bytes, shift)));
            forms.push((base64, inner::<Base64Url>(bytes, shift)));
        }
    }
    forms.push(("escaped text", value.escape_unicode().to_string().into()));
    let json = value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    forms.push(("JSON escapes", json.into()));
    forms.push(("backwards", value.chars().rev().collect::<String>().into()));
    let mut known = std::collections::BTreeSet::new();
    forms.retain(|(_, bytes)| !bytes.is_empty() && known.insert(bytes.clone()));
    forms.into_iter().map(|(name, bytes)| (name, Finder::new(&bytes).into_owned())).collect()
}

/// In EUC-KR; nothing where a secret cannot be written so, since an empty form is dropped.
fn wire(value: &str) -> Vec<u8> {
    Charset::Cp949.encode(Name::from_static("mark"), value).unwrap_or_default()
}

fn each(bytes: &[u8], write: impl Fn(u8) -> String) -> Vec<u8> {
    bytes.iter().map(|byte| write(*byte)).collect::<String>().into()
}

/// As a form body writes it: letters and digits as they are.
fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._*".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// As `Debug` prints a slice.
fn list(bytes: &[u8], between: &str) -> Vec<u8> {
    bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(between).into()
}

/// The letters of Base64 that depend on these bytes alone, when `shift` bytes stand before them.
fn inner<E: base64ct::Encoding>(bytes: &[u8], shift: usize) -> Vec<u8> {
    let text = E::encode_string(&[&vec![0; shift], bytes].concat());
    let end = (shift + bytes.len()) * 8 / 6;
    let letters = text.bytes().take(end).skip((shift * 8).div_ceil(6));
    letters.collect()
}

#[cfg(test)]
mod tests {
    use base64ct::Encoding as _;

    use super::*;

    fn is_found(value: &str, text: &[u8]) -> bool {
        forms(value).iter().any(|(_, finder)| finder.find(text).is_some())
    }

    #[test]
    fn a_secret_is_found_in_each_form() {
        let name = "함벽두";
        let wire = wire(name);
        assert!(is_found(name, format!("name={name}").as_bytes()));
        assert!(is_found(name, &wire));
        assert!(is_found(name, format!("{:?}", wire.as_slice()).as_bytes()));
        assert!(is_found(name, format!("{:#?}", wire.as_slice()).as_bytes()));
        assert!(is_found(name, wire.escape_ascii().to_string().as_bytes()));
        assert!(is_found(name, b"name=%C7%D4%BA%AE%B5%CE&"));
        for before in ["", "a", "ab"] {
            let text = Base64::encode_string(format!("{before}{name}!").as_bytes());
            assert!(is_found(name, text.as_bytes()), "{text}");
        }
        assert!(is_found("k.1_", b"k%2E1%5F") || is_found("k.1_", b"%6b%2e%31%5f"));
    }

    #[test]
    fn what_is_no_secret_is_not_found() {
        assert!(!is_found("123456789012", "account=<12 bytes>, 123456****12, 함*두".as_bytes()));
    }
}
