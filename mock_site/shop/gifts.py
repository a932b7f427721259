"""What can happen to gift-card balance and points: charging, granting, spending, coming back."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from mock_site import paging
from mock_site.identity.service import Account, Loss
from mock_site.paging import Page
from mock_site.seam import rule
from mock_site.shop import rules
from mock_site.shop.models import Entry
from mock_site.worlds import World, on

# Put together once, as many pages ask this.
_BALANCE = select(func.sum(Entry.amount)).where(
    Entry.account_id == bindparam("account"), Entry.kind == bindparam("kind")
)


@dataclass(frozen=True)
class Charged:
    """What a charge came to: yen, the points that it earned, the balance since, and whether it was sent before."""

    amount: int
    points: int
    balance: int
    repeated: bool


def balance(world: World, account_id: int, kind: str) -> int:
    """What an account has of `gift` (yen) or `points`."""
    return world.db.scalar(_BALANCE, {"account": account_id, "kind": kind}) or 0


def ledger(world: World, account_id: int, typed_page: str) -> Page[Entry]:
    """A page of what came and went, newest first."""
    return paging.cut(
        world.db, select(Entry).where(Entry.account_id == account_id).order_by(Entry.id.desc()), typed_page
    )


def charge_key(world: World, account_id: int) -> str:
    """The key of a charge's form: a new one whenever something has come or gone."""
    return f"after-{world.db.scalar(select(func.max(Entry.id)).where(Entry.account_id == account_id)) or 0}"


@rule
def charge(world: World, account: Account, typed: str, key: str) -> Charged:
    """Charge balance with the account's test card and grant the points (P-34), once for each form's key."""
    amount = rules.charge(typed)
    earned = rules.points(amount, account.prime)
    name = f"charge:{account.id}:{key[:40]}"
    before = _entry(world, name)
    if before is not None and before.amount != amount:
        raise rules.Changed(
            f"前の画面からの￥{before.amount:,}のチャージは完了しています。"
            "続けてチャージする場合は、金額をご確認のうえ、もう一度「チャージする」を押してください。"
        )
    if before is None:
        grant(world, account.id, "gift", amount, "チャージ", key=name)
        if earned:
            grant(world, account.id, "points", earned, f"￥{amount:,}のチャージ", key=f"points:{name}")
    return Charged(amount, earned, balance(world, account.id, "gift"), repeated=before is not None)


@rule
def grant(world: World, account_id: int, kind: str, amount: int, reason: str, *, key: str | None = None) -> Entry:
    """Write an entry of `gift` (yen) or `points`, negative when something is spent."""
    entry = Entry(account_id=account_id, kind=kind, amount=amount, reason=reason[:200], at=world.now, key=key)
    world.db.add(entry)
    world.db.flush()
    return entry


@rule
def spend(world: World, account_id: int, amount: int, order: str) -> None:
    """Pay an order with gift-card balance, in yen."""
    if amount:
        grant(world, account_id, "gift", -amount, f"注文 {order} のお支払い", key=f"order:{order}")


@on("refund.completed")
@rule
def refunded(world: World, order: str, account: int, amount: int, way: str) -> None:
    """Credit a refund that comes back as gift-card balance (P-24), once for an order; it earns no points."""
    name = f"refund:{order}"
    if way == "gift" and _entry(world, name) is None:
        grant(world, account, "gift", amount, f"注文 {order} の返金", key=name)


@on("account.losses")
@rule
def losses(world: World, account: int) -> list[Loss]:
    """Balance and points, which closing loses and no new account gets (C-01)."""
    gift, points = balance(world, account, "gift"), balance(world, account, "points")
    has = (
        (gift, Loss("gift", f"ギフト券残高 ￥{gift:,}（新しいアカウントへは移せません）")),
        (points, Loss("points", f"ポイント {points:,}ポイント（新しいアカウントへは移せません）")),
    )
    return [loss for amount, loss in has if amount > 0]


@on("account.closed")
@rule
def forfeit(world: World, account: int) -> None:
    """Write off what a closed account had; the ledger itself stays for accounting, without the person (C-05)."""
    for kind in ("gift", "points"):
        left = balance(world, account, kind)
        if left:
            grant(world, account, kind, -left, "アカウントの閉鎖", key=f"closure:{account}:{kind}")


def _entry(world: World, key: str) -> Entry | None:
    return world.db.scalar(select(Entry).where(Entry.key == key))
