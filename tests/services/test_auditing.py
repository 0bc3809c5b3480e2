"""Somebody with a hand in the database changes the ledger's history; the verifier says where."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from domain.case import Outcome, Status
from domain.replay import Standing
from services import auditing, closing, concluding, handling, rectifying
from services.auditing import Broken
from services.notes import Written, add_note
from services.objecting import file_objection
from storage import cases, chain, correspondents
from storage.chain import CHAINED
from storage.history import History
from storage.sealing import KeyRing
from storage.tables import CaseEvent, CaseRow, LookBack, NoteRow
from tests.district import DUTY, NOW, WANG, ZHOU, District, hand


async def handled(district: District) -> int:
    """A case that was filed, taken up, noted, rectified, concluded, objected to, opened again and concluded again."""
    case_id = await district.case(status=Status.RECEIVED, desk_id="t001")
    async with district.turn() as turn:
        keys = turn.app.keys
        await cases.add_event(turn.tx, keys, case_id, "filed", turn.now, "citizen", to_status="received")
        await cases.move_case(turn.tx, case_id, Status.RECEIVED, Status.ASSIGNED)
        await cases.add_event(
            turn.tx, keys, case_id, "routed", turn.now, "routing", from_status="received", to_status="assigned",
            facts={"desk": "t001", "by": "gps"},
        )  # fmt: skip
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        await add_note(turn, hand(WANG), case_id, Written(case_id, "现场"))
        await rectifying.rectify(turn, hand(WANG), case_id, "停业清理 / 7 / 王某")
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "已取缔")
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        await file_objection(turn, case_id, "又开门了")
    async with district.turn() as turn:
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "属实")
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "再次取缔")
    return case_id


async def verdict(district: District) -> Broken | None:
    return (await auditing.verify(district.database, district.app.keys)).broken


async def test_a_history_nobody_touched_holds(district: District) -> None:
    first, second = await handled(district), await handled(district)
    found = await auditing.verify(district.database, district.app.keys)
    assert found.broken is None
    assert found.cases == 2
    assert found.events == len(await district.events(first)) + len(await district.events(second))


async def test_an_event_that_cannot_be_read_any_more_is_named_by_the_case_before_it(district: District) -> None:
    first, second = await handled(district), await handled(district)
    async with district.database.write() as tx:
        if not district.database.is_sqlite:
            pytest.skip("PostgreSQL takes nothing into a column that does not belong there")
        await tx.execute(text("UPDATE case_event SET facts = 'altered' WHERE case_id = :case_id"), {"case_id": second})
    found = await auditing.verify(district.database, district.app.keys)
    number = (await district.row(first)).number
    assert (found.cases, str(found.broken)) == (1, f"{number}: what follows it can't be read")


def at(case_id: int, seq: int) -> Any:
    return (CaseEvent.case_id == case_id) & (CaseEvent.seq == seq)


ALTERED: dict[str, object] = {
    "at": timedelta(microseconds=1), "actor": "supervisor", "actor_id": 777, "what": "noticed",
    "from_status": "closed", "to_status": "received", "reason": "别的理由", "facts": {"holder": 777}, "digest": "x",
}  # fmt: skip


@pytest.mark.parametrize("column", ALTERED)
async def test_an_altered_column_is_found_in_the_very_row(district: District, column: str) -> None:
    await handled(district)
    case_id = await handled(district)
    async with district.database.write() as tx:
        event = (await tx.scalars(select(CaseEvent).where(at(case_id, 3)))).one()
        value = event.at + timedelta(microseconds=1) if column == "at" else ALTERED[column]
        await tx.execute(update(CaseEvent).where(at(case_id, 3)).values({column: value}))
    broken = await verdict(district)
    assert broken is not None
    assert (broken.number, broken.seq) == ((await district.row(case_id)).number, 3)


@pytest.mark.parametrize("seq", range(1, 7))
async def test_a_removed_event_is_found_even_when_the_rest_is_numbered_anew(district: District, seq: int) -> None:
    case_id = await handled(district)
    async with district.database.write() as tx:
        await tx.execute(delete(CaseEvent).where(at(case_id, seq)))
    gap = await verdict(district)
    assert gap is not None
    assert gap.seq == seq
    async with district.database.write() as tx:
        for later in range(seq + 1, len(await district.events(case_id)) + 2):
            await tx.execute(update(CaseEvent).where(at(case_id, later)).values(seq=later - 1))
    closed_up = await verdict(district)
    assert closed_up is not None
    assert closed_up.seq == seq


async def test_a_history_cut_at_its_end_no_longer_leads_to_where_the_case_is(district: District) -> None:
    case_id = await handled(district)
    last = len(await district.events(case_id))
    async with district.database.write() as tx:
        # The conclusion, and the look-back that it began.
        await tx.execute(delete(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.seq >= last - 1))
    broken = await verdict(district)
    assert broken is not None
    assert "does not follow" in broken.why


@pytest.mark.parametrize(
    "columns", [{"status": Status.CLOSED}, {"outcome": Outcome.UNSUBSTANTIATED}, {"holder_id": 102_000}]
)
async def test_a_row_changed_without_an_event_is_found(district: District, columns: dict[str, object]) -> None:
    case_id = await handled(district)
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**columns))
    broken = await verdict(district)
    assert broken is not None
    assert next(iter(columns)) in broken.why


async def test_a_case_without_events_is_found(district: District) -> None:
    case_id = await district.case()
    assert await verdict(district) == Broken((await district.row(case_id)).number, "it has no events at all")


async def test_a_case_removed_with_all_it_had_leaves_a_gap(district: District) -> None:
    first, second = await handled(district), await handled(district)
    async with district.database.write() as tx:
        await tx.execute(delete(CaseEvent).where(CaseEvent.case_id == first))
        await tx.execute(delete(NoteRow).where(NoteRow.case_id == first))
        await tx.execute(delete(LookBack).where(LookBack.case_id == first))
        await tx.execute(delete(CaseRow).where(CaseRow.id == first))
    broken = await verdict(district)
    assert broken is not None
    assert broken.number == (await district.row(second)).number


async def test_an_event_of_another_case_does_not_fit_here(district: District) -> None:
    giver, taker = await handled(district), await handled(district)
    async with district.database.write() as tx:
        event = (await tx.scalars(select(CaseEvent).where(at(giver, 4)))).one()
        copied = {name: getattr(event, name) for name in (*CHAINED, "digest")} | {"case_id": taker}
        await tx.execute(delete(CaseEvent).where(at(taker, 4)))
        await tx.execute(insert(CaseEvent).values(**copied))
    broken = await verdict(district)
    assert broken is not None
    assert broken.seq == 4


WORDS = st.text('abc/ \n«»:·措施{}"\\', max_size=20)
FACTS = st.dictionaries(WORDS, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS, max_size=3)
EVENT: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "case_id": st.just(1),
        "at": st.datetimes(timezones=st.just(UTC)),
        "actor": WORDS,
        "actor_id": st.none() | st.integers(0, 2**60),
        "what": WORDS,
        "from_status": st.none() | WORDS,
        "to_status": st.none() | WORDS,
        "reason": WORDS,
        "facts": FACTS,
    }
)
EVENTS = st.lists(EVENT, min_size=2, max_size=6)


def chained(keys: KeyRing, written: list[dict[str, Any]]) -> list[CaseEvent]:
    """The events as they stand in a table."""
    before, events = "", []
    for seq, each in enumerate(written, start=1):
        row = each | {"seq": seq}
        before = chain.link(keys, before, row)
        events.append(CaseEvent(**row, digest=before))
    return events


def holds(keys: KeyRing, events: list[CaseEvent]) -> bool:
    """Whether the verifier takes them, once they are numbered without a gap."""
    for seq, event in enumerate(events, start=1):
        event.seq = seq
    return auditing.broken_link(keys, History(1, "SL-2026-00001", Standing(), events)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(EVENTS, st.data())
def test_whatever_is_done_to_a_chain_breaks_it(keys: KeyRing, written: list[dict[str, Any]], data: Any) -> None:
    events = chained(keys, written)
    assert holds(keys, events)
    place = data.draw(st.integers(0, len(events) - 1), "place")
    match data.draw(st.sampled_from(["alter", "remove", "insert", "swap"]), "deed"):
        case "alter":
            column = data.draw(st.sampled_from(["case_id", *(name for name in CHAINED if name != "seq")]), "column")
            other = {"at": NOW, "case_id": 2, "actor_id": -7, "facts": {"forged": [1]}}.get(column, "forged words" * 2)
            setattr(events[place], column, other)
        case "remove":
            # The last one's removal is seen by where the case stands, not by the chain.
            events.pop(min(place, len(events) - 2))
        case "insert":
            events.insert(place, chained(keys, written)[place])
        case _:
            other_place = (place + 1) % len(events)
            events[place], events[other_place] = events[other_place], events[place]
    assert not holds(keys, events)


@given(EVENTS)
def test_another_key_makes_another_chain(keys: KeyRing, written: list[dict[str, Any]]) -> None:
    stranger = KeyRing(keys.current, keys.seals, b"\x01" * 32)
    assert not holds(keys, chained(stranger, written))
