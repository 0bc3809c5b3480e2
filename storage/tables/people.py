"""Those who write to the bot in private, known by a pseudonym."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.schema import Table


class Correspondent(Table):
    """A private chat: pseudonym, sealed return address, language, and the report being written, sealed.

    `draft_at` is when the draft was last touched, `draft_reminded_at` when its writer was reminded of it since.

    The address is the one place from which a person can be found again, and only with the keys.
    """

    __tablename__ = "correspondent"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[bytes]
    lang: Mapped[str] = mapped_column(String(8))
    lang_chosen: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[bytes | None]
    draft_at: Mapped[datetime | None]
    draft_reminded_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    met_at: Mapped[datetime]
