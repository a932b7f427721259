"""What later conversations need of the chat, by conversations that only these tests have."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from mock_site.identity.models import Account
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.support import effects, service, talks
from mock_site.support.models import Chat
from mock_site.worlds import World
from tests.site.shopping import OPEN_SESAME, Shopper, Site, wait

ORDER = """
about = ["order"]
start = "hello"
at_end = "transcript"
[desks.orders]
label = "注文担当"
agents = ["青木"]
[nodes.hello]
desk = "orders"
says = ["ご注文 {order} についてですね。商品名をお知らせください。"]
patterns = [{ find = "(?P<title>.+)", to = "confirm" }]
[nodes.confirm]
says = ["「{title}」ですね。念のため、もう一度商品名をお知らせください。"]
patterns = [{ find = "(?P<confirmed>.+)", to = "look-up" }]
[nodes.look-up]
effect = "look-up"
outcomes = { found = "found", missing = "hello" }
[nodes.found]
says = ["{state}。"]
choices = [{ label = "わかりました", to = "bye" }]
[nodes.bye]
says = ["ありがとうございました。"]
ends = true
[nodes.transcript]
effect = "mail-transcript"
then = "survey"
[nodes.survey]
says = ["アンケートにご協力ください。解決しましたか？"]
choices = [{ label = "解決した", to = "thanked" }, { label = "解決していない", to = "thanked" }]
[nodes.thanked]
says = ["ご回答ありがとうございました。"]
ends = true
"""
LIBRARIES = """
sites = ["com"]
lang = "en"
start = "general"
[words]
ended = "This chat has ended. Goodbye."
[desks.general]
label = "General support"
agents = ["Alice"]
[desks.kindle]
label = "the Kindle team"
agents = ["Brian"]
[desks.senior]
label = "Senior support"
agents = ["Carol"]
[nodes.general]
desk = "general"
says = ["Hello, this is {agent}."]
patterns = [{ find = "(?i)librar", to = "kindle" }]
[nodes.kindle]
desk = "kindle"
says = ["Hello, this is {agent} from {desk}. One moment."]
wait = "PT5M"
then = "senior"
[nodes.senior]
desk = "senior"
says = ["Hello, this is {agent}. What is the e-mail address of the Japanese account?"]
patterns = [{ check = "email", keep = "address", to = "back" }]
otherwise = "That does not look like an e-mail address."
[nodes.back]
desk = "general"
says = ["{address} is linked."]
ends = true
"""
CLOSING = """
start = "hello"
[desks.accounts]
label = "担当"
agents = ["青木"]
[nodes.hello]
desk = "accounts"
says = ["閉じますか？"]
choices = [{ label = "閉じます", to = "closing" }]
[nodes.closing]
effect = "close-account"
then = "bye"
[nodes.bye]
ends = true
"""


def look_up(world: World, chat: Chat) -> str:
    """Know one title, and leave the state of its order in the chat."""
    if chat.remembered["confirmed"] != "灯台からの手紙":
        return "missing"
    chat.remembered = {**chat.remembered, "state": "キャンセル済みです"}
    return "found"


@pytest.fixture(autouse=True)
def conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The conversations above in place of the house's, and an effect that they use."""
    known = effects.Effect(act=look_up, outcomes=("found", "missing"), remembers=("state",))
    monkeypatch.setitem(effects.EFFECTS, "look-up", known)
    for name, text in (("order", ORDER), ("libraries", LIBRARIES), ("contact", CLOSING)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    read = talks.read(tmp_path)
    monkeypatch.setattr(talks, "conversations", lambda: read)


def begin(site: Site, person: Shopper, conversation: str, at: str = "store", **about: str) -> Shopper:
    """Begin a conversation for the newest account, and open its page."""
    with site.open(write=True) as world:
        chat = service.begin(world, newest(world), conversation, at, about=about)
    return person.get(f"/contact/chat/{chat.id}")


def newest(world: World) -> int:
    """The account that was made last."""
    found = world.db.scalar(select(Account.id).order_by(Account.id.desc()).limit(1))
    assert found is not None
    return found


def say(person: Shopper, text: str) -> Shopper:
    """Answer the question of the chat shown."""
    return person.post(person.path, say=text, turn=person.hidden("turn"))


def shown(person: Shopper) -> list[tuple[str, str, str]]:
    """Time, name and words of the lines of the conversation, as its page shows them."""
    listed = person.page.text.partition('<ol class="chat-lines"')[2].partition("</ol>")[0]
    lines = re.findall(r"<li.*?</li>", listed, re.DOTALL)
    return [tuple(_inner(line, tag) for tag in ("time", "span", "p")) for line in lines]  # type: ignore[misc]


def _inner(line: str, tag: str) -> str:
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", line, re.DOTALL)
    return found[1] if found else ""


def walk_order(site: Site) -> Shopper:
    """Somebody whose order was found."""
    person = begin(site, site.shopper(), "order", order="D01-620****-*****19")
    return say(say(person, "灯台からの手紙"), "灯台からの手紙")


def test_a_chat_begins_with_its_subject_and_asks_twice_before_it_looks_up(site: Site) -> None:
    """The masked number stands in the first line; only the confirmed title is looked up (M-07)."""
    person = begin(site, site.shopper(), "order", order="D01-620****-*****19")
    assert "ご注文 D01-620****-*****19 についてですね" in person.text
    assert "もう一度商品名を" in say(person, "灯台").text
    assert say(person, "別の本").text.count("についてですね") == 2
    assert "キャンセル済みです。" in say(say(person, "灯台からの手紙"), "灯台からの手紙").text


def test_chats_about_other_things_stand_side_by_side(site: Site) -> None:
    """The same subject leads back to its open chat; another, another script or another site to none of it."""
    person = site.shopper()
    first = begin(site, person, "order", order="1").path
    assert begin(site, person, "order", order="1").path == first
    assert begin(site, person, "order", order="2").path != first
    with site.open() as world:
        account = newest(world)
        assert service.find_open(world, account, "store", "order", about={"order": "1"}) is not None
        assert service.find_open(world, account, "store", "contact") is None
        assert service.find_open(world, account, "com") is None


def test_a_conversation_is_not_begun_where_it_is_not_held(site: Site) -> None:
    """Nor without its subject; there is no page for that."""
    person = site.shopper()
    for name in ("libraries", "order", "nothing"):
        assert person.post(f"/contact/chat/about/{name}").status == 404
    assert person.post("/contact/chat/about/contact").status == 200
    with site.open(write=True) as world, pytest.raises(NotFound):
        service.begin(world, newest(world), "order", "store")


def test_the_transcript_arrives_as_the_chat_showed_it(site: Site) -> None:
    """Line by line, with times and names, to the line that ends it; the survey is no part of it (M-11)."""
    person = say(walk_order(site), "わかりました")
    lines = shown(person)
    assert lines[-1] == ("10:00 JST", "", "チャットを終了しました。")
    with site.open() as world:
        (mail,) = [m for m in pocket.messages(world) if m.subject == "チャットでのお問い合わせの内容"]
    sent = [line for line in mail.text.splitlines() if "JST" in line]
    assert sent == [f"{time} {who + '：' if who else ''}{text}" for time, who, text in lines]


@pytest.mark.parametrize("by_customer", [False, True], ids=["script", "customer"])
def test_every_end_is_told_once_and_followed_by_the_survey(site: Site, by_customer: bool) -> None:
    """Whoever ends the chat, also twice, there is one survey and one mail; its answer is taken (M-12)."""
    person = walk_order(site)
    path = person.path
    if by_customer:
        person.post(f"{path}/end")
    else:
        say(person, "わかりました")
    person.post(f"{path}/end")
    assert person.text.count("アンケートにご協力ください") == 1
    assert "チャットを終了する" not in person.text
    assert person.text.count("チャットを終了しました。") == 1
    person.post(path, choice="解決した", turn=person.hidden("turn"))
    assert "ご回答ありがとうございました。" in person.text
    assert "解決した" not in " ".join(text for _, _, text in shown(person))
    with site.open() as world:
        assert len([m for m in pocket.messages(world) if m.topic == "inquiry"]) == 1
    assert person.post(f"{path}/again").path != path
    assert "D01-620****-*****19" in person.text


def test_the_end_is_told_to_whoever_listens(site: Site) -> None:
    """With the chat, the account, the site and the conversation."""
    site.shopper()
    with site.open(write=True) as world:
        chat = service.begin(world, newest(world), "order", "store", about={"order": "1"})
        service.end(world, newest(world), chat.id)
        service.end(world, newest(world), chat.id)
        told = [fact for fact in world.happened if fact["kind"] == "chat.ended"]
    assert [(f["chat"], f["account"], f["site"], f["conversation"]) for f in told] == [
        (chat.id, chat.account_id, "store", "order")
    ]


def test_an_english_chat_is_passed_on_three_times(site: Site) -> None:
    """Each with a line, a greeting and the time in GMT; what was said before stays (K-07, K-10)."""
    person = begin(site, site.shopper(), "libraries", "com")
    assert "End chat" in person.text
    assert "We are checking this for you." in say(person, "My libraries, please").text
    wait(site, minutes=5)
    person.get(person.path)
    assert "does not look like an e-mail address" in say(person, "not yet").text
    say(person, "ｈａｎａｋｏ＠example.jp です".removesuffix(" です"))
    lines = shown(person)
    assert [line for line in lines if not line[1]] == [
        ("01:00 GMT", "", "You are now connected to Brian from the Kindle team, who can see the conversation so far."),
        ("01:05 GMT", "", "You are now connected to Carol from Senior support, who can see the conversation so far."),
        ("01:05 GMT", "", "You are now connected to Alice from General support, who can see the conversation so far."),
        ("01:05 GMT", "", "This chat has ended. Goodbye."),
    ]
    assert lines[0] == ("01:00 GMT", "Alice", "Hello, this is Alice.")
    assert ("01:05 GMT", "Alice", "hanako@example.jp is linked.") in lines
    assert 'lang="en"' in person.page.text


def test_an_answer_during_a_wait_is_told_so(site: Site) -> None:
    """What was written is still there, and was not sent."""
    person = begin(site, site.shopper(), "libraries", "com")
    path, turn = person.path, person.hidden("turn")
    say(person, "library")
    person.post(path, say="Are you there?", turn=turn)
    assert person.status == 409
    assert "was not sent, as we are still checking" in person.text
    assert "Are you there?</textarea>" in person.page.text
    assert "updates itself" in person.text


def test_what_one_chat_waited_for_never_moves_another(site: Site) -> None:
    """A chat's number is not given again after its account was closed."""
    begin(site, site.shopper(), "order", order="0")
    person = begin(site, site.shopper(), "libraries", "com")
    say(person, "library")
    with site.open(write=True) as world:
        effects.close_account(world, world.db.scalars(select(Chat).order_by(Chat.id.desc())).first() or Chat())
    other = begin(site, site.shopper(), "libraries", "com")
    assert other.path != person.path
    say(other, "library")
    before = len(shown(other))
    wait(site, minutes=4, seconds=59)
    assert len(shown(other.get(other.path))) == before


def test_closing_by_chat_asks_for_the_password_like_the_form(site: Site) -> None:
    """After ten minutes the chat waits for it and closes nothing; typed, it goes on with one button, just once."""
    person = site.shopper().post("/contact/chat")
    path = person.path
    wait(site, minutes=11)
    person.post(path, choice="閉じます", turn=person.hidden("turn"))
    assert "もう一度パスワードを入力してください" in person.text
    assert person.get(path).text.count("もう一度パスワードを入力してください") == 1
    refused = person.twin().post(f"{path}/proof", turn="2")
    assert "パスワードの確認" in refused.text
    with site.open() as world:
        assert world.db.get_one(Account, newest(world)).closed_at is None
    person.get(f"{path}/proof")
    person.post(person.path, password=OPEN_SESAME, next=f"{path}/proof")
    assert person.path == path
    assert "ご本人の確認ができました。" in person.text
    person.post(f"{path}/proof", turn="1")
    assert person.status == 409
    person.post(f"{path}/proof", turn=person.hidden("turn"))
    assert "アカウントを閉じました。" in person.text


def test_closing_by_chat_is_done_at_once_where_the_password_was_typed_lately(site: Site) -> None:
    """The form's proof counts in the chat too, for as long."""
    person = site.shopper().get("/contact/closure")
    person.post(person.path, password=OPEN_SESAME, next="/contact").post("/contact/chat")
    path, turn = person.path, person.hidden("turn")
    assert person.post(f"{path}/proof", turn=turn).status == 409
    assert person.get(path).hidden("turn") == turn
    person.post(person.path, choice="閉じます", turn=person.hidden("turn"))
    assert "アカウントを閉じました。" in person.text


def test_an_effect_that_comes_to_something_else_is_an_error(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outcome that was not declared is told by its name, and leads nobody nowhere."""
    wrong = effects.Effect(act=lambda _world, _chat: "maybe", outcomes=("found", "missing"), remembers=("state",))
    monkeypatch.setitem(effects.EFFECTS, "look-up", wrong)
    site.shopper()
    with site.open(write=True) as world:
        chat = service.begin(world, newest(world), "order", "store", about={"order": "1"})
        service.answer(world, newest(world), chat.id, said="本", turn=str(chat.turn))
        with pytest.raises(ValueError, match="“look-up” came to “maybe”"):
            service.answer(world, newest(world), chat.id, said="本", turn=str(chat.turn))
