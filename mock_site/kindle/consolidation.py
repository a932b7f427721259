"""Consolidating two libraries: linking an account of `com` with one of the Japanese store, alone or by an agent."""

from typing import Literal

from sqlalchemy import delete

from mock_site.identity import service as identity
from mock_site.identity.service import Account
from mock_site.kindle.joined import link, linked
from mock_site.kindle.models import AgentBar, ConsolidationBar
from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.worlds import World, on

Outcome = Literal["done", "unknown", "already", "refused"]


class WrongAccount(Problem):
    """No account of the Japanese store has this address and this password (K-04)."""

    status = 401
    title = "アカウントを確認できませんでした"
    title_en = "We could not find that account"


class OwnAccount(Problem):
    """What was typed opens the very account that one is signed in with."""

    title = "日本のストアのアカウントではありません"
    title_en = "That is not a Japanese account"

    def __init__(self) -> None:
        super().__init__(
            "入力されたのは、いまサインインしているアカウントです。日本のストアのアカウントを入力してください。",
            field="email",
            en="That is the account you are signed in with. Enter the one you have at the Japanese store.",
        )


class Taken(Conflict):
    """One of the accounts is consolidated with another library."""

    title = "すでに統合されています"
    title_en = "Already consolidated"

    def __init__(self) -> None:
        super().__init__(
            "このライブラリは、すでに別のライブラリと統合されています。",
            en="One of these libraries is already consolidated with another one. Nothing was changed.",
        )


class Unable(Conflict):
    """This account's library cannot be consolidated by oneself (K-05)."""

    title = "ライブラリを統合できません"
    title_en = "We are unable to consolidate your libraries"

    def __init__(self) -> None:
        super().__init__(
            "何も変更していません。Kindleカスタマーサービスにお問い合わせください。",
            en="Nothing was changed: your libraries stay as they are, and your books stay yours. "
            "Please contact Kindle Customer Service.",
        )


@rule
def japanese_account(world: World, account_id: int, address: str, password: str, *, origin: str) -> Account:
    """The Japanese account that this address and password open, and that can be linked with (K-03 to K-05).

    Wrong passwords count as at the Japanese store's sign-in. Refuses with `WrongAccount`, with `OwnAccount` if they
    open the account of `com` itself, and with `Unable` or `Taken` like `consolidate`.
    """
    try:
        japanese = identity.sign_in(world, address, password, site="store", origin=origin)
    except identity.WrongCredentials as wrong:
        own = identity.account(world, account_id)
        is_own = identity.email_key(address.strip()) == own.email_key
        if is_own and identity.fitting(world, [own], password) is not None:
            raise OwnAccount from wrong
        raise WrongAccount(wrong.message, field="email", en=wrong.en) from wrong
    _check(world, account_id, japanese.id)
    return japanese


@rule
def consolidate(world: World, account_id: int, japanese_id: int) -> None:
    """Link a library of `com` with that of a Japanese account, once its owner proved to be the same (K-03).

    Libraries that are linked with each other already stay so, and an agent's link shows from now on. Refuses with
    `Unable` where one cannot do it by oneself, and with `Taken` if either has another partner.
    """
    _check(world, account_id, japanese_id)
    before = linked(world, account_id)
    if before is not None:
        before.hidden_from = []
        return
    link(world, account_id, japanese_id, how="self")


def is_barred(world: World, account_id: int) -> bool:
    """Whether this account's library cannot be consolidated by oneself (K-05)."""
    return world.db.get(ConsolidationBar, account_id) is not None


def bar(world: World, account_id: int) -> None:
    """Have every attempt to consolidate this account's library turned down (K-05)."""
    world.db.merge(ConsolidationBar(account_id=account_id))
    world.db.flush()


@rule
def link_by_agent(world: World, com_account_id: int, jp_address: str) -> Outcome:
    """Link with the Japanese account of that address, also where one cannot do it by oneself (K-11).

    This is for an address that the customer has at both stores; another one's owner is asked (`approvals`). As nobody
    proved whose address it is, the link gives no hold of that account's books (`rules_library.may_manage`),
    and its owner, who is told by mail, can take it back. `unknown`: no open account, or more than one, has this
    address. `already`: the account is consolidated. `refused`: the Japanese account is, with somebody else's library,
    or its owner took an agent's link back before.
    """
    known = [a for a in identity.known_by(world, "email", jp_address.strip(), marketplace="jp") if a.closed_at is None]
    if linked(world, com_account_id) is not None:
        return "already"
    if len(known) != 1:
        return "unknown"
    if linked(world, known[0].id) is not None or world.db.get(AgentBar, known[0].id) is not None:
        return "refused"
    link(world, com_account_id, known[0].id, how="agent")
    return "done"


@on("account.closed")
@rule
def forget_bar(world: World, account: int) -> None:
    """Forget that a closed account was turned down."""
    world.db.execute(delete(ConsolidationBar).where(ConsolidationBar.account_id == account))


def _check(world: World, account_id: int, japanese_id: int) -> None:
    """Refuse what can come to nothing; what is done already can."""
    before = linked(world, account_id)
    if before is not None and before.jp_account_id == japanese_id:
        return
    if is_barred(world, account_id):
        raise Unable
    if before is not None or linked(world, japanese_id) is not None:
        raise Taken
