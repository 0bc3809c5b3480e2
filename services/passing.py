"""Exposures move on, one or a whole batch, by somebody's hand or by the schedule, which acts for nobody."""

from collections.abc import Sequence

from domain.exposure import Actor, Status, move
from services.seated import Seated
from services.turn import Turn
from storage import exposures
from storage.guarded import Overtaken
from storage.tables import Exposure


async def pass_text(
    turn: Turn, text: Exposure, to: Status, what: str, by: Seated | None, facts: dict[str, object] | None = None,
    **columns: object,
) -> bool:  # fmt: skip
    """Moves the text, if it still is as it was read, and adds the event `what`; False when it is not, or may not.

    `by` is None for the schedule.
    """
    actor = Actor.CLOCK if by is None else by.actor
    if move(Status(text.status), to, actor) or not await exposures.pass_on(turn.tx, text, to, **columns):
        return False
    await exposures.add_event(
        turn.tx, turn.app.keys, text.id, what, turn.now, actor, actor_id=by.person.user_id if by else None,
        from_status=text.status, to_status=to, facts=facts,
    )  # fmt: skip
    return True


async def pass_together(
    turn: Turn, texts: Sequence[Exposure], to: Status, what: str, by: Seated | None,
    facts: dict[str, object] | None = None,
) -> bool:  # fmt: skip
    """As `pass_text`, for all or none of them; False when nothing was changed. Raises `Overtaken`.

    Of two transactions with the same texts the second waits for the first text's row and then meets none: it has
    changed nothing by then. One that lost a later text has to be rolled back.
    """
    for at, text in enumerate(texts):
        if not await pass_text(turn, text, to, what, by, facts):
            if at:
                raise Overtaken
            return False
    return True
