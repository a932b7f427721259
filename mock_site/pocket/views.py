"""The mailboxes (their own site), and the shop's message centre; the telephone is in `phone_views`."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.identity import service as identity
from mock_site.pocket import rules, service
from mock_site.pocket.phone_views import phone
from mock_site.web import customer, page, signed_in, to, world

mail = Blueprint("mail", __name__, template_folder="templates", subdomain="mail")
store = Blueprint("pocket", __name__, template_folder="templates", subdomain="store")
blueprints = (mail, phone, store)

ID = "<int(max=999999999999):number>"


@mail.get("/")
def mailboxes() -> ResponseReturnValue:
    """Ask whose mailbox to open; it is a test tool, so there is no password."""
    people = [account.email for account in identity.everybody(world()) if account.email]
    return page("pocket/mailboxes.html", boxes=service.mailboxes(world(), people))


@mail.get("/<path:address>/", defaults={"folder": "inbox"})
@mail.get("/<path:address>/spam/", defaults={"folder": "spam"})
def folder(address: str, folder: str) -> ResponseReturnValue:
    """List a mailbox's inbox or spam folder, newest first."""
    box = service.mailbox(world(), address)
    letters = service.mails(world(), box.address, folder, request.args.get("page", ""))
    return page("pocket/folder.html", box=box, folder=folder, letters=letters, now=world().now)


@mail.get(f"/<path:address>/{ID}")
def letter(address: str, number: int) -> ResponseReturnValue:
    """Show a mail, which counts as read from then on."""
    opened = service.open_letter(world(), address, number)
    box = service.mailbox(world(), address)
    parts = rules.paragraphs(opened.text)
    return page("pocket/letter.html", box=box, folder=opened.folder, letter=opened, parts=parts)


@mail.post(f"/<path:address>/{ID}/inbox")
def keep(address: str, number: int) -> ResponseReturnValue:
    """Move a mail from the spam folder to the inbox."""
    kept = service.move_to_inbox(world(), address, number)
    flash("メールを受信トレイに移しました。")
    return to("mail.letter", address=kept.to, number=number)


@store.get("/messages")
@signed_in
def messages() -> ResponseReturnValue:
    """List what the shop sent to the person, whatever became of it on the way (P-07)."""
    sent = service.sent(world(), customer().id, request.args.get("page", ""))
    return page("pocket/messages.html", sent=sent)


@store.get(f"/messages/{ID}")
@signed_in
def message(number: int) -> ResponseReturnValue:
    """Show what the shop sent to the person."""
    found = service.sent_to(world(), customer().id, number)
    return page("pocket/message.html", letter=found, parts=rules.paragraphs(found.text))


from mock_site.pocket import card_views  # noqa: E402, F401 (adds its page to the telephone made above)
