"""The rules of addresses, names and passwords."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.identity import rules
from mock_site.problems import Problem

GOOD = {
    "name": "見本 花子",
    "postal_code": "640-8154",
    "prefecture": "和歌山県",
    "street": "和歌山市六番丁1-1",
    "phone": "0734000000",
}


def or_none(rule: Callable[..., object], *typed: str, **fields: str) -> object:
    """What a rule makes of something, `None` if it refuses it."""
    try:
        return rule(*typed, **fields)
    except Problem:
        return None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        ("  hanako@example.jp\n", "hanako@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        ("Hanako.Mihon+shop@EXAMPLE.jp", "Hanako.Mihon+shop@example.jp"),
    ],
)
def test_addresses_are_normalised(typed: str, kept: str) -> None:
    """Full-width letters and blanks around an address do not matter; the domain is in small letters."""
    assert rules.email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "hanako", "hanako@", "@example.jp", "a b@example.jp", "a@b@example.jp", "a@b\x00"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    """An address without both of its halves is refused, naming the field."""
    with pytest.raises(rules.BadEmail) as refusal:
        rules.email(typed)
    assert refusal.value.field == "email"


@pytest.mark.parametrize(("length", "fits"), [(254, True), (255, False), (300, False)])
def test_addresses_have_up_to_254_characters(length: int, fits: bool) -> None:
    """The longest address is still good, one character more is not, and the words say so."""
    typed = "a" * 60 + "@" + ".".join(["b" * 60] * 3) + "." + "c" * (length - 247) + ".jp"
    assert len(typed) == length
    if fits:
        assert rules.email(typed) == typed
    else:
        with pytest.raises(rules.BadEmail, match="254文字以内"):
            rules.email(typed)


@pytest.mark.parametrize(
    "typed", ["+819012345678", "＋８１－９０－１２３４－５６７８", "+81 (0)90 1234 5678", "+81.90.1234.5678"]
)
def test_numbers_are_kept_as_the_world_dials_them(typed: str) -> None:
    """Width, hyphens, blanks and the trunk's zero do not matter (S-05)."""
    assert rules.phone(typed) == "+819012345678"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("09012345678", "国番号から"),
        ("819012345678", "国番号から"),
        ("+8190123", "正しくありません"),
        ("+999 12345678", "正しくありません"),
        ("+0", "正しくありません"),
        ("+81 90 abcd 5678", "数字で"),
        ("+", "数字で"),
        ("", "数字で"),
        ("+" + "1" * 300, "正しくありません"),
    ],
)
def test_other_numbers_are_refused(typed: str, told: str) -> None:
    """A missing country code is asked for by name; all words give an example (S-05)."""
    with pytest.raises(rules.BadPhone, match=told) as refusal:
        rules.phone(typed)
    assert "+81 90 1234 5678" in refusal.value.message


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("hanako@example.jp", "email"),
        ("+81@example.jp", "email"),
        ("1＠example.jp", "email"),
        ("＋８１９０１２３４５６７８", "phone"),
    ],
)
def test_one_signs_in_by_address_or_number(typed: str, kind: str) -> None:
    """What has an @ is an address; what is mostly digits is a number."""
    assert rules.identifier(typed)[0] == kind


@given(st.text(max_size=40))
def test_identifiers_stay_as_they_are(typed: str) -> None:
    """Whatever is typed is refused in words or normalised once and for all."""
    once = or_none(rules.identifier, typed)
    assert once is None or rules.identifier(once[1]) == once  # type: ignore[index]


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("span", "locked"), [(rules.WRONG_WINDOW - SECOND, True), (rules.WRONG_WINDOW, False)], ids=["within", "at"]
)
def test_five_wrong_ones_lock_only_within_the_window(span: timedelta, locked: bool) -> None:
    """The fifth counts if it comes less than 15 minutes after the first; the lock begins with it."""
    wrong = [NOON, NOON + SECOND, NOON + SECOND, NOON + SECOND, NOON + span]
    assert rules.locked_until(wrong, 5) == (NOON + span + rules.LOCKED_FOR if locked else None)
    assert rules.locked_until(wrong[:4], 5) is None


def test_a_lock_that_is_over_leaves_nothing_behind() -> None:
    """The first wrong one after the lock does not lock again."""
    wrong = [NOON] * 5 + [NOON + rules.LOCKED_FOR]
    assert rules.locked_until(wrong, 5) == NOON + rules.LOCKED_FOR


@pytest.mark.parametrize(("times", "seconds"), [(0, None), (2, None), (3, 5), (4, 10)])
def test_waits_grow_from_the_third(times: int, seconds: int | None) -> None:
    """Two wrong ones are free; each further one costs five seconds more."""
    until = rules.delayed_until([NOON] * times, NOON)
    assert until == (None if seconds is None else NOON + timedelta(seconds=seconds))


@pytest.mark.parametrize(("later", "waits"), [(rules.WRONG_WINDOW - SECOND, True), (rules.WRONG_WINDOW, False)])
def test_old_wrong_ones_slow_nobody_down(later: timedelta, waits: bool) -> None:
    """After 15 minutes a wrong password no longer counts."""
    assert (rules.delayed_until([NOON] * 3, NOON + later) is not None) is waits


@pytest.mark.parametrize("site", ["store", "kdp"])
def test_sessions_lapse_to_the_second(site: str) -> None:
    """A second before, not yet; at the time and after it, yes (S-16)."""
    ends = NOON + rules.IDLE[site]
    assert [rules.lapsed(site, NOON, at) for at in (ends - SECOND, ends, ends + SECOND)] == [False, True, True]


def test_proofs_last_ten_minutes_to_the_second() -> None:
    """A second before the end it still holds; who never typed it has none (A-01)."""
    ends = NOON + rules.PROOF_LASTS
    assert [rules.proved(NOON, at) for at in (ends - SECOND, ends, ends + SECOND)] == [True, False, False]
    assert not rules.proved(None, NOON)


@given(st.one_of(st.emails(), st.text(max_size=80)))
def test_a_normalised_address_stays_as_it_is(typed: str) -> None:
    """Normalising an address twice changes nothing more."""
    once = or_none(rules.email, typed)
    assert once is None or rules.email(str(once)) == once


@pytest.mark.parametrize("length", [6, 7, 128])
def test_passwords_of_6_to_128_characters_are_taken(length: int) -> None:
    """The shortest and the longest password are both still good."""
    assert rules.password("あ" * length) == "あ" * length


@pytest.mark.parametrize("length", [0, 5, 129])
def test_shorter_and_longer_passwords_are_refused(length: int) -> None:
    """One character too few or too many is refused, naming the field."""
    with pytest.raises(rules.BadPassword) as refusal:
        rules.password("a" * length)
    assert refusal.value.field == "password"


@pytest.mark.parametrize(
    ("typed", "kept"), [(" 見本　花子 ", "見本 花子"), ("O'Neil\tMihon", "O'Neil Mihon"), ("髙橋 𠮷男", "髙橋 𠮷男")]
)
def test_names_keep_their_characters(typed: str, kept: str) -> None:
    """A name keeps its own characters, in one line with single spaces."""
    assert rules.name(typed) == kept


@pytest.mark.parametrize("typed", ["", "　 ", "\x00\x07", "あ" * 101])
def test_names_that_are_none_are_refused(typed: str) -> None:
    """An empty name is refused, and so is one of more than 100 characters."""
    with pytest.raises(rules.BadName) as refusal:
        rules.name(typed)
    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ミホン ハナコ", "ミホン ハナコ"),
        ("みほん　はなこ", "ミホン ハナコ"),
        ("ﾐﾎﾝ ﾊﾅｺ", "ミホン ハナコ"),
        ("ジョー・ヴ", "ジョー・ヴ"),
    ],
)
def test_readings_become_katakana(typed: str, kept: str) -> None:
    """A reading may be typed in hiragana or in half width."""
    assert rules.furigana(typed) == kept


@pytest.mark.parametrize("typed", ["", "・", "ー", "見本", "Mihon", "ミホン1", "ミ" * 101])
def test_other_readings_are_refused(typed: str) -> None:
    """A reading has katakana and nothing else."""
    with pytest.raises(rules.BadName) as refusal:
        rules.furigana(typed)
    assert refusal.value.field == "furigana"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_normalised_names_stay_as_they_are(typed: str) -> None:
    """Normalising a name or a reading twice changes nothing more."""
    for rule in (rules.name, rules.furigana):
        once = or_none(rule, typed)
        assert once is None or rule(str(once)) == once


@pytest.mark.parametrize("typed", ["6408154", "640-8154", "〒640-8154", "６４０－８１５４", "640ー8154", " 640‐8154 "])
def test_postal_codes_are_read_as_people_write_them(typed: str) -> None:
    """Width, hyphens and the postal mark do not matter."""
    assert rules.address(**{**GOOD, "postal_code": typed})["postal_code"] == "640-8154"


@pytest.mark.parametrize("typed", ["073-400-0000", "０７３４００００００", "(073) 400-0000", "+81 73-400-0000"])
def test_telephone_numbers_are_read_as_people_write_them(typed: str) -> None:
    """Width, brackets, hyphens and the country code do not matter."""
    assert rules.address(**{**GOOD, "phone": typed})["phone"] == "0734000000"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "あ" * 101),
        ("postal_code", "640815"),
        ("postal_code", "64081544"),
        ("postal_code", "６４０八一五四"),
        ("prefecture", ""),
        ("prefecture", "和歌山"),
        ("street", "　"),
        ("street", "あ" * 201),
        ("phone", "073400000"),
        ("phone", "073400000000"),
        ("phone", "1734000000"),
    ],
)
def test_addresses_that_nobody_finds_are_refused(field: str, typed: str) -> None:
    """Each part of an address is checked, and the refusal names it."""
    with pytest.raises(rules.BadAddress) as refusal:
        rules.address(**{**GOOD, field: typed})
    assert refusal.value.field == field


@given(
    st.fixed_dictionaries(
        {
            "name": st.text(min_size=1, max_size=100),
            "postal_code": st.from_regex(r"\A〒?[0-9０-９]{3}[-－ー]?[0-9]{4}\Z"),
            "prefecture": st.sampled_from(rules.PREFECTURES),
            "street": st.text(min_size=1, max_size=200),
            "phone": st.from_regex(r"\A(0|\+81)[0-9]{2}[- ]?[0-9]{3}[- ]?[0-9]{4}\Z"),
        }
    )
)
def test_a_normalised_address_of_delivery_stays_as_it_is(typed: dict[str, str]) -> None:
    """Normalising a delivery address twice changes nothing more."""
    once = or_none(rules.address, **typed)
    assert once is None or or_none(rules.address, **once) == once  # type: ignore[arg-type]


def test_there_are_47_prefectures() -> None:
    """Every prefecture can be chosen, once."""
    assert len(set(rules.PREFECTURES)) == len(rules.PREFECTURES) == 47


@pytest.mark.parametrize("wanted", ["/", "/orders?page=2", "/checkout#pay", "/%2F/x"])
def test_pages_of_this_site_are_inside(wanted: str) -> None:
    """A path of this site can be gone on to."""
    assert rules.inside(wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "orders",
        "//evil.example.com",
        "/\\evil.example.com",
        "/\t/evil.example.com",
        "/\x80",
        "https://evil.example.com",
        "//[",
    ],
)
def test_pages_elsewhere_are_outside(wanted: str) -> None:
    """What a browser could read as another site's address is not gone on to."""
    assert not rules.inside(wanted)


@given(st.text(max_size=20))
def test_only_paths_are_inside(wanted: str) -> None:
    """Whatever is inside begins with one slash and has nothing that browsers leave out or turn around."""
    if rules.inside(wanted):
        assert wanted[0] == "/"
        assert wanted[:2] != "//"
        assert not {unicodedata.category(c) for c in wanted} & {"Cc"}
        assert "\\" not in wanted
