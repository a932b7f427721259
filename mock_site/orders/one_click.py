"""1-Click in the account: a card, an address, and a switch."""

from mock_site.identity import service as identity
from mock_site.orders import rules_cards
from mock_site.orders.models import OneClick
from mock_site.seam import rule
from mock_site.worlds import World, on


def one_click(world: World, account_id: int) -> OneClick | None:
    """Look up the card and the switch, once there is a card."""
    return world.db.get(OneClick, account_id)


def is_on(world: World, account_id: int) -> bool:
    """Whether one click is enough for this account to order: switched on, with a card that is good."""
    return _is_switched_on(world, account_id) and not is_expired(world, account_id)


def is_expired(world: World, account_id: int) -> bool:
    """Whether the account has a card that is past its last month."""
    kept = one_click(world, account_id)
    return kept is not None and not rules_cards.is_good(kept.expires, world.now.date())


@rule
def require_one_click(world: World, account_id: int) -> None:
    """Refuse to order with one click where that is not set up, is switched off, or has a card that expired."""
    if not _is_switched_on(world, account_id):
        raise rules_cards.OneClickOff(
            "1-Clickが有効になっていないため、ご注文を承れませんでした。1-Clickの設定をご確認ください。",
            en="1-Click is switched off, so nothing was ordered. Please check your 1-Click settings.",
        )
    if is_expired(world, account_id):
        raise rules_cards.CardExpired


@rule
def set_card(world: World, account_id: int, number: str, expires: str) -> OneClick:
    """Enter a card, or put another one in its place; its whole number is not kept."""
    return _keep(world, account_id, rules_cards.card(number, expires, world.now.date()))


@rule
def set_up(world: World, account_id: int, number: str, expires: str) -> None:
    """Enter a card and switch 1-Click on with it, in one go as at `com`."""
    set_card(world, account_id, number, expires)
    switch(world, account_id, on=True)


@rule
def remove_card(world: World, account_id: int) -> None:
    """Take the card out, and switch 1-Click off with it; does nothing where there is none."""
    kept = one_click(world, account_id)
    if kept is not None:
        world.db.delete(kept)
        world.db.flush()


@rule
def switch(world: World, account_id: int, *, on: bool) -> None:
    """Switch 1-Click on or off; where there is no card, off changes nothing.

    Refuses to switch it on without a card that is good, and, for an account of the store, an address.
    """
    kept = one_click(world, account_id)
    if on:
        rules_cards.may_switch_on(has_card=kept is not None, has_address=_has_address(world, account_id))
        if is_expired(world, account_id):
            raise rules_cards.CardExpired
    if kept is not None:
        kept.is_on = on
        world.db.flush()


@rule
def preset_one_click(world: World, account_id: int) -> None:
    """Give a persona a card, and have 1-Click switched on."""
    _keep(world, account_id, rules_cards.PRESET)
    switch(world, account_id, on=True)


def card_of(world: World, account_id: int) -> str:
    """The last four digits of the card that pays: the account's while it is good, or the test card of everybody."""
    kept = one_click(world, account_id)
    if kept is None or is_expired(world, account_id):
        return rules_cards.PRESET.last4
    return kept.last4


@on("account.closed")
@rule
def forget_card(world: World, account: int) -> None:
    """Forget the card of a closed account (C-05)."""
    remove_card(world, account)


def _keep(world: World, account_id: int, card: rules_cards.Card) -> OneClick:
    kept = one_click(world, account_id)
    if kept is None:
        kept = OneClick(account_id=account_id, is_on=False)
        world.db.add(kept)
    kept.brand, kept.last4, kept.expires = card.brand, card.last4, card.expires
    world.db.flush()
    return kept


def _is_switched_on(world: World, account_id: int) -> bool:
    kept = one_click(world, account_id)
    return kept is not None and kept.is_on and _has_address(world, account_id)


def _has_address(world: World, account_id: int) -> bool:
    """Whether an account has an address; one of `com`, whose books need no parcels, is not asked for any."""
    is_of_com = identity.account(world, account_id).marketplace == "com"
    return is_of_com or identity.address(world, account_id) is not None
