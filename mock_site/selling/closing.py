"""Closing a seller's account: a case for technical support, what is in the way, and the end (L-01 to L-04)."""

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.selling import letters, listings, money, rules, rules_closing, sellers, trade
from mock_site.selling.models import Seller, SellerCase, SellerCaseNote
from mock_site.wording import yen
from mock_site.worlds import World, on

BLOCKED = "お申し出を確認しました。次の点が残っているため、まだ解約できません。それぞれご対応ください。"
THEN = "ご対応が済みましたら、このケースの「対応の完了を知らせる」からお知らせください。サポートがもう一度確認します。"
CLOSED = (
    "すべての条件を確認し、出品用アカウントを解約しました。解約した出品用アカウントを再開することはできません。"
    "お買い物用のアカウントは、これまでどおりご利用いただけます。"
)
COLLECTED = "マイナスの残高 {owed} は、解約時の精算として、登録された銀行口座から引き落とします。"
ASKED = "アカウント解約の申請を受け付けました。"
READY = "対応完了のお知らせを受け付けました。"


def standing(world: World, account_id: int) -> rules_closing.Standing:
    """How things stand with a seller, as far as a closure asks."""
    seller = world.db.get_one(Seller, account_id)
    mine = listings.listings(world, account_id)
    sold = trade.sold_by(world, account_id)
    open_kinds = [one.refund.kind for one in sold if one.refund is not None and one.refund.settled_at is None]
    return rules_closing.Standing(
        listings_up=sum(listing.is_up for listing in mine),
        fba_stock=sum(listings.stock(world, listing) for listing in mine if listing.fulfilment == "fba"),
        fba_returning=sum(r.quantity for r in listings.removals(world, account_id) if r.done_at is None),
        open_returns=open_kinds.count("return"),
        open_refunds=open_kinds.count("cancellation"),
        plan=seller.plan,
        bank=rules.bank_state(seller.bank, failed=seller.bank_failed),
        balance=money.balance(world, account_id),
        under_way=money.under_way(world, account_id),
        unshipped=sum(one.order.state == "paid" for one in sold),
    )


def obstacles(world: World, account_id: int) -> dict[str, str]:
    """What stands in the way of a seller's closure now, by `rules_closing.OBSTACLES` (L-02)."""
    return rules_closing.obstacles(standing(world, account_id))


def settled(world: World, account_id: int) -> dict[str, str]:
    """What does not stand in the way of a seller's closure now, and why not, by `rules_closing.OBSTACLES` (L-02)."""
    return rules_closing.settled(standing(world, account_id))


@rule
def ask(world: World, account_id: int, *, email: str, phone: str, comment: str) -> SellerCase:
    """Open a case for technical support, which closes nothing by itself (L-01).

    As long as one is open there is no second: sent twice, the request is one; what another one says is refused.
    """
    seller = sellers.seller_of(world, account_id)
    email = rules_closing.same_email(email, identity.account(world, account_id).email)
    phone, comment = rules_closing.phone(phone), rules_closing.comment(comment)
    present = open_case(world, account_id)
    if present is not None:
        if (present.phone, present.comment) != (phone, comment):
            raise rules_closing.AlreadyAsked(present.number)
        return present
    case = SellerCase(
        number=_free_number(world),
        account_id=account_id,
        email=email,
        phone=phone,
        comment=comment,
        state="checking",
        opened_at=world.now,
        answer_at=world.now,
    )
    world.db.add(case)
    world.db.flush()
    _take(world, case, ASKED, comment)
    _have_checked(world, case)
    letters.case_opened(world, seller, case)
    return case


@rule
def reply(world: World, account_id: int, number: str, comment: str = "") -> SellerCase:
    """Tell support that everything is put right, so that it looks again; told twice, it looks once (L-03)."""
    sellers.seller_of(world, account_id)
    case, comment = case_of(world, account_id, number), rules_closing.comment(comment)
    if case.state == "waiting":
        _take(world, case, READY, comment)
        _have_checked(world, case)
    return case


@on("selling.case-answer")
@rule
def answer(world: World, case: int) -> None:
    """Have technical support look at what is there now: name all that is in the way, or close (L-02, L-03)."""
    found = world.db.get(SellerCase, case)
    if found is None or found.state != "checking":
        return
    in_the_way = obstacles(world, found.account_id)
    found.obstacles = list(in_the_way)
    if not in_the_way:
        _close(world, found)
        return
    found.state = "waiting"
    text = "\n".join((BLOCKED, *(f"・{words}" for words in in_the_way.values()), THEN))
    note = _note(world, found, "support", text, [rules_closing.PLACES[name] for name in in_the_way])
    letters.case_answered(world, world.db.get_one(Seller, found.account_id), found, note)


def open_case(world: World, account_id: int) -> SellerCase | None:
    """The case of a seller's that is not closed, if there is one."""
    return next((case for case in cases(world, account_id) if case.state != "closed"), None)


def cases(world: World, account_id: int) -> list[SellerCase]:
    """A seller's cases, newest first; they can be read after the closure, too."""
    mine = select(SellerCase).where(SellerCase.account_id == account_id)
    return list(world.db.scalars(mine.order_by(SellerCase.id.desc())))


def case_of(world: World, account_id: int, number: str) -> SellerCase:
    """Look a seller's own case up by its number; somebody else's is not found."""
    found = next((case for case in cases(world, account_id) if case.number == number), None)
    if found is None:
        raise NotFound("このケースは見つかりません。ケースログからお選びください。")
    return found


def notes(world: World, case: SellerCase) -> list[SellerCaseNote]:
    """What was written in a case, oldest first."""
    of_case = select(SellerCaseNote).where(SellerCaseNote.case_id == case.id)
    return list(world.db.scalars(of_case.order_by(SellerCaseNote.id)))


def _close(world: World, case: SellerCase) -> None:
    """Close a seller's account for good (L-04)."""
    seller = world.db.get_one(Seller, case.account_id)
    owed = money.balance(world, case.account_id)
    if owed:
        money.owe(world, case.account_id, -owed, "collected", case.number)
    seller.closed_at, case.state = world.now, "closed"
    note = _note(world, case, "support", "\n".join((CLOSED, *([COLLECTED.format(owed=yen(owed))] if owed else ()))))
    world.tell("seller.closed", account=case.account_id)
    letters.closed(world, seller, case, note)


def _have_checked(world: World, case: SellerCase) -> None:
    case.state, case.answer_at = "checking", world.now + rules_closing.ANSWER_AFTER
    world.db.flush()
    world.schedule(case.answer_at, "selling.case-answer", case=case.id)


def _take(world: World, case: SellerCase, taken: str, comment: str) -> None:
    """Put down that something was sent, and in the seller's own words what was said with it, if anything."""
    _note(world, case, "record", taken)
    if comment:
        _note(world, case, "seller", comment)


def _note(
    world: World, case: SellerCase, who: str, text: str, links: list[tuple[str, str]] | None = None
) -> SellerCaseNote:
    kept = [list(link) for link in links or ()]
    note = SellerCaseNote(case_id=case.id, at=world.now, who=who, text=text, links=kept)
    world.db.add(note)
    world.db.flush()
    return note


def _free_number(world: World) -> str:
    """Draw a number that no case has."""
    while True:
        digits = f"{world.random('seller-case').randrange(10**10):010}"
        number = f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
        if world.db.scalar(select(SellerCase.id).where(SellerCase.number == number)) is None:
            return number
