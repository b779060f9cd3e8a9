//! The body of an HTTP answer once more, from the whole of its bytes: what the reader in pieces is held to.

/// Whether the answer is marked as sealed, and its body. Only for what the reader took: heads are not checked again.
pub(super) fn body(bytes: &[u8]) -> Option<(bool, Vec<u8>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, rest) = (bytes.get(..end)?, bytes.get(end + 4..)?);
    let headers: Vec<(Vec<u8>, &[u8])> = head
        .split(|&byte| byte == b'\n')
        .skip(1)
        .filter_map(|line| {
            let colon = line.iter().position(|&byte| byte == b':')?;
            let name = line.get(..colon)?.trim_ascii().to_ascii_lowercase();
            Some((name, line.get(colon + 1..)?.trim_ascii()))
        })
        .collect();
    let all = |name: &str| -> Vec<&[u8]> {
        let named = headers.iter().filter(|(known, _)| known == name.as_bytes());
        named.map(|(_, value)| *value).collect()
    };
    let body = match (&*all("content-length"), &*all("transfer-encoding")) {
        ([], []) => rest.to_vec(),
        ([length], []) => {
            let length: usize = str::from_utf8(length).ok()?.parse().ok()?;
            let behind = rest.get(length..)?;
            behind.iter().all(|byte| b"\r\n".contains(byte)).then(|| rest.get(..length))??.to_vec()
        }
        ([], [coding]) if coding.eq_ignore_ascii_case(b"chunked") => chunks(rest)?,
        _ => return None,
    };
    let is_sealed = |kind: &[u8]| {
        let essence = kind.split(|&byte| byte == b';').next().unwrap_or_default();
        essence.trim_ascii().eq_ignore_ascii_case(b"enc/html")
    };
    let kinds = all("content-type");
    Some((kinds.len() == 1 && kinds.iter().all(|kind| is_sealed(kind)), body))
}

fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let (line, behind) = line(rest)?;
        let digits = line.split(|&byte| byte == b';').next()?.trim_ascii_end();
        let size = usize::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
        if size == 0 {
            rest = behind;
            break;
        }
        body.extend_from_slice(behind.get(..size)?);
        rest = behind.get(size..)?.strip_prefix(b"\r\n")?;
    }
    // Trailers, up to an empty line; line ends behind it say nothing.
    loop {
        let (trailer, behind) = line(rest)?;
        rest = behind;
        if trailer.is_empty() {
            return rest.iter().all(|byte| b"\r\n".contains(byte)).then_some(body);
        }
    }
}

fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    Some((bytes.get(..end)?.strip_suffix(b"\r")?, bytes.get(end + 1..)?))
}
