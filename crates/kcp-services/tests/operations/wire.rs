//! What an operation writes on the socket, shown as text.

use kcp_codec::{Charset, Name};
use kcp_services::{On, Socket};
use kcp_transport::legacy::Message;

pub(crate) fn message(operation: &impl On<Socket>) -> Message {
    operation.write(&()).unwrap()
}

/// Groups joined by line breaks, separators shown as `|` (US), `~` (RS), in UTF-8.
pub(crate) fn groups(operation: &impl On<Socket>) -> String {
    let message = message(operation);
    let lines: Vec<_> = message
        .groups()
        .map(|group| Charset::Cp949.decode(Name::from_static("group"), group.as_bytes()).unwrap())
        .map(|text| text.replace('\x1f', "|").replace('\x1e', "~"))
        .collect();
    lines.join("\n")
}

/// The transaction code that an operation goes under.
pub(crate) fn code(operation: &impl On<Socket>) -> String {
    String::from_utf8_lossy(message(operation).tran_cd().as_bytes()).into_owned()
}
