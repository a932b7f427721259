"""Inquiries by mail: taken, confirmed with the number of their case, and answered by mail on the same day (M-05)."""

from datetime import timedelta

from mock_site.identity import service as identity
from mock_site.pocket import service as pocket
from mock_site.pocket.service import Link
from mock_site.seam import rule
from mock_site.support import cases, rules
from mock_site.support.models import Case
from mock_site.support.questions import Content, chosen
from mock_site.worlds import World, on

ANSWERED_AFTER = timedelta(hours=3)


@rule
def write(world: World, account_id: int, site: str, *, kind: str, content: Content, text: str) -> Case:
    """Take an inquiry and confirm it by mail; the same one sent again while it is open is the same case."""
    text = rules.inquiry(text)
    about = {"site": site, "kind": kind, "content": content.key}
    for open_now in cases.cases_of(world, account_id):
        if (open_now.channel, open_now.asked, open_now.about, open_now.closed_at) == ("mail", text, about, None):
            return open_now
    case = cases.open_case(world, account_id, channel="mail", subject=content.label, asked=text, about=about)
    _send(world, case, "taken", content)
    world.schedule(world.now + ANSWERED_AFTER, "support.mail-answered", case=case.id)
    return case


@on("support.mail-answered")
@rule
def answered(world: World, case: int) -> None:
    """Answer an inquiry, unless its case is closed or gone with its account."""
    found = world.db.get(Case, case)
    if found is None or found.closed_at is not None:
        return
    lang = rules.PLACES[found.about["site"]].lang
    content = chosen(lang, found.about["kind"], found.about["content"])[1]
    if content is not None:
        _send(world, found, "answered", content)
        cases.note(world, found.id, "Mihonya", content.text)
    cases.close(world, found.id, "solved")


def _send(world: World, case: Case, what: str, content: Content) -> None:
    account = identity.account(world, case.account_id)
    site = case.about["site"]
    if account.email:
        pocket.send_mail(
            world,
            topic="inquiry",
            to=account.email,
            letter=f"support/mail/{what}_{rules.PLACES[site].lang}.txt",
            account_id=account.id,
            links=[Link(way.label, site, way.path) for way in content.links],
            name=account.name,
            number=case.number,
            subject=case.subject,
            asked=case.asked,
            text=content.text,
        )
