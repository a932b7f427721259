"""Where parcels go: the depots, the three documented runs (P-23), and a table for every other prefecture."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

ACCEPTED, SENT, PASSED, DELIVERED = "荷物受付", "発送", "作業店通過", "配達完了"


@dataclass(frozen=True)
class Depot:
    """Where parcels start, every day at the same minute."""

    office: str
    leaves: time
    region: str


@dataclass(frozen=True)
class Stop:
    """A later row of a run: so many days after the departure's day, at a time, at an office."""

    days: int
    at: time
    status: str
    office: str


@dataclass(frozen=True)
class Base:
    """A region's relay base: when parcels from elsewhere pass it, and the day's first delivery beyond it."""

    office: str
    passes: time
    first_delivery: time


DEPOTS: Mapping[str, Depot] = {
    "osaka-ibaraki": Depot("大阪茨木AFC支店", time(12, 8), "近畿"),
    "saitama": Depot("埼玉AFC支店", time(14, 29), "関東"),
    "ichikawa": Depot("市川AFC支店", time(14, 12), "関東"),
}

DOCUMENTED: Mapping[tuple[str, str], tuple[Stop, ...]] = {
    ("osaka-ibaraki", "和歌山県"): (
        Stop(0, time(15, 21), PASSED, "関西ゲートウェイベース"),
        Stop(1, time(9, 44), DELIVERED, "紀州有田中央センター"),
    ),
    ("saitama", "広島県"): (Stop(1, time(15, 54), DELIVERED, "広島高陽センター"),),
    ("ichikawa", "北海道"): (Stop(2, time(10, 46), DELIVERED, "北見中央センター"),),
}

BASES: Mapping[str, Base] = {
    "北海道": Base("北海道ゲートウェイベース", time(22, 18), time(10, 32)),
    "東北": Base("東北ゲートウェイベース", time(21, 47), time(10, 5)),
    "関東": Base("関東ゲートウェイベース", time(21, 3), time(9, 26)),
    "中部": Base("中部ゲートウェイベース", time(20, 36), time(9, 51)),
    "近畿": Base("関西ゲートウェイベース", time(21, 12), time(9, 33)),
    "中国": Base("中国ゲートウェイベース", time(22, 41), time(10, 17)),
    "四国": Base("四国ゲートウェイベース", time(22, 9), time(10, 48)),
    "九州": Base("九州ゲートウェイベース", time(23, 14), time(11, 2)),
    "沖縄": Base("沖縄ゲートウェイベース", time(20, 55), time(13, 20)),
}

DAYS: Mapping[str, Mapping[str, int]] = {
    "近畿": {
        "北海道": 2,
        "東北": 2,
        "関東": 1,
        "中部": 1,
        "近畿": 1,
        "中国": 1,
        "四国": 1,
        "九州": 2,
        "沖縄": 3,
    },
    "関東": {
        "北海道": 2,
        "東北": 1,
        "関東": 1,
        "中部": 1,
        "近畿": 1,
        "中国": 2,
        "四国": 2,
        "九州": 2,
        "沖縄": 3,
    },
}
"""From a depot's region: how many days after the departure a parcel arrives."""

REGIONS: Mapping[str, tuple[str, ...]] = {
    "北海道": ("北海道",),
    "東北": ("青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県"),
    "関東": ("茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県"),
    "中部": ("新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県"),
    "近畿": ("三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県"),
    "中国": ("鳥取県", "島根県", "岡山県", "広島県", "山口県"),
    "四国": ("徳島県", "香川県", "愛媛県", "高知県"),
    "九州": ("福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県"),
    "沖縄": ("沖縄県",),
}
REGION_OF: Mapping[str, str] = {place: region for region, places in REGIONS.items() for place in places}

NEARBY = timedelta(hours=3, minutes=13)
"""How long a parcel takes from its depot to the relay base of the same region."""
BETWEEN_DELIVERIES = timedelta(minutes=11)
"""How much later each next prefecture of a region is delivered to."""


def run(depot: str, prefecture: str) -> tuple[Stop, ...]:
    """Return what becomes of a parcel after 発送, in order of time, the same every time."""
    documented = DOCUMENTED.get((depot, prefecture))
    return _table_run(DEPOTS[depot], prefecture) if documented is None else documented


def _table_run(depot: Depot, prefecture: str) -> tuple[Stop, ...]:
    region = REGION_OF[prefecture]
    base, days = BASES[region], DAYS[depot.region][region]
    near = region == depot.region
    turn = REGIONS[region].index(prefecture)
    passes = _later(depot.leaves, NEARBY) if near else base.passes
    centre = f"{prefecture[:-1] if prefecture != '北海道' else prefecture}中央センター"
    return (
        Stop(0 if near else days - 1, passes, PASSED, base.office),
        Stop(days, _later(base.first_delivery, turn * BETWEEN_DELIVERIES), DELIVERED, centre),
    )


def _later(start: time, by: timedelta) -> time:
    minutes = start.hour * 60 + start.minute + by // timedelta(minutes=1)
    return time(minutes // 60, minutes % 60)
