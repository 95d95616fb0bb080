//! One's own channels: confirmed before use, sealed, bounded.

use xd_kernel::AccountId;
use xd_notify::ChannelKind::{Dingtalk, Email, Webhook, Wecom};
use xd_notify::{
    ChannelError, ChannelState, SetChannel, channels, confirm_channel, remove_channel, set_channel,
    test_channel,
};
use xd_store::Store;
use xd_trust::Denied;

use crate::world::World;

fn email(address: &str) -> SetChannel {
    SetChannel { kind: Email, address: address.to_owned(), rank: 0 }
}

async fn a_channel_is_used_once_its_code_came_back(store: Store) {
    let world = World::new(store).await;
    let me = world.ctx(world.principal);
    let secret = set_channel(&me, world.office(), email("zhang@school.example")).await.unwrap();
    assert!(secret.is_none());
    assert_eq!(world.sender().step().await.unwrap(), 1);
    let found = &channels(&me, &world.vault).await.unwrap()[0];
    assert_eq!((found.state, found.address.as_str()), (ChannelState::Unconfirmed, "z***@school.example"));
    let test = test_channel(&me, &world.carriers, Email).await;
    assert!(matches!(test, Err(ChannelError::Unconfirmed)));
    let code = world.code(Email);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert!(matches!(confirm_channel(&me, &world.vault, (Email, wrong)).await, Err(ChannelError::WrongCode)));
    confirm_channel(&me, &world.vault, (Email, &format!(" {code} "))).await.unwrap();
    assert_eq!(channels(&me, &world.vault).await.unwrap()[0].state, ChannelState::Confirmed);
    let again = confirm_channel(&me, &world.vault, (Email, &code)).await;
    assert!(matches!(again, Err(ChannelError::CodeSpent)), "a code counts once");
}

async fn a_confirmed_channel_is_tried_and_removed(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    let me = world.ctx(world.principal);
    test_channel(&me, &world.carriers, Email).await.unwrap();
    let soon = test_channel(&me, &world.carriers, Email).await;
    assert!(matches!(soon, Err(ChannelError::TooSoon(_))));
    assert_eq!(world.sender().step().await.unwrap(), 1);
    assert!(world.way(Email).bodies()[0].contains("测试消息"));
    remove_channel(&me, Email).await.unwrap();
    assert!(channels(&me, &world.vault).await.unwrap().is_empty());
    assert!(matches!(remove_channel(&me, Email).await, Err(ChannelError::Absent)));
}

async fn codes_run_out_and_cannot_be_tried_out(store: Store) {
    let world = World::new(store).await;
    let me = world.ctx(world.principal);
    set_channel(&me, world.office(), email("zhang@school.example")).await.unwrap();
    world.sender().step().await.unwrap();
    let code = world.code(Email);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert!(matches!(
            confirm_channel(&me, &world.vault, (Email, wrong)).await,
            Err(ChannelError::WrongCode)
        ));
    }
    let tried = confirm_channel(&me, &world.vault, (Email, &code)).await;
    assert!(
        matches!(tried, Err(ChannelError::CodeSpent)),
        "the right code after five wrong ones is too late"
    );
    world.later(61);
    let me = world.ctx(world.principal);
    set_channel(&me, world.office(), email("zhang@school.example")).await.unwrap();
    world.sender().step().await.unwrap();
    let code = world.code(Email);
    world.later(61 + 901);
    let late = confirm_channel(&world.ctx(world.principal), &world.vault, (Email, &code)).await;
    assert!(matches!(late, Err(ChannelError::CodeSpent)));
}

async fn nobody_floods_an_address(store: Store) {
    let world = World::new(store).await;
    let set = async |seconds: i64| {
        world.later(seconds);
        set_channel(&world.ctx(world.principal), world.office(), email("zhang@school.example")).await
    };
    set(0).await.unwrap();
    assert!(matches!(set(59).await, Err(ChannelError::TooSoon(_))));
    for n in 1..10 {
        set(n * 60).await.unwrap();
    }
    assert!(matches!(set(900).await, Err(ChannelError::TooSoon(_))), "ten a day");
    set(86_400 + 600).await.unwrap();
}

async fn what_cannot_be_reached_is_refused(store: Store) {
    let world = World::new(store).await;
    let me = world.ctx(world.principal);
    for (new, code) in [
        (SetChannel { kind: Dingtalk, address: "a".into(), rank: 0 }, "channel.not_offered"),
        (SetChannel { kind: Wecom, address: "@all".into(), rank: 0 }, "channel.address_of_many"),
        (email("zhang"), "channel.address_invalid"),
    ] {
        assert_eq!(set_channel(&me, world.office(), new).await.unwrap_err().code(), code);
    }
    let stranger = world.ctx(AccountId::mint());
    let nobody = set_channel(&stranger, world.office(), email("a@b.example")).await;
    assert!(matches!(nobody, Err(ChannelError::Denied(Denied::Unknown))));
    let program = set_channel(&world.program(), world.office(), email("a@b.example")).await;
    assert!(matches!(program, Err(ChannelError::Denied(Denied::Unknown))));
}

async fn a_webhook_gets_a_secret_of_its_own(store: Store) {
    let world = World::new(store).await;
    let me = world.ctx(world.principal);
    let new = SetChannel { kind: Webhook, address: "https://hooks.example/in".into(), rank: 0 };
    let secret = set_channel(&me, world.office(), new).await.unwrap().unwrap();
    assert!(secret.expose().starts_with("whsec_"));
    world.sender().step().await.unwrap();
    let taken = world.way(Webhook).taken.lock().unwrap()[0].clone();
    assert_eq!(taken.signing.unwrap().expose(), secret.expose());
    assert_eq!(taken.address, "https://hooks.example/in");
}

xd_testkit::both_engines!(crate::migrations;
    a_channel_is_used_once_its_code_came_back,
    a_confirmed_channel_is_tried_and_removed,
    codes_run_out_and_cannot_be_tried_out,
    nobody_floods_an_address,
    what_cannot_be_reached_is_refused,
    a_webhook_gets_a_secret_of_its_own,
);
