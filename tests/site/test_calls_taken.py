"""Calls that the customer service makes: what comes of them on the telephone (T-05, T-06)."""

import pytest

from mock_site.identity import service as identity
from mock_site.pocket import phone
from mock_site.problems import Conflict, Problem
from mock_site.support import cases
from tests.site.calling import MATTER, NUMBER, ask, crowd, pick_up, reply, requests, rings, the_case
from tests.site.shopping import Site, wait


def test_a_call_rings_is_answered_and_solves_the_case(site: Site) -> None:
    """Line by line; the case keeps what was said, and is closed when one hangs up (T-05, T-06)."""
    person = ask(site.shopper())
    path = person.path
    assert "お電話を差し上げています" in person.text
    pick_up(site)
    assert the_case(site).closed_at is None
    assert "お電話中です" in person.get(person.path).text
    assert "お調べいたします" not in reply(site)
    assert "お調べいたします" in reply(site, "on")
    assert "これで解決しました" not in person.get(f"/account/cases/{the_case(site).number}").text
    assert "これで解決しました" in reply(site, "on", "solved")
    assert the_case(site).closed_at is None
    pick_up(site, "hang_up")
    case = the_case(site)
    assert case.outcome == "solved"
    assert "解決してよかったです" in person.get(path).text
    heard = "".join(note.text for note in case.notes)
    assert "見本 花子様" in heard
    assert "お問い合わせをいただき、お電話を差し上げました" in heard
    assert "解決済み" in person.get("/account/cases").text
    assert "これで解決しました。" in person.get(f"/account/cases/{case.number}").text


def test_the_operator_hangs_up_at_last(site: Site) -> None:
    """Ten minutes after it was answered; not a second before."""
    ask(site.shopper())
    pick_up(site)
    wait(site, minutes=9, seconds=59)
    assert the_case(site).outcome is None
    wait(site, seconds=1)
    assert the_case(site).outcome == "ended"


@pytest.mark.parametrize("spoken", [(), ("on",), ("on", "on")])
def test_hanging_up_early_solves_nothing(site: Site, spoken: tuple[str, ...]) -> None:
    """Before one says that it is solved, the case ends without; another call can be asked for."""
    person = ask(site.shopper())
    pick_up(site)
    reply(site, *spoken)
    pick_up(site, "hang_up")
    assert the_case(site).outcome == "ended"
    assert "もう一度電話を依頼する" in person.get(person.path).text
    assert "解決してよかったです" not in person.text
    assert "お電話の途中で終了" in person.get("/account/cases").text


def test_who_says_that_it_is_not_solved_is_believed(site: Site) -> None:
    """The operator says where else to turn to."""
    person = ask(site.shopper())
    pick_up(site)
    assert "カスタマーサービスに連絡" in reply(site, "on", "on", "unsolved")
    pick_up(site, "hang_up")
    assert the_case(site).outcome == "unsolved"
    assert "未解決のまま終了" in person.get("/account/cases").text


def test_what_cannot_be_said_now_is_refused(site: Site) -> None:
    """Neither before its time, nor after the good-bye, nor when the call is over; said twice, it is said once."""
    ask(site.shopper())
    with site.open(write=True) as world:
        call = phone.phone(world, NUMBER).ringing
        assert call is not None
        with pytest.raises(Conflict):
            phone.reply(world, NUMBER, call.id, "on", 0)
    pick_up(site)
    with site.open(write=True) as world:
        for key in ("solved", "", "no"):
            with pytest.raises(Problem, match="ボタンから"):
                phone.reply(world, NUMBER, call.id, key, 1)
        for _ in range(2):
            assert len(phone.reply(world, NUMBER, call.id, "on", 1).lines) == 3
    reply(site, "on", "solved")
    with pytest.raises(Problem, match="ボタンから"):
        reply(site, "on")
    pick_up(site, "hang_up")
    with site.open(write=True) as world, pytest.raises(Conflict):
        phone.reply(world, NUMBER, call.id, "on", 99)


def test_a_missed_call_is_tried_once_more(site: Site) -> None:
    """Missed after 30 seconds, tried again 5 minutes later to the second, and given up when missed again (T-05)."""
    person = ask(site.shopper())
    wait(site, seconds=29)
    assert rings(site)
    wait(site, seconds=1)
    assert not rings(site)
    assert "もう一度おかけします" in person.get(person.path).text
    wait(site, minutes=4, seconds=59)
    assert not rings(site)
    wait(site, seconds=1)
    assert rings(site)
    wait(site, seconds=30)
    assert the_case(site).outcome == "unreached"
    wait(site, days=1)
    assert not rings(site)
    assert "お電話がつながりませんでした" in person.get(person.path).text
    assert requests(site)[0].tries == 2


def test_a_declined_call_is_not_tried_again(site: Site) -> None:
    """It ends the case."""
    ask(site.shopper())
    pick_up(site, "decline")
    wait(site, hours=1)
    assert not rings(site)
    assert the_case(site).outcome == "declined"


def test_crowded_lines_call_late_from_abroad(site: Site) -> None:
    """After the wait to the second, by an operator abroad, and the case is solved all the same (T-06)."""
    crowd(site, wait="PT7M")
    person = ask(site.shopper())
    assert "まもなくお電話します" in person.text
    assert "混み合っています" in person.text
    wait(site, minutes=6, seconds=59)
    assert not rings(site)
    wait(site, seconds=1)
    pick_up(site)
    reply(site, "on", "on", "solved")
    pick_up(site, "hang_up")
    case, (made,) = the_case(site), requests(site)
    assert made.desk == "abroad"
    assert "海外から" in case.notes[1].text
    assert case.outcome == "solved"


@pytest.mark.parametrize(("way", "outcome"), [("withdraw", "withdrawn"), ("solved", "helped")])
def test_a_telephone_stops_ringing_when_nothing_is_left_to_say(site: Site, way: str, outcome: str) -> None:
    """Called off, or helped otherwise while it rings; who answers on a page that still shows it is told so (T-04)."""
    person = ask(site.shopper())
    with site.open() as world:
        call = phone.phone(world, NUMBER).ringing
        assert call is not None
    if way == "withdraw":
        person.post(f"{person.path}/withdraw")
    else:
        person.post("/contact/call/solved", **MATTER, title="注文と配送の状況")
    assert not rings(site)
    with site.open(write=True) as world, pytest.raises(Conflict, match="電話を取りやめました"):
        phone.answer(world, NUMBER, call.id)
    wait(site, hours=1)
    assert requests(site)[0].state == "withdrawn"
    assert the_case(site).outcome == outcome
    assert the_case(site).notes[-1].text == "このお問い合わせのお電話は取りやめになりました。"


def test_a_telephone_that_is_engaged_is_called_later(site: Site) -> None:
    """Two people ask for one number: the second call waits for the first, which is neither hidden nor ended."""
    first, second = ask(site.shopper()), ask(site.shopper())
    assert "お話し中のため" in second.text
    pick_up(site)
    wait(site, minutes=3)
    with site.open() as world:
        held = phone.phone(world, NUMBER)
        assert (held.ringing, held.talking is None) == (None, False)
    assert "お電話中です" in first.get(first.path).text
    pick_up(site, "hang_up")
    assert not rings(site)
    wait(site, seconds=59)
    assert not rings(site)
    wait(site, seconds=1)
    assert rings(site)
    assert [made.tries for made in requests(site)] == [1, 1]
    record = second.get(f"/account/cases/{second.path.rpartition('/')[2]}").text
    assert record.count("お話し中でしたので") == 1


def test_a_telephone_that_stays_engaged_is_given_up(site: Site) -> None:
    """Somebody who never hangs up is not tried for ever."""
    with site.open(write=True) as world:
        phone.answer(world, NUMBER, phone.call(world, topic="personal", to=NUMBER, caller="花", lines=["ねえ。"]).id)
    ask(site.shopper())
    wait(site, minutes=13, seconds=59)
    assert the_case(site).outcome is None
    wait(site, seconds=1)
    assert the_case(site).outcome == "unreached"


def test_a_talk_is_not_called_off(site: Site) -> None:
    """Once it is spoken, or over, calling off is refused."""
    person = ask(site.shopper())
    path = person.path
    pick_up(site)
    assert person.post(f"{path}/withdraw").status == 409
    pick_up(site, "hang_up")
    assert person.post(f"{path}/withdraw").status == 409
    assert the_case(site).outcome == "ended"


def test_calling_off_a_talk_shows_its_page(site: Site) -> None:
    """Whoever presses 「電話を取り消す」 on an old page is shown that the call is spoken."""
    person = ask(site.shopper())
    path = person.path
    pick_up(site)
    page = person.post(f"{path}/withdraw").page.text
    assert "<h1>お電話中です</h1>" in page
    assert "お話し中のお電話は取り消せません" in page
    assert the_case(site).closed_at is None


def test_an_open_page_can_ask_how_a_call_stands(site: Site) -> None:
    """Its words change with the call; a stranger is told nothing, nor does asking change anything."""
    person, nobody = ask(site.shopper()), site.visitor()
    path = person.path
    nobody.get("/")
    told = [person.get(f"{path}/now").page.text]
    assert nobody.get(f"{path}/now").status == 204
    assert site.shopper().get(f"{path}/now").status == 404
    pick_up(site)
    told.append(person.get(f"{path}/now").page.text)
    pick_up(site, "hang_up")
    told.append(person.get(f"{path}/now").page.text)
    assert len(set(told)) == 3
    assert f'data-seen="{told[-1]}"' in person.get(path).page.text


def test_closing_the_account_takes_cases_and_calls_with_it(site: Site) -> None:
    """Nothing is left to read, and nothing rings (C-05)."""
    ask(site.shopper())
    with site.open(write=True) as world:
        (account,) = identity.everybody(world)
        identity.close(world, account.id)
    wait(site, hours=1)
    assert not rings(site)
    assert requests(site) == []
    with site.open() as world:
        assert cases.cases_of(world, account.id) == []
