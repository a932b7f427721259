"""What chats do about e-book orders: finding the one that is meant, and cancelling it (M-07, M-08, M-13)."""

from mock_site.orders import service as orders
from mock_site.orders.service import Order
from mock_site.support import rules_orders, rules_titles
from mock_site.support.models import Chat
from mock_site.support.rules_orders import EBOOK_STANDS
from mock_site.worlds import World

LISTED = 10
"""Orders that are listed at most."""
FOUND = ("unknown", "several", *EBOOK_STANDS)
"""What can come of looking an order up."""
REFUNDS = ("unknown", *EBOOK_STANDS)
"""What can come of looking for a refund: nobody said of which order, or how that stands."""
CANCELLED = ("done", "done-free", *(how for how in EBOOK_STANDS if how != "sold"))
"""What can come of cancelling: it was done, or how the order stands instead."""


def own_ebook_order(world: World, account_id: int, number: str) -> str:
    """Insist that a chat is about an e-book order of its customer; somebody else's is not found."""
    return orders.ebook_order_of(world, account_id, number).number


def find_ebook(world: World, chat: Chat) -> str:
    """Look up what was said among the customer's own orders, and leave what was found in the chat."""
    found = _meant(world, chat)
    if len(found) != 1:
        return "several" if found else "unknown"
    chat.remembered = {**chat.remembered, "number": found[0].number, "found": found[0].title}
    return _found_stands(world, chat)


def cancel_ebook(world: World, chat: Chat) -> str:
    """Cancel the order that was found, unless it was cancelled or its book opened since (M-08, M-13)."""
    how = _found_stands(world, chat)
    if how != "sold":
        return how
    order = orders.cancel_ebook(world, chat.account_id, chat.remembered["number"], by="agent")
    return "done" if order.total else "done-free"


def find_refund(world: World, chat: Chat) -> str:
    """Find the order whose refund was asked for: of a title in the customer's words, or the one that is spoken of.

    Nothing is looked up before the customer has confirmed a title (M-07).
    """
    if "found" not in chat.remembered:
        return "unknown"
    books = _books(world, chat)
    named = rules_titles.named(said(world, chat), books)
    number = chat.remembered["number"] if named is None else named.number
    book = next(book for book in books if book.number == number)
    chat.remembered = {**chat.remembered, "number": book.number, "found": book.title}
    return _found_stands(world, chat)


def number_of(world: World, account_id: int, sku: str) -> str:
    """The number of a customer's latest order of an e-book; empty where there is none."""
    numbers = [order.number for order in orders.ebook_orders(world, account_id) if order.lines[0].sku == sku]
    return numbers[-1] if numbers else ""


def skus_of(world: World, account_id: int, number: str) -> set[str]:
    """What a customer ordered under a number, as it is or as it is shown; nothing if it is none of theirs."""
    mine = orders.ebook_orders(world, account_id)
    return {order.lines[0].sku for order in mine if number in (order.number, orders.masked(order.number))}


def stands(world: World, order: Order) -> str:
    """How an order stands now: one of `rules_orders.STANDS`."""
    back = orders.find_refund(world, order)
    refund: rules_orders.Refund | None = None if back is None else "complete" if back.completed_at else "open"
    opened = order.state == "sold" and orders.is_opened(world, order)
    return rules_orders.stands(order.state, order.cancelled_because, refund=refund, opened=opened)


def said(world: World, chat: Chat) -> str:  # noqa: ARG001 (a fact's form)
    """The customer's last words."""
    return next((line.text for line in reversed(chat.lines) if line.by == "customer"), "")


def ordered(world: World, chat: Chat) -> str:
    """The customer's latest e-book orders, newest first, a line each."""
    return "\n".join(f"・『{book.title}』（{book.masked}）" for book in _books(world, chat)[: -LISTED - 1 : -1])


def masked(world: World, chat: Chat) -> str:  # noqa: ARG001 (a fact's form)
    """The number of the order that the chat was begun about, as it is shown."""
    return orders.masked(chat.remembered["order"])


def found_masked(world: World, chat: Chat) -> str:  # noqa: ARG001 (a fact's form)
    """The number of the order that was found, as it is shown; empty for what was found without one."""
    number = chat.remembered["number"]
    return orders.masked(number) if number else ""


def cancelled_how(world: World, chat: Chat) -> str:
    """Who has cancelled the order that was found."""
    by = orders.order_of(world, chat.account_id, chat.remembered["number"]).cancelled_because
    if by == "agent":
        return "ご依頼により担当者がすでにキャンセルを承っておりました"
    return "お客様の操作ですでにキャンセルされておりました"


def matches(world: World, chat: Chat) -> str:
    """The books that what was said may mean, a line each."""
    return "\n".join(f"・『{book.title}』（{book.masked}）" for book in _meant(world, chat))


def _found_stands(world: World, chat: Chat) -> str:
    """How the order that was found stands now."""
    return stands(world, orders.order_of(world, chat.account_id, chat.remembered["number"]))


def _meant(world: World, chat: Chat) -> list[rules_titles.Book]:
    return rules_titles.meant(chat.remembered["title"], _books(world, chat), chat.remembered.get("order", ""))


def _books(world: World, chat: Chat) -> list[rules_titles.Book]:
    return [
        rules_titles.Book(order.number, orders.masked(order.number), order.lines[0].title)
        for order in orders.ebook_orders(world, chat.account_id)
    ]
