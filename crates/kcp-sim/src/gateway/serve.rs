//! The socket: accepting, reading one request, sending what was rendered, closing.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    Gateway,
    read::{Limits, arrival},
    respond::{Sending, render},
};
use crate::faults::Fault;

/// Accepts connections until it is dropped; dropping it ends every connection too.
pub(crate) async fn serve(listener: TcpListener, gateway: Arc<Gateway>) {
    let mut connections = JoinSet::new();
    loop {
        while let Some(ended) = connections.try_join_next() {
            if let Err(error) = ended {
                tracing::error!(%error, "a connection ended badly");
            }
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                // Taken here and not in the task: the n-th fault belongs to the n-th connection.
                gateway.state().book.note_connection();
                let fault = gateway.faults.next();
                connections.spawn(connection(Arc::clone(&gateway), stream, fault));
            }
            Err(error) => {
                tracing::warn!(%error, "no connection accepted");
                sleep(BREATH).await;
            }
        }
    }
}

async fn connection(gateway: Arc<Gateway>, mut stream: TcpStream, fault: Fault) {
    let most = match fault {
        Fault::CloseAfterRequestBytes(count) => count,
        _ => usize::MAX,
    };
    let limits = Limits { patience: gateway.patience, deadline: REQUEST, most };
    let arrived = arrival(&mut stream, limits).await;
    let Some(reply) = gateway.reply(&arrived, &fault) else { return };
    let sent = timeout(ANSWER, send(&mut stream, render(&reply, &fault))).await;
    // The client may be gone, and that is its business.
    if !matches!(sent, Ok(Ok(()))) {
        tracing::debug!("answer not sent to its end");
    }
}

async fn send(stream: &mut TcpStream, sending: Sending) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    match sending {
        Sending::AtOnce(bytes) => stream.write_all(&bytes).await?,
        Sending::Close => return Ok(()),
        Sending::Drip { bytes, piece, pause } => {
            for piece in bytes.chunks(piece) {
                sleep(pause).await;
                stream.write_all(piece).await?;
            }
        }
        Sending::Endless(bytes) => {
            stream.write_all(&bytes).await?;
            for _ in 0..ENDLESS / FILLER.len() {
                stream.write_all(&FILLER).await?;
            }
        }
        Sending::Hold => return drain(stream, usize::MAX).await,
    }
    stream.shutdown().await?;
    // Closing over unread bytes would reset the connection and could take the answer with it.
    timeout(LINGER, drain(stream, LINGER_BYTES)).await.unwrap_or(Ok(()))
}

/// Reads and drops bytes until the client hangs up.
async fn drain(stream: &mut TcpStream, most: usize) -> std::io::Result<()> {
    let mut piece = [0; 4096];
    let mut total = 0_usize;
    while total < most {
        match stream.read(&mut piece).await? {
            0 => break,
            count => total = total.saturating_add(count),
        }
    }
    Ok(())
}

/// For one whole request. The vendor's client writes it in one go.
const REQUEST: Duration = Duration::from_secs(10);

/// For one whole answer, with every fault: twice the 60 s that the vendor's client waits (`legacy.md §4.5`).
const ANSWER: Duration = Duration::from_secs(120);

/// For the client to hang up after the answer.
const LINGER: Duration = Duration::from_secs(1);

/// Bytes to read meanwhile: one more request of the longest kind.
const LINGER_BYTES: usize = 128 * 1024;

/// Before accepting again when the system is out of something.
const BREATH: Duration = Duration::from_millis(20);

/// Bytes of filler that stand for an answer without an end.
const ENDLESS: usize = 16 * 1024 * 1024;

/// ENC2's pad, so that the filler looks like more of the same.
const FILLER: [u8; 8192] = [b'_'; 8192];
