"""Telephones with the reading app: registered to one store at a time, and on Wi-Fi or not (M-02, K-13)."""

from sqlalchemy import delete, select

from mock_site.identity import service as identity
from mock_site.identity.service import Account
from mock_site.kindle import rules_app as rules
from mock_site.kindle import service as kindle
from mock_site.kindle import texts
from mock_site.kindle.models import KindleCopy, KindleDevice, KindleOpening, KindlePlace
from mock_site.seam import rule
from mock_site.worlds import World, on


def find(world: World, device_id: int | None) -> KindleDevice | None:
    """The device of a browser, once anything was done with it."""
    return None if device_id is None else world.db.get(KindleDevice, device_id)


def take_up(world: World) -> KindleDevice:
    """Take a new telephone out of its box: on Wi-Fi, and registered to nobody."""
    device = KindleDevice(wifi=True)
    world.db.add(device)
    world.db.flush()
    return device


@rule
def register(world: World, device: KindleDevice, account: Account) -> None:
    """Register a device to an account; what it had of another one's is gone from it, not from that library (K-13)."""
    deregister(world, device)
    device.account_id, device.registered_at = account.id, world.now
    device.key = f"{world.random('kindle-device').getrandbits(160):040x}"
    world.db.flush()


@rule
def deregister(world: World, device: KindleDevice) -> None:
    """Take a device off its account, with all the books that it has."""
    world.db.execute(delete(KindleCopy).where(KindleCopy.device_id == device.id))
    device.account_id = device.registered_at = device.key = None
    world.db.flush()


def owner(world: World, device: KindleDevice | None) -> Account | None:
    """Whom a device is registered to, if anybody."""
    if device is None or device.account_id is None:
        return None
    return identity.account(world, device.account_id)


def owner_of(device: KindleDevice) -> int:
    """The id of the account that a device is registered to, where only registered ones come."""
    if device.account_id is None:
        raise RuntimeError("This device is registered to nobody.")
    return device.account_id


def family(world: World, account_id: int) -> list[int]:
    """An account and the one whose library is shown with its own, if there is one."""
    return kindle.owners(kindle.linked(world, account_id), account_id)


def of_family(world: World, account_id: int) -> list[KindleDevice]:
    """The devices that may show a book of this account."""
    wanted = select(KindleDevice).where(KindleDevice.account_id.in_(family(world, account_id)))
    return list(world.db.scalars(wanted.order_by(KindleDevice.id)))


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Take all devices off a closed account, and forget what was read on them (C-05)."""
    for device in world.db.scalars(select(KindleDevice).where(KindleDevice.account_id == account)).all():
        deregister(world, device)
    world.db.execute(delete(KindlePlace).where(KindlePlace.account_id == account))
    world.db.execute(delete(KindleOpening).where(KindleOpening.account_id == account))


@rule
def switch_wifi(world: World, device: KindleDevice, *, on: bool) -> None:
    """Turn Wi-Fi on or off; what is coming goes on with it, and stands still without it (M-02)."""
    if device.wifi == on:
        return
    device.wifi = on
    coming = KindleCopy.device_id == device.id, KindleCopy.downloaded_at.is_(None)
    for copy in world.db.scalars(select(KindleCopy).where(*coming).order_by(KindleCopy.id)):
        copy.fetched = rules.fetched(copy.fetched, copy.running_since, world.now)
        copy.running_since = None
        run(world, device, copy)


def run(world: World, device: KindleDevice, copy: KindleCopy) -> None:
    """Let a book come from now on, if the device is on Wi-Fi."""
    if not rules.may_run(wifi=device.wifi):
        return
    if not copy.fetched:
        copy.edition, copy.trouble = texts.newest(world, copy.sku)
    copy.running_since = world.now
    world.db.flush()
    world.schedule(rules.complete_at(copy.fetched, world.now), "kindle.download-due", copy=copy.id)
