//! A shop's server for notices: real HTTP in front of the library's receiver, and what became of each post.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::body::{Body, to_bytes};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use kcp_codec::SiteCode;
use kcp_services::notice::{Notice, NoticeAnswer, Receiver, Rejection};
use kcp_sim::NoticeUrl;
use kcp_transport::Environment;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket},
    time::timeout,
};

/// A receiver of a shop's notices, from this machine.
pub(crate) fn receiver_of(site: &str) -> Receiver {
    let here = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    Receiver::new(&here, SiteCode::parse(site).unwrap()).unwrap()
}

/// The server. It ends with the runtime of its test.
pub(crate) struct Mailbox {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

struct Desk {
    receiver: Receiver,
    /// How many more notices cannot be stored.
    full: usize,
    taken: Vec<Notice>,
    refused: Vec<Rejection>,
}

impl Mailbox {
    pub(crate) async fn open(receiver: Receiver) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Desk { receiver, full: 0, taken: Vec::new(), refused: Vec::new() };
        let desk = Arc::new(Mutex::new(desk));
        let of_server = Arc::clone(&desk);
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let desk = Arc::clone(&of_server);
                let service = service_fn(move |request| {
                    let desk = Arc::clone(&desk);
                    async move { Ok::<_, Infallible>(answer(&desk, peer.ip(), request).await) }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { address, desk }
    }

    /// Where a simulator is to send notices.
    pub(crate) fn url(&self) -> NoticeUrl {
        NoticeUrl::parse(&format!("http://{}/kcp/notice", self.address)).unwrap()
    }

    /// Takes posts by other rules from now on.
    pub(crate) fn set(&self, receiver: Receiver) {
        self.desk().receiver = receiver;
    }

    /// The next so many notices cannot be stored.
    pub(crate) fn fill(&self, notices: usize) {
        self.desk().full = notices;
    }

    /// The notices that were read, stored or not, since the last time.
    pub(crate) fn taken(&self) -> Vec<Notice> {
        std::mem::take(&mut self.desk().taken)
    }

    /// The posts that were not taken, since the last time.
    pub(crate) fn refused(&self) -> Vec<Rejection> {
        std::mem::take(&mut self.desk().refused)
    }

    /// Posts as a machine at `from` would, with these lines in the head. Gives the status.
    pub(crate) async fn post(&self, from: &str, head: &str, body: &str) -> u16 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(from.parse().unwrap(), 0)).unwrap();
        let mut stream = socket.connect(self.address).await.unwrap();
        let request = format!(
            "POST /kcp/notice HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{head}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }
}

async fn answer(desk: &Mutex<Desk>, peer: IpAddr, request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = to_bytes(Body::new(body), Notice::MAX_BODY).await.unwrap();
    let headers: Vec<(&str, &[u8])> =
        head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let desk = &mut *desk.lock().unwrap();
    let told = match desk.receiver.receive(head.method.as_str(), peer, headers, &body) {
        Ok(notice) => {
            desk.taken.push(notice);
            match desk.full.checked_sub(1) {
                Some(left) => {
                    desk.full = left;
                    desk.receiver.resend()
                }
                None => desk.receiver.accepted(),
            }
        }
        Err(rejection) => {
            let told = desk.receiver.refused(&rejection);
            desk.refused.push(rejection);
            told
        }
    };
    page(&told)
}

fn page(told: &NoticeAnswer) -> Response<Body> {
    let answer = Response::builder().status(told.status).header("Content-Type", told.content_type);
    answer.body(Body::from(told.body)).unwrap()
}

/// For a whole answer on this machine.
const PATIENCE: Duration = Duration::from_secs(10);
