//! `kcp sim --notice-url`: a deposit made from another process reaches a shop in a third.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Command,
};

use crate::{
    api::outside,
    desk::{Desk, ISSUE, KCP, json},
};

#[test]
fn a_deposit_made_with_curl_is_posted_to_the_notice_url() {
    let shop = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notice", shop.local_addr().unwrap());
    let desk = Desk::with_api_and(&["--notice-url", &url]);
    let (status, text) = desk.run(&ISSUE);
    assert_eq!(status, 0, "{text}");
    let tno = json(&text)["tno"].as_str().unwrap().to_owned();
    let (address, form) = (format!("https://{}/pay/deposit", desk.pg_api()), format!("tno={tno}"));
    let arguments = ["--silent", "--cacert", "tls/ca.pem", "--data", &form, &address];
    let Some((good, text)) = outside(&desk, "curl", &arguments, None) else { return };
    assert!(good && json(&text)["totl_mnyx"] == "30000", "{text}");

    let (mut stream, _) = shop.accept().unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"&op_cd=50") {
        let mut piece = [0; 1024];
        let count = stream.read(&mut piece).unwrap();
        assert_ne!(count, 0, "{}", request.escape_ascii());
        request.extend_from_slice(&piece[..count]);
    }
    let request = String::from_utf8(request).unwrap();
    assert!(request.starts_with("POST /notice HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("&tno={tno}&order_no=V1&tx_cd=TX00&")), "{request}");
    // The name in EUC-KR.
    assert!(request.contains("&ipgm_name=%C8%AB%B1%E6%B5%BF&"), "{request}");
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"result\":\"0000\"}")
        .unwrap();
}

#[test]
fn notices_go_nowhere_but_to_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    for url in ["http://shop.example/notice?token=secret", "https://127.0.0.1/", "notice"] {
        let output = Command::new(KCP)
            .current_dir(folder.path())
            .args(["sim", "--legacy-port", "0", "--notice-url", url])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_ne!(output.status.code(), Some(0), "{text}");
        assert!(text.contains("--notice-url") && !text.contains("secret"), "{text}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written before");
}
