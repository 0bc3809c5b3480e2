"""One update's turn: the transaction it works in, and what is to be said once that is committed."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.outgoing import Lane, Outgoing
from services.app import App
from storage.database import Tx
from storage.outbox import Queued, to_group, to_person
from storage.tables import Correspondent


@dataclass
class Turn:
    """Passed to every handler and use case that answers an update or a tick.

    Several turns may share one transaction (`bot/working.py` says why that is safe). `correspondent` is the row of
    the private chat this update came from, None in groups.
    """

    app: App
    tx: Tx
    now: datetime
    update_id: int | None = None
    correspondent: Correspondent | None = None
    outgoing: list[Queued] = field(default_factory=list)

    def tell_group(self, chat_id: int, what: Outgoing, topic: str | None = None) -> None:
        """Queues `what` for a group; it is said after the commit, or never if the transaction fails."""
        self.outgoing.append(Queued(to_group(chat_id), what, Lane.NOTICE, topic))

    def tell_person(
        self, key: str, what: Outgoing, topic: str | None = None, not_before: datetime | None = None
    ) -> None:
        """Queues `what` for a private chat, by pseudonym. `not_before` delays it (an album's quiet time)."""
        self.outgoing.append(Queued(to_person(key), what, Lane.NOTICE, topic, not_before))
