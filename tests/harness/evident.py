"""A suite whose tests fail and leave evidence: pytester walks a copy of it."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fixtures import evidence
from fixtures.recording import Record
from fixtures.world import Person, World
from flows.credentials import Security
from flows.enrolment import Enrolment
from flows.flow import Flow, Stage, step
from flows.forgotten import ForgottenPassword
from flows.phone import Authenticator, Phone
from flows.two_step import SecondStep

Browsers = Callable[..., Stage]
SMS, VOICE, APP = "+819012340001", "+819012340002", "+819012340003"
CARD = "4111 1111 1111 1111"
TYPED = 'Typed "here" & nowhere 9'
COLUMNS = {
    "accounts": ["totp_secret"],
    "authenticators": ["secret"],
    "checkouts": ["token"],
    "mail_links": ["token"],
    "passcodes": ["attempt", "code"],
    "sessions": ["token", "data"],
}
"""Where a world's file keeps secrets that can be read there."""


class Visit(Flow):
    """Somebody at the telephones, whose pages are light."""

    @step("P-01")
    def come_in(self) -> None:
        """Come in."""
        self.page.goto(self.sites.url("phone"))

    @step("P-02", "S-15")
    def see_nothing(self) -> None:
        """See what is not there."""
        expect(self.page.get_by_role("button", name="ここにはない")).to_be_visible(timeout=300)

    @step("P-03")
    def fail(self, said: str) -> None:
        """Fail by itself."""
        pytest.fail(said)

    @step("P-05")
    def move_in(self, world: World) -> None:
        """Come in, have an account, and meet an error."""
        world.account(email="newcomer@example.jp")
        world.fault("unforeseen-error")
        self.come_in()
        self.see_nothing()


def test_steps(stage: Stage, world: World, new_world: Callable[..., World]) -> None:
    """A part of a step fails, in the first of two worlds."""
    other = new_world()
    stage.flow(Visit).come_in()
    stage.page.goto(other.url("phone", "/no-such-page"))
    stage.flow(Visit).move_in(world)


def test_secrets(world: World, stage: Stage, another_browser: Browsers, request: pytest.FixtureRequest) -> None:
    """Secrets on every page that is open, and in the error itself."""
    people = [
        world.account(email="sms@example.jp", phone=SMS, two_step="sms"),
        world.account(email="voice@example.jp", phone=VOICE, two_step="voice", past_passwords=["Old-horse-1!"]),
        world.account(two_step="totp", password="🐴🔋📎🌸🗻🚲"),
    ]
    known = [secret for one in people for secret in (one.password, *one.facts["recovery_codes"])]
    known += [str(people[2].facts["totp_secret"]), "Old-horse-1!", CARD, TYPED]
    for person in people[:2]:
        another_browser().flow(SecondStep).reach("kdp", person.email, person.password)
    expect(another_browser().flow(Phone)._newest(SMS, "Mihonya")).to_be_visible()
    another_browser().flow(Phone).answer_call(VOICE)
    known += enrol(world.account(), another_browser)
    card = another_browser(people[2]).page
    card.goto(world.url("store", "/account/one-click"))
    card.get_by_label("カード番号").fill(CARD)
    reset(world, stage.page, people[0].email)
    known += stored(Path(request.getfixturevalue("threaded_site").app.store.path(world.id)))
    Path("known.json").write_text(json.dumps(known), encoding="utf-8")
    expect(stage.page.get_by_label("新しいパスワード", exact=True)).to_have_value("something else", timeout=300)


def enrol(person: Person, another_browser: Browsers) -> list[str]:
    """Set an authenticator up, and leave the pages open that show its code, and the recovery codes."""
    enrolment, app = another_browser(person).flow(Enrolment), another_browser().flow(Authenticator)
    enrolment.beside(Security).open(person.password)
    enrolment.beside(Security).edit("2段階認証")
    enrolment.choose("認証アプリ")
    secret = enrolment.read_secret()
    app.add(APP, "Mihonya", secret)
    code = app.page.get_by_label("Mihonya", exact=True).input_value()
    typing = another_browser().page
    typing.goto(app.page.url)
    typing.get_by_role("link", name="アカウントを追加", exact=True).click()
    typing.get_by_label("セットアップキー", exact=True).fill(secret)
    enrolment.page.get_by_label("確認コード", exact=True).fill(code)
    enrolment.page.get_by_role("button", name="確認して設定", exact=True).click()
    listed = enrolment.page.get_by_role("main").get_by_role("listitem")
    expect(listed).not_to_have_count(0)
    return [person.password, secret, code, *listed.all_inner_texts()]


def reset(world: World, page: Page, email: str) -> None:
    """Follow a mail to a new password, type one, and have it shown."""
    forgotten = ForgottenPassword(Stage(page, world))
    forgotten.ask(email)
    forgotten.follow_mail(email)
    page.get_by_label("新しいパスワード", exact=True).fill(TYPED)
    page.get_by_role("button", name="パスワードを表示").first.click()


def stored(file: Path) -> list[str]:
    """The secrets that the world's own file holds."""
    chosen = [f"SELECT {', '.join(columns)} FROM {table}" for table, columns in COLUMNS.items()]  # noqa: S608 (our own)
    with closing(sqlite3.connect(file)) as db:
        rows = [row for query in chosen for row in db.execute(query)]
    texts = [value for row in rows for value in row if isinstance(value, str)]
    return [secret for text in texts for secret in re.findall(r"[0-9a-f]{40}|[A-Z2-7]{32}|^[0-9]{6}$", text)]


def test_world_that_is_gone(world: World) -> None:
    """Nothing can be asked of it any more."""
    world.forget()
    pytest.fail("the test's own words")


def test_broken_evidence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the evidence cannot be had."""
    monkeypatch.setattr(evidence.Evidence, "_log", lambda *_: 1 / 0)
    pytest.fail("the test's own words")


def test_page_without_answer(page: Page, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is closed is left out; one that does not answer is missing."""
    monkeypatch.setattr(evidence, "PATIENCE", 500)
    page.context.new_page().close()
    page.goto(world.url("phone"))
    page.evaluate("setTimeout(() => { while (true); }, 1)")
    pytest.fail("the test's own words")


@pytest.fixture
def breaking(world: World) -> Iterator[None]:
    """Break after the test."""
    yield
    pytest.fail("the test's own words")


def test_tearing_down(breaking: None, world: World) -> None:
    """Its world is still looked at."""
    world.account()


def test_passing(world: World) -> None:
    """Nothing is kept of it."""


def test_interrupted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while the evidence is collected."""

    def press(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evidence.Evidence, "_log", press)
    pytest.fail("the test's own words")


def test_two_telephones(world: World) -> None:
    """Two people who have no address, each with a password of their own."""
    people = [world.account(phone_account=True, phone=number) for number in (SMS, VOICE)]
    assert [person.email for person in people] == ["", ""]
    Path("telephones.json").write_text(json.dumps([person.password for person in people]))
    pytest.fail("the test's own words: " + ", ".join(person.password for person in people))


def test_never_walked() -> None:
    """The run has ended before."""
    pytest.fail("the run went on")


def test_broken_off_at_once(page: Page, world: World, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while the page is asked what it says."""

    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    visit = Stage(page, world, walk=record.walk).flow(Visit)
    visit.come_in()
    code = "314159"
    monkeypatch.setattr(Page, "aria_snapshot", press)
    visit.fail(f"the test's own words, {code}")
