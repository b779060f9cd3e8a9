//! Recorded requests of the vendor's client, copied from `legacy_wire.json`: dummy data, a test key. Exempt from the
//! line rules: a table.

/// Modulus of the test key.
pub(super) const N: &str = "d3aba58d2f53f549f15085d74ae5617e7e26866388b0f652125868c67ab534eb3e6ff3930c3944a769ced5af6fd7ed039ce49eb688ba9a939a18396a11894be1aa5a6f7ed462ba91cd090bf8624d08d1f39e044cab244722bfc992eed20047488cd1477427626a5ac928c70c1a44399bf774da6b2fdf10f7ccd3a728f6629437";

/// Private exponent of the test key.
pub(super) const D: &str = "0679c8ddd1e5daaa4174ba3384fa118a8227819307fa89fea6cb07a192dd7a59fc1606b8a7f614909e9f125084b6716cdbdeeeb01cecc08fe575fa43b177a6d7994f3e1bd1f11ae4f529ce88d0806c259682d8c670640349468b556c686808e991ce3bbc7a1b471962ead1f9c874af1b418f766f24d88591bfabad374686a0d9";

/// `pay_all_groups`: a card without a key, an order, a receiver, escrow.
pub(super) const PAY: &str = "POST /00100000 HTTP/1.1\r\nContent-Length: 358\r\nAccept: */*\r\nHost: 127.0.0.1\r\nContent-Type: application/x-pay_form-urlencoded\r\nUser-Agent: pp_cli_214_exec\r\nsite_cd: T0000\r\ntrace_no: T0000BLLM060GRMQ\r\nsite_key: 3grptw1.zW0GSo4PQdaGvsF__\r\nenc_info: 1emqCPEhC1OzfyxW0KzeCG2Qm0JUUPBDbtMVfoCIrxn2pkanlvKP6TOSjxFM4y3ikAU8h50g6g7T8Ob1eM5V6q9wW3Gj82iGVtrRoxyz2FKx4duhGFN8E-5bbbVbeHrBCVtzGbBbuf9-8MtOMrBlKzzY6M8K5quDj7Kx4QNOBA8st1cTzYBsX1NktqtbUY1B6LXGx0-Ufsd__\r\nenc_key: 4myZ.iknKaopwxNtZedPXZOvV9P66c.PQm8poH.Uue4tEB0Af5JmXvtaqkgch7iWZ.zFyft5o3rCr3uRJH-3PXC9Oz9Y1z4NQcrvjTziIm5DfI0eg9TViftXhJejq2-9wAO34AmE.49--xRsqc9HmDXgeaqf1yPb8wuwZGhS3lSnCzW9Y31wX51nFmAxCavzEArJq-SGWAX__\r\n\r\nplan_data=ordr_data%3Dordr_idxx%3DTEST0001%1Fgood_name%3Dte+st%26%3D%25%2B%C7%D1%B1%DB%2F%1F%1Crcvr_data%3Drcvr_name%3DAA%1F%1Cescw_data%3Descw_used%3DY%1Ddeli_term%3D03%1D%1C&enc_data=3oxSxF0tP4JhHiJ2934pLEoizwPcBB3VJj3iROm8CST0Osx9lSO4W9fSVmCe.lbXQ4eJkcGbktqM-o2OLiRgirwXcIe8S1IRdUBBIWw8XTbBXAQXW3EZ525dhPgTR1U3HWwEX3NDb1Ver7tafmjkRVVhywWrEL4LThN9X7HwMdg4_";

/// `cancel_mod_data`: `STSC` of 20261121000001.
pub(super) const CANCEL: &str = "POST /00200000 HTTP/1.1\r\nContent-Length: 118\r\nAccept: */*\r\nHost: 127.0.0.1\r\nContent-Type: application/x-pay_form-urlencoded\r\nUser-Agent: pp_cli_214_exec\r\nsite_cd: T0000\r\ntrace_no: T0000BLLM260GRMQ\r\nsite_key: 3grptw1.zW0GSo4PQdaGvsF__\r\nenc_info: 4mOIieykaw2NZOhz5Yn4vxaPg6mKvc.P21E7q3-uzpTmAlLbNd6c6OX3.2LsHRaiqKGlJi99IIfUakpKMfBMt-XYjmIeMOt6EiyY2ajwXwVkiTO.HMNRJ6CfWBIqoMZrGU6mZyCIWN2u2LeQeK5XBm6T-8vammfm2UGJ68uj5MdUWLlmvuZx7X9TOdSF66CHE7QFsq8QnaK__\r\nenc_key: 2nw15t1Ue.JkW.7882YYRzAXSIvJUaeYqXfjzS-3JNte7sYfb2SlsaxP5gUFRqcourzQZBnjphZlaCw4HXXGGi-SvZp7Bfm-.9bQG2EX9fA4SfoVh-QEFtCo1QmAJCFTmgoqwgdKWMMMdvLru7lMugBuV.Id.CYbBgG1v1TWf65L.0HPE2FBtaNZMrmEHZuL.hfrFxm8ukT__\r\n\r\nenc_data=1hTKW1PL52GjPK3vfeX3TllVSaNNhWhYtAkQs71Z7exg-6ZyX4YZ1lox3Olry6E15tzttB8nU-PLQBr9h3IJM3vxGaZj.LtxxmOop7AwSL2f_";

/// The key that the answer to [`PAY`] is sealed with.
pub(super) const PAY_REPLY_KEY: &str =
    "e199b714189561885e07fd0c5b035df0e199b714189561885e07fd0c5b035df0";

/// The key that the answer to [`CANCEL`] is sealed with.
pub(super) const CANCEL_REPLY_KEY: &str =
    "79b5d6e326bd8a8f31c678061f88d89e79b5d6e326bd8a8f31c678061f88d89e";
