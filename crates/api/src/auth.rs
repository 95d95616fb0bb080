//! Who calls: a session token in a cookie or a header becomes the [`Ctx`] that verbs take.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant as Stopwatch};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use xd_kernel::{Instant, RequestId, SchoolDay};
use xd_store::Engine;
use xd_trust::sessions::{self, SessionRow};
use xd_trust::{Actor, Ctx, Frame, Reach, grants};

use crate::problem::Problem;
use crate::state::AppState;

/// The session cookie.
pub const COOKIE: &str = "xd_session";

/// A signed-in account as the cache holds it.
#[derive(Debug)]
pub struct SignedIn {
    /// The session.
    pub session: SessionRow,
    /// The hash of its token.
    pub hash: [u8; 32],
    /// How far it reaches today: grants, and the posts held today.
    pub reach: Arc<Reach>,
}

struct Held {
    signed: Arc<SignedIn>,
    day: SchoolDay,
    loaded: Stopwatch,
}

/// Sessions in use, kept in memory: the morning's peak asks the database for none of them.
///
/// A change made by this process empties it; a change made by another process is seen when the entry grows old.
pub struct SessionCache {
    held: RwLock<HashMap<[u8; 32], Held>>,
    keep: Duration,
}

/// More sessions than one process can serve; beyond it the cache starts anew rather than grow.
const MOST_HELD: usize = 200_000;

impl SessionCache {
    /// A cache for a store: entries live 10 s where other processes may write, 60 s where none does.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let seconds = match engine {
            Engine::Sqlite => 60,
            Engine::Postgres => 10,
        };
        Self { held: RwLock::default(), keep: Duration::from_secs(seconds) }
    }

    fn get(&self, hash: &[u8; 32], now: Instant, day: SchoolDay) -> Option<Arc<SignedIn>> {
        let held = self.held.read().ok()?;
        let entry = held.get(hash)?;
        let fresh =
            entry.day == day && entry.loaded.elapsed() < self.keep && entry.signed.session.expires_at > now;
        fresh.then(|| Arc::clone(&entry.signed))
    }

    fn put(&self, signed: &Arc<SignedIn>, day: SchoolDay) {
        let Ok(mut held) = self.held.write() else { return };
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert(signed.hash, Held { signed: Arc::clone(signed), day, loaded: Stopwatch::now() });
    }

    /// Forgets one session: it signed out.
    pub fn forget(&self, hash: &[u8; 32]) {
        if let Ok(mut held) = self.held.write() {
            held.remove(hash);
        }
    }

    /// Forgets all: a grant, a post or a password changed.
    pub fn clear(&self) {
        if let Ok(mut held) = self.held.write() {
            held.clear();
        }
    }
}

/// The caller of a request.
pub struct Caller {
    /// The context that verbs take.
    pub ctx: Ctx,
    /// The session behind it.
    pub signed: Arc<SignedIn>,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let (token, from_cookie) = token(&parts.headers).ok_or_else(required)?;
        if from_cookie {
            refuse_foreign_site(parts)?;
        }
        let request = parts.extensions.get::<RequestId>().copied().unwrap_or_else(RequestId::mint);
        Self::of_token(state, token, request).await
    }
}

impl Caller {
    /// The caller whose token this is.
    ///
    /// # Errors
    /// 401 if no session has it, 503 if the store cannot say.
    pub async fn of_token(state: &AppState, token: &str, request: RequestId) -> Result<Self, Problem> {
        Self::of_hash(state, sessions::token_hash(token), request).await
    }

    /// The caller the hash of whose token this is.
    ///
    /// # Errors
    /// As [`Caller::of_token`].
    pub async fn of_hash(state: &AppState, hash: [u8; 32], request: RequestId) -> Result<Self, Problem> {
        let now = state.clock.now();
        let day = SchoolDay::of(now, &state.zone);
        let signed = match state.sessions.get(&hash, now, day) {
            Some(signed) => signed,
            None => load(state, hash, now, day).await?,
        };
        let actor = Actor::Account { account: signed.session.account, person: signed.session.person };
        let frame = Frame { actor, reach: Arc::clone(&signed.reach), now, request };
        Ok(Self { ctx: Ctx::new(state.store.clone(), frame), signed })
    }
}

/// Only the context.
impl FromRequestParts<AppState> for CallerCtx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        Caller::from_request_parts(parts, state).await.map(|caller| Self(caller.ctx))
    }
}

/// The context of a caller whose session does not matter to the handler.
pub struct CallerCtx(pub Ctx);

async fn load(
    state: &AppState,
    hash: [u8; 32],
    now: Instant,
    day: SchoolDay,
) -> Result<Arc<SignedIn>, Problem> {
    let session = sessions::find(&state.store, hash, now).await?.ok_or_else(required)?;
    let reach = reach(state, &session, day).await?;
    let signed = Arc::new(SignedIn { session, hash, reach: Arc::new(reach) });
    state.sessions.put(&signed, day);
    Ok(signed)
}

async fn reach(state: &AppState, session: &SessionRow, day: SchoolDay) -> Result<Reach, Problem> {
    let reach = Reach::of(grants::of(&state.store, session.account, day).await?);
    Ok(match session.person {
        Some(person) => reach.with(xd_register::lookup::post_reach(&state.store, person, day).await?),
        None => reach,
    })
}

fn required() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "auth.required", "sign in first, or the session has ended")
}

/// The token, and whether the browser sent it by itself.
fn token(headers: &HeaderMap) -> Option<(&str, bool)> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(token) = bearer.and_then(|text| text.strip_prefix("Bearer ")) {
        return Some((token.trim(), false));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, token)| (token, true))
}

/// `SameSite=Strict` keeps the cookie at home; browsers that say where a request comes from are held to it twice.
fn refuse_foreign_site(parts: &Parts) -> Result<(), Problem> {
    let site = parts.headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    match site {
        Some("cross-site" | "same-site") if !parts.method.is_safe() => {
            Err(Problem::new(StatusCode::FORBIDDEN, "auth.foreign_site", "sent by a page of another site"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_counts_before_the_cookie() {
        let mut headers = HeaderMap::new();
        assert_eq!(token(&headers), None);
        headers.insert(header::COOKIE, "a=b; xd_session=from-cookie; c=d".parse().unwrap());
        assert_eq!(token(&headers), Some(("from-cookie", true)));
        headers.insert(header::AUTHORIZATION, "Bearer from-header".parse().unwrap());
        assert_eq!(token(&headers), Some(("from-header", false)));
    }
}
