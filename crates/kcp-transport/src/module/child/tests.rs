//! Stand-ins for the module, one for each way in which it can end.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Instant};

use kcp_codec::{Group, GroupKind, SiteCode, SiteKey};

use super::*;
use crate::legacy::TranCode;

struct Bench {
    folder: tempfile::TempDir,
    module: Module,
}

/// A module that is a shell script. The script runs the shell; nothing of ours does.
fn bench(script: &str) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("pp_cli");
    // Written under another name and renamed, so that no other thread's fork can hold it open for writing.
    let draft = folder.path().join("draft");
    fs::write(&draft, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(&draft, &program).unwrap();
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 9).into(), pg_api: None };
    let module =
        Module::new(&environment, program, folder.path()).with_deadline(Duration::from_secs(20));
    Bench { folder, module }
}

async fn run(module: &Module) -> Result<Reply, (Cause, Delivery)> {
    let who = Credentials::new(
        SiteCode::parse("T0000").unwrap(),
        &SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap(),
    );
    let trace_no = TraceNo::parse("T0000BLLM060GRMQ").unwrap();
    let group = Group::verbatim(GroupKind::Modify, b"mod_data=mod_desc=$(id);`id`|'\"\x1f");
    // A file just written may be busy for a moment when another test forks at the same time.
    for _ in 0..50 {
        let message = Message::new(TranCode::MODIFY, [group.clone()]);
        match module.exchange(&who, trace_no, &message).await {
            Err(error) if error.cause() == Cause::ModuleMissing && is_busy(&error) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            result => return result.map_err(|error| (error.cause(), error.delivery())),
        }
    }
    panic!("the stand-in stays busy");
}

fn is_busy(error: &Error) -> bool {
    use std::error::Error as _;
    let io = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    io.is_some_and(|error| error.kind() == io::ErrorKind::ExecutableFileBusy)
}

#[tokio::test]
async fn an_answer_is_fields_and_the_argument_arrives_unharmed() {
    let bench = bench(
        r#"printf '%s' "$2" > "$(dirname "$0")/seen"; printf 'res_cd=0000\037tno=20261121000001\n'"#,
    );
    let reply = run(&bench.module).await.unwrap();
    assert_eq!(reply.proof, Proof::Module);
    assert_eq!(reply.fields.len(), 2);
    let seen = fs::read_to_string(bench.folder.path().join("seen")).unwrap();
    assert!(seen.contains(",modx_data=mod_data=mod_desc=$(id);`id`|'\"\u{1f},"), "{seen}");
}

#[tokio::test]
async fn the_output_counts_before_the_exit_status() {
    for (code, status, delivery) in [
        ("S202", 116, Delivery::NotSent),
        ("S102", 105, Delivery::NotSent),
        ("9601", 123, Delivery::NotSent),
        ("S204", 72, Delivery::Unknown),
        ("6003", 117, Delivery::Unknown),
        ("S203", 1, Delivery::Unknown),
        ("S204", 0, Delivery::Unknown),
        ("S202", 0, Delivery::NotSent),
    ] {
        let bench = bench(&format!("printf 'res_cd={code}\\037res_msg=x\\n'; exit {status}"));
        let cause = Cause::Module(code.as_bytes().try_into().unwrap());
        assert_eq!(run(&bench.module).await.unwrap_err(), (cause, delivery), "{code} {status}");
    }
}

#[tokio::test]
async fn a_module_that_dies_or_babbles_leaves_the_outcome_unknown() {
    for (script, cause) in [
        ("kill -SEGV $$", Cause::ModuleCrashed),
        ("printf 'res_cd=0000\\037tno'; kill -SEGV $$", Cause::ModuleCrashed),
        ("printf 'res_cd=0000\\037tno=20261121000001\\n'; kill -KILL $$", Cause::Module(*b"0000")),
        ("echo", Cause::EmptyAnswer),
        ("exit 3", Cause::ModuleCrashed),
        ("echo hello", Cause::ModuleCrashed),
        ("printf 'tno=1\\n'", Cause::ModuleCrashed),
        ("while :; do echo res_cd=0000; done", Cause::AnswerTooLarge),
    ] {
        let bench = bench(script);
        assert_eq!(run(&bench.module).await.unwrap_err(), (cause, Delivery::Unknown), "{script}");
    }
}

#[tokio::test]
async fn silence_ends_with_the_module_killed_and_reaped() {
    let bench = bench(r#"echo $$ > "$(dirname "$0")/pid"; exec sleep 600"#);
    let module = bench.module.clone().with_deadline(Duration::from_millis(600));
    let start = Instant::now();
    assert_eq!(run(&module).await.unwrap_err(), (Cause::Deadline, Delivery::Unknown));
    assert!(start.elapsed() < Duration::from_secs(300), "it waited for the module");
    let pid = fs::read_to_string(bench.folder.path().join("pid")).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).exists(), "the child is still there");
}

#[tokio::test]
async fn a_missing_module_is_not_sent() {
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 9).into(), pg_api: None };
    let module = Module::new(&environment, "/nonexistent/pp_cli", "/nonexistent");
    assert_eq!(run(&module).await.unwrap_err(), (Cause::ModuleMissing, Delivery::NotSent));
    assert_eq!(module.self_test().await.unwrap_err().cause(), Cause::ModuleMissing);
}

#[tokio::test]
async fn the_module_is_not_started_for_a_host_behind_the_fence() {
    let bench = bench(r#"touch "$(dirname "$0")/started""#);
    let module =
        Module { endpoint: Endpoint::new("testpaygw.kcp.co.kr", 8090), ..bench.module.clone() };
    assert_eq!(run(&module).await.unwrap_err(), (Cause::NotLoopback, Delivery::NotSent));
    assert!(!bench.folder.path().join("started").exists());
}

#[tokio::test]
async fn the_self_test_wants_the_usage_error() {
    let good = bench("printf 'res_cd=S102\\037res_msg=x\\n'; exit 105");
    let bad = bench("echo something else");
    // The first start may find the file busy, see `run`.
    let _ = run(&good.module).await;
    let _ = run(&bad.module).await;
    assert!(good.module.self_test().await.is_ok());
    assert_eq!(bad.module.self_test().await.unwrap_err().cause(), Cause::ModuleCrashed);
}
