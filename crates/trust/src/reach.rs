//! How far an actor reaches: the grants that count now, and the scope they give an action.

use xd_kernel::{OrgPath, SchoolDay, UnitId};

use crate::policy::{self, Action, Role};

/// Where something is: the unit, its path, and the institution that owns its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The unit.
    pub unit: UnitId,
    /// Its path in the tree.
    pub path: OrgPath,
    /// The custody key: the school or authority that owns the unit's rows.
    pub institution: UnitId,
}

/// Where a grant comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantSource {
    /// Given by a security officer.
    Given,
    /// Follows from a post held today.
    Post,
}

/// A role at a unit, reaching everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: UnitId,
    /// The unit's path.
    pub path: OrgPath,
    /// Where it comes from.
    pub source: GrantSource,
    /// The last day on which it counts.
    pub until: Option<SchoolDay>,
}

/// Every grant that counts for an actor now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    grants: Vec<Grant>,
    everywhere: bool,
}

/// The part of the tree in which an action may be done: what a list query filters by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole tree: only the program itself.
    Everywhere,
    /// At or below any of these paths, none of which covers another. Empty means nowhere.
    Below(Vec<OrgPath>),
}

impl Scope {
    /// Whether nothing lies in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Below(paths) if paths.is_empty())
    }

    /// Whether a path lies in it.
    #[must_use]
    pub fn covers(&self, path: &OrgPath) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Below(paths) => paths.iter().any(|above| above.covers(path)),
        }
    }

    /// The part of this scope at or below `path`.
    #[must_use]
    pub fn within(&self, path: &OrgPath) -> Self {
        match self {
            Self::Everywhere => Self::Below(vec![path.clone()]),
            Self::Below(paths) if paths.iter().any(|above| above.covers(path)) => {
                Self::Below(vec![path.clone()])
            }
            Self::Below(paths) => {
                Self::Below(paths.iter().filter(|below| path.covers(below)).cloned().collect())
            }
        }
    }
}

impl Reach {
    /// The reach of grants already filtered to those that count today.
    #[must_use]
    pub fn of(grants: Vec<Grant>) -> Self {
        Self { grants, everywhere: false }
    }

    /// The program's own reach.
    #[must_use]
    pub fn everywhere() -> Self {
        Self { grants: Vec::new(), everywhere: true }
    }

    /// The same reach and further grants, such as those that follow from posts held today.
    #[must_use]
    pub fn with(mut self, further: impl IntoIterator<Item = Grant>) -> Self {
        self.grants.extend(further);
        self
    }

    /// The grants.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Whether the action may be done at a path.
    #[must_use]
    pub fn may(&self, action: Action, path: &OrgPath) -> bool {
        self.everywhere
            || self.grants.iter().any(|grant| policy::may(grant.role, action) && grant.path.covers(path))
    }

    /// Whether any grant lets the actor know that a path exists. Whoever reaches a unit below it may know its name
    /// as part of the way there, but not act on it.
    #[must_use]
    pub fn knows(&self, path: &OrgPath) -> bool {
        let reaches = |grant: &Grant| policy::reaches_units(grant.role) && grant.path.covers(path);
        self.everywhere || self.grants.iter().any(reaches)
    }

    /// Where the action may be done.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        if self.everywhere {
            return Scope::Everywhere;
        }
        let mut paths: Vec<OrgPath> = self
            .grants
            .iter()
            .filter(|grant| policy::may(grant.role, action))
            .map(|grant| grant.path.clone())
            .collect();
        paths.sort();
        paths.dedup();
        let outermost =
            paths.iter().filter(|path| !paths.iter().any(|above| above != *path && above.covers(path)));
        Scope::Below(outermost.cloned().collect())
    }

    /// Every action the actor may do somewhere, for the interface to show what makes sense.
    #[must_use]
    pub fn actions(&self) -> Vec<Action> {
        let may = |action: &&Action| {
            self.everywhere || self.grants.iter().any(|grant| policy::may(grant.role, **action))
        };
        Action::ALL.iter().filter(may).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, path: &str) -> Grant {
        Grant {
            role,
            unit: UnitId::mint(),
            path: path.parse().unwrap(),
            source: GrantSource::Given,
            until: None,
        }
    }

    fn path(text: &str) -> OrgPath {
        text.parse().unwrap()
    }

    #[test]
    fn a_grant_reaches_downward_only() {
        let reach = Reach::of(vec![grant(Role::Principal, "1.2")]);
        for (at, expected) in [("1.2", true), ("1.2.7", true), ("1", false), ("1.3", false), ("1.20", false)]
        {
            assert_eq!(reach.may(Action::AbsenceRead, &path(at)), expected, "{at}");
            assert_eq!(reach.knows(&path(at)), expected, "{at}");
        }
        assert!(!reach.may(Action::AbsenceTraceMedical, &path("1.2")));
    }

    #[test]
    fn a_scope_keeps_the_outermost_paths() {
        let reach = Reach::of(vec![
            grant(Role::ClassTeacher, "1.2.3"),
            grant(Role::Principal, "1.2"),
            grant(Role::Auditor, "1"),
            grant(Role::ClassTeacher, "1.4.1"),
        ]);
        assert_eq!(reach.scope(Action::CheckPersons), Scope::Below(vec![path("1.2"), path("1.4.1")]));
        assert_eq!(
            reach.scope(Action::CheckPersons).within(&path("1.2.9")),
            Scope::Below(vec![path("1.2.9")])
        );
        assert_eq!(reach.scope(Action::CheckPersons).within(&path("1.4")), Scope::Below(vec![path("1.4.1")]));
        assert!(reach.scope(Action::CheckPersons).within(&path("1.5")).is_empty());
        assert!(Reach::default().scope(Action::UnitRead).is_empty());
    }
}
