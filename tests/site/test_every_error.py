"""Every error that the site can answer with: in words that say what is wrong and what to do, never a bare number."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mock_site import problems
from mock_site.hosts import SITES
from tests.site.portal import Browser, Portal, hidden

TO_DO = {
    "ja": re.compile("ください|お待ち|必要は?ありません"),
    "en": re.compile(r"(?i)\b(go|try|check|please|look|send)\b"),
}
"""By language: how words look that tell a person what to do."""
ROOT = Path(problems.__file__).parent
FOR_PROGRAMS = ("control", "worlds", "faults", "front", "defects")
ODD = {"int": "999999", "default": "no-such-thing", "string": "no-such-thing", "path": "no/such/thing"}
"""By kind of a part of an address: one that nothing has."""


VISITS = [*((site, "stranger") for site in SITES), *((site, "customer") for site in ("store", "com", "kdp", "seller"))]
"""Each site, for somebody who is signed in, too, where that can be."""


@pytest.mark.parametrize(("site", "who"), VISITS)
def test_every_refusal_says_what_and_what_to_do(portal: Portal, site: str, who: str) -> None:
    """At all addresses of a site: things that are not there, empty forms, nonsense, forms of another session."""
    browser = portal.browser(somebody(portal, site) if who == "customer" else None, site)
    token, wrong, refused = token_of(browser), list[str](), 0
    for rule in rules_of(portal, site):
        for told, answer in tries(browser, rule, token):
            refused += answer.status_code >= 400
            wrong += [f"{site} {told}: {fault}" for fault in faults(answer, "en" if site == "com" else "ja")]
    assert not wrong, "\n".join(wrong)
    assert refused > 5, "nothing was refused"


@pytest.mark.parametrize("host", ["nowhere.localhost", "store.no-such-world.localhost", "localhost"])
def test_hosts_with_nothing_say_so(portal: Portal, host: str) -> None:
    """In words, with a way on to where there is something."""
    answer = portal.app.test_client().get("/no/such/page", base_url=f"http://{host}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert any(to_do.search(words(answer.text)) for to_do in TO_DO.values())
    assert re.search("<a [^>]*href=", answer.text)


def test_every_message_in_the_source_is_a_sentence() -> None:
    """None is a number alone, an English word on a Japanese page, or a fragment."""
    found = list(messages())
    wrong = [f"{place}: {told}" for place, told in found if not is_sentence(told)]
    assert not wrong, "\n".join(wrong)
    assert len(found) > 200, "the messages were not found"


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (problems.Problem("番号が違います。"), "番号が違います。内容をご確認のうえ、もう一度お試しください。"),
        (problems.Problem("番号を入力してください。"), "番号を入力してください。"),
        (problems.Conflict("終わっています。"), "終わっています。前の画面に戻り、最新の状態をご確認ください。"),
        (problems.NotFound("ありません。"), "ありません。アドレスをご確認いただくか、下のボタンからお探しください。"),
    ],
    ids=["appended", "said", "conflict", "not-found"],
)
def test_words_say_what_to_do(problem: problems.Problem, told: str) -> None:
    """Where the message does not say it, its kind does (B-08)."""
    assert problem.words() == told


def test_english_words_say_what_to_do() -> None:
    """On the English site, also for problems that have no English words of their own."""
    assert problems.Conflict("済みです。", en="It is over.").words("en").startswith("It is over. Go back")
    assert problems.Conflict("済みです。", en="Go home.").words("en") == "Go home."
    assert TO_DO["en"].search(problems.Problem("済みです。").words("en"))


def somebody(portal: Portal, site: str) -> int:
    """An account that signs in at a site."""
    persona = {"marketplace": "com"} if site == "com" else {"publisher": {"books": ["海辺の時計店"]}}
    return int(portal.call("POST", "/accounts", persona)["id"])


def rules_of(portal: Portal, site: str) -> list[Rule]:
    """All addresses of a site, but for its style sheets."""
    return [r for r in portal.app.url_map.iter_rules() if r.subdomain == site and not r.rule.startswith("/static/")]


def tries(browser: Browser, rule: Rule, token: str) -> Iterator[tuple[str, TestResponse]]:
    """What can go wrong at an address: nothing there, a form without its token, an empty one, and nonsense."""
    path = re.sub(r"<(?:(\w+)[^:>]*:)?\w+>", lambda part: ODD.get(part[1] or "default", "1"), rule.rule)
    yield f"GET {path}", browser.get(path)
    if "POST" in (rule.methods or ()) and not path.endswith("/signout"):
        yield f"POST {path} without token", browser.post(path, csrf_token="")
        yield f"POST {path} empty", browser.post(path, csrf_token=token)
        yield f"POST {path} nonsense", browser.post(path, csrf_token=token, **dict.fromkeys(NAMES, "？"))


NAMES = ("email", "password", "code", "phone", "number", "title", "text", "price", "quantity", "key", "book", "way")
"""Inputs that forms of the site have."""


def token_of(browser: Browser) -> str:
    """A token of this browser's, as long as any page of its site has a form."""
    for path in ("/", "/signin", "/help/two-step", "/register"):
        answer = browser.client.get(path, base_url=browser.base, follow_redirects=True)
        if 'name="csrf_token"' in answer.text:
            return hidden(answer, "csrf_token")
    return ""


def faults(answer: TestResponse, lang: str) -> Iterator[str]:
    """What an answer that refuses lacks; one that breaks is always wrong."""
    if answer.status_code < 400:
        return
    if answer.status_code >= 500:
        yield f"it broke ({answer.status_code}): {words(answer.text)[:200]}"
        return
    if answer.mimetype != "text/html":
        yield f"{answer.status_code} is no page but {answer.mimetype}"
        return
    alerts = re.findall(r'<(\w+)[^>]*role="alert"[^>]*>(.*?)</\1>', answer.text, re.DOTALL)
    told = " ".join(words(inside) for _, inside in alerts)
    main = words(answer.text.partition("<main")[2].partition("</main>")[0])
    if not told.strip():
        yield f"{answer.status_code} says nothing: {main[:200]}"
    elif re.fullmatch(r"[\W\d]*", told):
        yield f"{answer.status_code} says a bare number: {told}"
    elif not TO_DO[lang].search(told):
        yield f"{answer.status_code} does not say what to do: {told}"
    if not re.search(r"<main.*?<(?:a|button) ", answer.text, re.DOTALL):
        yield f"{answer.status_code} leads nowhere"


def words(markup: str) -> str:
    """What a piece of a page says."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", markup))).strip()


def is_sentence(told: str) -> bool:
    """Whether a message is one or more whole sentences, of some length."""
    return (
        len(told) >= 8 and told.rstrip("…")[-1:] in {"。", "."} and bool(re.search(r"[ぁ-んァ-ヶ一-龥A-Za-z]{3}", told))
    )


def messages() -> Iterator[tuple[str, str]]:
    """All words that the site's problems are raised with, where they stand, with … for what is filled in."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
    kinds = problem_classes(trees.values())
    for path, tree in trees.items():
        if path.relative_to(ROOT).parts[0] in FOR_PROGRAMS:
            continue
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node.func) in kinds):
            said = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "en")]
            for told in filter(None, map(literal, said)):
                yield f"{path.relative_to(ROOT)}:{call.lineno}", told


def problem_classes(trees: object) -> set[str]:
    """The names of all kinds of problems that take their words when raised."""
    found = {"Problem"}
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]  # type: ignore[attr-defined]
    while more := {n.name for n in nodes if n.name not in found and found & {name_of(base) for base in n.bases}}:
        found |= more
    own = {
        n.name for n in nodes if any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in n.body)
    }
    return (found - own) | {"Problem"}


def name_of(node: ast.expr) -> str:
    """What a name, or the end of a dotted one, is."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def literal(node: ast.expr) -> str | None:
    """A text as it is written, with … for what is filled in; `None` for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp):
        return (literal(node.left) or "…") + (literal(node.right) or "…")
    return None
