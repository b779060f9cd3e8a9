//! The hosts, addresses and settings that the guides print.

use kcp_codec::{Charset, Name, OrderId, SiteCode, SiteKey, Text, Won};
use kcp_services::{
    Merchant,
    notice::AnswerForm,
    window::{
        AxHubForm, PageCharset, PcForm,
        options::{HubOffer, Offer},
    },
};
use kcp_transport::{Environment, Hosts, PayUrl, SenderList, api::Path};
use serde_json::Value;

#[test]
fn every_printed_setting_is_the_one_that_is_used() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../../../tests/vectors/guides/settings.json"))
            .unwrap();
    assert_eq!(rows.len(), 33);
    for row in &rows {
        let text = row["text"].as_str().unwrap();
        let environments = match row["environment"].as_str() {
            Some("real") => vec![Environment::Production],
            Some("test") => vec![Environment::Test],
            None => vec![Environment::Production, Environment::Test],
            Some(other) => panic!("{other}"),
        };
        for environment in environments {
            same(row["name"].as_str().unwrap(), text, row["wrong"].is_null(), &environment);
        }
    }
}

/// Holds one printed text against what an environment says.
fn same(name: &str, text: &str, right: bool, environment: &Environment) {
    let hosts = environment.hosts();
    match name {
        "g_conf_gw_url" => assert_eq!(hosts.gateway.host, text),
        "g_conf_gw_port" => assert_eq!(hosts.gateway.port.to_string(), text),
        "g_conf_site_cd" => assert_eq!(SiteCode::parse(text).unwrap().as_str(), text),
        "g_conf_site_key" => {
            assert_eq!(SiteKey::parse(text).is_ok_and(|key| key.is_whole()), right, "{text}");
        }
        "g_conf_site_name" => {
            let name = hub(environment).with_site_name(&words(text));
            assert!(name.fields().contains(&("site_name", text.to_owned())));
        }
        "g_conf_module_type" => {
            assert!(hub(environment).fields().contains(&("module_type", text.to_owned())));
        }
        "script" => {
            let (order, won) = (OrderId::parse("A").unwrap(), Won::new(1_004).unwrap());
            let form =
                PcForm::new(&merchant(environment), order, won, &words("goods"), &Offer::Card);
            assert_eq!(form.script(), text);
        }
        "register" => assert_eq!(address(&hosts, Path::Register), text),
        "payment" => assert_eq!(address(&hosts, Path::Payment), text),
        "modify" => assert_eq!(address(&hosts, Path::Modify), text),
        "hub" => assert_eq!(address(&hosts, Path::Hub), text),
        "pg_api" => assert_eq!(hosts.pg_api.to_string(), text),
        "filter" => {
            let window = "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp";
            assert_eq!(PayUrl::parse(environment, window).unwrap().encoding_filter(), text);
        }
        "senders" => {
            // The guide's lists are kept under their date; those in force are newer (`https.md §10`).
            let list = match environment {
                Environment::Production => SenderList::PRODUCTION_2012,
                _ => SenderList::TEST_2012,
            };
            let addresses: Vec<_> = list.networks.iter().map(ToString::to_string).collect();
            assert_eq!(addresses.join(" "), text);
        }
        "answer" => assert_eq!(AnswerForm::HiddenInput.accepted().body.matches(text).count(), 1),
        other => panic!("no setting is called {other}"),
    }
}

fn address(hosts: &Hosts, path: Path) -> String {
    format!("https://{}{}", hosts.pg_api.host, path.as_str())
}

fn merchant(environment: &Environment) -> Merchant {
    let site = if *environment == Environment::Production { "B1234" } else { "T0000" };
    let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
    Merchant::new(environment.clone(), SiteCode::parse(site).unwrap(), key).unwrap()
}

fn hub(environment: &Environment) -> AxHubForm {
    AxHubForm::new(
        &merchant(environment),
        OrderId::parse("A").unwrap(),
        Won::new(1_004).unwrap(),
        &words("goods"),
        &HubOffer::Standard(Offer::Card),
        PageCharset::EucKr,
    )
}

fn words<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(Name::from_static("good_name"), Charset::Ksx1001, text).unwrap()
}
