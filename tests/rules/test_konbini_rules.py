"""What the rules of paying at a convenience store decide, at each of their boundaries."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.konbini import chains, rules, rules_terminal
from mock_site.problems import NotFound, Problem
from mock_site.worlds import JST

ISSUED = datetime(2026, 6, 1, 10, 10, tzinfo=JST)
DUE = datetime(2026, 6, 7, 10, 10, tzinfo=JST)
SECOND = timedelta(seconds=1)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(JST))  # noqa: DTZ001 (hypothesis adds the zone)


def at(text: str) -> datetime:
    """A moment in JST."""
    return datetime.fromisoformat(f"{text}+09:00")


def test_the_six_chains_ask_for_13_and_11_digits() -> None:
    """Seven-Eleven's number has 13 digits, the other five have 11 (P-10)."""
    assert {chain.name: chain.digits for chain in chains.CHAINS.values()} == {
        "セブン-イレブン": 13,
        "ローソン": 11,
        "ファミリーマート": 11,
        "ミニストップ": 11,
        "デイリーヤマザキ": 11,
        "セイコーマート": 11,
    }


def test_which_terminal_stands_where() -> None:
    """Four chains have a terminal; Loppi and Famiポート ask for 8888, クラブステーション does not (P-13 to P-15)."""
    assert {key: (chain.kind, chain.confirms) for key, chain in chains.CHAINS.items()} == {
        "seven": (None, False),
        "lawson": ("loppi", True),
        "familymart": ("famiport", True),
        "ministop": ("loppi", True),
        "daily": (None, False),
        "seico": ("clubstation", False),
    }


@pytest.mark.parametrize("key", ["", "circle", "seven ", "SEVEN"])
def test_an_unknown_chain_is_not_found(key: str) -> None:
    """There is no seventh chain."""
    with pytest.raises(NotFound):
        rules.chain(key)


@pytest.mark.parametrize("key", ["seven", "daily"])
def test_two_chains_have_no_terminal(key: str) -> None:
    """Where the clerk is told the number, no terminal is found (P-12, P-16)."""
    with pytest.raises(NotFound):
        rules.terminal(key)


# The deadline


def test_the_deadline_is_six_days_after_the_issue() -> None:
    """To the second (P-25)."""
    assert rules.deadline(ISSUED) == DUE


@pytest.mark.parametrize(
    ("now", "grace", "stage"),
    [
        (ISSUED, 3600, "open"),
        (DUE, 3600, "open"),
        (DUE + SECOND, 3600, "grace"),
        (DUE + timedelta(hours=1), 3600, "grace"),
        (DUE + timedelta(hours=1) + SECOND, 3600, "cancelled"),
        (DUE, 0, "open"),
        (DUE + SECOND, 0, "cancelled"),
    ],
)
def test_the_stages_of_a_payment(now: datetime, grace: int, stage: str) -> None:
    """A payment is open to the deadline, in grace to its last second, and over one second later (P-26)."""
    assert rules.stage(now=now, due_at=DUE, grace=grace, paid_at=None, cancelled_at=None) == stage


def test_what_is_paid_stays_paid() -> None:
    """Neither the deadline nor a cancellation makes a paid number look unpaid (P-20)."""
    late = DUE + timedelta(days=30)
    assert rules.stage(now=late, due_at=DUE, grace=0, paid_at=ISSUED, cancelled_at=None) == "paid"
    assert rules.stage(now=late, due_at=DUE, grace=0, paid_at=ISSUED, cancelled_at=late) == "paid"


def test_a_cancellation_closes_a_payment_before_its_deadline() -> None:
    """A cancelled order takes no money, however early it is (P-28)."""
    assert rules.stage(now=ISSUED, due_at=DUE, grace=3600, paid_at=None, cancelled_at=ISSUED) == "cancelled"


@pytest.mark.parametrize("grace", [0, 1, 3600, 86400])
def test_expiry_follows_the_last_second_of_grace(grace: int) -> None:
    """In the second before it is due, a payment still goes through (P-25, P-26)."""
    expiry = rules.expires_at(DUE, grace)
    assert expiry == DUE + timedelta(seconds=grace + 1)
    assert rules.stage(now=expiry - SECOND, due_at=DUE, grace=grace, paid_at=None, cancelled_at=None) != "cancelled"


@pytest.mark.parametrize(("stage", "refusal"), [("paid", rules.AlreadyPaid), ("cancelled", rules.Expired)])
def test_nothing_is_paid_twice_or_too_late(stage: str, refusal: type[Problem]) -> None:
    """Paid and cancelled payments are refused, each with its reason (P-20, P-28)."""
    with pytest.raises(refusal):
        rules.check_payable(stage)


@pytest.mark.parametrize("stage", ["open", "grace"])
def test_open_payments_are_taken(stage: str) -> None:
    """Before the deadline and in its grace (P-26)."""
    rules.check_payable(stage)


# Maintenance


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-07-16 02:59:59", None),
        ("2026-07-16 03:00:00", "2026-07-16 05:00:00"),
        ("2026-07-16 04:59:59", "2026-07-16 05:00:00"),
        ("2026-07-16 05:00:00", None),
        ("2026-01-15 03:00:00", "2026-01-15 05:00:00"),
        ("2026-10-15 03:00:00", None),
        ("2026-06-18 03:00:00", None),
        ("2026-07-09 03:00:00", None),
        ("2026-07-23 03:00:00", None),
        ("2026-07-15 03:00:00", None),
        ("2026-07-17 03:00:00", None),
        ("2026-07-16 15:00:00", None),
    ],
)
def test_the_maintenance_window(now: str, opens: str | None) -> None:
    """Closed on the third Thursday of an odd month from 03:00:00 to 04:59:59, and at no other time (P-09)."""
    assert rules.maintenance(at(now)) == (opens and at(opens))


def test_the_maintenance_window_is_in_japan_time() -> None:
    """A clock that shows another zone meets the same window (P-09)."""
    assert rules.maintenance(datetime(2026, 7, 15, 18, 0, tzinfo=UTC)) == at("2026-07-16 05:00:00")
    assert rules.maintenance(datetime(2026, 7, 16, 3, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize("year", range(2024, 2036))
def test_every_odd_month_has_one_window_of_two_hours(year: int) -> None:
    """Hour by hour, each year has six windows, each of two hours (P-09)."""
    hours = [at(f"{year}-01-01 00:00:00") + timedelta(hours=hour) for hour in range(366 * 24)]
    closed = [hour for hour in hours if hour.year == year and rules.maintenance(hour)]
    assert [hour.month for hour in closed] == [month for month in (1, 3, 5, 7, 9, 11) for _ in range(2)]
    assert {hour.weekday() for hour in closed} == {3}
    assert all(second - first == timedelta(hours=1) for first, second in zip(closed[::2], closed[1::2], strict=True))


@given(MOMENTS)
def test_it_always_opens_again_within_two_hours(now: datetime) -> None:
    """The time that the page names lies ahead, and the page is open then (P-09)."""
    opens = rules.maintenance(now)
    assert opens is None or timedelta() < opens - now <= timedelta(hours=2)
    assert opens is None or rules.maintenance(opens) is None


# Numbers


@pytest.mark.parametrize(
    "typed",
    [
        "12345678901",
        "１２３４５６７８９０１",
        "123-4567-8901",
        "123 4567 8901",
        "１２３ー４５６７―８９０１",
        " 12345678901\n",
    ],
    ids=["plain", "full-width", "hyphens", "spaces", "full-width-dashes", "around"],
)
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    """Full-width digits, hyphens and spaces make no difference."""
    assert rules.normalise_number(typed) == "12345678901"


@given(st.text())
def test_reading_a_number_twice_changes_nothing(typed: str) -> None:
    """What was read is read as the same again."""
    once = rules.normalise_number(typed)
    assert rules.normalise_number(once) == once


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_digits_are_never_lost(number: str) -> None:
    """Whatever stands between them, the digits come through in their order."""
    assert rules.normalise_number("-".join(number)) == number
    assert rules.normalise_number("　".join(chr(ord(digit) + 0xFEE0) for digit in number)) == number


@pytest.mark.parametrize("key", list(chains.CHAINS))
def test_a_number_has_exactly_the_chains_digits(key: str) -> None:
    """One digit more or less is refused, saying how many there should be (P-10, P-20)."""
    shop = chains.CHAINS[key]
    rules.check_length(shop, "1" * shop.digits)
    for wrong in (shop.digits - 1, shop.digits + 1):
        with pytest.raises(rules.NumberRefused, match=f"{shop.digits}桁です"):
            rules.check_length(shop, "1" * wrong)


@pytest.mark.parametrize("typed", ["", "abcdefghijk", "1234567890x", "١٢٣٤٥٦٧٨٩٠١", "1" * 5000])
def test_what_is_no_number_is_refused(typed: str) -> None:
    """Letters, other scripts' digits and nothing at all are refused (P-20)."""
    with pytest.raises(rules.NumberRefused):
        rules.check_length(chains.CHAINS["lawson"], typed)


@pytest.mark.parametrize("typed", ["-12345678901", "12345678901-", "1234--5678901", "+12345678901", "12345678.901"])
def test_odd_characters_are_told_and_not_dropped(typed: str) -> None:
    """A minus before the number, or anything else that is no digit, is refused in words (P-20)."""
    with pytest.raises(rules.NumberRefused, match="数字以外の文字を除いて"):
        rules.check_length(chains.CHAINS["lawson"], rules.normalise_number(typed))


def test_one_chains_number_at_another_is_refused_by_name() -> None:
    """The refusal says which chain the number is for (P-20)."""
    rules.check_chain(chains.CHAINS["lawson"], chains.CHAINS["lawson"])
    with pytest.raises(rules.OtherChain, match="ミニストップ用"):
        rules.check_chain(chains.CHAINS["lawson"], chains.CHAINS["ministop"])
    with pytest.raises(rules.OtherChainsTicket, match="申込券はミニストップ用"):
        rules.check_tickets_chain(chains.CHAINS["lawson"], chains.CHAINS["ministop"])


@pytest.mark.parametrize("typed", ["8888", "８８８８", " 8888 ", "88-88"])
def test_the_confirmation_number_is_8888(typed: str) -> None:
    """8888 passes, typed in any width (P-13, P-14)."""
    rules.check_confirmation(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "入力されていません"),
        ("　", "入力されていません"),
        ("888", "正しくありません"),
        ("88888", "正しくありません"),
        ("8887", "正しくありません"),
    ],
)
def test_a_missing_or_wrong_confirmation_number_is_refused(typed: str, why: str) -> None:
    """The two common mistakes are told apart (P-17)."""
    with pytest.raises(rules.ConfirmationRefused, match=why):
        rules.check_confirmation(typed)


# The register


@pytest.mark.parametrize("key", list(chains.CHAINS))
@pytest.mark.parametrize("means", rules.MEANS)
def test_only_cash_is_taken(key: str, means: str) -> None:
    """At every chain, everything but cash is refused with the reason (P-18)."""
    if means == "cash":
        rules.check_means(chains.CHAINS[key], means)
        return
    with pytest.raises(rules.MeansRefused, match=r"ご利用いただけません。.*現金のみ"):
        rules.check_means(chains.CHAINS[key], means)


@pytest.mark.parametrize("means", ["", "gold", "現金"])
def test_means_that_nobody_knows_are_refused(means: str) -> None:
    """A form that names no means of payment pays nothing."""
    with pytest.raises(Problem):
        rules.check_means(chains.CHAINS["seven"], means)


@pytest.mark.parametrize("key", list(chains.CHAINS))
@pytest.mark.parametrize("total", [1, 1980, 300_000])
def test_there_is_no_fee(key: str, total: int) -> None:
    """What is asked is the order's total, at every chain (P-19)."""
    assert rules.amount_asked(chains.CHAINS[key], total) == total


@pytest.mark.parametrize(
    ("typed", "handed"),
    [("1980", 1980), ("２０００", 2000), ("10,000円", 10_000), ("￥5,000", 5000), ("9999999", 9_999_999)],
)
def test_cash_is_counted(typed: str, handed: int) -> None:
    """Any sum that is enough is taken, in yen."""
    assert rules.cash(1980, typed) == handed


@pytest.mark.parametrize("typed", ["", " ", "1979", "0", "-1980", "1980.5", "many", "10000000", "9" * 5000, "²"])
def test_too_little_or_no_money_is_refused(typed: str) -> None:
    """A sum that is short, and what is no sum, are refused."""
    with pytest.raises(rules.CashRefused):
        rules.cash(1980, typed)


def test_a_ticket_is_good_for_thirty_minutes() -> None:
    """In the last second it is taken, one second later it is refused."""
    rules.check_ticket(ISSUED, ISSUED + timedelta(minutes=30))
    with pytest.raises(rules.TicketExpired):
        rules.check_ticket(ISSUED, ISSUED + timedelta(minutes=30) + SECOND)


# The terminals


@pytest.mark.parametrize("kind", list(chains.TERMINALS))
def test_a_terminal_shows_the_first_screen_that_was_left_out(kind: str) -> None:
    """From any number of screens passed, a later one leads back to the first missing."""
    machine = chains.TERMINALS[kind]
    for passed in range(len(machine.screens)):
        assert rules_terminal.first_missing(machine, machine.screens[passed], machine.screens[:passed]) is None
        if passed + 1 < len(machine.screens):
            missing = rules_terminal.first_missing(machine, machine.screens[-1], machine.screens[:passed])
            assert missing == machine.screens[passed]


@pytest.mark.parametrize(("kind", "screen"), [("loppi", "guide"), ("clubstation", "confirmation"), ("famiport", "x")])
def test_a_terminal_has_no_other_screens(kind: str, screen: str) -> None:
    """A screen of another terminal is not found."""
    with pytest.raises(NotFound):
        rules_terminal.first_missing(chains.TERMINALS[kind], screen, ())


LOPPI = chains.TERMINALS["loppi"]
RUN = rules_terminal.Run(LOPPI.screens[:-1], "12345678901", "777")


def test_going_on_puts_the_screens_after_it_ahead_again() -> None:
    """What was typed stays; a number found has no ticket yet; the first screen forgets it all."""
    assert rules_terminal.went_on(LOPPI, RUN, "shops") == rules_terminal.Run(LOPPI.screens[:3], RUN.number, RUN.ticket)
    assert rules_terminal.found(LOPPI, RUN, "9") == rules_terminal.Run(LOPPI.screens[:4], "9")
    assert rules_terminal.began(LOPPI) == rules_terminal.Run(("services",))


def test_a_paid_number_leaves_the_terminal() -> None:
    """Another one stays."""
    assert rules_terminal.paid(LOPPI, RUN, [RUN.number]) == rules_terminal.Run(LOPPI.screens[:3])
    assert rules_terminal.paid(LOPPI, RUN, ["9"]) == RUN


def test_a_form_prints_once() -> None:
    """As long as it knows the last ticket, and shows the number of the screen."""
    assert rules_terminal.prints(RUN, RUN.number, "777")
    assert not rules_terminal.prints(RUN, RUN.number, "")
    with pytest.raises(rules_terminal.OtherNumber):
        rules_terminal.prints(RUN, "9", "777")


def test_a_person_carries_twenty_tickets() -> None:
    """The oldest are thrown away; the same one is carried once."""
    codes = [str(code) for code in range(20)]
    assert rules_terminal.carried(codes, "20") == [*codes[1:], "20"]
    assert rules_terminal.carried(["1", "2"], "1") == ["2", "1"]


@pytest.mark.parametrize(
    ("hour", "weather", "opens"),
    [(3, None, 5), (3, {"until": "2026-07-16T04:00:00+09:00"}, 5), (3, {"until": "2026-07-16T06:00:00+09:00"}, 6)],
)
def test_the_page_opens_when_all_is_over(hour: int, weather: dict[str, str] | None, opens: int) -> None:
    """The calendar's maintenance and the weather's, whichever lasts longer (P-09)."""
    with pytest.raises(rules.PageClosed) as closed:
        rules.check_open(datetime(2026, 7, 16, hour, tzinfo=JST), weather)
    assert closed.value.opens_at == datetime(2026, 7, 16, opens, tzinfo=JST)


def test_the_page_is_open_or_closed_without_end() -> None:
    """Without weather it is open; weather without an end says no time."""
    rules.check_open(datetime(2026, 7, 16, 5, tzinfo=JST), None)
    with pytest.raises(rules.PageClosed) as closed:
        rules.check_open(datetime(2026, 7, 16, 5, tzinfo=JST), {"until": None})
    assert closed.value.opens_at is None
