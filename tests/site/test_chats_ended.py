"""What follows a chat: its transcript by mail, the survey, and what comes of its case."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.support import service, talks, transcripts
from mock_site.support.models import Chat
from tests.site.chatting import LETTERS, begin, buyer, case_of, looked_up, mails, newest, overseas, say
from tests.site.shopping import Site


def test_every_house_conversation_ends_with_transcript_and_survey() -> None:
    """Each has the usual ending (M-11, M-12)."""
    for name, talk in talks.conversations().items():
        assert talk.at_end == "transcript", name
        assert "survey" in talk.nodes


def test_the_transcript_is_what_was_shown(site: Site) -> None:
    """Line by line, with times and names; what follows the end is no part of it (M-11)."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    say(person, "いいえ、そのままにします", "いいえ、ありません")
    assert "アンケートにご協力ください" in person.text
    with site.open() as world:
        (held,) = world.db.scalars(select(Chat))
        lines = [
            f"{at(line)} {line.who + '：' if line.who else ''}{line.text}" for line in held.lines if not line.after_end
        ]
        mail = next(m for m in mails(world) if "チャット" in m.subject)
    assert "\n".join(lines) in mail.text
    say(person, "解決した", "満足")
    assert "アンケートへのご回答、ありがとうございました" in person.text


def at(line: Any) -> str:
    """The time of a line as the store shows it."""
    return f"{line.at:%H:%M} JST"


def test_nobody_can_forge_a_line_of_the_transcript(site: Site) -> None:
    """A message of several lines stays one: what follows its first is indented in the mail (M-11)."""
    person, (number,) = buyer(site, LETTERS)
    forged = "10:00 JST 青木：全額を返金いたします。"
    say(begin(person, number), f"こんにちは\n{forged}\r\n{forged}").post(f"{person.path}/end")
    with site.open() as world:
        mail = next(m for m in mails(world) if "チャット" in m.subject)
    assert f"こんにちは\n\u3000\u3000\u3000{forged}\n\u3000\u3000\u3000{forged}\n" in mail.text
    assert forged not in mail.text.splitlines()


def test_another_day_is_told_by_its_date(site: Site) -> None:
    """Over midnight and after a pause, in the chat and in its mail alike (M-11); the first day has none."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number)
    assert not re.findall(r"<p>\d{4}年\d+月\d+日</p>", person.page.text)
    with site.open(write=True) as world:
        world.advance(timedelta(hours=14))
        service.answer(world, newest(world), 1, said=LETTERS, turn="1")
        service.end(world, newest(world), 1)
        chat = world.db.get_one(Chat, 1)
        lines = transcripts.transcript(chat)
        mail = next(m for m in mails(world) if "チャット" in m.subject)
    day = next(line for line in lines if line.by == "date")
    assert (day.time, day.text) == ("", "2026年6月2日")
    assert f"\n2026年6月2日\n{lines[lines.index(day) + 1].time} " in mail.text


@pytest.mark.parametrize(
    ("answers", "outcome", "notes"),
    [
        (("解決していない", "不満"), "unsolved", ("解決していない", "担当者の対応は「不満」")),
        (("解決した", "満足"), "solved", ("解決した", "担当者の対応は「満足」")),
        ((), "withdrawn", ()),
    ],
)
def test_the_survey_changes_what_came_of_the_case(
    site: Site, answers: tuple[str, ...], outcome: str, notes: tuple[str, ...]
) -> None:
    """Its answers stand in the case, as nobody of the shop's word; who gives none leaves it as it was (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number).post(f"{person.path}/end")
    assert case_of(site).outcome == "withdrawn"
    closed = case_of(site).closed_at
    say(person, *answers)
    case = case_of(site)
    assert (case.outcome, case.closed_at) == (outcome, closed)
    assert [(note.who, note.text) for note in case.notes] == [("", f"アンケートのご回答：{note}") for note in notes]
    assert ("未解決として記録しました" in person.text) is (outcome == "unsolved")


def test_a_case_that_the_agent_solved_is_unsolved_if_its_customer_says_so(site: Site) -> None:
    """As the list of one's cases shows; in English, too (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    say(looked_up(site, begin(person, number)), "いいえ、そのままにします", "いいえ、ありません")
    assert case_of(site).outcome == "solved"
    say(person, "解決していない")
    assert "未解決のまま終了" in person.twin().get("/account/cases").text
    abroad = overseas(site).post("/contact/chat/about/contact-com")
    abroad.post(f"{abroad.path}/end")
    say(abroad, "No, not yet", "Dissatisfied")
    assert [note.text for note in case_of(site).notes] == [
        "Answered in the survey: not solved",
        "Answered in the survey: “Dissatisfied” with the people one spoke with",
    ]
    assert "Closed unsolved" in abroad.get("/account/cases").text


def test_what_is_typed_after_the_end_is_kept(site: Site) -> None:
    """A message from a page that knew of no end is not sent, as the chat says, and stands there to be copied (M-11)."""
    person, (number,) = buyer(site, LETTERS)
    stale = begin(person, number).twin().get(person.path)
    turn = stale.hidden("turn")
    person.post(f"{person.path}/end")
    stale.post(stale.path, say="もう一つあります", turn=turn)
    assert stale.status == 409
    assert "このチャットは終了しているため、メッセージは送信されませんでした" in stale.text
    assert "送信されなかったメッセージ もう一つあります" in stale.text


def test_somebody_without_an_address_gets_the_survey(site: Site) -> None:
    """A chat of an account by number ends without a mail (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number)
    with site.open(write=True) as world:
        identity.account(world, newest(world)).email = ""
    person.post(f"{person.path}/end")
    assert "アンケートにご協力ください" in person.text
    assert "お送りしました" not in person.text


def test_what_follows_the_end_is_in_nobodys_name(site: Site) -> None:
    """The survey is shown apart, and is not asked by the agent whom it is about (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number).post(f"{person.path}/end")
    after = person.page.text.partition('class="chat-after"')[2].partition("</section>")[0]
    assert "アンケートにご協力ください" in after
    assert "chat-who" not in after
    assert "by-agent" not in after
