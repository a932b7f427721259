"""The terminals in the shops."""

import re

import pytest

from mock_site.konbini import rules
from mock_site.konbini.models import Ticket
from tests.site.konbini.street import (
    CONFIRMING,
    WITH_TERMINAL,
    Street,
    numbers_of,
    payment_of,
    refusal,
    sums,
)
from tests.site.ordering import Buyer


@pytest.mark.parametrize("chain", CONFIRMING)
def test_a_terminal_insists_on_8888(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Missing or wrong, it is refused with the reason, and the number typed before is kept (P-17)."""
    number = numbers_of(buyer, order)[chain]
    street.reach_number(chain)
    street.post(f"/{chain}/terminal/number", number=number)
    for typed, why in (
        ("", "入力されていません"),
        ("8889", "正しくありません"),
        ("88888", "正しくありません"),
        ("-8888", "数字だけの4桁"),
    ):
        answer = street.post(f"/{chain}/terminal/confirmation", confirmation=typed)
        assert answer.status_code == 422
        assert why in refusal(answer)
        assert number in answer.text
        assert f'value="{typed}"' in answer.text
    assert street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/confirmation"
    review = street.post(f"/{chain}/terminal/confirmation", confirmation="８８８８")
    assert sums(review)[rules.CHAINS[chain].number_name] == number


def test_the_club_station_does_not_ask_for_8888(buyer: Buyer, order: str, street: Street) -> None:
    """The number leads to the printing at once, and there is no such screen (P-15)."""
    street.reach_review("seico", numbers_of(buyer, order)["seico"])
    assert street.get("/seico/terminal/confirmation").status_code == 404
    assert street.post("/seico/terminal/confirmation", confirmation="8888").status_code == 404


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_a_terminal_refuses_wrong_numbers(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Unknown, of the wrong length, another chain's, no number: each with its reason, what was typed kept (P-20)."""
    numbers = numbers_of(buyer, order)
    street.reach_number(chain)
    other = "daily"
    cases = {
        "": "入力してください",
        "1234567890": "11桁です",
        numbers["seven"]: "セブン-イレブン用です",
        numbers[other]: f"{rules.CHAINS[other].name}用です",
        "10000000001": "見つかりませんでした",
        "&lt;&quot;": "数字だけの11桁",
        f"-{numbers[chain]}": "数字以外の文字を除いて入力してください",
    }
    for typed, why in cases.items():
        answer = street.post(f"/{chain}/terminal/number", number=typed.replace("&lt;&quot;", '<"'))
        assert answer.status_code in (409, 422)
        assert why in refusal(answer)
        assert re.search(rf'name="number" value="{re.escape(typed.replace("&quot;", "&#34;"))}"', answer.text)
    assert street.get(f"/{chain}/terminal/review").location != f"/{chain}/terminal/review"


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_numbers_are_read_in_any_width(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Full-width digits, hyphens and spaces make no difference at a terminal."""
    number = numbers_of(buyer, order)[chain]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    street.reach_number(chain)
    page = street.post(f"/{chain}/terminal/number", number=f" {wide[:3]}－{wide[3:7]} {wide[7:]}")
    assert page.request.path != f"/{chain}/terminal/number"


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_no_screen_is_skipped(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """A later screen opened or sent by its address leads to the first that is missing."""
    screens = rules.terminal(chain).screens
    for screen in screens[1:]:
        answer = street.get(f"/{chain}/terminal/{screen}")
        assert (answer.status_code, answer.location) == (303, f"/{chain}/terminal/services")
        sent = street.post(f"/{chain}/terminal/{screen}", choice="pay", number="1", confirmation="8888")
        assert sent.request.path == f"/{chain}/terminal/services"
        assert sent.text.count("最初の画面に戻りました") == 1
    assert "戻りました" not in street.get(f"/{chain}/terminal/services").text
    street.reach_number(chain)
    assert street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/number"
    assert payment_of(buyer, order).paid_at is None


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_going_back_keeps_the_number_and_asks_again(buyer: Buyer, order: str, street: Street, chain: str) -> None:
    """Back at the number, it is still there; typed anew, the screens after it are ahead again."""
    number = numbers_of(buyer, order)[chain]
    street.reach_review(chain, number)
    assert f'value="{number}"' in street.get(f"/{chain}/terminal/number").text
    assert street.get(f"/{chain}/terminal/review").status_code == 200
    street.post(f"/{chain}/terminal/number", number=number)
    after = rules.terminal(chain).screens[rules.terminal(chain).screens.index("number") + 1]
    assert after == "review" or street.get(f"/{chain}/terminal/review").location == f"/{chain}/terminal/{after}"
    street.reach_number(chain)
    assert 'name="number" value=""' in street.get(f"/{chain}/terminal/number").text


@pytest.mark.parametrize("chain", WITH_TERMINAL)
def test_other_services_are_not_offered(street: Street, chain: str) -> None:
    """Every other button of a terminal says so and leads back; a press on nothing does the same."""
    menu = street.get(f"/{chain}/terminal/services")
    assert menu.text.count('value="other"') >= 3
    for typed in ({"choice": "other"}, {}, {"choice": "<b>"}):
        page = street.post(f"/{chain}/terminal/services", **typed)
        assert "このサービスはご利用いただけません" in page.text
        assert f'href="/{chain}/terminal/services"' in page.text
    assert street.get(f"/{chain}/terminal/{rules.terminal(chain).screens[1]}").status_code == 303


def test_tabs_at_two_chains_do_not_mix(buyer: Buyer, order: str, street: Street) -> None:
    """Each chain's terminal keeps its own number, and its own tickets."""
    numbers = numbers_of(buyer, order)
    street.reach_review("lawson", numbers["lawson"])
    street.reach_review("ministop", numbers["ministop"])
    assert numbers["lawson"] in street.get("/lawson/terminal/review").text
    code = street.post("/lawson/terminal/review", number=numbers["lawson"]).request.path.rpartition("/")[2]
    assert code in street.get("/lawson/register").text
    assert code not in street.get("/ministop/register").text
    assert numbers["ministop"] in street.get("/ministop/terminal/review").text


def test_two_tabs_at_one_terminal_print_what_they_show(buyer: Buyer, order: str, street: Street) -> None:
    """A screen left open prints nothing once another number was typed."""
    second = buyer.order(paid=False)
    buyer.wait(minutes=10)
    old, new = (numbers_of(buyer, number)["lawson"] for number in (order, second))
    street.reach_review("lawson", old)
    street.reach_review("lawson", new)
    page = street.post("/lawson/terminal/review", number=old)
    assert page.request.path == "/lawson/terminal/review"
    assert sums(page)["お支払い受付番号"] == new
    assert "お手元の申込券" not in street.get("/lawson/register").text


def test_printing_twice_by_accident_prints_once(buyer: Buyer, order: str, street: Street) -> None:
    """The same form sent again shows the same ticket; printing again from the screen gives another."""
    number = numbers_of(buyer, order)["lawson"]
    street.reach_review("lawson", number)
    first, twin = (street.post("/lawson/terminal/review", number=number, after="") for _ in range(2))
    assert first.request.path == twin.request.path
    code = first.request.path.rpartition("/")[2]
    assert f'name="after" value="{code}"' in street.get("/lawson/terminal/review").text
    another = street.post("/lawson/terminal/review", number=number, after=code)
    assert another.request.path != first.request.path
    with buyer.app.store.open(buyer.world, write=False) as world:
        assert world.db.query(Ticket).count() == 2
