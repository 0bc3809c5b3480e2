"""Somebody of the publicity office, and what they have before them; who that is decides `services/office.py`."""

from dataclasses import dataclass

from domain.exposure import Actor
from domain.people import Person
from storage.tables import DeskRow, Exposure


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody of the publicity office in the office's own group. `leads`: may approve, publish and take down."""

    person: Person
    desk: DeskRow
    leads: bool

    @property
    def actor(self) -> Actor:
        """The capacity they act in: leads as approvers, all others as editors."""
        return Actor.APPROVER if self.leads else Actor.EDITOR


@dataclass(frozen=True, slots=True)
class InHand:
    """An exposure before somebody who may work on it, and the capacity they act in."""

    exposure: Exposure
    seated: Seated
    actor: Actor
