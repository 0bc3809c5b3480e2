"""On the spot: a place is visited, what is wrong there becomes a row of the ledger, a place off the list is added."""

from dataclasses import dataclass, replace
from secrets import token_bytes

from domain import receipts
from domain.draft import Draft, Said, Source, Spot
from domain.entry import Channel
from domain.people import Reach, Right, capacity
from domain.plain_text import clean
from domain.refusal import Refusal, refuse
from domain.sweep import (
    CATEGORIES,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    OTHERWISE,
    PLACES_LIMIT,
    Check,
    Listed,
    read_line,
)
from domain.taxonomy import Route
from services import notes, placing, suggesting
from services.drafting import FILE_LIMIT_BYTES
from services.handling import LONGEST_TEXT, put_in_hands
from services.moving import fitting
from services.notes import Written
from services.reach import Grasp, Hand, forged, grasp
from services.relations import too_close_to
from services.report import Origin, Routed, open_case
from services.sweep_reach import Held, held_running, refresh
from services.turn import Turn
from storage import desks, sweeps
from storage.tables import CaseRow, SweepPlace


@dataclass(frozen=True, slots=True)
class Visit:
    """A place of a sweep that somebody is at."""

    held: Held
    place: SweepPlace


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the row of the ledger it became, and by whom: they have it in hand."""

    place: SweepPlace
    case: CaseRow
    by: str


async def at_place(turn: Turn, by: Hand, place_id: int) -> Visit | Refusal:
    """A place that `by` may say something of. Refusals: those of `held_running`, `stand_aside` for somebody too close
    to the place; one that is absent or another desk's is a sweep that does not exist."""
    place = await sweeps.place(turn.tx, place_id)
    found = await held_running(turn, by, place.sweep_id if place is not None else 0)
    if isinstance(found, Refusal) or place is None:
        return found if isinstance(found, Refusal) else refuse("no_such_sweep")
    if place.desk_id != found.desk.id:
        return refuse("no_such_sweep")
    # Neither a finding nor «all is fine» is theirs to say, and the case it became would not exist for them.
    if await too_close_to(turn, by.user_id, place.name):
        return refuse("stand_aside")
    return Visit(found, place)


async def all_fine(turn: Turn, by: Hand, place_id: int) -> Visit | Refusal:
    """Nothing is wrong there. Refusals: those of `at_place`, `sweep_visited` (with `who`).

    Of two officers at once the second meets a place already visited, and is told by whom.
    """
    at = await at_place(turn, by, place_id)
    if isinstance(at, Refusal):
        return at
    if not await sweeps.visit(turn.tx, place_id, by.user_id, turn.now):
        now = await sweeps.place(turn.tx, place_id)
        return refuse("sweep_visited", who=await desks.name_of(turn.tx, now.visited_by if now else None) or "")
    refresh(turn, by.chat_id, at.place.sweep_id, after=place_id)
    return at


async def may_find(turn: Turn, by: Hand, place_id: int, what: Check) -> Visit | Refusal:
    """Whether that could be found there now. Refusals: those of `at_place`, `forged` for what the sweep does not look
    at, `sweep_found` (with `who` and `number`)."""
    at = await at_place(turn, by, place_id)
    if isinstance(at, Refusal):
        return at
    if what not in at.held.sweep.checks:
        return await forged(turn, by.user_id)
    return await _found_already(turn, place_id, what) or at


async def find(turn: Turn, by: Hand, place_id: int, what: Check, brought: Written) -> Found | Refusal:
    """Makes what is wrong a row of the ledger, in the hands of whoever found it, with the photo as its evidence.

    It is being verified from the start: who found it on the spot has taken it up. The category follows from what was
    looked at (`domain.sweep.CATEGORIES`); the desk on whose round it was found has it, whatever the category.
    Refusals: those of `may_find`, `sweep_wants_photo`, `sweep_photo_large`, `sweep_no_category`, `too_long`.
    """
    at = await may_find(turn, by, place_id, what)
    if isinstance(at, Refusal):
        return at
    words = clean(brought.text, LONGEST_TEXT + 1)
    if (refusal := _unfit(brought, words)) is not None:
        return refusal
    if (violation := _category(turn, what)) is None:
        return refuse("sweep_no_category")
    # Before the case is made: of two officers at once the second inserts nothing here, and leaves no case behind.
    if not await sweeps.claim_finding(turn.tx, place_id, what, words, by.user_id, turn.now):
        return await _found_already(turn, place_id, what) or refuse("has_changed")
    await sweeps.visit(turn.tx, place_id, by.user_id, turn.now)
    case = await _entered(turn, by, at, violation, words, brought)
    await sweeps.became(turn.tx, place_id, what, case.id)
    refresh(turn, by.chat_id, at.place.sweep_id, after=place_id)
    return Found(at.place, case, at.held.person.name)


async def _found_already(turn: Turn, place_id: int, what: Check) -> Refusal | None:
    found = await sweeps.finding(turn.tx, place_id, what)
    return None if found is None else refuse("sweep_found", who=found[0], number=found[1])


def _unfit(brought: Written, words: str) -> Refusal | None:
    if brought.attachment is None:
        return refuse("sweep_wants_photo")
    if (brought.attachment.size or 0) > FILE_LIMIT_BYTES:
        return refuse("sweep_photo_large")
    return None if clean(words, LONGEST_TEXT) == words else refuse("too_long", limit=str(LONGEST_TEXT))


def _category(turn: Turn, what: Check) -> str | None:
    known = turn.app.taxonomy.violations
    fits = (each for each in (CATEGORIES[what], OTHERWISE) if each in known)
    return next((each for each in fits if known[each].route is not Route.REFER_OUT), None)


async def _entered(turn: Turn, by: Hand, at: Visit, violation: str, words: str, brought: Written) -> CaseRow:
    """The case with its photo, in its finder's hands."""
    desk, person = at.held.desk, at.held.person
    actor = capacity(person, Right.NOTE, Reach(desk.id, None))
    assert actor is not None, "only towns and departments have places, and their people may note"
    story = words or f"{at.held.sweep.title}：{turn.app.taxonomy.violations[violation].label.zh}"
    draft = Draft(
        violation=violation, spot=_spot(turn, at, desk.name), said=(Said(0, (story,)),), business=at.place.name
    )
    origin = Origin(actor, source=Channel.INSPECTION, entered_by=by.user_id)
    code = receipts.new_code(token_bytes(receipts.RANDOM_BYTES))
    row = await open_case(turn, draft, origin, code, Routed(desk, "sweep"))
    await suggesting.look(turn, row)
    held = await grasp(turn, by, row.id, Right.TAKE_UP)
    assert not isinstance(held, Refusal), "whoever must stand aside was refused at the place"
    await put_in_hands(turn, held, by.user_id, "taken_up")
    noted = await notes.keep_note(turn, by, Grasp(row, person, actor), replace(brought, text=""))
    assert not isinstance(noted, Refusal), "there is a photo, and no text"
    return row


def _spot(turn: Turn, at: Visit, town: str) -> Spot:
    """Where the place is: its pin, or the address of its line. The desk stands already, so the town is not asked."""
    place = at.place
    text = place.place_text or place.name
    spot = placing.spot_from_text(turn.app, text)
    if place.lat is not None and place.lon is not None:
        pinned = placing.spot_from_point(turn.app, place.lat, place.lon, Source.PIN, text=text)
        spot = spot if isinstance(pinned, Refusal) else pinned
    return replace(spot, town=town, undecided=False)


async def pin(turn: Turn, by: Hand, place_id: int, lat: float, lon: float) -> Visit | Refusal:
    """Keeps where the place is. Refusals: those of `at_place`, `no_such_place`."""
    at = await at_place(turn, by, place_id)
    if isinstance(at, Refusal):
        return at
    read = placing.spot_from_point(turn.app, lat, lon, Source.PIN)
    if isinstance(read, Refusal):
        return read
    await sweeps.locate(turn.tx, place_id, lat, lon)
    return at


async def meet(turn: Turn, by: Hand, sweep_id: int, text: str) -> tuple[SweepPlace, str] | Refusal:
    """Adds a place met on the way, named by the first line; gives it with the rest of the words.

    One that is on the list already is that place. Refusals: those of `held_running`, `sweep_lacks_name`, `too_long`
    (with `limit`), `sweep_too_many` (with `limit`).
    """
    found = await held_running(turn, by, sweep_id)
    if isinstance(found, Refusal):
        return found
    first, _, rest = clean(text, LONGEST_TEXT).partition("\n")
    read = read_line(first)
    if read is None:
        return refuse("sweep_lacks_name")
    for part, room in ((read.name, LONGEST_NAME), (read.address, LONGEST_ADDRESS)):
        if isinstance(long := fitting(part, room), Refusal):
            return long
    place = await _added(turn, found, read)
    return refuse("sweep_too_many", limit=str(PLACES_LIMIT)) if place is None else (place, rest.strip())


async def _added(turn: Turn, found: Held, read: Listed) -> SweepPlace | None:
    """None when the list is full."""
    sweep_id, desk_id = found.sweep.id, found.desk.id
    known = await sweeps.known_places(turn.tx, sweep_id, desk_id)
    if read.name not in known:
        if len(known) >= PLACES_LIMIT:
            return None
        await sweeps.add_places(turn.tx, sweep_id, desk_id, [read])
    return await sweeps.place_named(turn.tx, sweep_id, desk_id, read.name)
