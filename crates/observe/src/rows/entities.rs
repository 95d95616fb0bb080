//! The rows as SeaORM knows them. Every whole number is an `i64`: both engines then return what was stored.

/// One class check as reported.
pub(crate) mod group_check {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "group_check")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub check_id: Uuid,
        pub group_id: Uuid,
        pub school_day: i64,
        pub check_type: String,
        pub occurred_at: i64,
        pub received_at: i64,
        pub checker_account: Option<Uuid>,
        pub checker_person: Option<Uuid>,
        pub roster_version: i64,
        pub expected: i64,
        pub present: i64,
        pub absent_ill: i64,
        pub absent_other: i64,
        pub late: i64,
        pub ill_in_class: i64,
        pub current: bool,
        pub clock_adjusted: bool,
        pub on_paper: bool,
        pub content_hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A person in a check who is not here and well.
pub(crate) mod check_exception {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "check_exception")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub check_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub group_id: Uuid,
        pub school_day: i64,
        pub check_type: String,
        pub received_at: i64,
        pub kind: String,
        pub symptoms: String,
        pub celsius_tenths: Option<i64>,
        pub note: Option<String>,
        pub current: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A school's own deadline for a kind of check.
pub(crate) mod check_plan {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "check_plan")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub group_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub check_type: String,
        pub deadline_minute: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What a guardian said before school.
pub(crate) mod guardian_message {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "guardian_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub message_id: Uuid,
        pub guardian_id: Uuid,
        pub person_id: Uuid,
        pub group_id: Uuid,
        pub school_day: i64,
        pub kind: String,
        pub symptoms: String,
        pub celsius_tenths: Option<i64>,
        pub note: Option<String>,
        pub said_at: i64,
        pub content_hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's absence for illness, from first day to return.
pub(crate) mod sick_absence {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sick_absence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub absence_id: Uuid,
        pub person_id: Uuid,
        pub group_id: Uuid,
        pub class_id: Option<Uuid>,
        pub room_id: Option<Uuid>,
        pub opened_check: Uuid,
        pub opened_day: i64,
        pub opened_type: String,
        pub last_ill_day: i64,
        pub absent: bool,
        pub seen_symptoms: String,
        pub symptoms: String,
        pub onset: i64,
        pub onset_assumed: bool,
        pub diagnosis: Option<String>,
        pub trace_state: String,
        pub expected_return: Option<i64>,
        pub let_back_day: Option<i64>,
        pub returned_day: Option<i64>,
        pub until_day: i64,
        pub state: String,
        pub disputed: bool,
        pub first_known_at: i64,
        pub known_at: i64,
        pub changed_at: i64,
        pub version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// One tracing of an absence.
pub(crate) mod absence_trace {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "absence_trace")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub trace_id: Uuid,
        pub absence_id: Uuid,
        pub stage: String,
        pub traced_at: i64,
        pub tracer_account: Option<Uuid>,
        pub tracer_person: Option<Uuid>,
        pub symptoms: String,
        pub onset: i64,
        pub doctor_seen: Option<bool>,
        pub diagnosis: Option<String>,
        pub hospital: Option<String>,
        pub expected_return: Option<i64>,
        pub note: Option<String>,
        pub content_hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A return certificate and how it was ruled.
pub(crate) mod return_certificate {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_certificate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub certificate_id: Uuid,
        pub absence_id: Uuid,
        pub issuer: String,
        pub issued_on: i64,
        pub facts: String,
        pub ruling: String,
        pub met: bool,
        pub checked_at: i64,
        pub checker_account: Option<Uuid>,
        pub checker_person: Option<Uuid>,
        pub content_hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
