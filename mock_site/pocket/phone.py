"""The customer's telephone: text messages that come to it, and calls that ring it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select

from mock_site.faults import service as faults
from mock_site.faults.rules import SMS_TOPICS
from mock_site.pocket import rules_phone as rules
from mock_site.pocket.models import Authenticator, Call, Message
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World, on

SENDER = "Mihonya"
UNSEEN = (Call.state == "missed", Call.seen_at.is_(None))


@dataclass
class Thread:
    """All texts of one sender on a telephone, newest first."""

    sender: str
    texts: list[Message] = field(default_factory=list)

    @property
    def unread(self) -> int:
        """How many of them were not looked at yet."""
        return sum(text.read_at is None for text in self.texts)


@dataclass(frozen=True)
class Phone:
    """A telephone by its number, and what waits there."""

    number: str
    unread: int
    missed: int
    """How many missed calls were not looked at yet."""
    ringing: Call | None
    talking: Call | None

    @property
    def now(self) -> str:
        """What calls do there, in a few words that differ whenever a page has something else to show."""
        said = [f"ringing {self.ringing.id}"] if self.ringing else []
        if self.talking:
            said.append(f"talking {self.talking.id} {len(self.talking.lines)}")
        return ", ".join(said) or "at rest"


@rule
def send_sms(
    world: World, *, topic: str, to: str, text: str, account_id: int | None = None, sender: str = SENDER
) -> Message:
    """Send a text message to a number (E.164); it arrives at once, unless the weather loses it."""
    if topic not in SMS_TOPICS:
        raise ValueError(f"“{topic}” is none of the topics of text messages: {', '.join(SMS_TOPICS)}.")
    arrives = rules.arrives(topic, faults.faults(world))
    sent = _keep(world, "sms", topic, to, sender, text, account_id=account_id, arrives=arrives)
    world.tell("sms.delivered" if arrives else "sms.lost", message=sent.id, topic=topic, to=sent.to)
    return sent


@rule
def call(
    world: World,
    *,
    topic: str,
    to: str,
    caller: str,
    lines: Sequence[str | Mapping[str, str]],
    account_id: int | None = None,
) -> Call:
    """Ring a number (E.164); unanswered for 30 seconds, the call is missed.

    `lines` is what is heard: `{"who", "text"}` each, or a text that the caller says. What becomes of the call is told
    as `call.answered`, `call.ended`, `call.declined`, `call.missed` and `call.withdrawn`, with `call=<id>`.
    """
    ringing = Call(
        account_id=account_id,
        topic=topic,
        to=_checked(to),
        caller=caller,
        lines=rules.said(caller, lines),
        choices=[],
        state="ringing",
        rang_at=world.now,
    )
    world.db.add(ringing)
    world.db.flush()
    world.schedule(world.now + rules.RINGING_TIME, "pocket.ring-out", call=ringing.id)
    world.tell("call.ringing", call=ringing.id, topic=topic, to=ringing.to)
    return ringing


def say(
    world: World, call_id: int, lines: Sequence[str | Mapping[str, str]], choices: Mapping[str, str] | None = None
) -> None:
    """Have more heard in a call that was answered; who listens can say one of the `choices` next, a label by its key.

    What was chosen is told as `call.replied`, with `call=<id>` and `choice=<key>`.
    """
    found = world.db.get_one(Call, call_id)
    added = rules.said(found.caller, lines)
    found.lines = [*found.lines, *added]
    found.choices = [{"key": key, "label": label} for key, label in (choices or {}).items()]
    _hear(world, found, added)


def withdraw(world: World, call_id: int) -> None:
    """Have the caller stop ringing, as nothing is to be said any more; a call that rings no more stays as it is."""
    found = world.db.get_one(Call, call_id)
    if found.state == "ringing":
        _step(world, found, "withdrawn")


def is_engaged(world: World, number: str) -> bool:
    """Whether a telephone rings, or somebody speaks on it, so that another call had better wait."""
    return bool(_calls(world, number, Call.state.in_(("ringing", "answered"))))


def end_call(world: World, call_id: int) -> None:
    """Have the caller hang up; a call that nobody is on stays as it is."""
    found = world.db.get_one(Call, call_id)
    if found.state == "answered":
        _step(world, found, "ended")


@on("pocket.ring-out")
@rule
def ring_out(world: World, call: int) -> None:
    """Let a call that still rings be missed."""
    found = world.db.get_one(Call, call)
    if found.state == "ringing":
        _step(world, found, "missed")


@rule
def answer(world: World, number: str, call_id: int) -> Call:
    """Answer a ringing call, which ends another one that is being held; sent twice, it is answered once."""
    found = find_call(world, number, call_id)
    if found.state == "answered":
        return found
    rules.check_step(found.state, "answered")
    for other in _calls(world, number, Call.state == "answered"):
        _step(world, other, "ended")
    _hear(world, found, found.lines)
    _step(world, found, "answered")
    return found


@rule
def reply(world: World, number: str, call_id: int, choice: str, heard: int) -> Call:
    """Say something in a call after so many lines; sent twice, or on a page that is out of date, nothing is said."""
    found = find_call(world, number, call_id)
    rules.check_spoken(found.state)
    if heard == len(found.lines):
        rules.check_choice(found.choices, choice)
        found.choices = []
        world.tell("call.replied", call=found.id, choice=choice)
    return found


@rule
def decline(world: World, number: str, call_id: int) -> Call:
    """Refuse a ringing call; sent twice, it is refused once."""
    return _once(world, find_call(world, number, call_id), "declined")


@rule
def hang_up(world: World, number: str, call_id: int) -> Call:
    """End a call that was answered; sent twice, it ends once."""
    return _once(world, find_call(world, number, call_id), "ended")


def find_call(world: World, number: str, call_id: int) -> Call:
    """Look a call up on its telephone; another one's is not found."""
    found = world.db.get(Call, call_id)
    if found is None or found.to != number:
        raise NotFound("この通話は見つかりません。")
    return found


def history(world: World, number: str) -> list[Call]:
    """List a telephone's calls, newest first; missed ones count as seen from then on."""
    if _calls(world, number, *UNSEEN):
        world.store.promote(world)
        for missed in _calls(world, number, *UNSEEN):
            missed.seen_at = world.now
        world.db.flush()
    return _calls(world, number)[::-1]


def phones(world: World, people: Iterable[str]) -> list[Phone]:
    """List the telephones of `people`, and those that were reached, in the order of their numbers."""
    reached = {
        *world.db.scalars(select(Message.to).where(*_texts()).distinct()),
        *world.db.scalars(select(Call.to).distinct()),
        *world.db.scalars(select(Authenticator.number).distinct()),
    }
    numbers = {*(plain for person in people if (plain := rules.number(person))), *reached}
    return [phone(world, number) for number in sorted(numbers)]


def phone(world: World, typed: str) -> Phone:
    """Pick up a telephone: any number has one, as it can be sent to; what is no number has none."""
    number = rules.number(typed)
    if number is None:
        raise NotFound("この電話番号の電話はありません。")
    unread = select(func.count()).select_from(Message).where(*_texts(number), Message.read_at.is_(None))
    ringing, talking = (_calls(world, number, Call.state == state) for state in ("ringing", "answered"))
    return Phone(
        number,
        unread=world.db.scalar(unread) or 0,
        missed=len(_calls(world, number, *UNSEEN)),
        ringing=next(iter(ringing), None),
        talking=next(iter(talking), None),
    )


def threads(world: World, number: str) -> list[Thread]:
    """List the texts on a telephone by their senders, newest first."""
    found: dict[str, Thread] = {}
    newest = select(Message).where(*_texts(number)).order_by(Message.delivered_at.desc(), Message.id.desc())
    for text in world.db.scalars(newest):
        found.setdefault(text.subject, Thread(text.subject)).texts.append(text)
    return list(found.values())


def thread(world: World, number: str, sender: str) -> Thread:
    """Look up the texts of one sender."""
    found = next((one for one in threads(world, number) if one.sender == sender), None)
    if found is None:
        raise NotFound("この相手からのメッセージはありません。")
    return found


def open_thread(world: World, number: str, sender: str) -> tuple[Thread, set[int]]:
    """Look up the texts of one sender and mark them as read; also tells which ones were unread until now."""
    found = thread(world, number, sender)
    unread = {text.id for text in found.texts if text.read_at is None}
    if unread:
        world.store.promote(world)
        found = thread(world, number, sender)
        for text in found.texts:
            text.read_at = text.read_at or world.now
        world.db.flush()
    return found, unread


@on("account.closed")
@rule
def let_go(world: World, account: int) -> None:
    """Take a closed account off the calls to its person, and stop those that still ring."""
    for mine in world.db.scalars(select(Call).where(Call.account_id == account)).all():
        mine.account_id = None
        if mine.state == "ringing":
            _step(world, mine, "missed")
    world.db.flush()


def _keep(
    world: World, kind: str, topic: str, to: str, sender: str, text: str, *, account_id: int | None, arrives: bool
) -> Message:
    message = Message(
        account_id=account_id,
        kind=kind,
        topic=topic,
        to=_checked(to),
        sent_at=world.now,
        delivered_at=world.now if arrives else None,
        folder="inbox",
        subject=sender,
        text=text,
        links=[],
    )
    world.db.add(message)
    world.db.flush()
    return message


def _hear(world: World, call: Call, lines: Sequence[Mapping[str, str]]) -> None:
    """Put down as a message what was heard, if anything."""
    if lines:
        text = "\n".join(line["text"] for line in lines)
        _keep(world, "voice", call.topic, call.to, call.caller, text, account_id=call.account_id, arrives=True)


def _once(world: World, call: Call, wanted: str) -> Call:
    if call.state != wanted:
        rules.check_step(call.state, wanted)
        _step(world, call, wanted)
    return call


def _step(world: World, call: Call, wanted: str) -> None:
    """Change the state of a call, and tell of it."""
    call.state = wanted
    if wanted == "answered":
        call.answered_at = world.now
    else:
        call.ended_at = world.now
    world.db.flush()
    world.tell(f"call.{wanted}", call=call.id)


def _calls(world: World, number: str, *conditions: ColumnElement[bool]) -> list[Call]:
    """The calls to a number, oldest first."""
    return list(world.db.scalars(select(Call).where(Call.to == number, *conditions).order_by(Call.id)))


def _texts(number: str | None = None) -> list[ColumnElement[bool]]:
    """Say what makes a text message one that has arrived, at that number."""
    conditions = [Message.kind == "sms", Message.delivered_at.is_not(None)]
    return conditions if number is None else [*conditions, Message.to == number]


def _checked(number: str) -> str:
    """Insist on E.164: who sends or calls has checked what was typed before."""
    plain = rules.number(number)
    if plain is None:
        raise ValueError(f"“{number}” is no telephone number by E.164.")
    return plain
