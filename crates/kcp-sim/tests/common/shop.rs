//! A shop that takes notices: it writes down what comes, and answers as it was told.

use std::{
    collections::VecDeque,
    convert::Infallible,
    future::pending,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::body::{Body, to_bytes};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, runtime::Runtime};

/// What a shop answers to one notice.
pub enum Reply {
    /// Closes without an answer.
    Close,
    /// Says nothing and keeps the connection.
    Hang,
    /// This status and this body.
    Page { status: u16, body: String },
}

impl Reply {
    /// A page with this result in its hidden input.
    pub fn page(status: u16, result: &str) -> Self {
        let body = format!(r#"<html><input type="hidden" name="result" value="{result}"></html>"#);
        Self::Page { status, body }
    }
}

/// What came.
#[derive(Clone, Debug)]
pub struct Post {
    pub line: String,
    pub content_type: String,
    pub body: String,
}

impl Post {
    /// The text of a field, as it was encoded.
    pub fn get(&self, name: &str) -> String {
        let mut pairs = self.body.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).unwrap().1.to_owned()
    }
}

#[derive(Default)]
struct Desk {
    replies: VecDeque<Reply>,
    posts: Vec<Post>,
}

pub struct Shop {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

impl Shop {
    /// A shop that accepts everything until it is told otherwise.
    pub fn open(runtime: &Runtime) -> Self {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Mutex::new(Desk::default()));
        let of_server = Arc::clone(&desk);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let desk = Arc::clone(&of_server);
                let service = service_fn(move |request| take(Arc::clone(&desk), request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { address, desk }
    }

    pub fn url(&self) -> String {
        format!("http://{}/notice?shop=1", self.address)
    }

    /// What to answer next, in order.
    pub fn answer(&self, replies: impl IntoIterator<Item = Reply>) {
        self.desk.lock().unwrap().replies.extend(replies);
    }

    /// What came so far.
    pub fn posts(&self) -> Vec<Post> {
        self.desk.lock().unwrap().posts.clone()
    }

    /// What came so far, and then nothing did.
    pub fn take_posts(&self) -> Vec<Post> {
        std::mem::take(&mut self.desk.lock().unwrap().posts)
    }
}

async fn take(
    desk: Arc<Mutex<Desk>>,
    request: Request<Incoming>,
) -> Result<Response<Body>, io::Error> {
    let line = format!("{} {} {:?}", request.method(), request.uri(), request.version());
    let content_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let body = to_bytes(Body::new(request.into_body()), 64 * 1024).await.unwrap();
    let post = Post { line, content_type, body: String::from_utf8(body.to_vec()).unwrap() };
    let reply = {
        let mut desk = desk.lock().unwrap();
        desk.posts.push(post);
        desk.replies.pop_front().unwrap_or_else(|| Reply::page(200, "0000"))
    };
    match reply {
        Reply::Close => Err(io::Error::other("closed")),
        Reply::Hang => pending::<Result<_, Infallible>>().await.map_err(|never| match never {}),
        Reply::Page { status, body } => {
            Ok(Response::builder().status(status).body(Body::from(body)).unwrap())
        }
    }
}
