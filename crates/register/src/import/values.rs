//! Values of a file as people write them.

use std::str::FromStr as _;

use xd_kernel::{SchoolDay, UnitKind};

use crate::{PostKind, Sex};

/// A day: 2026-09-01, 2026/9/1, 2026.9.1, 20260901 or 2026年9月1日.
pub(crate) fn day(given: &str) -> Result<SchoolDay, &'static str> {
    const WRONG: &str = "day.malformed";
    let digits = given.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if digits && given.len() == 8 {
        let (year, rest) = given.split_at(4);
        let (month, day) = rest.split_at(2);
        vec![year, month, day]
    } else {
        given.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(str::trim).collect()
    };
    let [year, month, day] = parts[..] else { return Err(WRONG) };
    let number = |part: &str| part.parse::<u16>().map_err(|_| WRONG);
    let text = format!("{:04}-{:02}-{:02}", number(year)?, number(month)?, number(day)?);
    let day: SchoolDay = text.parse().map_err(|_| WRONG)?;
    // Within what the tables hold; beyond it somebody mistyped the century.
    if (-25_567..=84_006).contains(&day.0) { Ok(day) } else { Err(WRONG) }
}

/// A sex: m, f, 男, 女, male, female.
pub(crate) fn sex(given: &str) -> Result<Sex, &'static str> {
    match given.to_lowercase().as_str() {
        "m" | "male" | "男" | "男性" => Ok(Sex::Male),
        "f" | "female" | "女" | "女性" => Ok(Sex::Female),
        _ => Err("sex.unknown"),
    }
}

/// A seat or bed number from 1.
pub(crate) fn seat(given: &str) -> Result<u16, &'static str> {
    let number = given.trim_end_matches('号').parse().ok();
    number.filter(|number| (1..=9_999).contains(number)).ok_or("seat_no.malformed")
}

/// A kind of unit, by its word or in Chinese.
pub(crate) fn unit_kind(given: &str) -> Result<UnitKind, &'static str> {
    use UnitKind::*;
    let found = UnitKind::from_str(&given.to_lowercase()).ok();
    found
        .or_else(|| {
            Some(match given {
                "省" | "自治区" | "直辖市" => Province,
                "市" | "地市" | "自治州" => City,
                "县" | "区" | "县区" | "区县" | "县(区)" | "县（区）" => County,
                "中心校" | "中心学校" => CentralSchool,
                "教学点" => TeachingPoint,
                "学校" | "幼儿园" | "小学" | "初中" | "高中" | "中学" => School,
                "校区" => Campus,
                "学段" | "学部" => Stage,
                "年级" => Grade,
                "班级" | "班" => Class,
                "宿舍楼" => DormitoryBuilding,
                "寝室" | "宿舍" => DormitoryRoom,
                "班组" | "教职工班组" => StaffTeam,
                "党委" => PartyCommittee,
                "党支部" | "党总支" => PartyBranch,
                "党小组" => PartyGroup,
                _ => return None,
            })
        })
        .ok_or("unit_kind.unknown")
}

/// A kind of post, by its word or in Chinese.
pub(crate) fn post_kind(given: &str) -> Result<PostKind, &'static str> {
    use PostKind::*;
    let found = PostKind::from_str(&given.to_lowercase()).ok();
    found
        .or_else(|| {
            Some(match given {
                "班主任" => ClassTeacher,
                "宿管" | "宿舍管理员" => DormitoryKeeper,
                "班组长" | "组长" => TeamLead,
                "校医" | "疫情报告人" | "卫生老师" => HealthOfficer,
                "校长" | "园长" => Principal,
                "书记" => Secretary,
                "代录员" => Clerk,
                "值班员" | "县级值班员" => CountyDuty,
                _ => return None,
            })
        })
        .ok_or("post_kind.unknown")
}

/// A name for comparison: full-width signs as their ordinary ones, without spaces, so that 一（1）班 is 一(1)班.
pub(crate) fn plain(name: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    name.chars().map(narrow).filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        for given in ["2026-09-01", "2026/9/1", "2026.9.1", "20260901", "2026年9月1日", "2026-9-1"] {
            assert_eq!(day(given).map(|day| day.to_string()).as_deref(), Ok("2026-09-01"), "{given}");
        }
        for given in ["", "2026", "2026-13-01", "2026-02-30", "1.9.26", "1026-09-01", "明天", "45901"] {
            assert_eq!(day(given), Err("day.malformed"), "{given}");
        }
    }

    #[test]
    fn words() {
        assert_eq!((sex("男"), sex("F"), sex("x")), (Ok(Sex::Male), Ok(Sex::Female), Err("sex.unknown")));
        assert_eq!(
            (seat("12号"), seat("0"), seat("一")),
            (Ok(12), Err("seat_no.malformed"), Err("seat_no.malformed"))
        );
        assert_eq!(unit_kind("Class"), Ok(UnitKind::Class));
        assert_eq!(unit_kind("教学点"), Ok(UnitKind::TeachingPoint));
        assert_eq!(post_kind("班主任"), Ok(PostKind::ClassTeacher));
        assert_eq!(post_kind("门卫"), Err("post_kind.unknown"));
        assert_eq!(plain("一 （１）班"), "一(1)班");
    }
}
