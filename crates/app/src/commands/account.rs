//! `xiaodun account`: accounts from the command line, by whoever holds the machine. Everything is audited.

use clap::{Args, Subcommand};
use xd_kernel::{AccountId, Clock as _, PageRequest, SchoolDay, UnitId};
use xd_register::lookup;
use xd_register::query::{self, UnitQuery};
use xd_register::units::{NewUnit, create_unit};
use xd_trust::accounts::{self, AccountError, Locale, NewAccount};
use xd_trust::grants::{self, GrantError, NewGrant};
use xd_trust::{Ctx, Password, Place, Role};

use crate::clock::MachineClock;
use crate::config::{Config, DataOptions, ListenOptions};
use crate::failure::Failure;
use crate::program::Program;
use crate::{logging, say};

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make the first accounts of an installation: a security officer and an administrator 首批账户
    #[command(after_help = "\
Only works as long as nobody has these roles. There is no default password: both are generated and printed once.
If there is no unit yet, one of the kind and name given is made, and both accounts begin there.")]
    Bootstrap(Bootstrap),
    /// Make an account; its password is generated and printed once 新建账户
    Create(Create),
    /// Give an account a role at a unit 授权
    Grant(Grant),
    /// Give an account a new generated password; its sessions end 重置密码
    Reset(Reset),
    /// List accounts and their roles 列出账户
    List(List),
}

#[derive(Debug, Args)]
pub struct Bootstrap {
    #[command(flatten)]
    pub data: DataOptions,
    /// Name of the highest unit, such as 示范县 最高单位名称
    #[arg(long, value_name = "NAME")]
    pub unit: String,
    /// What that unit is 单位类型
    #[arg(long, value_name = "KIND", default_value = "county", value_parser = parse_kind)]
    pub kind: xd_kernel::UnitKind,
}

#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    pub data: DataOptions,
    /// The name to sign in with 用户名
    pub username: String,
    /// The unit it belongs to: its id, its code, or its name if only one unit has it 所属单位
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// A role to begin with 角色
    #[arg(long, value_name = "ROLE", value_parser = parse_role)]
    pub role: Option<Role>,
    /// Language of the pages: zh-CN or en 语言
    #[arg(long, default_value = "zh-CN", value_parser = parse_locale)]
    pub locale: Locale,
}

#[derive(Debug, Args)]
pub struct Grant {
    #[command(flatten)]
    pub data: DataOptions,
    /// The account's name 用户名
    pub username: String,
    /// The role 角色
    #[arg(long, value_name = "ROLE", value_parser = parse_role)]
    pub role: Role,
    /// Where it begins: a unit's id, code, or name 单位
    #[arg(long, value_name = "UNIT")]
    pub unit: String,
    /// The last day on which it counts 截止日
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub until: Option<SchoolDay>,
}

#[derive(Debug, Args)]
pub struct Reset {
    #[command(flatten)]
    pub data: DataOptions,
    /// The account's name 用户名
    pub username: String,
}

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    pub data: DataOptions,
}

fn parse_role(word: &str) -> Result<Role, String> {
    let all = || Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ");
    word.parse().map_err(|_| format!("the roles are {}", all()))
}

fn parse_kind(word: &str) -> Result<xd_kernel::UnitKind, String> {
    let all = || xd_kernel::UnitKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
    word.parse().map_err(|_| format!("the kinds are {}", all()))
}

fn parse_locale(word: &str) -> Result<Locale, String> {
    word.parse().map_err(|_| "the languages are zh-CN, en".to_owned())
}

/// Reads a day as the command line gives it.
pub fn parse_day(text: &str) -> Result<SchoolDay, String> {
    text.parse().map_err(|error: xd_kernel::TimeError| error.to_string())
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Store(error) => error.into(),
            other => Self::input(other),
        }
    }
}

impl From<GrantError> for Failure {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::Store(error) => error.into(),
            other => Self::input(other),
        }
    }
}

/// Runs one of the account commands.
pub async fn run(command: &AccountCommand) -> Result<(), Failure> {
    let data = match command {
        AccountCommand::Bootstrap(args) => &args.data,
        AccountCommand::Create(args) => &args.data,
        AccountCommand::Grant(args) => &args.data,
        AccountCommand::Reset(args) => &args.data,
        AccountCommand::List(args) => &args.data,
    };
    let config = Config::read(data, &ListenOptions::default())?;
    logging::start(&config.log, config.log_format)?;
    let program = Program::open(&config).await?;
    let ctx = program.ctx("command");
    match command {
        AccountCommand::Bootstrap(args) => bootstrap(&ctx, args).await?,
        AccountCommand::Create(args) => create(&ctx, args).await?,
        AccountCommand::Grant(args) => grant(&ctx, args).await?,
        AccountCommand::Reset(args) => reset(&ctx, args).await?,
        AccountCommand::List(_) => list(&ctx).await?,
    }
    program.store.close().await;
    Ok(())
}

async fn bootstrap(ctx: &Ctx, args: &Bootstrap) -> Result<(), Failure> {
    let place = first_unit(ctx, args).await?;
    for (username, role) in [("security", Role::SecurityOfficer), ("administrator", Role::Administrator)] {
        let new = NewAccount {
            username: username.to_owned(),
            person: None,
            place: place.clone(),
            locale: Locale::default(),
        };
        let (_, password) = accounts::bootstrap(ctx.store(), new, role, MachineClock.now()).await?;
        show(username, role, &password);
    }
    say!("These passwords are shown this once. 密码仅显示这一次。");
    Ok(())
}

fn show(username: &str, role: Role, password: &Password) {
    say!("{role}: {username} / {}", password.expose());
}

/// The unit of that name, or a new root if there is no unit at all.
async fn first_unit(ctx: &Ctx, args: &Bootstrap) -> Result<Place, Failure> {
    let any = query::units(ctx, &UnitQuery::default(), &PageRequest::new(Some(1), None)).await;
    if any.map_err(Failure::failed)?.items.is_empty() {
        let today = ctx.today(&xd_kernel::Zone::default());
        let unit = NewUnit::root(args.kind, args.unit.clone(), today);
        create_unit(ctx, unit).await.map_err(Failure::input)?;
    }
    find_unit(ctx, &args.unit).await
}

/// A unit by id, code, or name.
pub async fn find_unit(ctx: &Ctx, text: &str) -> Result<Place, Failure> {
    if let Ok(id) = text.parse::<UnitId>()
        && let Some(place) = lookup::place(ctx.store(), id).await?
    {
        return Ok(place);
    }
    let mut found = Vec::new();
    let mut page = PageRequest::new(Some(PageRequest::MOST), None);
    // Asked for by kind, since without a condition only the roots are listed.
    for kind in xd_kernel::UnitKind::ALL.iter().filter(|kind| kind.is_institution()) {
        page.after = None;
        loop {
            let asked = UnitQuery { kind: Some(*kind), ..UnitQuery::default() };
            let units = query::units(ctx, &asked, &page).await.map_err(Failure::failed)?;
            let same =
                |view: &query::UnitView| view.unit.code.as_deref() == Some(text) || view.unit.name == text;
            found.extend(units.items.iter().filter(|view| same(view)).map(|view| view.unit.to_ref().place()));
            match units.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Failure::input(format!("no school or authority has the id, code or name {text:?}"))),
        many => Err(Failure::input(format!("{} units are called {text:?}: give the id or code", many.len()))),
    }
}

async fn create(ctx: &Ctx, args: &Create) -> Result<(), Failure> {
    let place = find_unit(ctx, &args.unit).await?;
    let new = NewAccount {
        username: args.username.clone(),
        person: None,
        place: place.clone(),
        locale: args.locale,
    };
    let (account, password) = accounts::create(ctx, new).await?;
    if let Some(role) = args.role {
        grants::give(ctx, NewGrant { account, role, place, until: None }).await?;
    }
    say!("{} / {}", args.username, password.expose());
    say!("The password is shown this once. 密码仅显示这一次。");
    Ok(())
}

async fn grant(ctx: &Ctx, args: &Grant) -> Result<(), Failure> {
    let account = find_account(ctx, &args.username).await?;
    let place = find_unit(ctx, &args.unit).await?;
    grants::give(ctx, NewGrant { account, role: args.role, place, until: args.until }).await?;
    say!("{}: {}", args.username, args.role);
    Ok(())
}

async fn reset(ctx: &Ctx, args: &Reset) -> Result<(), Failure> {
    let account = find_account(ctx, &args.username).await?;
    let password = accounts::reset_password(ctx, account).await?;
    say!("{} / {}", args.username, password.expose());
    say!("The password is shown this once. 密码仅显示这一次。");
    Ok(())
}

async fn list(ctx: &Ctx) -> Result<(), Failure> {
    for account in all(ctx).await? {
        let roles: Vec<String> =
            account.grants.iter().map(|grant| format!("{} {}", grant.role, grant.unit)).collect();
        say!("{}\t{}\t{}", account.username, account.state, roles.join(", "));
    }
    Ok(())
}

async fn find_account(ctx: &Ctx, username: &str) -> Result<AccountId, Failure> {
    let wanted = username.trim().to_ascii_lowercase();
    let found = all(ctx).await?.into_iter().find(|account| account.username == wanted);
    found
        .map(|account| account.account)
        .ok_or_else(|| Failure::input(format!("no account is called {username:?}")))
}

/// Every account: those below each root of the tree.
async fn all(ctx: &Ctx) -> Result<Vec<accounts::AccountView>, Failure> {
    let whole = PageRequest::new(Some(PageRequest::MOST), None);
    let roots = query::units(ctx, &UnitQuery::default(), &whole).await.map_err(Failure::failed)?;
    let mut found = Vec::new();
    for root in roots.items {
        let place = root.unit.to_ref().place();
        let mut page = whole.clone();
        loop {
            let accounts = accounts::list(ctx, &place, &page).await?;
            found.extend(accounts.items);
            match accounts.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
    }
    Ok(found)
}
