//! Trust through its verbs, on both engines.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod grants;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod vault;

#[cfg(test)]
mod scene {
    use xd_kernel::{AccountId, Instant, PersonId};
    use xd_store::{Migration, Store};
    use xd_testkit::ctx::{ctx_of, grant, monday_morning, place};
    use xd_trust::accounts::{self, Locale, NewAccount};
    use xd_trust::sessions::{Credentials, SignInError, SignedIn, Ttl, sign_in};
    use xd_trust::{Actor, Ctx, Password, Place, Reach, Role};

    pub fn migrations() -> Vec<Migration> {
        [xd_store::migrations(), xd_trust::migrations()].concat()
    }

    /// A county with one school, and the security officer of the school.
    pub struct Scene {
        pub store: Store,
        pub county: Place,
        pub school: Place,
        pub other_school: Place,
    }

    pub fn scene(store: Store) -> Scene {
        Scene { store, county: place("1"), school: place("1.1"), other_school: place("1.2") }
    }

    impl Scene {
        /// A context of an account with one role at a place.
        pub fn ctx(&self, role: Role, at: &Place) -> Ctx {
            self.ctx_as(AccountId::mint(), role, at)
        }

        pub fn ctx_as(&self, account: AccountId, role: Role, at: &Place) -> Ctx {
            self.acting(account, Reach::of(vec![grant(role, at)]), monday_morning())
        }

        pub fn acting(&self, account: AccountId, reach: Reach, now: Instant) -> Ctx {
            let actor = Actor::Account { account, person: Some(PersonId::mint()) };
            ctx_of(&self.store, actor, reach, now)
        }

        pub fn security(&self) -> Ctx {
            self.ctx(Role::SecurityOfficer, &self.school)
        }

        /// An account of the school.
        pub async fn account(&self, username: &str) -> (AccountId, Password) {
            accounts::create(&self.security(), new(username, &self.school)).await.unwrap()
        }

        pub async fn try_sign_in(
            &self,
            username: &str,
            password: &Password,
            now: Instant,
        ) -> Result<SignedIn, SignInError> {
            let credentials = Credentials { username: username.to_owned(), password: password.clone() };
            sign_in(&self.store, credentials, now, Ttl::USUAL).await
        }
    }

    pub fn new(username: &str, place: &Place) -> NewAccount {
        NewAccount { username: username.to_owned(), person: None, place: place.clone(), locale: Locale::ZhCn }
    }
}
