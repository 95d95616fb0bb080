//! Places that are cleaned, disinfected and aired.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 教室
    Classroom,
    /// 寝室
    Dormitory,
    /// 食堂
    Canteen,
    /// 厕所
    Toilet,
    /// 图书馆、实验室、功能室
    SharedRoom,
    /// 办公室
    Office,
    /// 楼梯、走廊、扶手
    Corridor,
    /// 校门、体温检测处
    Gate,
    /// 医务室
    Infirmary,
    /// 隔离观察室
    IsolationRoom,
    /// 体育馆
    Gymnasium,
    /// 校车
    Bus,
    /// 垃圾点
    WastePoint,
}

words!(PlaceKind, "place kind", {
    Classroom => "classroom",
    Dormitory => "dormitory",
    Canteen => "canteen",
    Toilet => "toilet",
    SharedRoom => "shared_room",
    Office => "office",
    Corridor => "corridor",
    Gate => "gate",
    Infirmary => "infirmary",
    IsolationRoom => "isolation_room",
    Gymnasium => "gymnasium",
    Bus => "bus",
    WastePoint => "waste_point",
});
