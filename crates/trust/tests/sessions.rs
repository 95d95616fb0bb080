use xd_kernel::Instant;
use xd_store::Store;
use xd_testkit::ctx::monday_morning;
use xd_trust::Password;
use xd_trust::sessions::{self, Credentials, SignInError, Ttl, find, sign_in, sign_out, token_hash};

use crate::scene::scene;

const HOUR: i64 = 3_600;

fn later(hours: i64) -> Instant {
    monday_morning().plus_seconds(hours * HOUR)
}

async fn a_token_is_stored_as_its_hash_and_finds_its_session(store: Store) {
    let scene = scene(store);
    let (account, password) = scene.account("wang.li").await;
    let signed = scene.try_sign_in("wang.li", &password, later(0)).await.unwrap();
    assert_eq!(signed.token.len(), 64);
    let found = find(&scene.store, token_hash(&signed.token), later(1)).await.unwrap().unwrap();
    assert_eq!((found.account, found.session), (account, signed.session));
    assert_eq!((found.username.as_str(), found.expires_at), ("wang.li", signed.expires_at));
    let other = find(&scene.store, token_hash("no such token"), later(0)).await.unwrap();
    assert_eq!(other, None);
}

async fn use_keeps_a_session_alive_until_its_fixed_end(store: Store) {
    let scene = scene(store);
    let (_, password) = scene.account("wang.li").await;
    let credentials = Credentials { username: "wang.li".into(), password };
    let ttl = Ttl { idle: 4 * HOUR, most: 10 * HOUR };
    let signed = sign_in(&scene.store, credentials, later(0), ttl).await.unwrap();
    let hash = token_hash(&signed.token);
    // At the hours on the left it ends, if not used again, at the hours on the right; asked too soon it does not move.
    for (at, ends) in [(0, 4), (1, 4), (3, 7), (6, 10), (9, 10)] {
        let found = find(&scene.store, hash, later(at)).await.unwrap();
        assert_eq!(found.map(|s| s.expires_at), Some(later(ends)), "at hour {at}");
    }
    assert_eq!(find(&scene.store, hash, later(10)).await.unwrap(), None);
}

async fn an_idle_session_ends_and_is_swept(store: Store) {
    let scene = scene(store);
    let (_, password) = scene.account("wang.li").await;
    let signed = scene.try_sign_in("wang.li", &password, later(0)).await.unwrap();
    assert_eq!(find(&scene.store, token_hash(&signed.token), later(12)).await.unwrap(), None);
    assert_eq!(sessions::sweep(&scene.store, later(11)).await.unwrap(), 0);
    assert_eq!(sessions::sweep(&scene.store, later(13)).await.unwrap(), 1);
}

async fn signing_out_ends_this_session_only(store: Store) {
    let scene = scene(store);
    let (_, password) = scene.account("wang.li").await;
    let here = scene.try_sign_in("wang.li", &password, later(0)).await.unwrap();
    let there = scene.try_sign_in("wang.li", &password, later(0)).await.unwrap();
    assert_ne!(*here.token, *there.token);
    for _ in 0..2 {
        sign_out(&scene.store, token_hash(&here.token), later(1)).await.unwrap();
    }
    assert_eq!(find(&scene.store, token_hash(&here.token), later(1)).await.unwrap(), None);
    assert!(find(&scene.store, token_hash(&there.token), later(1)).await.unwrap().is_some());
}

async fn known_and_unknown_names_are_answered_and_slowed_alike(store: Store) {
    let scene = scene(store);
    scene.account("wang.li").await;
    let wrong = Password::from("a wrong guess");
    for name in ["wang.li", "nobody", "not a name: 密码123"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            let error = scene.try_sign_in(name, &wrong, later(0)).await.unwrap_err();
            answers.push((error.code(), error.to_string()));
        }
        let (codes, texts): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
        assert_eq!(&codes[..5], &["auth.wrong_credentials"; 5], "{name}");
        assert_eq!(codes[5], "auth.throttled", "{name}");
        assert!(texts[5].ends_with("2026-11-22T23:30:01.000Z"), "{name}: {}", texts[5]);
    }
}

async fn a_throttled_name_is_refused_even_with_the_right_password_until_the_wait_is_over(store: Store) {
    let scene = scene(store);
    let (_, password) = scene.account("wang.li").await;
    let wrong = Password::from("a wrong guess");
    for _ in 0..5 {
        scene.try_sign_in("wang.li", &wrong, later(0)).await.unwrap_err();
    }
    let refused = scene.try_sign_in("wang.li", &password, later(0)).await.unwrap_err();
    let SignInError::Throttled(opens) = refused else { panic!("{refused:?}") };
    scene.try_sign_in("wang.li", &password, opens).await.unwrap();
    // Success forgets the failures: five more may fail before the next wait.
    for _ in 0..5 {
        let error = scene.try_sign_in("wang.li", &wrong, opens).await.unwrap_err();
        assert_eq!(error.code(), "auth.wrong_credentials");
    }
}

async fn attempts_at_once_are_all_counted(store: Store) {
    let scene = scene(store);
    let (_, password) = scene.account("wang.li").await;
    let wrong = Password::from("a wrong guess");
    let attempts = (0..12).map(|_| scene.try_sign_in("wang.li", &wrong, later(0)));
    let codes: Vec<_> = join(attempts).await;
    let count = |code| codes.iter().filter(|found| **found == code).count();
    assert_eq!((count("auth.wrong_credentials"), count("auth.throttled")), (5, 7), "{codes:?}");
    scene.try_sign_in("wang.li", &password, later(0)).await.unwrap_err();
}

/// Runs all at once and gives the codes of their errors.
async fn join<F>(attempts: impl Iterator<Item = F>) -> Vec<&'static str>
where
    F: Future<Output = Result<sessions::SignedIn, SignInError>>,
{
    let mut running: Vec<_> = attempts.map(Box::pin).collect();
    let mut codes = Vec::new();
    std::future::poll_fn(|cx| {
        running.retain_mut(|attempt| match attempt.as_mut().poll(cx) {
            std::task::Poll::Ready(outcome) => {
                codes.push(outcome.unwrap_err().code());
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    codes
}

xd_testkit::both_engines!(
    crate::scene::migrations;
    a_token_is_stored_as_its_hash_and_finds_its_session,
    use_keeps_a_session_alive_until_its_fixed_end,
    an_idle_session_ends_and_is_swept,
    signing_out_ends_this_session_only,
    known_and_unknown_names_are_answered_and_slowed_alike,
    a_throttled_name_is_refused_even_with_the_right_password_until_the_wait_is_over,
    attempts_at_once_are_all_counted,
);
