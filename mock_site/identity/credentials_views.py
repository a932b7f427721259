"""「ログインとセキュリティ」: the address, the mobile number, the password and two-step verification (A-01 to A-08)."""

from flask import flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from mock_site.identity import credentials, doors, enrolment, rules_codes, two_step
from mock_site.identity.credentials import EmailChange
from mock_site.identity.doors import both_get, both_post
from mock_site.identity.enrolment import CHANNELS, Draft
from mock_site.identity.two_step_views import confirm_page, show_recovery_codes
from mock_site.problems import Problem
from mock_site.web import customer, origin, page, proved, session_row, signed_in, to, world

HERE = "/account/security"


@doors.kdp.get("/account")
@doors.seller.get("/account")
@signed_in
def portal_account() -> ResponseReturnValue:
    """「アカウントサービス」 at the portals (S-10)."""
    return page("identity/portal_account.html")


@both_get(HERE)
@signed_in
@proved
def security() -> ResponseReturnValue:
    """「ログインとセキュリティ」, after the password was typed once more (A-01, A-02, S-10)."""
    left = two_step.recovery_codes_left(world(), customer())
    return page("identity/security.html", channels=CHANNELS, left=left)


@both_get(f"{HERE}/email")
@signed_in
@proved
def edit_email() -> ResponseReturnValue:
    """Ask for the new address (A-03)."""
    return page("identity/email.html")


@both_post(f"{HERE}/email")
@signed_in
@proved
def submit_email() -> ResponseReturnValue:
    """Send the code or the link that approves the new address; until then the old one holds."""
    try:
        change = credentials.ask_email(world(), customer(), request.form.get("email", ""), g.site)
    except Problem as problem:
        return page("identity/email.html", problem=problem)
    session["email_change"] = change.kept()
    return to(".approve_email")


@both_get(f"{HERE}/email/approve")
@signed_in
def approve_email() -> ResponseReturnValue:
    """Ask for the code, or say that the link is in the new mailbox."""
    return _approval_page()


@both_post(f"{HERE}/email/approve")
@signed_in
def submit_email_code() -> ResponseReturnValue:
    """「承認」: complete the change by the code (A-03)."""
    change = _change()
    if change is None:
        return to(".security")
    try:
        credentials.approve_by_code(world(), customer(), change, request.form.get("code", ""))
    except rules_codes.BadLink as problem:
        session.pop("email_change")
        return _bad_link(problem)
    except Problem as problem:
        return _approval_page(problem)
    return _email_changed()


@both_post(f"{HERE}/email/resend")
@signed_in
def resend_email_code() -> ResponseReturnValue:
    """Send a further code for the change of address."""
    change = _change()
    if change is None or change.by != "sms":
        return to(".security")
    try:
        credentials.send_code(world(), customer(), change)
    except Problem as problem:
        return _approval_page(problem)
    flash("新しいコードをお送りしました。")
    return to(".approve_email")


@both_get(f"{HERE}/email/approve/<token>")
@signed_in
def approve_by_link(token: str) -> ResponseReturnValue:
    """Show what the mail's link completes, with 「承認」 (A-03)."""
    try:
        link = credentials.link_for(world(), customer(), token)
    except rules_codes.BadLink as problem:
        return _bad_link(problem)
    return page("identity/email_link.html", email=link.data["email"])


@both_post(f"{HERE}/email/approve/<token>")
@signed_in
def submit_link_approval(token: str) -> ResponseReturnValue:
    """「承認」: complete the change by the link."""
    try:
        credentials.approve_by_link(world(), customer(), token)
    except rules_codes.BadLink as problem:
        return _bad_link(problem)
    except Problem as problem:
        return page("identity/bad_link.html", problem=problem, again=url_for(".edit_email"), way="やり直す")
    return _email_changed()


@both_get(f"{HERE}/password")
@signed_in
@proved
def edit_password() -> ResponseReturnValue:
    """Ask for the current and the new password (A-04, S-10)."""
    return _password_page()


@both_post(f"{HERE}/password")
@signed_in
@proved
def submit_password() -> ResponseReturnValue:
    """Change the password; this session goes on, the others end (A-08)."""
    current = None if g.site == "kdp" else request.form.get("current", "")
    new = request.form.get("password", "")
    try:
        credentials.change_password(
            world(),
            customer(),
            current,
            new,
            insists="insist" in request.form,
            keep=session_row().token,
            origin=origin(),
        )
    except Problem as problem:
        return _password_page(problem, new)
    session.pop("email_change", None)
    flash("パスワードを変更しました。他の端末ではサインアウトされました。")
    return to(".security")


@both_get(f"{HERE}/phone")
@signed_in
@proved
def edit_phone() -> ResponseReturnValue:
    """Ask for the new mobile number."""
    return page("identity/phone.html")


@both_post(f"{HERE}/phone")
@signed_in
@proved
def submit_phone() -> ResponseReturnValue:
    """Send a code to the new number."""
    return _begin("sms", "phone") or to(".confirm_phone")


@both_get(f"{HERE}/phone/confirm")
@signed_in
def confirm_phone() -> ResponseReturnValue:
    """Ask for the code that came to the new number."""
    return _confirm("phone") or to(".security")


@both_post(f"{HERE}/phone/confirm")
@signed_in
def submit_phone_code() -> ResponseReturnValue:
    """Take the new number."""
    draft = _draft("phone")
    if draft is None:
        return to(".security")
    try:
        enrolment.confirm_phone(world(), customer(), draft, request.form.get("code", ""))
    except Problem as problem:
        return _confirm("phone", problem) or to(".security")
    session.pop("safety")
    flash("携帯電話番号を変更しました。")
    return to(".security")


@both_post(f"{HERE}/phone/resend")
@signed_in
def resend_phone_code() -> ResponseReturnValue:
    """Send a further code to the new number."""
    return _resend("phone", ".confirm_phone")


@both_get(f"{HERE}/two-step")
@signed_in
@proved
def edit_two_step() -> ResponseReturnValue:
    """Set two-step verification up or change it; at the store it can be switched off, on KDP not (S-11)."""
    return _two_step_page()


@both_post(f"{HERE}/two-step")
@signed_in
@proved
def submit_two_step() -> ResponseReturnValue:
    """Begin to set up how codes are to come."""
    return _begin(request.form.get("channel", ""), "two-step") or to(".confirm_two_step")


@both_get(f"{HERE}/two-step/confirm")
@signed_in
def confirm_two_step() -> ResponseReturnValue:
    """Ask for the code that proves that codes arrive."""
    return _confirm("two-step") or to(".security")


@both_post(f"{HERE}/two-step/confirm")
@signed_in
def submit_two_step_code() -> ResponseReturnValue:
    """Take the new way for codes, and show the recovery codes."""
    draft = _draft("two-step")
    if draft is None:
        return to(".security")
    try:
        codes = enrolment.confirm(world(), customer(), draft, request.form.get("code", ""))
    except Problem as problem:
        return _confirm("two-step", problem) or to(".security")
    session.pop("safety")
    return show_recovery_codes(codes, url_for(".security"))


@both_post(f"{HERE}/two-step/resend")
@signed_in
def resend_two_step_code() -> ResponseReturnValue:
    """Send a further code for what is being set up."""
    return _resend("two-step", ".confirm_two_step")


@both_post(f"{HERE}/two-step/off")
@signed_in
@proved
def switch_two_step_off() -> ResponseReturnValue:
    """Switch two-step verification off at the store; KDP refuses (S-11)."""
    try:
        enrolment.switch_off(world(), customer(), g.site)
    except Problem as problem:
        return _two_step_page(problem)
    flash("2段階認証を無効にしました。")
    return to(".security")


def _password_page(problem: Problem | None = None, new: str = "") -> ResponseReturnValue:
    strength = credentials.judge(customer(), new) if new else None
    personal = credentials.personal(customer())
    return page("identity/password.html", problem=problem, strength=strength, personal=personal)


def _change() -> EmailChange | None:
    kept = session.get("email_change")
    return None if kept is None else EmailChange(**kept)


def _approval_page(problem: Problem | None = None) -> ResponseReturnValue:
    change = _change()
    if change is None:
        return to(".security")
    number = rules_codes.hidden_number(customer().phone or "")
    return page("identity/email_approve.html", problem=problem, change=change, number=number)


def _email_changed() -> ResponseReturnValue:
    session.pop("email_change", None)
    flash("Eメールアドレスを変更しました。これまでのアドレスにもお知らせをお送りしました。")
    return to(".security")


def _bad_link(problem: Problem) -> ResponseReturnValue:
    return page("identity/bad_link.html", problem=problem, again=url_for(".security"), way="ログインとセキュリティ")


def _two_step_page(problem: Problem | None = None) -> ResponseReturnValue:
    return page("identity/two_step.html", problem=problem, channels=CHANNELS, phone=customer().phone or "")


def _draft(kind: str) -> Draft | None:
    """What is being set up in this session, if it is of that kind."""
    kept = session.get("safety", {})
    return Draft(**kept["draft"]) if kept.get("kind") == kind else None


def _begin(channel: str, kind: str) -> ResponseReturnValue | None:
    try:
        draft = enrolment.begin(world(), customer(), channel, request.form.get("phone", ""))
    except Problem as problem:
        return page("identity/phone.html", problem=problem) if kind == "phone" else _two_step_page(problem)
    session["safety"] = {"kind": kind, "draft": draft.kept()}
    return None


def _confirm(kind: str, problem: Problem | None = None) -> ResponseReturnValue | None:
    draft = _draft(kind)
    return None if draft is None else confirm_page(customer(), draft, problem, base=f"{HERE}/{kind}")


def _resend(kind: str, back: str) -> ResponseReturnValue:
    draft = _draft(kind)
    if draft is None:
        return to(".security")
    try:
        enrolment.send_again(world(), customer(), draft)
    except Problem as problem:
        return _confirm(kind, problem) or to(".security")
    flash("新しいコードをお送りしました。")
    return redirect(url_for(back), code=303)
