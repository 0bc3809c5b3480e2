"""Deciding on what the program asks about in a text: masking it, or keeping it for a reason.

Each decision is an edit: it takes a submitted text back to a draft, and whoever makes it can't approve the text.
"""

from domain.across_parts import across_parts
from domain.exposure import Part
from domain.flag import Kind, Question
from domain.plain_text import clean
from domain.redaction import mask_for, replaced
from domain.refusal import Refusal, refuse
from services import exposure_cards
from services.office import InHand, edited, in_hand, to_edit
from services.reach import Hand
from services.redacting import evaluate
from services.turn import Turn
from storage import exposure_flags, exposures
from storage.tables import ExposureFlag

LONGEST_REASON = 300
"""UTF-16 units of a reason for keeping something."""

_SHORTEST_REASON = 2


async def open_flags(turn: Turn, exposure_id: int) -> list[ExposureFlag]:
    """What nobody has decided on yet, by the text and the ledger as they are now."""
    await evaluate(turn, exposure_id)
    return await exposure_flags.open_of(turn.tx, exposure_id)


async def look(turn: Turn, by: Hand, exposure_id: int, after: int = 0) -> Question | Refusal | None:
    """The first open question behind the one with the id `after`, or from the beginning again; None when there is
    none. Refusals: those of `in_hand`."""
    held = await in_hand(turn, by, exposure_id)
    return held if isinstance(held, Refusal) else await next_question(turn, exposure_id, after)


async def next_question(turn: Turn, exposure_id: int, after: int = 0) -> Question | None:
    """As `look`, for whoever has just answered one."""
    found = await open_flags(turn, exposure_id)
    if not found:
        return None
    at = next((n for n, each in enumerate(found) if each.id > after), 0)
    flag, parts = found[at], await exposures.parts(turn.tx, exposure_id)
    part = Part(flag.part)
    across = flag.key in {each.key for each in across_parts(parts)}
    words, text = flag.words, parts[part].text
    return Question(flag.id, exposure_id, part, Kind(flag.kind), words, text, at + 1, len(found), across)


async def may_decide(turn: Turn, by: Hand, flag_id: int) -> tuple[InHand, ExposureFlag] | Refusal:
    """A question that is still open, before somebody who may answer it.

    Refusals: `no_such_flag`, those of `to_edit`, `flag_settled`.
    """
    flag = await exposure_flags.get(turn.tx, flag_id)
    if flag is None:
        return refuse("no_such_flag")
    held = await to_edit(turn, by, flag.exposure_id)
    if isinstance(held, Refusal):
        return held
    await evaluate(turn, flag.exposure_id)
    flag = await exposure_flags.get(turn.tx, flag_id)
    if flag is None or not flag.standing or flag.decision is not None:
        return refuse("flag_settled")
    return held, flag


async def keep(turn: Turn, by: Hand, flag_id: int, reason: str) -> ExposureFlag | Refusal:
    """The words stay as they are, for that reason, which stands in the audit chain.

    Refusals: those of `may_decide`, `flag_reason`, `exposure_has_changed`.
    """
    found = await may_decide(turn, by, flag_id)
    if isinstance(found, Refusal):
        return found
    held, flag = found
    words = clean(reason, LONGEST_REASON)
    if len(words) < _SHORTEST_REASON:
        return refuse("flag_reason")
    facts: dict[str, object] = {"flag": flag.id, "part": flag.part, "kind": flag.kind}
    done = await edited(turn, held, "flag_kept", reason=words, facts=facts)
    if done is not None:
        return done
    # Behind the guard of `edited` nobody else can have decided: whoever did has changed the revision.
    await exposure_flags.keep(turn.tx, flag.id, words, by.user_id, turn.now)
    await exposure_cards.refresh(turn, held.exposure.id)
    return flag


async def mask(turn: Turn, by: Hand, flag_id: int) -> ExposureFlag | Refusal:
    """Puts a mask in the place of the words, wherever they stand in their part: 姓某 for a name, ＊＊＊ for a number.

    Refusals: those of `may_decide`, `flag_no_mask`, `exposure_has_changed`.
    """
    found = await may_decide(turn, by, flag_id)
    if isinstance(found, Refusal):
        return found
    held, flag = found
    other = mask_for(Kind(flag.kind), flag.words)
    if other is None:
        return refuse("flag_no_mask")
    part = Part(flag.part)
    rich = (await exposures.parts(turn.tx, held.exposure.id))[part]
    facts: dict[str, object] = {"part": part, "masked": flag.kind}
    done = await edited(turn, held, "written", facts=facts)
    if done is not None:
        return done
    await exposures.set_part(turn.tx, held.exposure.id, part, replaced(rich, flag.words, other))
    await exposure_cards.refresh(turn, held.exposure.id)
    return flag
