//! `kcp explain` and `kcp codes`: nothing is running, no settings are there.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use crate::desk::{clean, json};

/// Exit code, standard output, standard error.
fn run_in(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = clean(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    run_in(TempDir::new().unwrap().path(), arguments)
}

fn lines(arguments: &[&str]) -> Vec<Value> {
    let (status, text, errors) = run(arguments);
    assert_eq!((status, errors.as_str()), (0, ""), "{arguments:?}");
    text.lines().map(json).collect()
}

#[test]
fn every_code_of_the_table_is_explained_at_once() {
    let listed = lines(&["codes", "results", "--json"]);
    let codes: Vec<&str> = listed.iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 694);
    let explained = lines(&[&["explain", "--json"], &codes[..]].concat());
    assert_eq!(explained.len(), codes.len());
    for (code, said) in codes.iter().zip(&explained) {
        assert_eq!((&said["code"], &said["known"]), (&(*code).into(), &true.into()));
        for name in ["class", "fault", "action", "again", "english", "korean"] {
            assert!(said[name].as_str().is_some_and(|text| !text.is_empty()), "{name} of {code}");
        }
        let open = ["duplicate", "uncertain"].contains(&said["class"].as_str().unwrap());
        assert_eq!(said["outcome_unknown"], open, "{code}");
    }
    for code in ["S102", "S202", "S204", "6003", "9502", "9562", "V000"] {
        assert!(codes.contains(&code), "{code}");
    }
}

#[test]
fn a_person_reads_both_languages_or_one() {
    let (status, both, _) = run(&["explain", "8041"]);
    assert_eq!(status, 0);
    for part in
        ["8041", "unknown: it may have happened", "결과 불명", "meaning", "뜻", "look it up"]
    {
        assert!(both.contains(part), "{part}: {both}");
    }
    let (_, korean, _) = run(&["--lang", "ko", "explain", "8041"]);
    assert!(korean.contains("뜻") && !korean.contains("meaning") && !korean.contains("look it up"));
    let (_, english, _) = run(&["--lang", "en", "explain", "8041"]);
    assert!(english.contains("meaning") && !english.contains("뜻") && !english.contains("결과"));
}

#[test]
fn an_unknown_code_is_said_to_be_unknown_and_what_that_means() {
    let (status, text, _) = run(&["explain", "8041", "zzzz"]);
    assert_eq!(status, 1);
    for part in ["8041", "ZZZZ", "not in the table", "표에 없음", "tno", "거래번호"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (status, text, _) = run(&["explain", "--json", "ZZZZ"]);
    let said = json(&text);
    assert_eq!((status, &said["known"], &said["class"]), (1, &false.into(), &Value::Null));
    let (status, text, _) = run(&["explain", "stsr"]);
    assert!(status == 1 && text.contains("as one of the states") && text.contains("approved"));
}

#[test]
fn small_letters_are_read_and_what_is_no_code_is_refused() {
    let (status, text, _) = run(&["explain", "s204", "cc98"]);
    assert!(status == 0 && text.contains("S204") && text.contains("CC98"), "{text}");
    for code in ["80", "80411", "80-1", "결과"] {
        let (status, text, errors) = run(&["explain", "8041", code]);
        assert_eq!((status, text.as_str()), (2, ""), "{code}");
        assert!(errors.contains("four letters and digits"), "{errors}");
    }
    assert_eq!(run(&["explain"]).0, 2);
}

#[test]
fn settings_that_cannot_be_read_are_no_obstacle_and_good_ones_choose_the_language() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("kcp.toml"), "site_key = \"broken").unwrap();
    assert_eq!(run_in(folder.path(), &["explain", "8041"]).0, 0);
    fs::write(folder.path().join("kcp.toml"), "lang = \"ko\"\n").unwrap();
    let (_, text, _) = run_in(folder.path(), &["explain", "8041"]);
    assert!(text.contains("뜻") && !text.contains("meaning"), "{text}");
}

#[test]
fn tables_are_searched_by_code_and_by_name_in_both_languages() {
    let codes = |arguments: &[&str]| -> Vec<String> {
        let found = lines(&[&["codes", "--json"], arguments].concat());
        found.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&["banks", "BK04"]), ["04"]);
    assert_eq!(codes(&["banks", "신한"]), ["26", "88", "278"]);
    assert_eq!(codes(&["cards", "kookmin"]), ["CCKM"]);
    assert_eq!(codes(&["cards", "하나SK"]), ["CCHN"]);
    assert_eq!(codes(&["carriers", "lg u+"]), ["LGT"]);
    assert_eq!(codes(&["operators", "베네피아"]), ["SCWB"]);
    assert_eq!(codes(&["states", "STSR"]), ["STSR"]);
    assert_eq!(codes(&["vans", "다날"]), ["VNDN"]);
    assert_eq!(codes(&["kinds", "00200000"]), ["00200000"]);
    assert_eq!(codes(&["results", "s102"]), ["S102"]);
    assert!(codes(&["results", "pub.key"]).contains(&"6002".to_owned()));
    assert!(codes(&["results", "게이트웨이에 연결하지 못해"]).contains(&"S202".to_owned()));
    let (status, text, errors) = run(&["codes", "banks", "no such bank"]);
    assert_eq!((status, text.as_str()), (1, ""));
    assert!(errors.contains("no code of this table fits"), "{errors}");
}

#[test]
fn result_codes_are_filtered_by_class_and_by_whose_affair_they_are() {
    let found =
        lines(&["codes", "results", "--fault", "merchant", "--class", "merchant", "--json"]);
    assert!(found.len() > 20);
    assert!(found.iter().all(|row| row["fault"] == "merchant" && row["class"] == "merchant"));
    assert!(found.iter().any(|row| row["code"] == "8012"));
    let (status, _, errors) = run(&["codes", "results", "--fault", "somebody"]);
    assert!(status == 2 && errors.contains("one of buyer, institution"), "{errors}");
}

#[test]
fn tables_with_korean_names_stay_straight_and_say_what_is_disputed() {
    let wide =
        |line: &str| {
            line.chars()
                .map(|ch| {
                    if ch >= '\u{1100}' && !('\u{2500}'..'\u{2600}').contains(&ch) { 2 } else { 1 }
                })
                .sum::<usize>()
        };
    for table in ["banks", "cards", "carriers", "kinds", "operators", "results", "states", "vans"] {
        let (status, text, _) = run(&["codes", table]);
        assert_eq!(status, 0, "{table}");
        let frame = text.lines().filter(|line| "┌│╞└".contains(line.chars().next().unwrap()));
        let widths: std::collections::BTreeSet<usize> = frame.map(wide).collect();
        assert_eq!(widths.len(), 1, "{table}: {widths:?}");
    }
    let (_, text, _) = run(&["codes", "banks"]);
    assert!(
        text.contains("\n35: ") && text.contains("\n71: ") && text.contains("swapped"),
        "{text}"
    );
    let first_firm = text.find("│ 209").unwrap();
    assert!(first_firm > text.find("│ 90 ").unwrap(), "firms come behind the banks");
}
