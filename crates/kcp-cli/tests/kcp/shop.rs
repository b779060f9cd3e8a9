//! A shop in a folder, beside a simulator in this process: so that a test can be the customer too.

use std::{fs, net::Ipv4Addr};

use kcp_codec::{Instalments, OrderId, SiteCode, TransactionId, Won};
use kcp_sim::{Authentication, PayMethod, Simulator};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::desk::{clean, json};

pub(crate) struct Shop {
    pub(crate) folder: TempDir,
    pub(crate) simulator: Simulator,
    site: SiteCode,
    _runtime: Runtime,
}

impl Shop {
    /// A shop of the gateway's, with settings for both channels; it sends by the socket unless a test says otherwise.
    pub(crate) fn open(site: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let simulator = runtime
            .block_on(Simulator::builder().pg_api((Ipv4Addr::LOCALHOST, 0).into()).start())
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        simulator.write_tls_dir(&folder.path().join("tls")).unwrap();
        fs::write(folder.path().join("pub.key"), simulator.public_key_pem()).unwrap();
        let settings = format!(
            "environment = \"simulator\"\ngateway = \"{}\"\npg_api = \"{}\"\nsite_cd = \"{site}\"\n\
             site_key = \"3grptw1.zW0GSo4PQdaGvsF__\"\npub_key = \"pub.key\"\nca = \"tls/ca.pem\"\n\
             cert = \"tls/{site}-cert.pem\"\nkey = \"tls/{site}-key.pem\"\n",
            simulator.address(),
            simulator.pg_api_address().unwrap()
        );
        fs::write(folder.path().join("kcp.toml"), settings).unwrap();
        Self { folder, simulator, site: SiteCode::parse(site).unwrap(), _runtime: runtime }
    }

    /// Exit code and what was printed, with variables set.
    pub(crate) fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> (i32, String) {
        let mut command = clean(self.folder.path());
        command.args(arguments).envs(variables.iter().copied());
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        self.run_with(&[], arguments)
    }

    /// What a customer agreed to and the shop approved.
    pub(crate) fn paid(&self, method: PayMethod, order: &str, amount: u64) -> String {
        let name = match method {
            PayMethod::Transfer => "transfer",
            PayMethod::VirtualAccount => "vaccount",
            _ => "card",
        };
        let agreed = Authentication {
            site: self.site,
            order: OrderId::parse(order).unwrap(),
            amount: Won::new(amount).unwrap(),
            method,
            instalments: Instalments::NONE,
        };
        let given = self.simulator.window(agreed).unwrap();
        let escaped = |text: &str| text.replace('+', "%2B").replace('=', "%3D").replace('/', "%2F");
        let post = format!(
            "res_cd=0000&tran_cd={}&enc_data={}&enc_info={}&ordr_idxx={order}",
            given.tran_cd,
            escaped(&given.enc_data),
            escaped(&given.enc_info)
        );
        fs::write(self.folder.path().join("post.txt"), post).unwrap();
        let amount = amount.to_string();
        let approve = ["approve", "--method", name, "--amount", &amount, "--order", order];
        let (status, text) =
            self.run(&[&approve[..], &["--return-post", "post.txt", "--json"]].concat());
        assert_eq!(status, 0, "{text}");
        json(&text)["tno"].as_str().unwrap().to_owned()
    }

    /// The same, and the money came.
    pub(crate) fn deposited(&self, order: &str, amount: u64) -> String {
        let tno = self.paid(PayMethod::VirtualAccount, order, amount);
        self.simulator.deposit(TransactionId::parse(&tno).unwrap()).unwrap();
        tno
    }

    /// An escrow payment that was delivered and confirmed.
    pub(crate) fn confirmed(&self, tno: &str) {
        let goods = ["escrow", "deliver", tno, "--waybill", "0000", "--carrier", "자가배송"];
        let (status, text) = self.run(&goods);
        assert_eq!(status, 0, "{text}");
        self.simulator.confirm_purchase(TransactionId::parse(tno).unwrap()).unwrap();
    }
}
