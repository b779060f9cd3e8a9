//! Where the gateway's public key is looked for.

use std::{
    ffi::{OsStr, OsString},
    fmt::Write as _,
    fs::{self, File},
    io::{self, Read as _},
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use kcp_crypto::GatewayPublicKey;

/// Most bytes of a key file. KCP's has 251.
const LONGEST: u64 = 64 * 1_024;

/// Loads the key from `named`, the value of `KCP_PUB_KEY`, or from `home`: `bin/pub.key`, else `key/pub.key`.
///
/// A file that is there and is no key ends the search: another key might be another gateway's.
///
/// # Errors
/// Where it looked and what it found, for the log.
pub(super) fn load(named: Option<OsString>, home: &[u8]) -> Result<GatewayPublicKey, String> {
    let places = match named.filter(|path| !path.is_empty()) {
        Some(path) => vec![PathBuf::from(path)],
        None if home.is_empty() => Vec::new(),
        None => {
            let home = Path::new(OsStr::from_bytes(home));
            ["bin/pub.key", "key/pub.key"].map(|place| home.join(place)).to_vec()
        }
    };
    let mut looked = String::from("no public key of the gateway: looked in KCP_PUB_KEY");
    for place in places {
        match read(&place) {
            Ok(text) => {
                return GatewayPublicKey::from_pem(&text)
                    .map_err(|error| format!("no public key in {}: {error}", place.display()));
            }
            Err(error) => {
                let _ = write!(looked, "; {}: {error}", place.display());
                if error.kind() != io::ErrorKind::NotFound {
                    return Err(looked);
                }
            }
        }
    }
    Err(looked)
}

fn read(place: &Path) -> io::Result<String> {
    // Opening a pipe would wait for somebody to write into it.
    if !fs::metadata(place)?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    let mut text = Vec::new();
    File::open(place)?.take(LONGEST).read_to_end(&mut text)?;
    // Whatever stands around the key, only the key is ASCII by definition.
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public half of the test key of `kcp-crypto`, written out so that this package holds all that it needs.
    const PEM: &str = "\
-----BEGIN RSA PUBLIC KEY-----\n\
MIGJAoGBANOrpY0vU/VJ8VCF10rlYX5+JoZjiLD2UhJYaMZ6tTTrPm/zkww5RKdp\n\
ztWvb9ftA5zknraIupqTmhg5ahGJS+GqWm9+1GK6kc0JC/hiTQjR854ETKskRyK/\n\
yZLu0gBHSIzRR3QnYmpaySjHDBpEOZv3dNprL98Q98zTpyj2YpQ3AgMBAAE=\n\
-----END RSA PUBLIC KEY-----\n";

    #[test]
    fn home_is_searched_in_order_unless_a_path_is_named() {
        let home = tempfile::tempdir().unwrap();
        let bytes = home.path().as_os_str().as_bytes();
        let looked = load(None, bytes).unwrap_err();
        assert!(looked.contains("bin/pub.key") && looked.contains("key/pub.key"), "{looked}");
        fs::create_dir(home.path().join("key")).unwrap();
        fs::write(home.path().join("key/pub.key"), PEM).unwrap();
        assert!(load(None, bytes).is_ok());
        assert!(load(Some(OsString::new()), bytes).is_ok());
        let named = home.path().join("other.key");
        let looked = load(Some(named.clone().into()), bytes).unwrap_err();
        assert!(looked.contains("other.key") && !looked.contains("bin/pub.key"), "{looked}");
        fs::write(&named, PEM).unwrap();
        assert!(load(Some(named.into()), b"").is_ok());
    }

    #[test]
    fn a_file_that_is_no_key_ends_the_search() {
        let home = tempfile::tempdir().unwrap();
        for (folder, text) in [("bin", "no key"), ("key", PEM)] {
            fs::create_dir(home.path().join(folder)).unwrap();
            fs::write(home.path().join(folder).join("pub.key"), text).unwrap();
        }
        let error = load(None, home.path().as_os_str().as_bytes()).unwrap_err();
        assert!(error.contains("bin/pub.key"), "{error}");
        fs::remove_file(home.path().join("bin/pub.key")).unwrap();
        fs::create_dir(home.path().join("bin/pub.key")).unwrap();
        let error = load(None, home.path().as_os_str().as_bytes()).unwrap_err();
        assert!(error.contains("not a file") && !error.contains("key/pub.key"), "{error}");
        assert!(load(None, b"").is_err());
    }
}
