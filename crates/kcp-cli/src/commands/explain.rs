//! `kcp explain`: what a result code means, whose affair it is and what to do.

use std::io::{self, Write as _};

use anyhow::anyhow;
use clap::Args;
use kcp_services::{ResultCode, codes::Words};
use serde_json::{Value, json};

use super::{Failure, codes};
use crate::{
    config::{Flags, Language, Settings},
    exit::Exit,
    render::new_table,
};

/// Needs no settings and no network.
#[derive(Args)]
pub(super) struct Explain {
    /// Result codes (res_cd): four letters and digits each, in capitals or not
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
}

impl Explain {
    pub(super) fn run(&self, flags: &Flags) -> Result<Exit, Failure> {
        let codes = self.codes.iter().map(|text| read(text)).collect::<Result<Vec<_>, _>>()?;
        let language = chosen(flags);
        let mut out = io::stdout().lock();
        for code in &codes {
            if flags.json {
                writeln!(out, "{}", object(*code))?;
                continue;
            }
            let mut table = new_table();
            table.add_rows(rows(*code, language));
            writeln!(out, "{table}")?;
        }
        let all_known = codes.iter().all(|code| code.class().is_some());
        Ok(if all_known { Exit::Done } else { Exit::Failed })
    }
}

/// The language that a flag, a variable or the settings file names. Settings that cannot be read are no obstacle here.
pub(super) fn chosen(flags: &Flags) -> Option<Language> {
    flags.lang.or_else(|| Settings::load(flags).ok().and_then(|settings| settings.file.lang))
}

/// Words in the language that was chosen, or in both.
pub(super) fn spoken(words: Words, language: Option<Language>) -> String {
    match language {
        Some(Language::En) => words.english.to_owned(),
        Some(Language::Ko) => words.korean.to_owned(),
        None if words.english == words.korean => words.english.to_owned(),
        None => format!("{} / {}", words.english, words.korean),
    }
}

fn read(text: &str) -> Result<ResultCode, Failure> {
    ResultCode::parse(&text.to_ascii_uppercase())
        .ok_or_else(|| anyhow!("a result code is four letters and digits").into())
}

/// Everything there is to say, for a person.
fn rows(code: ResultCode, language: Option<Language>) -> Vec<[String; 2]> {
    let label = |english: &str, korean: &str| match language {
        Some(Language::Ko) => korean.to_owned(),
        _ => english.to_owned(),
    };
    let row = |(english, korean), words| [label(english, korean), spoken(words, language)];
    let mut rows = vec![[label("code", "코드"), code.to_string()]];
    if let (Some(class), Some(fault), Some(action), Some(again)) =
        (code.class(), code.fault(), code.action(), code.again())
    {
        let unknown = if code.is_outcome_unknown() == Some(true) { OPEN } else { SETTLED };
        rows.extend([
            row(("class", "분류"), class.words()),
            row(("outcome", "결과"), unknown),
            row(("fault", "원인"), fault.words()),
            row(("what to do", "할 일"), action.words()),
            row(("same order again", "같은 주문 재시도"), again.words()),
        ]);
    } else {
        rows.push(row(("class", "분류"), NOT_LISTED));
        for (table, name) in codes::elsewhere(code.as_str()) {
            rows.push([label(&format!("as one of the {table}"), table), spoken(name, language)]);
        }
    }
    let texts = [(Language::En, "meaning", english(code)), (Language::Ko, "뜻", korean(code))];
    for (spoken, name, text) in texts {
        if language.is_none_or(|chosen| chosen == spoken) {
            rows.push([name.to_owned(), text.to_owned()]);
        }
    }
    rows
}

/// The same for a program.
fn object(code: ResultCode) -> Value {
    let mut object = json!({
        "code": code.as_str(),
        "known": code.class().is_some(),
        "class": code.class().map(|class| class.name()),
        "fault": code.fault().map(|fault| fault.name()),
        "action": code.action().map(|action| action.name()),
        "again": code.again().map(|again| again.name()),
        "outcome_unknown": code.is_outcome_unknown(),
        "english": english(code),
        "korean": korean(code),
    });
    let elsewhere: Vec<Value> = codes::elsewhere(code.as_str())
        .into_iter()
        .map(
            |(table, name)| json!({"table": table, "english": name.english, "korean": name.korean}),
        )
        .collect();
    if let (Some(object), false) = (object.as_object_mut(), elsewhere.is_empty()) {
        object.insert("elsewhere".to_owned(), elsewhere.into());
    }
    object
}

fn english(code: ResultCode) -> &'static str {
    code.english().unwrap_or(UNLISTED_ENGLISH)
}

fn korean(code: ResultCode) -> &'static str {
    code.korean().unwrap_or(UNLISTED_KOREAN)
}

const OPEN: Words = Words::new("unknown: it may have happened", "알 수 없음: 처리되었을 수 있음");
const SETTLED: Words = Words::new("known", "분명함");
const NOT_LISTED: Words = Words::new("not in the table", "표에 없음");

const UNLISTED_ENGLISH: &str = "No list that we know has this code; KCP's own message (res_msg) is all there is. If a \
    transaction number (tno) came with it, the outcome is unknown: look the transaction up, do not send the request \
    again. Without one it is a refusal.";
const UNLISTED_KOREAN: &str = "알려진 목록에 없는 코드이므로 KCP의 응답 메시지(res_msg)만 참고할 수 있습니다. 거래번호(tno)가 함께 \
    왔다면 결과를 알 수 없으니 다시 보내지 말고 거래를 조회하십시오. 거래번호가 없으면 거절된 것입니다.";
