//! The command line. Doc comments are what `--help` prints.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands::account::AccountCommand;
use crate::config::{DataOptions, ListenOptions};
use crate::demo::Speed;
use crate::replay::ReplayArgs;

const AFTER: &str = "\
Begin here 从这里开始:
  xiaodun demo                       watch a real outbreak in a school, nothing to set up 演示
  xiaodun account bootstrap --data /var/lib/xiaodun --unit \"示范县\"
                                     make the first account of a new installation 首个账户
  xiaodun serve --data /var/lib/xiaodun
                                     serve it 启动服务

Exit codes 退出码: 0 done 完成, 1 failed 失败, 2 wrong input 输入有误, 3 store cannot be opened 数据库打不开,
  4 address in use 端口被占用, 5 would overwrite data 会覆盖数据 (docs/operations/exit-codes.md)";

/// Xiaodun 校盾: infectious disease control in schools 学校传染病防控
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER, max_term_width = 110, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages and the API 启动服务
    Serve(Serve),
    /// Play a real outbreak in a made-up county, live or at once 演示
    Demo(Demo),
    /// Bring the database to the form this program needs; serve does it by itself 升级数据库
    Migrate(Migrate),
    /// Make accounts, give roles, reset passwords 账户管理
    #[command(subcommand)]
    Account(AccountCommand),
    /// Import units and people from CSV 导入
    Import(Import),
    Replay(ReplayArgs),
    Signal(Box<xd_analyst::signal::SignalArgs>),
    Rt(Box<xd_analyst::rt::RtArgs>),
    Chain(Box<xd_analyst::chain::ChainArgs>),
    Scan(Box<xd_analyst::scan::ScanArgs>),
    Knox(Box<xd_analyst::scan::KnoxArgs>),
    #[command(subcommand)]
    Pool(xd_analyst::pool::PoolCommand),
    Simulate(Box<xd_simulate::command::SimulateArgs>),
    #[command(subcommand)]
    Policy(xd_simulate::policy::PolicyCommand),
    /// Copy the database and its keys into one folder, while the server runs 备份
    Backup(Backup),
    /// Put a backup into an empty data directory 恢复
    Restore(Restore),
    /// Print the HTTP contract (OpenAPI 3.1) 打印接口文档
    Openapi,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub data: DataOptions,
    #[command(flatten)]
    pub listen: ListenOptions,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Port to listen on; 0 takes a free one 端口
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// A new directory for the data; without it a temporary one, removed at the end 数据目录
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Also write the accounts to this file, as JSON [{"role","username","password"}] 账户文件
    #[arg(long, value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// Seconds per day, or `max`: everything at once before the server is ready 每天几秒
    #[arg(long, default_value = "8", value_name = "SECONDS|max")]
    pub speed: Speed,
    /// What is logged 日志级别
    #[arg(long, value_name = "FILTER", env = "XD_LOG", default_value = "warn")]
    pub log: String,
}

#[derive(Debug, Args)]
pub struct Migrate {
    #[command(flatten)]
    pub data: DataOptions,
    /// Only say how many steps are waiting 只查看
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Both files are read and checked whole before anything is written: one wrong row and nothing changes.
Wrong rows are printed as file:line: column: what is wrong, and the exit code is 2.")]
pub struct Import {
    #[command(flatten)]
    pub data: DataOptions,
    /// Units: one row each, parents before children 单位
    #[arg(long, value_name = "FILE")]
    pub units: Option<PathBuf>,
    /// People and the groups they belong to 人员
    #[arg(long, value_name = "FILE")]
    pub people: Option<PathBuf>,
    /// The unit below which everything is imported: its id, code, or name 上级单位
    #[arg(long, value_name = "UNIT")]
    pub under: String,
    /// The first day of units and memberships for which the file says none [default: today] 起始日期
    #[arg(long, value_name = "DAY", value_parser = crate::commands::account::parse_day)]
    pub from: Option<xd_kernel::SchoolDay>,
    /// Check everything, write nothing 试运行
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    pub data: DataOptions,
    /// A folder that does not exist yet 目标目录
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    pub data: DataOptions,
    /// A folder written by `xiaodun backup` 备份目录
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,
}
