use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use tracing_subscriber::fmt::MakeWriter;
use xd_kernel::PageRequest;
use xd_store::Store;
use xd_testkit::ctx::monday_morning;
use xd_trust::{Password, Role, accounts};

use crate::scene::{new, scene};

/// Everything the program logs at any level, from any library.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Of the whole process, since the engines do their work in threads of their own.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
    log
});

async fn no_name_password_or_token_reaches_the_log(store: Store) {
    let log = &*LOG;
    tracing::info!("the log is read");

    let scene = scene(store);
    let (account, password) = scene.account("wang.xiaoming").await;
    let signed = scene.try_sign_in("wang.xiaoming", &password, monday_morning()).await.unwrap();
    scene.try_sign_in("wang.xiaoming", &Password::from("qwertz-guess"), monday_morning()).await.unwrap_err();
    accounts::create(&scene.security(), new("wang.xiaoming", &scene.school)).await.unwrap_err();
    accounts::create(&scene.security(), new("王小明", &scene.school)).await.unwrap_err();
    let fresh = accounts::reset_password(&scene.security(), account).await.unwrap();
    accounts::list(&scene.ctx(Role::SecurityOfficer, &scene.school), &scene.school, &PageRequest::default())
        .await
        .unwrap();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("the log is read"));
    for private in
        ["xiaoming", "王小明", "qwertz", password.expose(), fresh.expose(), signed.token.as_str(), "argon2id"]
    {
        assert!(!text.contains(private), "the log holds {private:?}:\n{text}");
    }
}

xd_testkit::both_engines!(crate::scene::migrations; no_name_password_or_token_reaches_the_log);
