"""Drafting a month's progress (公开进展) from the ledger: an exposure like any other, through the same gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain import progress
from domain.exposure import Actor, Class, Status
from domain.people import DeskKind
from domain.picture import begins
from domain.progress import Progress, Town
from domain.quantities import Weight, seized, total
from domain.refusal import Refusal, refuse
from services import exposure_cards
from services.clocks import today
from services.office import Seated, seated
from services.reach import Hand
from services.turn import Turn
from storage import desks, exposures
from storage import progress as months
from storage.progress import Concluded, Weighed
from storage.tables import Exposure


@dataclass(frozen=True, slots=True)
class Source:
    """A case in whose words a weight was read; for the editor to check, never for the public."""

    number: str
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A month's draft, and what its kilograms were read from."""

    exposure_id: int
    month: date
    progress: Progress
    sources: tuple[Source, ...]


async def draft(turn: Turn, by: Hand, written: str) -> Digest | Refusal:
    """Begins the text of a month that is over (`domain.progress.read_month`), in a batch of its own.

    Refusals: those of `seated`, `digest_which_month`, `digest_drafted` (with `exposure`), `digest_of_nothing`.
    Of two drafts at once the second can't take the batch's number: worked again, it finds the first.
    """
    office = await seated(turn, by)
    if isinstance(office, Refusal):
        return office
    month = progress.read_month(written[:20], today(turn))
    if month is None:
        return refuse("digest_which_month")
    if (drafted := await months.drafted(turn.tx, _key(month))) is not None:
        return refuse("digest_drafted", exposure=str(drafted))
    figures, sources = await _figures(turn, month)
    if not figures.received and not figures.handled:
        return refuse("digest_of_nothing")
    exposure_id = await _begin(turn, office, month, figures)
    await exposure_cards.refresh(turn, exposure_id)
    return Digest(exposure_id, month, figures, sources)


async def _begin(turn: Turn, office: Seated, month: date, figures: Progress) -> int:
    me, capacity = office.person.user_id, Actor.APPROVER if office.leads else Actor.EDITOR
    batch = await exposures.add_batch(turn.tx, f"公开进展（{month.year}年{month.month}月）", me, turn.now)
    row = Exposure(
        batch_id=batch.id, class_=Class.PROGRESS, status=Status.DRAFT, basis=progress.BASIS,
        agency=turn.app.publicity.agency, made_by=me, made_at=turn.now,
    )  # fmt: skip
    parts = progress.compose(turn.app.district, month, figures)
    exposure_id = await exposures.add(turn.tx, row, parts)
    await exposures.add_event(
        turn.tx, turn.app.keys, exposure_id, "begun", turn.now, capacity, actor_id=me,
        to_status=Status.DRAFT, facts={"month": _key(month)},
    )  # fmt: skip
    return exposure_id


async def _figures(turn: Turn, month: date) -> tuple[Progress, tuple[Source, ...]]:
    since, until = (begins(day, turn.app.zone) for day in (month, progress.after(month)))
    received = await months.received(turn.tx, since, until)
    concluded = await months.concluded(turn.tx, since, until)
    sources = _sources(await months.weighed(turn.tx, since, until))
    names = {each.id: each.name for each in await desks.desks(turn.tx, (DeskKind.TOWN,))}
    figures = Progress(
        received=sum(received.values()),
        merged=sum(each.merged for each in concluded.values()),
        handled=sum(each.handled for each in concluded.values()),
        real=sum(each.real for each in concluded.values()),
        closed=await months.closed(turn.tx, since, until),
        dens=sum(each.dens for each in concluded.values()),
        shut=sum(each.shut for each in concluded.values()),
        exposed=await months.exposed(turn.tx, since, until),
        kilograms=total(weight for each in sources for weight in each.weights),
        towns=_by_town(names, received, concluded),
    )
    return figures, sources


def _by_town(
    names: Mapping[str, str], received: Mapping[str, int], concluded: Mapping[str, Concluded]
) -> tuple[Town, ...]:
    """The towns by name; what departments have, or nobody yet, stands in the sums alone."""
    nothing = Concluded(0, 0, 0, 0, 0)
    return tuple(
        Town(name, received.get(desk_id, 0), concluded.get(desk_id, nothing).handled) for desk_id, name in names.items()
    )


def _sources(cases: Sequence[Weighed]) -> tuple[Source, ...]:
    read = ((each.number, tuple(seized(each.texts))) for each in cases)
    return tuple(Source(number, weights) for number, weights in read if weights)


def _key(month: date) -> str:
    return f"{month:%Y-%m}"
