"""Asking for help, and closing an account (C-01 to C-05)."""

from collections.abc import Callable

import pytest

from fixtures import personas
from fixtures.world import Person, World
from flows.flow import Stage
from flows.pocket import Mailbox
from flows.support import Chat, Closing

LOST = (
    "発送前のご注文 1件",
    "ダウンロードしていない電子書籍 1冊",
    "プライム会員の特典",
    "Kindle Unlimitedの読み放題",
    "印刷していない領収書 1件",
    "メールマガジンの配信",
    "ギフト券残高 ￥3,000（新しいアカウントへは移せません）",
    "ポイント 120ポイント（新しいアカウントへは移せません）",
)
LATER = {"minutes": 11}
"""By then the password is asked for again."""


def walk_to_agent(chat: Chat) -> None:
    """Find out that the settings do not help, and reach an agent."""
    chat.start()
    chat.ask_about_account()
    chat.find_no_closing_among_settings()
    chat.reach_agent()


@pytest.mark.device("phone")
@pytest.mark.persona(**personas.HAS_EVERYTHING)
def test_close_an_account_that_has_everything(
    world: World, shopper: Person, closing: Closing, mailbox: Mailbox, another_browser: Callable[..., Stage]
) -> None:
    """All that is lost is listed; closed by the menu of calls, nothing of it is within reach, in no browser."""
    elsewhere = another_browser(shopper).flow(Closing)
    world.advance(**LATER)
    closing.open_notes(shopper.password)
    closing.see_losses(LOST)
    closing.read_to_the_end()
    closing.is_asked_for_consent()
    closing.close()
    closing.is_shut_out(shopper.email, shopper.password)
    elsewhere.is_signed_out_at("store", "/account", "サインイン")
    elsewhere.finds_everything_gone(f"/orders/{shopper.facts['orders'][0]['number']}", "/contact/closure")
    mailbox.open_mail(shopper.email, "アカウント閉鎖のお知らせ")
    (account,) = world.state()["accounts"]
    assert account["closed_at"] is not None
    kept = str({k: v for k, v in world.state().items() if k != "messages"})
    street, domestic = shopper.facts["address"]["street"], "0" + shopper.facts["phone"].removeprefix("+81")
    for personal in (shopper.name, shopper.facts["furigana"], shopper.facts["phone"], domestic, street):
        assert personal not in kept


@pytest.mark.device("phone")
@pytest.mark.persona(**personas.HAS_NOTHING)
def test_close_an_account_that_has_nothing(world: World, shopper: Person, closing: Closing) -> None:
    """Where there is nothing to lose, the page says so."""
    world.advance(**LATER)
    closing.open_notes(shopper.password)
    closing.see_nothing_lost()
    closing.read_to_the_end()
    closing.close()


@pytest.mark.both_devices
@pytest.mark.persona(**personas.HAS_EVERYTHING)
def test_have_an_agent_close_the_account(
    world: World, shopper: Person, chat: Chat, closing: Closing, another_browser: Callable[..., Stage]
) -> None:
    """The agent says what is lost; a refusal changes nothing, consent closes the account at once."""
    elsewhere = another_browser(shopper).flow(Closing)
    world.sign_in(elsewhere.page.context, shopper, site="kdp")
    walk_to_agent(chat)
    chat.hear_losses(LOST)
    chat.hear_consequences(LOST)
    before = world.state()["accounts"]
    chat.refuse_consent()
    assert world.state()["accounts"] == before
    chat.choose("はい")
    chat.choose("チャットでサポートを受ける")
    chat.hear_losses(LOST)
    chat.consent(shopper.password)
    closing.is_shut_out(shopper.email, shopper.password)
    elsewhere.is_signed_out_at("store", "/account", "サインイン")
    elsewhere.is_signed_out_at("kdp", "/bookshelf", "サインイン")
    elsewhere.finds_everything_gone()


@pytest.mark.persona(**personas.HAS_NOTHING)
def test_an_agent_says_that_nothing_is_lost(shopper: Person, chat: Chat) -> None:
    """The agent reads the account's real state."""
    walk_to_agent(chat)
    chat.hear_that_nothing_is_lost()


def test_a_chat_bears_all_sorts_of_people(shopper: Person, stage: Stage, chat: Chat) -> None:
    """Odd sentences are asked back, long ones kept; a reload loses nothing, and a second tab shows the same."""
    chat.start()
    second = Stage(stage.page.context.new_page(), stage.sites, stage.device, stage.walk)
    second.page.goto(stage.page.url)
    chat.is_not_understood("<script>alert(1)</script>")
    chat.is_too_long("長" * 5000)
    second.flow(Chat).is_late("わかりました")
    chat.see_again("<script>alert(1)</script>", "近いものをお選びいただけますか")
    second.flow(Chat).see_again("<script>alert(1)</script>")
