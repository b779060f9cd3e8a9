//! The judge is judged: a true run, then the same run with one lie in it, for each kind of wrong verdict.

use crate::{
    books::Asked,
    deed::{Claim, Deed, Verdict},
    desk::{Desk, Patience, Way},
    oracle::{Run, Wrong},
    relay::{Action, Direction, Script},
};

/// A run, and the same with one thing changed.
fn but(run: &Run, change: impl FnOnce(&mut Run)) -> Result<(), Wrong> {
    let mut run = run.clone();
    change(&mut run);
    run.judge()
}

fn declined() -> Verdict {
    Verdict::Declined("8001".to_owned())
}

fn unknown() -> Verdict {
    Verdict::Unknown("the answer was cut short".to_owned())
}

fn not_sent() -> Verdict {
    Verdict::NotSent("no connection".to_owned())
}

#[tokio::test]
async fn a_good_payment_is_right_and_every_lie_about_it_is_wrong() {
    let mut desk = Desk::open().await;
    for way in Way::ALL {
        let run = desk.run(way, Deed::Charge, &Script::clean()).await;
        assert_eq!(run.judge(), Ok(()), "{run:?}");
        let Verdict::Approved(claim) = run.verdict else { panic!("{run:?}") };
        assert_eq!(run.moved.changes.len(), 1);

        let says = |verdict: Verdict| but(&run, |run| run.verdict = verdict);
        assert_eq!(says(declined()), Err(Wrong::DeclinedBooked), "{way:?}");
        assert_eq!(says(not_sent()), Err(Wrong::NotSentButSeen), "{way:?}");
        assert_eq!(says(unknown()), Err(Wrong::AnswerUnsaid), "{way:?}");
        let other = Claim { amount: Some(5_005), ..claim };
        assert_eq!(says(Verdict::Approved(other)), Err(Wrong::ApprovedOther), "{way:?}");
        assert_eq!(
            says(Verdict::Approved(Claim { tno: None, ..claim })),
            Err(Wrong::ApprovedOther),
            "{way:?}"
        );

        assert_eq!(but(&run, |run| run.moved.changes.clear()), Err(Wrong::ApprovedNotBooked));
        assert_eq!(but(&run, |run| run.moved.requests = 2), Err(Wrong::SecondRequest));
        assert_eq!(but(&run, |run| run.moved.effects = 2), Err(Wrong::SecondEffect));
        assert_eq!(but(&run, |run| run.passed.connections = 2), Err(Wrong::SecondAttempt));
        let twice = but(&run, |run| run.moved.changes.push(run.moved.changes[0]));
        assert_eq!(twice, Err(Wrong::SecondEffect));
        assert_eq!(but(&run, |run| run.asked = Asked::Look), Err(Wrong::OtherEffect));
    }
}

#[tokio::test]
async fn a_cut_answer_is_nothing_but_unknown() {
    let mut desk = Desk::open().await;
    for way in Way::ALL {
        let clean = desk.run(way, Deed::Charge, &Script::clean()).await;
        let Verdict::Approved(claim) = clean.verdict else { panic!("{clean:?}") };
        // For TLS this is behind the handshake and before the answer's end.
        let at = clean.passed.trace.to_client.sent.len() - 100;
        let run = desk.run(way, Deed::Charge, &script(at)).await;
        assert_eq!(run.judge(), Ok(()), "{run:?}");
        assert!(matches!(run.verdict, Verdict::Unknown(_)), "{run:?}");

        let tno = Some(run.moved.changes[0].after.tno);
        let says = |verdict: Verdict| but(&run, |run| run.verdict = verdict);
        // The very truth, which nobody can have known.
        let truth = Verdict::Approved(Claim { tno, ..claim });
        assert_eq!(says(truth), Err(Wrong::AnsweredWithoutAnswer), "{way:?}");
        assert_eq!(says(declined()), Err(Wrong::DeclinedBooked), "{way:?}");
        assert_eq!(says(not_sent()), Err(Wrong::NotSentButSeen), "{way:?}");
        let other = but(&run, |run| run.moved.changes[0].before = Some(run.moved.changes[0].after));
        assert_eq!(other, Err(Wrong::OtherEffect), "{way:?}");
        let nothing = but(&run, |run| {
            run.moved.changes.clear();
            run.moved.effects = 0;
            run.verdict = declined();
        });
        assert_eq!(nothing, Err(Wrong::AnsweredWithoutAnswer), "{way:?}");
    }
}

#[tokio::test]
async fn a_good_request_that_came_through_is_not_declined_for_nothing() {
    let mut desk = Desk::open().await;
    let run = desk.run(Way::Socket, Deed::Charge, &Script::clean()).await;
    let lie = but(&run, |run| {
        run.moved.changes.clear();
        run.moved.effects = 0;
        run.verdict = declined();
    });
    assert_eq!(lie, Err(Wrong::DeclinedForNothing));
}

#[tokio::test]
async fn what_was_certainly_not_sent_has_to_be_said() {
    let mut desk = Desk::open().await;
    for way in Way::ALL {
        let run = desk.run(way, Deed::Charge, &Script::refused()).await;
        assert_eq!(run.judge(), Ok(()), "{run:?}");
        assert!(matches!(run.verdict, Verdict::NotSent(_)), "{run:?}");
        assert_eq!(run.moved.requests, 0);
        assert_eq!(but(&run, |run| run.verdict = unknown()), Err(Wrong::NotSentUnsaid), "{way:?}");
    }
    // In the middle of the server's side of the handshake.
    let run = desk.run(Way::Ciphertext, Deed::Charge, &script(300)).await;
    assert_eq!((run.judge(), run.patience), (Ok(()), Patience::Long), "{run:?}");
    assert!(matches!(run.verdict, Verdict::NotSent(_)), "{run:?}");
    assert_eq!(but(&run, |run| run.verdict = unknown()), Err(Wrong::NotSentUnsaid));
}

#[tokio::test]
async fn behind_a_reset_nobody_hears_what_a_client_that_had_everything_sent() {
    let reset = Script::one(Direction::ToClient, 300, Action::Reset);
    let run = Desk::open().await.run(Way::Ciphertext, Deed::Charge, &reset).await;
    assert_eq!(run.judge(), Ok(()), "{run:?}");
    assert!(matches!(run.verdict, Verdict::NotSent(_)), "{run:?}");
    assert_eq!(but(&run, |run| run.verdict = unknown()), Err(Wrong::NotSentUnsaid));
    let had_everything = but(&run, |run| {
        run.passed.trace.to_client.given = run.passed.trace.to_client.sent.clone();
        run.verdict = unknown();
    });
    assert_eq!(had_everything, Ok(()));
    let had_nothing = but(&run, |run| {
        run.passed.trace.to_client.given.clear();
        run.passed.trace.to_client.sent.clear();
        run.verdict = unknown();
    });
    assert_eq!(had_nothing, Err(Wrong::NotSentUnsaid));
}

/// The answer is cut at this byte.
fn script(at: usize) -> Script {
    Script::one(Direction::ToClient, at, Action::Cut)
}

#[tokio::test]
async fn a_change_and_a_question_are_held_against_the_book_to_the_won() {
    let mut desk = Desk::open().await;
    let part = desk.run(Way::Socket, Deed::Part, &Script::clean()).await;
    assert_eq!(part.judge(), Ok(()), "{part:?}");
    let Asked::TakeBack { tno, amount, left } = part.asked else { panic!("{part:?}") };
    for asked in [
        Asked::TakeBack { tno, amount: amount + 1, left },
        Asked::TakeBack { tno, amount, left: left + 1 },
    ] {
        assert_eq!(but(&part, |run| run.asked = asked), Err(Wrong::ApprovedNotBooked));
    }
    let Verdict::Approved(claim) = part.verdict else { panic!("{part:?}") };
    for lie in
        [Claim { amount: Some(amount + 1), ..claim }, Claim { left: Some(left + 1), ..claim }]
    {
        let told = but(&part, |run| run.verdict = Verdict::Approved(lie));
        assert_eq!(told, Err(Wrong::ApprovedOther));
    }

    let ask = desk.run(Way::Plaintext, Deed::Ask, &Script::clean()).await;
    assert_eq!((ask.judge(), ask.moved.changes.len()), (Ok(()), 0), "{ask:?}");
    assert!(ask.told.amount.is_some());
    let lie = but(&ask, |run| run.told.amount = Some(1));
    assert_eq!(lie, Err(Wrong::ApprovedOther));
}
