"""The app of the card's bank on a telephone."""

from mock_site.pocket import card
from mock_site.pocket import phone as phones
from mock_site.pocket.phone_views import phone
from mock_site.web import page, world


@phone.get("/<number>/card/", endpoint="card")
def show_statement(number: str) -> tuple[str, int]:
    """「カード明細」: what was charged and what came back, newest first."""
    held = phones.phone(world(), number)
    shown = card.statement(world(), held.number)
    return page("pocket/phone/card.html", phone=held, now=world().now, statement=shown)
