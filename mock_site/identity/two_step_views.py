"""After the password: the code, setting two-step verification up, and the ways in for a lost phone (S-11, S-12)."""

import segno
from flask import flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from mock_site.identity import enrolment, links, rules_codes, sessions, two_step, waiting
from mock_site.identity.doors import AFTER, both_get, both_post
from mock_site.identity.enrolment import CHANNELS, Draft
from mock_site.identity.models import Account, WebSession
from mock_site.problems import Problem
from mock_site.web import page, signed_in, to, visitor, world


@both_get("/signin/code")
def code() -> ResponseReturnValue:
    """Ask for the code; the first one is sent when the page is reached."""
    account = _waiting()
    if account is None:
        return _elsewhere()
    if account.two_step is None:
        return to(".enrol")
    world().store.promote(world())
    try:
        waiting.send_first_code(world(), session["pending"], account)
    except Problem as problem:
        return _code_page(account, problem)
    return _code_page(account)


@both_post("/signin/code")
def submit_code() -> ResponseReturnValue:
    """Take the code, and sign in with it."""
    account = _waiting(was_sent_before=True)
    if account is None or account.two_step is None:
        return _elsewhere()
    entered = sessions.became(session, world())
    typed = request.form.get("code", "")
    try:
        waiting.take_code(world(), session["pending"], account, typed, once_more=entered is not None)
    except Problem as problem:
        return _code_page(account, problem)
    return _enter(account) if entered is None else _enter_again(entered)


@both_post("/signin/code/resend")
def resend_code() -> ResponseReturnValue:
    """Send a new code for this sign-in, by the channel that is asked for."""
    account = _waiting()
    if account is None or account.two_step not in ("sms", "voice"):
        return _elsewhere()
    channel = request.form.get("channel", "")
    try:
        waiting.send_code_again(world(), session["pending"], account, channel)
    except Problem as problem:
        return _code_page(account, problem)
    flash("お電話をおかけしています。" if channel == "voice" else "新しいコードをお送りしました。")
    return to(".code")


@both_get("/signin/lost-phone")
def lost_phone() -> ResponseReturnValue:
    """「スマートフォンをなくした場合」: a recovery code, or a mail and a day's wait."""
    account = _waiting()
    return _elsewhere() if account is None or account.two_step is None else _lost_page(account)


@both_post("/signin/lost-phone/code")
def submit_recovery_code() -> ResponseReturnValue:
    """Sign in with a recovery code."""
    account = _waiting()
    if account is None or account.two_step is None:
        return _elsewhere()
    try:
        left = waiting.take_recovery_code(world(), account, request.form.get("code", ""))
    except Problem as problem:
        return _lost_page(account, problem)
    flash(f"リカバリーコードでサインインしました。未使用のリカバリーコードは残り{left}個です。")
    return _enter(account)


@both_post("/signin/lost-phone/mail")
def ask_recovery() -> ResponseReturnValue:
    """Have a mail written that lets the lost phone go 24 hours later."""
    account = _waiting()
    if account is None or account.two_step is None or not account.email:
        return _elsewhere()
    two_step.ask_recovery(world(), account, g.site)
    return to(".lost_phone")


@both_get("/signin/recover/<token>")
def recover(token: str) -> ResponseReturnValue:
    """Show what the mail's link does, and from when on."""
    try:
        link, _ = links.look(world(), token, "two-step")
    except rules_codes.BadLink as problem:
        return page("identity/bad_link.html", problem=problem, again=url_for(".sign_in"), way="サインインへ")
    return page("identity/recover.html", **two_step.recovery(world(), link))


@both_post("/signin/recover/<token>")
def submit_recovery(token: str) -> ResponseReturnValue:
    """Take two-step verification off, or stop that."""
    try:
        if "stop" in request.form:
            links.use_up(world(), links.look(world(), token, "two-step")[0])
            flash("2段階認証の解除のお申し込みを取り消しました。念のため、パスワードの変更をおすすめします。")
        else:
            two_step.recover(world(), token)
            flash("2段階認証を解除しました。パスワードでサインインしてください。")
    except rules_codes.BadLink as problem:
        return page("identity/bad_link.html", problem=problem, again=url_for(".sign_in"), way="サインインへ")
    return to(".sign_in")


@both_get("/signin/enrol")
def enrol() -> ResponseReturnValue:
    """Choose how codes are to come; without that nobody gets into KDP."""
    account = _waiting()
    return _elsewhere() if account is None or account.two_step is not None else _choices(account)


@both_post("/signin/enrol")
def begin_enrolment() -> ResponseReturnValue:
    """Send the first code to the number, or show the authenticator app's picture."""
    account = _waiting()
    if account is None or account.two_step is not None:
        return _elsewhere()
    try:
        draft = enrolment.begin(world(), account, request.form.get("channel", ""), request.form.get("phone", ""))
    except Problem as problem:
        return _choices(account, problem)
    session["enrol"] = draft.kept()
    return to(".confirm_enrolment")


@both_get("/signin/enrol/confirm")
def confirm_enrolment() -> ResponseReturnValue:
    """Ask for the code that proves that codes arrive."""
    account = _enrolling()
    return to(".code") if account is None else confirm_page(account, Draft(**session["enrol"]))


@both_post("/signin/enrol/confirm")
def submit_enrolment() -> ResponseReturnValue:
    """Set two-step verification up, sign in, and show the recovery codes."""
    account = _enrolling()
    if account is None:
        return to(".code")
    draft = Draft(**session["enrol"])
    try:
        codes = enrolment.confirm(world(), account, draft, request.form.get("code", ""))
    except Problem as problem:
        return confirm_page(account, draft, problem)
    onward = session["pending"]["onward"]
    session.pop("enrol")
    sessions.begin(session, world(), account)
    return show_recovery_codes(codes, onward)


@both_post("/signin/enrol/resend")
def resend_enrolment() -> ResponseReturnValue:
    """Send a further code to the number that is being set up."""
    account = _enrolling()
    if account is None:
        return to(".code")
    draft = Draft(**session["enrol"])
    try:
        enrolment.send_again(world(), account, draft)
    except Problem as problem:
        return confirm_page(account, draft, problem)
    flash("新しいコードをお送りしました。")
    return to(".confirm_enrolment")


@both_get(sessions.RECOVERY_CODES)
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Show the new recovery codes, until the person has noted them down."""
    noted = session.get("noted", {})
    return page("identity/recovery_codes.html", codes=noted["codes"]) if noted.get("codes") else _elsewhere()


@both_post(sessions.RECOVERY_CODES)
@signed_in
def note_recovery_codes() -> ResponseReturnValue:
    """Go on; the codes are not shown again."""
    onward = session.pop("noted", {}).get("onward", AFTER[g.site])
    return redirect(onward, code=303)


def show_recovery_codes(codes: list[str], onward: str) -> ResponseReturnValue:
    """Go to where new recovery codes are shown, and from there `onward`."""
    session["noted"] = {"codes": codes, "onward": onward}
    return to(".recovery_codes")


def confirm_page(
    account: Account,
    draft: Draft,
    problem: Problem | None = None,
    *,
    base: str = "/signin/enrol",
    title: str = "確認コードを入力",
) -> ResponseReturnValue:
    """The page that asks for the code of what is being set up; `base` is where its forms lead."""
    picture = None
    if draft.secret is not None:
        made = segno.make(enrolment.app_address(account, draft.secret), micro=False, error="m")
        picture = made.svg_inline(scale=5, border=2, dark="#1c2541", light="#fff", omitsize=True, svgclass="qr")
    shown = {"draft": draft, "picture": picture, "base": base, "heading": title}
    return page("identity/enrol_confirm.html", problem=problem, **shown)


def _waiting(*, was_sent_before: bool = False) -> Account | None:
    """Whose code this browser waits for, if anybody's: not after a change of password, nor for ever.

    One that became a session waits no more, unless a form `was_sent_before` and is sent once more.
    """
    pending = session.get("pending")
    if pending is None:
        return None
    if "became" in pending and not (was_sent_before and sessions.became(session, world())):
        return None
    account = waiting.who_waits(world(), pending)
    if account is not None and waiting.waited_too_long(world(), pending):
        flash("確認コードが入力されないまま時間が過ぎました。もう一度サインインしてください。")
        session.pop("pending")
        return None
    return account


def _enrolling() -> Account | None:
    """Who is setting two-step verification up in this browser, for the first time."""
    account = _waiting()
    return None if account is None or account.two_step is not None or "enrol" not in session else account


def _elsewhere() -> ResponseReturnValue:
    """Where somebody goes who has nothing to do here."""
    return redirect(AFTER[g.site], code=303) if visitor() is not None else to(".sign_in")


def _code_page(account: Account, problem: Problem | None = None) -> ResponseReturnValue:
    return page("identity/code.html", problem=problem, **waiting.code_asked(world(), session["pending"], account))


def _lost_page(account: Account, problem: Problem | None = None) -> ResponseReturnValue:
    asked = links.open_ones(world(), account.id, "two-step")
    shown = two_step.recovery(world(), asked[-1]) if asked else {"ready_at": None}
    email = rules_codes.hidden_email(account.email) if account.email else ""
    left = two_step.recovery_codes_left(world(), account)
    return page("identity/lost_phone.html", problem=problem, email=email, left=left, **shown)


def _choices(account: Account, problem: Problem | None = None) -> ResponseReturnValue:
    return page("identity/enrol.html", problem=problem, channels=CHANNELS, phone=account.phone or "")


def _enter_again(entered: WebSession) -> ResponseReturnValue:
    """Answer the second of two equal forms like the first: with the session that the first one began."""
    onward = session["pending"]["onward"] or AFTER[g.site]
    sessions.take_over(session, entered)
    return redirect(onward, code=303)


def _enter(account: Account) -> ResponseReturnValue:
    onward = session["pending"]["onward"] or AFTER[g.site]
    sessions.begin(session, world(), account)
    return redirect(onward, code=303)
