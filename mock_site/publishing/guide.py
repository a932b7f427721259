"""The portal's help pages, as data."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading of a help page, and the paragraphs or numbered steps below it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """A help page: its name in the address, title, one sentence for lists, and what it says."""

    slug: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    words: str = ""
    """Further words that people look for it by."""
    links: tuple[tuple[str, str], ...] = ()
    """Label and path of the pages that it leads to."""

    def texts(self) -> Iterator[str]:
        """All its texts, for the search."""
        yield from (self.title, self.summary, self.words)
        for section in self.sections:
            yield from (section.heading, *section.paragraphs, *section.steps)


ARTICLES = (
    Article(
        "signing-in",
        "KDPにサインインする",
        "サインインの手順と、サインインできないときにお確かめいただくこと。",
        (
            Section(
                "サインインの手順",
                steps=(
                    "KDPのトップページの「Mihonyaアカウントでサインイン」にある「サインイン」を押します。",
                    "Eメールアドレス（または国番号付きの携帯電話番号）とパスワードを入力し、「サインイン」を押します。",
                    "お手元に届いた確認コードを入力すると、「本棚」が開きます。",
                ),
            ),
            Section(
                "サインインできないとき",
                (
                    "Eメールアドレスは username@domain.com のような形で入力します。"
                    "全角の文字やスペースが混じっていないか、ご確認ください。",
                    "携帯電話番号で作成したアカウントでは、+81 のような国番号から入力します。",
                    "パスワードの大文字と小文字は区別されます。Caps Lock や Num Lock が"
                    "オンになっていないか、ご確認ください。",
                ),
            ),
        ),
        "ログイン ログインできない メールアドレス 電話番号",
        (("サインイン", "/signin"), ("CreateSpaceから移行された方", "/help/createspace")),
    ),
    Article(
        "createspace",
        "CreateSpaceから移行された方",
        "KDPにサインインするときに使うEメールアドレスについて。",
        (
            Section(
                "お使いになるEメールアドレス",
                (
                    "CreateSpaceのアカウントに登録されていたEメールアドレスを、そのままお使いください。"
                    "パスワードも、CreateSpaceでお使いだったものでサインインできます。",
                    "KDPのために新しいアカウントを作成する必要はありません。新しく作成すると、移行した本は表示されません。",
                ),
            ),
            Section(
                "そのアドレスのメールを受け取れなくなっているとき",
                (
                    "サインインには影響しません。サインインしたあと、アカウントサービスで新しいアドレスに変更してください。",
                ),
            ),
        ),
        "移行 クリエイトスペース ログイン メールアドレス",
        (("サインイン", "/signin"),),
    ),
    Article(
        "second-account",
        "本棚に自分の本が表示されない",
        "同じEメールアドレスのアカウントを、もう1つ作成してしまった場合について。",
        (
            Section(
                "アカウントが2つあるかもしれません",
                (
                    "新規登録を誤って選ぶと、同じEメールアドレスで、パスワードの異なる2つ目のアカウントができます。"
                    "どちらに入るかはパスワードで決まり、本棚も設定も別々です。",
                ),
            ),
            Section(
                "元の本棚に戻る",
                steps=(
                    "画面の上にある「サインアウト」を押します。",
                    "同じEメールアドレスと、本を登録したアカウントのパスワードを入力してサインインします。",
                    "「本棚」に、ご自分の本が表示されていることを確かめます。",
                ),
            ),
        ),
        "重複 複数 二つ 2つ目 別のアカウント 本が消えた",
        (("サインイン", "/signin"),),
    ),
    Article(
        "password-reset",
        "パスワードをリセットする",
        "パスワードを忘れたときの手順と、メールを受け取れないとき。",
        (
            Section(
                "リセットの手順",
                steps=(
                    "サインインのページで「パスワードをリセット」を押します。",
                    "Eメールアドレスを入力すると、リセット用のリンクをお送りします。",
                    "メールのリンクを開き、新しいパスワードを入力します。",
                ),
            ),
            Section(
                "メールが見つからないとき",
                (
                    "迷惑メールのフォルダーに入っていないか、ご確認ください。",
                    "リンクは一度だけ、限られた時間のあいだ有効です。"
                    "開けなかったときは、もう一度はじめからお手続きください。",
                ),
            ),
            Section(
                "メールボックスそのものを使えなくなったとき",
                ("リセットはできません。新しいKDPアカウントを作成し、お問い合わせからご連絡ください。",),
            ),
        ),
        "忘れた 変更 再設定 迷惑メール ログインできない",
    ),
    Article(
        "two-step",
        "2段階認証と確認コード",
        "サインインのたびに確認コードをうかがう理由と、コードの受け取り方。",
        (
            Section(
                "KDPでは必ずお使いいただきます",
                ("本の売上に関わる情報を守るため、KDPでは2段階認証をオフにできません。",),
            ),
            Section(
                "コードの受け取り方",
                (
                    "SMS、音声通話、認証アプリのいずれかで受け取れます。",
                    "コードは一度だけ、限られた時間のあいだ、そのサインインにだけ使えます。古いコードは使えません。",
                ),
            ),
        ),
        "二段階 二要素 認証アプリ SMS 電話 コードが届かない ワンタイムパスワード",
    ),
    Article(
        "time-out",
        "セッションがタイムアウトしたとき",
        "しばらく操作がないとサインアウトします。続きから始める方法です。",
        (
            Section(
                "続きから始めるには",
                (
                    "「セッションがタイムアウトしました」と表示されたら、「サインイン」を押してください。"
                    "サインインのあと、開いていたページに戻ります。",
                    "入力の途中だった内容は、残っています。",
                ),
            ),
        ),
        "自動サインアウト ログアウト 時間切れ 入力が消えた",
    ),
    Article(
        "error-pages",
        "エラーのページが表示されたとき",
        "404や500などのページが表示された理由と、していただけること。",
        (
            Section(
                "ページが見つかりません（404）",
                (
                    "アドレスが間違っているか、ページがなくなっています。トップページからお探しください。",
                    "閉鎖したアカウントでサインインしたときも、このページになります。閉鎖をお知らせしたメールをご確認ください。",
                ),
            ),
            Section(
                "アクセスが集中しています（500）",
                (
                    "一時的なものです。10～15分ほど待ってから、もう一度お試しください。"
                    "入力していた内容は、そのページから送り直せます。",
                ),
            ),
            Section(
                "予期しないエラー",
                ("後でもう一度試してください。続くときは、表示された番号を添えてお問い合わせください。",),
            ),
        ),
        "404 500 エラー 混雑 見つからない 表示されない",
    ),
)
"""All of them, in the order of the index."""
