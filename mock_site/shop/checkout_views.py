"""The cart's, the checkout's and the gift cards' pages."""

from flask import flash, g, request, session
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.shop import cart, checkout, gifts, rules
from mock_site.shop.views import store
from mock_site.web import customer, page, signed_in, to, visitor, world


@store.before_app_request
def join_carts() -> None:
    """Let what a browser gathered before the sign-in join the account's cart, on the first page after it."""
    gathered: str = session.get("cart", "")
    person = visitor() if gathered else None
    if person is not None:
        world().promote()
        for words in cart.join(world(), gathered, person.id):
            flash(words)
        world().db.commit()  # a refusal undoes what this request did, and the browser's cart must not be lost by it
        session.pop("cart")


@store.app_context_processor
def count_cart() -> dict[str, int]:
    """Give the store's header the number of pieces in the cart."""
    return {"cart_count": cart.count(world(), _owner()) if g.site == "store" and "world" in g else 0}


@store.get("/cart", endpoint="cart")
def show_cart() -> ResponseReturnValue:
    """What was gathered, and the way to the till."""
    return _cart_page()


@store.post("/cart/add")
def add_to_cart() -> ResponseReturnValue:
    """Put pieces of a product into the cart (P-01)."""
    owner = _owner() or cart.new_owner(world())
    try:
        line = cart.add(world(), owner, request.form["sku"], request.form.get("quantity", "1"))
    except rules.Refusal as problem:
        return _cart_page(problem)
    if visitor() is None:
        session["cart"] = owner
    flash(f"「{line.product.title}」をカートに入れました。")
    return to("shop.cart")


@store.post("/cart/update")
def update_cart() -> ResponseReturnValue:
    """Change how many pieces of a product are wanted."""
    try:
        cart.change(world(), _owner(), request.form["sku"], request.form["quantity"])
    except rules.Refusal as problem:
        return _cart_page(problem)
    flash("数量を変更しました。")
    return to("shop.cart")


@store.post("/cart/remove")
def remove_from_cart() -> ResponseReturnValue:
    """Take a product out of the cart."""
    cart.remove(world(), _owner(), request.form["sku"])
    flash("カートから削除しました。")
    return to("shop.cart")


@store.get("/checkout", endpoint="checkout")
@signed_in
def show_checkout() -> ResponseReturnValue:
    """「注文内容を確認・変更する」: everything that the order will be, to be confirmed or changed."""
    return _confirm_page()


@store.post("/checkout")
@signed_in
def choose_delivery() -> ResponseReturnValue:
    """Take the marked delivery, and go on to the payment page if that was asked for."""
    try:
        against = checkout.choose_delivery(
            world(), customer(), request.form["delivery"], request.form.get("deliver_on")
        )
    except rules.Refusal as problem:
        return _confirm_page(problem)
    if against:
        flash(
            "選択されていたお支払い方法は、配送方法の変更によりご利用いただけなくなったため、選択を解除しました。"
            "お支払い方法を選び直してください。" + "".join(against)
        )
    return to("shop.payment" if "payment" in request.form else "shop.checkout")


@store.get("/checkout/payment", endpoint="payment")
@signed_in
def show_payment() -> ResponseReturnValue:
    """The ways to pay, with the reasons why some cannot be chosen."""
    return _payment_page()


@store.post("/checkout/payment")
@signed_in
def choose_payment() -> ResponseReturnValue:
    """Take the chosen way to pay (P-04)."""
    try:
        checkout.choose_payment(world(), customer(), request.form.get("payment"))
    except rules.Refusal as problem:
        return _payment_page(problem)
    return to("shop.checkout")


@store.post("/checkout/place")
@signed_in
def place() -> ResponseReturnValue:
    """Place the order, once, if it is what the page showed (P-05)."""
    form = request.form
    try:
        number = checkout.place(
            world(),
            customer(),
            form["token"],
            seen=form["seen"],
            delivery=form.get("delivery"),
            deliver_on=form.get("deliver_on"),
        )
    except rules.Refusal as problem:
        return _confirm_page(problem)
    return to("shop.done", number=number)


@store.get("/checkout/done/<number>")
@signed_in
def done(number: str) -> ResponseReturnValue:
    """Thank for an order, and say what happens next."""
    return page("shop/done.html", order=checkout.placed(world(), customer(), number))


@store.get("/gift-cards")
@signed_in
def gift_cards() -> ResponseReturnValue:
    """Balance, points, what came and went, and the form to charge."""
    return _gift_page()


@store.post("/gift-cards")
@signed_in
def charge_gift_card() -> ResponseReturnValue:
    """Charge balance and tell what it earned (P-34)."""
    try:
        charged = gifts.charge(world(), customer(), request.form["amount"], request.form["key"])
    except rules.Refusal as problem:
        return _gift_page(problem)
    once = "同じ画面から二度送信されましたが、チャージは一度だけ行いました。" if charged.repeated else ""
    flash(
        f"￥{charged.amount:,}をチャージし、{charged.points:,}ポイントを獲得しました。"
        f"ギフト券残高は￥{charged.balance:,}です。{once}"
    )
    return to("shop.gift_cards")


def _owner() -> str | None:
    """Whose cart this is: the account's, or this browser's once it has one."""
    person = visitor()
    return session.get("cart") if person is None else cart.owner_of(person.id)


def _cart_page(problem: Problem | None = None) -> ResponseReturnValue:
    lines = cart.lines(world(), _owner())
    shortages = cart.shortages(lines)
    counted = cart.items([line for line in lines if line.sku not in shortages])
    return page(
        "shop/cart.html",
        problem=problem,
        lines=lines,
        shortages=shortages,
        pieces=sum(item.quantity for item in counted),
        subtotal=rules.subtotal(counted),
        most=rules.MOST_OF_ONE,
    )


def _confirm_page(problem: Problem | None = None) -> ResponseReturnValue:
    """Show the order in the making; a delivery that was marked and has to be applied stays marked.

    What cannot be ordered as it is leads back to the cart, which says what to do about it.
    """
    review = checkout.review(world(), customer())
    if not review.lines:
        empty = isinstance(problem, rules.EmptyCart)
        flash(problem.message if problem and empty else "カートに商品がないため、レジに進めません。")
        return to("shop.cart")
    if problem is None and cart.shortages(review.lines):
        return to("shop.cart")
    marked = request.form if problem and problem.field in ("delivery", "deliver_on") else {}
    return page("shop/checkout.html", problem=problem, review=review, marked=marked)


def _payment_page(problem: Problem | None = None) -> ResponseReturnValue:
    review = checkout.review(world(), customer())
    if not review.lines or (problem is None and cart.shortages(review.lines)):
        return to("shop.cart")
    return page("shop/payment.html", problem=problem, review=review)


def _preset() -> str:
    """The amount that an address asks to fill in, if it is one that can be charged."""
    asked = request.args.get("amount", "")
    try:
        return str(rules.charge(asked))
    except rules.Refusal:
        return ""


def _gift_page(problem: Problem | None = None) -> ResponseReturnValue:
    person = customer()
    return page(
        "shop/gift_cards.html",
        problem=problem,
        balance=gifts.balance(world(), person.id, "gift"),
        points=gifts.balance(world(), person.id, "points"),
        ledger=gifts.ledger(world(), person.id, request.args.get("page", "")),
        amount=request.form.get("amount", "") if problem else _preset(),
        key=gifts.charge_key(world(), person.id),
        rate=rules.points(1000, person.prime) / 10,
        least=rules.CHARGE_LEAST,
        most=rules.CHARGE_MOST,
    )
