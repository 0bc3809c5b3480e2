"""Where exposures go, and what became of them there: outlets, subscriptions, broadcasts, copies."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table

_FORM = "form IN ('full', 'short', 'album')"


class Outlet(Table):
    """A channel or group that is no desk's, in which the office publishes; it counts from `confirmed_at` to `ended_at`.

    `username` is a public channel's, for links.
    """

    __tablename__ = "outlet"
    __table_args__ = (CheckConstraint("kind IN ('channel', 'group')", name="kind"), CheckConstraint(_FORM, name="form"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    title: Mapped[str] = mapped_column(String(128))
    username: Mapped[str | None] = mapped_column(String(32))
    form: Mapped[str] = mapped_column(String(8), default="full")
    added_by: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
    unreachable_at: Mapped[datetime | None]


class Subscription(Table):
    """Somebody wants to be told of exposures: of all, of one town's (a desk's id), of one category (a violation's id).

    `key` is their pseudonym. It holds until `until`, which is set by them, or when they have blocked the bot.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("what IN ('all', 'town', 'category')", name="what"),
        UniqueConstraint("key", "what", "value"),
        Index("ix_subscription_what", "what", "value", "key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(ForeignKey("correspondent.key"))
    what: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(64), default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class Broadcast(Table):
    """One round over many chats with one exposure: published, rehearsed, corrected, withdrawn, expired, reprinted.

    `state`: running → paused → running → done | cancelled. `chat_id` is the office's group, where its progress stands;
    `told_at` is when that was last queued. `total` counts its copies.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        CheckConstraint("verb IN ('publish', 'rehearse', 'correct', 'withdraw', 'expire', 'reprint')", name="verb"),
        CheckConstraint("state IN ('running', 'paused', 'done', 'cancelled')", name="state"),
        Index("ix_broadcast_exposure_id", "exposure_id"),
        Index("ix_broadcast_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exposure_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"))
    verb: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="running")
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    begun_by: Mapped[int | None] = mapped_column(BigInteger)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)


class Copy(Table):
    """One piece of an exposure in one chat, by one broadcast. The key makes a second one impossible.

    `state`: waiting → queued (it has a row in the outbox) → done | failed | in_doubt | cancelled; paused, what is
    queued and unsaid goes back to waiting. `outcome` says what was done: sent, edited, deleted, replaced (edited to a
    notice where deleting was refused), gone (somebody had deleted it). `message_ids` are the messages it stands in
    while `live`; a later copy that edits or deletes them names it as `previous_id` and takes over. `series_id` is the
    exposure's. The recipient is named as in the outbox.
    """

    __tablename__ = "copy"
    __table_args__ = (
        CheckConstraint("piece IN ('album', 'text')", name="piece"),
        CheckConstraint(_FORM, name="form"),
        CheckConstraint("state IN ('waiting', 'queued', 'done', 'failed', 'in_doubt', 'cancelled')", name="state"),
        UniqueConstraint("broadcast_id", "recipient", "piece"),
        Index("ix_copy_broadcast_state", "broadcast_id", "state", "id"),
        Index("ix_copy_live", "series_id", "recipient", "piece", postgresql_where=text("live"),
              sqlite_where=text("live")),
        Index("ix_copy_in_doubt", "id", postgresql_where=text("state = 'in_doubt'"),
              sqlite_where=text("state = 'in_doubt'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcast.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("exposure.id"))
    recipient: Mapped[str] = mapped_column(String(80))
    piece: Mapped[str] = mapped_column(String(8))
    form: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    outcome: Mapped[str | None] = mapped_column(String(12))
    live: Mapped[bool] = mapped_column(default=False)
    message_ids: Mapped[list[Any] | None] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("copy.id"))
    why: Mapped[str | None] = mapped_column(String(200))
    settled_at: Mapped[datetime | None]
