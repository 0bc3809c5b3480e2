"""What Telegram told us, what we shall tell it, and which of our messages was about which case."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import BigId, Table


class InboxRow(Table):
    """One update as it came, sealed; acknowledged to Telegram only after this row is committed.

    `state`: received → done | quarantined. `chat` is a pseudonym of the chat: rows of one chat are worked in order.
    Done rows stay for 48 hours so that a repeated update is known, then go; their payload goes at once.
    Quarantined ones go after 30 days.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'done', 'quarantined')", name="state"),
        Index("ix_inbox_waiting", "chat", "update_id", postgresql_where=text("state = 'received'"),
              sqlite_where=text("state = 'received'")),
        Index("ix_inbox_done_at", "done_at"),
    )  # fmt: skip

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="received")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    payload: Mapped[bytes | None]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(16))


class OutboxRow(Table):
    """One thing to say. `state`: pending → sending → sent | pending (later) | dead | in_doubt.

    `recipient` is a group's chat id in decimal, or `p:` and a correspondent's pseudonym: no private chat's id stands
    here. `payload` is sealed and goes once the row is settled. `topic` lets a newer row take the place of one still
    waiting: a refreshed card, the next question of a dialogue. `lease` is the token of the claim: a worker that
    wakes after its lease ran out finds another token, and its write is refused. `copy_id` is the copy of an exposure
    that it is: a copy has one row, so it can't be said twice by two.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead', 'in_doubt')", name="state"),
        Index("ix_outbox_open", "recipient", "lane", "id", postgresql_where=text("state IN ('pending', 'sending')"),
              sqlite_where=text("state IN ('pending', 'sending')")),
        Index("ix_outbox_waiting", "lane", "id", postgresql_where=text("state = 'pending'"),
              sqlite_where=text("state = 'pending'")),
        Index("ix_outbox_leased", "leased_until", postgresql_where=text("state = 'sending'"),
              sqlite_where=text("state = 'sending'")),
        Index("uq_outbox_topic", "recipient", "topic", unique=True,
              postgresql_where=text("state = 'pending' AND topic IS NOT NULL"),
              sqlite_where=text("state = 'pending' AND topic IS NOT NULL")),
        Index("uq_outbox_copy", "copy_id", unique=True, postgresql_where=text("copy_id IS NOT NULL"),
              sqlite_where=text("copy_id IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipient: Mapped[str] = mapped_column(String(80))
    lane: Mapped[int] = mapped_column(SmallInteger, default=0)
    topic: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    not_before: Mapped[datetime]
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    repeat: Mapped[bool] = mapped_column(default=False)
    case_id: Mapped[int | None] = mapped_column(BigInteger)
    copy_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class SentMessage(Table):
    """Which case a message of ours was about: replies are matched by this, never by a number read from a text.

    The standing message of a sweep, a batch, an exposure or a broadcast is about no case: it is found by `ask`, which
    names what it shows.
    """

    __tablename__ = "sent_message"
    __table_args__ = (
        Index("ix_sent_message_case", "case_id", "recipient", "mark"),
        Index("ix_sent_message_sweep", "recipient", "ask", "message_id", postgresql_where=text("mark = 'sweep'"),
              sqlite_where=text("mark = 'sweep'")),
        Index("ix_sent_message_board", "recipient", "ask", "message_id", postgresql_where=text("mark = 'board'"),
              sqlite_where=text("mark = 'board'")),
    )  # fmt: skip

    recipient: Mapped[str] = mapped_column(String(80), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int | None] = mapped_column(BigInteger)
    mark: Mapped[str] = mapped_column(String(16))
    ask: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime]
