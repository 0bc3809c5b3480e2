"""Whom a round reaches: everybody it is meant for, each once, and nobody else."""

import pytest
from sqlalchemy import update

from domain.exposure import Status
from domain.published import Frozen, Picture, freeze
from services import broadcasting
from storage import exposures
from storage.tables import Batch, Copy, Correspondent, DeskRow, Exposure, Subscription
from tests import rounds
from tests.district import DUTY, EAST, OFFICE, SUN, WEST, District
from tests.publicity import PARTS, exposure
from tests.rounds import CHANNEL, FORUM


async def whom(district: District, round_id: int) -> list[tuple[str, str, str]]:
    """The copies as (recipient, piece, form)."""
    return [(each.recipient, each.piece, each.form) for each in await rounds.copies_of(district, round_id)]


async def with_photos(district: District, exposure_id: int, count: int = 1) -> None:
    """The exposure is frozen with that many photos."""
    frozen = freeze(PARTS, [Picture(n, f"copy{n}", "0" * 64) for n in range(count)])
    async with district.turn() as turn:
        change = update(Exposure).where(Exposure.id == exposure_id)
        await turn.tx.execute(change.values(frozen=frozen.to_json(), digest=frozen.digest))


@pytest.fixture
async def office(district: District) -> District:
    """A district with a publicity office, a channel, and a group of its own choosing."""
    await district.publicity()
    await rounds.outlet(district, CHANNEL, "full")
    await rounds.outlet(district, FORUM, "album", kind="group")
    return district


async def test_a_text_goes_to_outlets_town_groups_and_subscribers(office: District) -> None:
    key = await rounds.subscriber(office, 7001)
    round_id = await rounds.begun(office, await rounds.publishing(office))
    assert sorted(await whom(office, round_id)) == sorted(
        [
            (str(CHANNEL), "text", "full"),
            (str(FORUM), "text", "album"),
            (str(EAST), "text", "short"),
            (str(WEST), "text", "short"),
            (f"p:{key}", "text", "short"),
        ]
    )
    row = await rounds.round_of(office, round_id)
    assert (row.total, row.state, row.verb, row.chat_id, row.begun_by) == (5, "running", "publish", OFFICE, SUN)


async def test_photos_go_before_their_text_and_stand_beside_it(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    await with_photos(office, exposure_id)
    found = await whom(office, await rounds.begun(office, exposure_id))
    assert [piece for recipient, piece, _ in found if recipient == str(CHANNEL)] == ["album", "text"]
    assert [piece for recipient, piece, _ in found if recipient == str(FORUM)] == ["album"]
    assert [piece for recipient, piece, _ in found if recipient == str(EAST)] == ["text"]
    first = next(at for at, each in enumerate(found) if each[0] == str(CHANNEL))
    assert found[first + 1][0] == str(CHANNEL)


async def test_whoever_asked_twice_gets_it_once(office: District) -> None:
    key = await rounds.subscriber(office, 7001, ("all", ""), ("town", "t001"), ("category", "unlicensed"))
    round_id = await rounds.begun(office, await rounds.publishing(office))
    assert [each[0] for each in await whom(office, round_id)].count(f"p:{key}") == 1


async def test_a_subscriber_gets_what_they_asked_for(office: District) -> None:
    wants = {
        "here": ("town", "t001"), "elsewhere": ("town", "t002"),
        "kind": ("category", "unlicensed"), "other": ("category", "expired"),
    }  # fmt: skip
    keys = {name: await rounds.subscriber(office, 7000 + n, want) for n, (name, want) in enumerate(wants.items())}
    found = {each[0] for each in await whom(office, await rounds.begun(office, await rounds.publishing(office)))}
    assert {name for name, key in keys.items() if f"p:{key}" in found} == {"here", "kind"}


async def test_nobody_is_reached_who_left_blocked_or_was_never_confirmed(office: District) -> None:
    left, blocked = await rounds.subscriber(office, 7001), await rounds.subscriber(office, 7002)
    await rounds.outlet(office, -2003, confirmed_at=None)
    await rounds.outlet(office, -2004, ended_at=office.now)
    await rounds.outlet(office, -2005, unreachable_at=office.now)
    await rounds.outlet(office, DUTY)
    async with office.database.write() as tx:
        await tx.execute(update(Subscription).where(Subscription.key == left).values(until=office.now))
        await tx.execute(update(Correspondent).where(Correspondent.key == blocked).values(blocked_at=office.now))
        await tx.execute(update(DeskRow).where(DeskRow.chat_id == WEST).values(unreachable_at=office.now))
    found = {each[0] for each in await whom(office, await rounds.begun(office, await rounds.publishing(office)))}
    assert found == {str(CHANNEL), str(FORUM), str(EAST)}


async def test_a_batch_reaches_only_whom_it_names(office: District) -> None:
    await rounds.subscriber(office, 7001)
    exposure_id = await rounds.publishing(office)
    async with office.database.write() as tx:
        await tx.execute(update(Batch).values(reach="desks"))
    found = {each[0] for each in await whom(office, await rounds.begun(office, exposure_id))}
    assert found == {str(EAST), str(WEST)}


@pytest.mark.parametrize("stage", [Status.SUBMITTED, Status.APPROVED, Status.PUBLISHED])
async def test_a_rehearsal_reaches_the_office_and_nobody_else(office: District, stage: Status) -> None:
    await rounds.subscriber(office, 7001)
    exposure_id = await exposure(office, stage)
    await with_photos(office, exposure_id)
    round_id = await rounds.begun(office, exposure_id, "rehearse")
    assert await whom(office, round_id) == [(str(OFFICE), "album", "full"), (str(OFFICE), "text", "full")]


async def test_the_schedule_finds_the_offices_group_by_itself(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    async with office.turn() as turn:
        row = await exposures.get(turn.tx, exposure_id)
        assert row is not None
        begun = await broadcasting.begin(turn, row, "publish", by=None, chat_id=None)
        assert begun is not None
        assert begun.chat_id == OFFICE


async def test_nothing_is_begun_with_what_is_not_frozen(office: District) -> None:
    exposure_id = await exposure(office, Status.DRAFT)
    async with office.turn() as turn:
        row = await exposures.get(turn.tx, exposure_id)
        assert row is not None
        assert await broadcasting.begin(turn, row, "publish", by=SUN, chat_id=OFFICE) is None


@pytest.mark.parametrize("verb", ["correct", "withdraw", "expire"])
async def test_an_amendment_reaches_what_stands_and_nothing_else(office: District, verb: str) -> None:
    exposure_id = await rounds.publishing(office)
    first = await rounds.begun(office, exposure_id)
    await rounds.came_to_stand(office, first, str(CHANNEL), str(EAST))
    second = await rounds.begun(office, exposure_id, verb)
    copies = await rounds.copies_of(office, second)
    before = {each.recipient: each.id for each in await rounds.copies_of(office, first)}
    assert {(each.recipient, each.previous_id) for each in copies} == {
        (str(CHANNEL), before[str(CHANNEL)]), (str(EAST), before[str(EAST)])
    }  # fmt: skip


async def test_an_amendment_ends_what_still_goes_out(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    first = await rounds.begun(office, exposure_id)
    await rounds.came_to_stand(office, first, str(CHANNEL))
    await rounds.begun(office, exposure_id, "withdraw")
    assert (await rounds.round_of(office, first)).state == "cancelled"
    assert {each.state for each in await rounds.copies_of(office, first)} == {"done", "cancelled"}


async def test_a_reprint_reaches_those_who_did_not_get_it(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    first = await rounds.begun(office, exposure_id)
    await rounds.came_to_stand(office, first, str(CHANNEL), str(EAST))
    async with office.database.write() as tx:
        await tx.execute(update(Copy).where(Copy.recipient == str(WEST)).values(state="in_doubt"))
        await tx.execute(update(Copy).where(Copy.recipient == str(FORUM)).values(state="failed"))
    key = await rounds.subscriber(office, 7001)
    second = await rounds.begun(office, exposure_id, "reprint")
    assert {each[0] for each in await whom(office, second)} == {str(FORUM), f"p:{key}"}


async def test_a_reprint_to_all_takes_the_place_of_what_stands(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    first = await rounds.begun(office, exposure_id)
    await rounds.came_to_stand(office, first)
    second = await rounds.begun(office, exposure_id, "reprint", again=True)
    before = {each.recipient: each.id for each in await rounds.copies_of(office, first)}
    assert {each.recipient: each.previous_id for each in await rounds.copies_of(office, second)} == before


async def test_a_correction_without_photos_sends_the_beginning_where_it_was_a_caption(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    await with_photos(office, exposure_id)
    await rounds.came_to_stand(office, await rounds.begun(office, exposure_id))
    async with office.turn() as turn:
        row = await exposures.get(turn.tx, exposure_id)
        assert row is not None
        assert row.frozen is not None
        bare = Frozen.from_json(row.frozen | {"pictures": []})
        row.frozen, row.digest = bare.to_json(), bare.digest
    found = await rounds.copies_of(office, await rounds.begun(office, exposure_id, "correct"))
    here = [(each.piece, each.previous_id is None) for each in found if each.recipient == str(FORUM)]
    assert sorted(here) == [("album", False), ("text", True)]
