"""What can happen to accounts, as other areas and the views call it; each part has a module of its own."""

from mock_site.identity.accounts import account, address, everybody, facts, known_by, set_address
from mock_site.identity.closure import Loss, close, losses
from mock_site.identity.enrolment import preset as preset_two_step
from mock_site.identity.handing_over import fits, hand_over
from mock_site.identity.keys import email_key
from mock_site.identity.links import look as look_at_link
from mock_site.identity.links import make as make_link
from mock_site.identity.links import open_ones as open_links
from mock_site.identity.links import use_up as use_up_link
from mock_site.identity.links import void as void_links
from mock_site.identity.models import Account, MailLink
from mock_site.identity.passwords import fitting, had, set_password
from mock_site.identity.registration import (
    ConsentNeeded,
    Draft,
    EmailTaken,
    draft,
    is_used,
    make,
    make_anew,
    of_the_same,
    register,
    still_open,
)
from mock_site.identity.rules import MARKETPLACES, PASSWORD_MOST, PREFECTURES, email, phone
from mock_site.identity.signing import AccountClosed, WrongCredentials, confirm, needs_code, sign_in
from mock_site.identity.trying import TooManyTries
from mock_site.identity.visits import COOKIE, draft_session, end_all, end_others, open_session, prove, session_tokens
from mock_site.identity.waiting import (
    code_asked,
    send_code_again,
    send_first_code,
    take_code,
    take_recovery_code,
    wait_for_code,
    whose_code,
)

__all__ = [
    "COOKIE",
    "MARKETPLACES",
    "PASSWORD_MOST",
    "PREFECTURES",
    "Account",
    "AccountClosed",
    "ConsentNeeded",
    "Draft",
    "EmailTaken",
    "Loss",
    "MailLink",
    "TooManyTries",
    "WrongCredentials",
    "account",
    "address",
    "close",
    "code_asked",
    "confirm",
    "draft",
    "draft_session",
    "email",
    "email_key",
    "end_all",
    "end_others",
    "everybody",
    "facts",
    "fits",
    "fitting",
    "had",
    "hand_over",
    "is_used",
    "known_by",
    "look_at_link",
    "losses",
    "make",
    "make_anew",
    "make_link",
    "needs_code",
    "of_the_same",
    "open_links",
    "open_session",
    "phone",
    "preset_two_step",
    "prove",
    "register",
    "send_code_again",
    "send_first_code",
    "session_tokens",
    "set_address",
    "set_password",
    "sign_in",
    "still_open",
    "take_code",
    "take_recovery_code",
    "use_up_link",
    "void_links",
    "wait_for_code",
    "whose_code",
]
