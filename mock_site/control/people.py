"""People as the site makes them up: names, addresses and the like, the same for the same draw."""

import random
import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from mock_site.typed import katakana

SAMPLE = ("見本", "ミホン", "mihon")
"""The family that tests like to name; nobody who is made up has it."""
FAMILIES = (
    ("佐藤", "サトウ", "sato"),
    ("鈴木", "スズキ", "suzuki"),
    ("高橋", "タカハシ", "takahashi"),
    ("田中", "タナカ", "tanaka"),
    ("伊藤", "イトウ", "ito"),
    ("渡辺", "ワタナベ", "watanabe"),
    ("山本", "ヤマモト", "yamamoto"),
    ("中村", "ナカムラ", "nakamura"),
    ("小林", "コバヤシ", "kobayashi"),
    ("加藤", "カトウ", "kato"),
    ("吉田", "ヨシダ", "yoshida"),
    ("山田", "ヤマダ", "yamada"),
    ("松本", "マツモト", "matsumoto"),
    ("井上", "イノウエ", "inoue"),
    ("木村", "キムラ", "kimura"),
    ("清水", "シミズ", "shimizu"),
)
GIVEN_NAMES = (
    ("花子", "ハナコ", "hanako"),
    ("太郎", "タロウ", "taro"),
    ("陽菜", "ヒナ", "hina"),
    ("蓮", "レン", "ren"),
    ("結衣", "ユイ", "yui"),
    ("大輔", "ダイスケ", "daisuke"),
    ("美咲", "ミサキ", "misaki"),
    ("健一", "ケンイチ", "kenichi"),
    ("裕子", "ユウコ", "yuko"),
    ("翔太", "ショウタ", "shota"),
    ("直樹", "ナオキ", "naoki"),
    ("恵", "メグミ", "megumi"),
    ("拓也", "タクヤ", "takuya"),
    ("由美子", "ユミコ", "yumiko"),
    ("悠斗", "ユウト", "yuto"),
    ("さくら", "サクラ", "sakura"),
)
CAPITALS = dict(
    pair.split("/")
    for pair in """
    北海道/060札幌市中央区 青森県/030青森市 岩手県/020盛岡市 宮城県/980仙台市青葉区 秋田県/010秋田市
    山形県/990山形市 福島県/960福島市 茨城県/310水戸市 栃木県/320宇都宮市 群馬県/371前橋市
    埼玉県/330さいたま市浦和区 千葉県/260千葉市中央区 東京都/160新宿区 神奈川県/231横浜市中区
    新潟県/951新潟市中央区 富山県/930富山市 石川県/920金沢市 福井県/910福井市 山梨県/400甲府市 長野県/380長野市
    岐阜県/500岐阜市 静岡県/420静岡市葵区 愛知県/460名古屋市中区 三重県/514津市 滋賀県/520大津市
    京都府/602京都市上京区 大阪府/540大阪市中央区 兵庫県/650神戸市中央区 奈良県/630奈良市 和歌山県/640和歌山市
    鳥取県/680鳥取市 島根県/690松江市 岡山県/700岡山市北区 広島県/730広島市中区 山口県/753山口市 徳島県/770徳島市
    香川県/760高松市 愛媛県/790松山市 高知県/780高知市 福岡県/812福岡市博多区 佐賀県/840佐賀市 長崎県/850長崎市
    熊本県/860熊本市中央区 大分県/870大分市 宮崎県/880宮崎市 鹿児島県/892鹿児島市 沖縄県/900那覇市
    """.split()  # noqa: SIM905 (forty-seven of them)
)
"""By prefecture: the first three digits of its capital's postal codes, and the capital."""
_KATAKANA = re.compile("[ァ-ヶー]+(?: [ァ-ヶー]+)*")
HOME = "東京都"
"""Where somebody lives who has not said so."""
COM = (
    ("Alice", "Marlowe"),
    ("Benjamin", "Hartley"),
    ("Clara", "Whitfield"),
    ("Daniel", "Okafor"),
    ("Eleanor", "Castell"),
    ("Felix", "Andersen"),
    ("Grace", "Lindqvist"),
    ("Henry", "Adeyemi"),
    ("Isabel", "Moreno"),
    ("James", "Thornbury"),
    ("Katherine", "Vance"),
    ("Liam", "Gallagher"),
    ("Maya", "Desai"),
    ("Noah", "Fairbanks"),
    ("Olivia", "Penrose"),
    ("Samuel", "Whitaker"),
)
"""Given and family names of people at the English marketplace."""
ELDEST = date(1950, 1, 1)
YOUNGEST = date(2005, 12, 31)


@dataclass(frozen=True)
class Person:
    """Somebody made up."""

    name: str
    furigana: str
    email: str
    password: str
    phone: str
    """E.164."""
    birthday: date
    block: str
    """`2-5-11`: where in a street."""

    def address(self, prefecture: str) -> dict[str, str]:
        """Where this person's parcels go, in the capital of a prefecture."""
        capital = CAPITALS[prefecture]
        return {
            "postal_code": f"{capital[:3]}-0000",
            "prefecture": prefecture,
            "street": f"{capital[3:]}本町{self.block}",
            "phone": self.phone.replace("+81", "0"),
        }


def furigana(name: str) -> str | None:
    """Read a name aloud in katakana if it is known how: made of names from here, or of kana; else nobody knows."""
    known = {written: read for written, read, _ in (SAMPLE, *FAMILIES, *GIVEN_NAMES)}
    parts = [known.get(part, part) for part in name.split()]
    read = " ".join(katakana(part) for part in parts)
    return read if _KATAKANA.fullmatch(read) else None


def imagine(draw: random.Random, taken: Container[str]) -> Person:
    """Make somebody up, with an address for mail that is not `taken`."""
    family, given = draw.choice(FAMILIES), draw.choice(GIVEN_NAMES)
    login = f"{family[2]}.{given[2]}"
    return Person(
        name=f"{family[0]} {given[0]}",
        furigana=f"{family[1]} {given[1]}",
        email=next(email for n in count(1) if (email := f"{login}.{n}@example.jp") not in taken),
        password=f"Mihon-{draw.getrandbits(40):010x}",
        phone=f"+819012{draw.randrange(10**6):06d}",
        birthday=ELDEST + timedelta(days=draw.randrange((YOUNGEST - ELDEST).days + 1)),
        block="-".join(str(draw.randrange(1, 20)) for _ in range(3)),
    )


def imagine_com(draw: random.Random, taken: Container[str]) -> Person:
    """Make somebody up at the English marketplace, with a number of a block that is kept for stories."""
    given, family = draw.choice(COM)
    login = f"{given}.{family}".lower()
    return Person(
        name=f"{given} {family}",
        furigana="",
        email=next(email for n in count(1) if (email := f"{login}.{n}@example.com") not in taken),
        password=f"Mihon-{draw.getrandbits(40):010x}",
        phone=f"+12065550{100 + draw.randrange(100)}",
        birthday=ELDEST + timedelta(days=draw.randrange((YOUNGEST - ELDEST).days + 1)),
        block="",
    )
