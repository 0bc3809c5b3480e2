"""A case's whole story, gathered as the group that asks may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.card import CardFacts
from domain.people import OVERSIGHT
from domain.story import Happening, Story
from storage import cases, desks
from storage.case_cards import card_facts
from storage.database import Tx
from storage.tables import CaseEvent, EvidenceRow, NoteRow, StaffRow, Statement

_FOR_OVERSEERS = frozenset({"identity_unlocked"})
"""Events whose words are the duty desk's and the supervisors': a reason may speak of the reporter."""


_BETWEEN = frozenset({"answered", "asked", "note_shared", "objected", "objection_declined", "objection_upheld"})
"""Events in which the reporter says something or is told something personal."""

_REPORTED = frozenset({"reworded"})
"""Events that hold what was reported itself."""


async def story_of(tx: Tx, case_id: int, chat_id: int) -> Story | None:
    """The story as that group may read it; None for one that does not have the case in view.

    Nothing of the reporter's is read but what that group was shown already: where the card withholds their words
    (`domain/discretion.py`), so does the story.
    """
    card = await card_facts(tx, case_id, chat_id)
    if card is None or not card.here:
        return None
    events = await cases.events(tx, case_id)
    duty = await desks.duty_desk(tx)
    reading = _Reading(
        card=card,
        people=await _names(tx, events),
        places={each.id: each.name for each in await desks.desks(tx)},
        notes={each.id: each for each in await cases.notes(tx, case_id)},
        versions=await _versions(tx, case_id),
    )
    return Story(
        card=card,
        registrar=duty.name if duty else "",
        happenings=tuple(reading.happening(each) for each in events),
        photos=await _photos(tx, case_id),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the events only name: people, desks, notes by their ids, and the reporter's new versions by the moment."""

    card: CardFacts
    people: Mapping[int, str]
    places: Mapping[str, str]
    notes: Mapping[int, NoteRow]
    versions: Mapping[tuple[datetime, int], str]

    def happening(self, event: CaseEvent) -> Happening:
        facts = event.facts
        hidden = event.what in _FOR_OVERSEERS and self.card.for_kind not in OVERSIGHT
        return Happening(
            at=event.at,
            what=event.what,
            actor=event.actor,
            who=self._who(event, hidden),
            words="" if hidden or not self._may_be_read(event) else self._words(event),
            from_status=event.from_status,
            to_status=event.to_status,
            desk=self.places.get(str(facts.get("desk")), ""),
            came_from=self.places.get(str(facts.get("from")), ""),
            holder=self.people.get(facts.get("holder") or 0, ""),
            facts={} if hidden else facts,
        )

    def _words(self, event: CaseEvent) -> str:
        note = self._note(event)
        version = self.versions.get((event.at, event.facts.get("version", 0)), "")
        return event.reason or (note.text if note else "") or version

    def _note(self, event: CaseEvent) -> NoteRow | None:
        return self.notes.get(event.facts.get("note", 0))

    def _may_be_read(self, event: CaseEvent) -> bool:
        """As on the card: a desk that helps reads neither what was reported nor what the reporter said or was told; a
        department that was given the case reads what has been said since."""
        if not self.card.withheld:
            return True
        note = self._note(event)
        personal = event.what in _BETWEEN or (note is not None and (note.author_id is None or bool(note.shared_at)))
        since = self.card.referral.at if self.card.referral is not None and not self.card.as_guest else None
        return event.what not in _REPORTED and (not personal or (since is not None and event.at >= since))

    def _who(self, event: CaseEvent, hidden: bool) -> str:
        if event.actor_id is not None:
            return self.people.get(event.actor_id, "")
        return "" if hidden else str(event.facts.get("custodian", ""))


async def _names(tx: Tx, events: Sequence[CaseEvent]) -> dict[int, str]:
    ids = {each.actor_id for each in events} | {each.facts.get("holder") for each in events}
    rows = await tx.execute(select(StaffRow.user_id, StaffRow.name).where(StaffRow.user_id.in_(ids - {None})))
    return {row.user_id: row.name for row in rows}


async def _versions(tx: Tx, case_id: int) -> dict[tuple[datetime, int], str]:
    said = select(Statement.at, Statement.version, Statement.text).where(Statement.case_id == case_id)
    return {(row.at, row.version): row.text for row in await tx.execute(said.where(Statement.version > 1))}


async def _photos(tx: Tx, case_id: int) -> tuple[str, ...]:
    kept = (EvidenceRow.case_id == case_id) & (EvidenceRow.state == "kept") & EvidenceRow.copy.is_not(None)
    names = await tx.scalars(select(EvidenceRow.copy).where(kept).order_by(EvidenceRow.id))
    return tuple(each for each in names if each)
