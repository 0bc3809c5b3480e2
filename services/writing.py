"""Writing an exposure part by part; its class and the basis under which it may be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.completeness import unauthorised
from domain.exposure import NEEDED, Class, Part
from domain.plain_text import clean_line, utf16_len
from domain.published import LONGEST, Rich, whole
from domain.refusal import Refusal, refuse
from domain.rich_text import fingerprint, received
from services import exposure_cards, office
from services.moving import fitting
from services.office import InHand
from services.reach import Hand
from services.turn import Turn
from storage import exposures

LONGEST_BASIS = 300
"""Characters of the basis."""

NOTHING = frozenset({"—", "——", "-", "－", "–"})
"""Replies that clear a part which may stay empty."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A part as it stands, before somebody writes it anew. `stamp` changes with it: a reply carries it back."""

    held: InHand
    rich: Rich
    stamp: str


async def may_write(turn: Turn, by: Hand, exposure_id: int, part: Part) -> Asked | Refusal:
    """The part, for whoever may write it now. Refusals: those of `office.to_edit`."""
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    rich = (await exposures.parts(turn.tx, exposure_id)).get(part, Rich(""))
    return Asked(held, rich, fingerprint(rich.text, rich.entities))


async def write(
    turn: Turn, by: Hand, exposure_id: int, part: Part, stamp: str, text: str, entities: Sequence[Mapping[str, Any]]
) -> tuple[str, ...] | Refusal:
    """Puts the reply in the part's place, formatting kept (`domain.rich_text`); «—» clears a part that may be empty.

    Gives the kinds of formatting that were left out, for telling the editor. `stamp` is that of `may_write` when the
    question was asked. Refusals: those of `office.to_edit`, `part_has_changed` (somebody wrote it since: nothing is
    overwritten unseen), `part_empty`, `part_needed`, `exposure_too_long` (with `over`, in UTF-16 units),
    `exposure_has_changed`.
    """
    asked = await may_write(turn, by, exposure_id, part)
    if isinstance(asked, Refusal):
        return asked
    if stamp != asked.stamp:
        return refuse("part_has_changed")
    got = received(text, entities, LONGEST)
    new = Rich("") if got.rich.text in NOTHING else got.rich
    wrong = await _wrong(turn, asked.held, part, new, cleared=got.rich.text in NOTHING)
    if wrong is not None:
        return wrong
    done = await office.edited(turn, asked.held, "written", facts={"part": part.value})
    if done is not None:
        return done
    await exposures.set_part(turn.tx, exposure_id, part, new)
    await exposure_cards.refresh(turn, exposure_id)
    return got.dropped


async def _wrong(turn: Turn, held: InHand, part: Part, new: Rich, *, cleared: bool) -> Refusal | None:
    if not new.text and not cleared:
        return refuse("part_empty")
    if not new.text and part in NEEDED[Class(held.exposure.class_)]:
        return refuse("part_needed")
    parts = await exposures.parts(turn.tx, held.exposure.id)
    was, now = (utf16_len(whole(each).text) for each in (parts, parts | {part: new}))
    # A text that is too long can only be mended part by part: what makes it shorter is let through.
    return refuse("exposure_too_long", over=str(now - LONGEST)) if now > max(LONGEST, was - 1) else None


async def classify(turn: Turn, by: Hand, exposure_id: int, class_: Class, bases: Mapping[Class, str]) -> Refusal | None:
    """Makes it a publication of that kind. The basis becomes that kind's own (`bases`), unless somebody wrote another.

    Refusals: those of `may_be`, `exposure_has_changed`.
    """
    held = await may_be(turn, by, exposure_id, class_)
    if isinstance(held, Refusal):
        return held
    own = held.exposure.basis not in ("", *bases.values())
    basis = held.exposure.basis if own else bases[class_]
    facts: dict[str, object] = {"class": class_.value}
    done = await office.edited(turn, held, "classed", facts=facts, class_=class_.value, basis=basis)
    if done is None:
        await exposure_cards.refresh(turn, exposure_id)
    return done


async def may_be(turn: Turn, by: Hand, exposure_id: int, class_: Class) -> InHand | Refusal:
    """Whether the exposure may be of that kind here. Refusals: those of `office.to_edit`, and for what only an
    authority may publish (food safety law, art. 118; sampling rules, art. 46) `warning_reserved`,
    `sampling_reserved`."""
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal) or not unauthorised(class_, turn.app.publicity.reserved):
        return held
    return refuse("warning_reserved") if class_ is Class.WARNING else refuse("sampling_reserved")


async def rebase(turn: Turn, by: Hand, exposure_id: int, stamp: str, text: str) -> Refusal | None:
    """Writes down under which law it is published. Refusals: those of `office.to_edit`, `part_has_changed`,
    `part_empty`, `too_long` (with `limit`), `exposure_has_changed`."""
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if stamp != fingerprint(held.exposure.basis):
        return refuse("part_has_changed")
    basis = fitting(clean_line(text, LONGEST), LONGEST_BASIS)
    if isinstance(basis, Refusal) or not basis:
        return basis or refuse("part_empty")
    done = await office.edited(turn, held, "classed", facts={"basis": basis}, basis=basis)
    if done is None:
        await exposure_cards.refresh(turn, exposure_id)
    return done
