"""The community 「コミュニティ」: threads, replies, a search, and a quota for everybody (B-03, B-08)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select

from mock_site.identity import service as identity
from mock_site.problems import NotFound
from mock_site.publishing import rules
from mock_site.publishing import rules_community as community_rules
from mock_site.publishing.models_authors import Post
from mock_site.seam import rule
from mock_site.worlds import World

GONE = "この投稿は、投稿した人によって削除されました。"
BEFORE = timedelta(days=30)
"""How long before the world's first moment the newest of the first threads was begun."""


@dataclass(frozen=True)
class Thread:
    """A post with the replies to it, oldest first."""

    post: Post
    replies: list[Post]


def seed(world: World) -> None:
    """Put the first threads into the template of all worlds."""
    told = _first()
    for place, thread in enumerate(told):
        at = world.now - BEFORE - timedelta(days=len(told) - place)
        post = Post(author=thread["author"], title=thread["title"], text=thread["text"].strip(), at=at)
        world.db.add(post)
        world.db.flush()
        for hours, (author, text) in enumerate(thread["replies"], start=2):
            world.db.add(Post(thread_id=post.id, author=author, text=text, at=at + timedelta(hours=hours)))
    world.db.flush()


def sources() -> list[Path]:
    """The files that the first threads are read from."""
    return [Path(__file__).parent / "community.toml"]


def search(world: World, typed: str) -> list[Thread]:
    """The threads that have all the words somewhere, the newest first; all of them without words."""
    posts = world.db.scalars(select(Post).where(Post.thread_id.is_(None)).order_by(Post.id.desc()))
    threads = [_thread(world, post) for post in posts]
    return [found for found in threads if community_rules.matches(typed, _texts(found))]


def thread(world: World, number: int) -> Thread:
    """Look a thread up by the number of its first post."""
    post = world.db.get(Post, number)
    if post is None or post.thread_id is not None:
        raise NotFound("この投稿はありません。削除されたかもしれません。コミュニティの一覧からお探しください。")
    return _thread(world, post)


def mine(world: World, account_id: int) -> list[Post]:
    """All posts and replies of an account that count to its quota, oldest first: the remedy deletes from the top."""
    return list(world.db.scalars(select(Post).where(Post.account_id == account_id).order_by(Post.id)))


def post_of(world: World, account_id: int, number: int) -> Post:
    """Look an account's own post up; another person's is not found."""
    found = world.db.get(Post, number)
    if found is None or found.account_id != account_id:
        raise NotFound("この投稿は「自分の投稿」にありません。すでに削除されたかもしれません。")
    return found


@rule
def post(world: World, account_id: int, title: str, text: str) -> Post:
    """Begin a thread, if the quota allows it (B-08); the very same form, sent twice, begins one."""
    title, text = community_rules.post(title, text)
    return _put(world, account_id, thread_id=None, title=title, text=text)


@rule
def reply(world: World, account_id: int, number: int, text: str) -> Post:
    """Reply to a thread, which counts to the quota as well (B-08)."""
    begun = thread(world, number).post
    return _put(world, account_id, thread_id=begun.id, title="", text=community_rules.reply(text))


@rule
def remove(world: World, account_id: int, number: int) -> None:
    """Delete an own post, which frees its place in the quota; what others replied to it stays."""
    _erase(world, post_of(world, account_id, number))


def forget(world: World, account_id: int) -> None:
    """Erase what an account has posted (C-05)."""
    for written in mine(world, account_id):
        _erase(world, written)


def preset_posts(world: World, account_id: int, titles: Sequence[str]) -> None:
    """Have somebody posted these without walking there."""
    for title in titles:
        post(world, account_id, title, f"{title}。")


def _put(world: World, account_id: int, **facts: Any) -> Post:
    same = select(Post).filter_by(account_id=account_id, **facts)
    present = world.db.scalar(same.where(Post.at >= world.now - rules.SAME_FORM).limit(1))
    if present is not None:
        return present
    community_rules.check_quota(world.db.scalar(select(func.count()).where(Post.account_id == account_id)) or 0)
    author = identity.account(world, account_id).name
    made = Post(account_id=account_id, author=author, at=world.now, **facts)
    world.db.add(made)
    world.db.flush()
    world.tell("publishing.posted", post=made.id)
    return made


def _erase(world: World, written: Post) -> None:
    """Take a post away, or leave its place empty if there are replies to it."""
    if world.db.scalar(select(Post.id).where(Post.thread_id == written.id).limit(1)) is None:
        world.db.execute(delete(Post).where(Post.id == written.id))
    else:
        written.account_id, written.author, written.title, written.text = None, "", "", GONE
    world.db.flush()


def _thread(world: World, first: Post) -> Thread:
    replies = select(Post).where(Post.thread_id == first.id).order_by(Post.id)
    return Thread(first, list(world.db.scalars(replies)))


def _texts(found: Thread) -> list[str]:
    return [found.post.title, found.post.text, *(reply.text for reply in found.replies)]


@cache
def _first() -> list[dict[str, Any]]:
    return [thread for path in sources() for thread in tomllib.loads(path.read_text("utf-8"))["threads"]]
