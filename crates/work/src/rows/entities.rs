//! The tables as the driver sees them.

/// One issuing of work.
pub(crate) mod wave {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wave")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub wave_id: Uuid,
        pub unit_id: Uuid,
        pub path: String,
        pub template: String,
        pub template_version: i64,
        pub under_paths: String,
        pub day: i64,
        pub issued_at: i64,
        pub due: Option<i64>,
        pub issued_by: Option<Uuid>,
        pub state: String,
        pub cursor: String,
        pub expected: i64,
        pub made: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Something that a unit must do.
pub(crate) mod task {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "task")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub task_id: Uuid,
        pub wave_id: Uuid,
        pub unit_id: Uuid,
        pub path: String,
        pub subject_id: Uuid,
        pub owner: String,
        pub deputy: Option<String>,
        pub due: i64,
        pub state: String,
        pub step: i64,
        pub delivered_at: Option<i64>,
        pub read_at: Option<i64>,
        pub acknowledged_at: Option<i64>,
        pub started_at: Option<i64>,
        pub submitted_at: Option<i64>,
        pub closed_at: Option<i64>,
        pub acknowledged_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What was handed in.
pub(crate) mod record {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        pub task_id: Uuid,
        pub at: i64,
        pub account_id: Option<Uuid>,
        pub person_id: Option<Uuid>,
        pub answers: String,
        pub content_hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// One look at a record.
pub(crate) mod review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub review_id: Uuid,
        pub task_id: Uuid,
        pub record_id: Uuid,
        pub verdict: String,
        pub reason: String,
        pub at: i64,
        pub account_id: Option<Uuid>,
        pub person_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Bytes by their hash.
pub(crate) mod attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sha256: Vec<u8>,
        pub media_type: String,
        pub size: i64,
        pub content: Vec<u8>,
        pub stored_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// For which unit bytes were handed in.
pub(crate) mod attachment_use {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachment_use")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sha256: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: Uuid,
        pub path: String,
        pub at: i64,
        pub account_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Which files a record has.
pub(crate) mod record_file {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sha256: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// How far the tasks of a wave are in an institution.
pub(crate) mod wave_tally {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wave_tally")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub wave_id: Uuid,
        pub total: i64,
        pub delivered: i64,
        pub read: i64,
        pub acknowledged: i64,
        pub started: i64,
        pub submitted: i64,
        pub done: i64,
        pub withdrawn: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// How far a wave is in what stands below an authority.
pub(crate) mod coverage {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "coverage")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub wave_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: Uuid,
        pub total: i64,
        pub delivered: i64,
        pub read: i64,
        pub acknowledged: i64,
        pub started: i64,
        pub submitted: i64,
        pub done: i64,
        pub withdrawn: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
