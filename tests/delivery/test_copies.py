"""Copies of exposures, spoken into a real sandbox: what goes out is what was frozen, where it may, and once."""

import hashlib

import pytest
from sqlalchemy import func, select, update

from bot.feeding import Feeding
from domain.broadcast import CopyState
from domain.exposure import Status
from domain.outgoing import Preview
from domain.published import Picture, freeze
from services import steering
from storage import outbox_claims
from storage import rounds as storage_rounds
from storage.tables import Broadcast, Copy, Exposure, OutboxRow, Outlet, Subscription
from tests import rounds
from tests.delivery.conftest import NEIGHBOUR, TOKEN, Stage, jpeg
from tests.district import EAST, OFFICE, SUN, WEST, hand
from tests.publicity import PARTS, exposure, frozen_of
from tests.rounds import CHANNEL


@pytest.fixture
async def office(stage: Stage) -> Stage:
    """A stage with a publicity office, and a channel that the bot may post in."""
    await stage.district.publicity()
    people = {"members": [{"user_id": 101, "status": "creator"}]}
    office = people | {"bots": [{"token": TOKEN, "status": "member"}], "type": "group"}
    channel = people | {"bots": [{"token": TOKEN, "status": "administrator"}], "type": "channel"}
    await stage.control.world(
        chats=[office | {"id": OFFICE, "title": "宣传"}, channel | {"id": CHANNEL, "title": "频道"}]
    )
    await rounds.outlet(stage.district, CHANNEL)
    return stage


async def fed(stage: Stage) -> None:
    """Everything that goes on is fed and said, until nothing goes on."""
    async with stage.voice() as voice:
        feeding = Feeding(stage.district.app, stage.district.database, lambda: stage.district.now, voice.ring)
        while True:
            await feeding.feed_once()
            await stage.settled()
            async with stage.district.database.read() as tx:
                if not await storage_rounds.running(tx):
                    return


async def photographed(stage: Stage, exposure_id: int, *shades: int) -> None:
    """The exposure is frozen with such photos, which stand in the evidence folder."""
    pictures = []
    for shade in shades:
        content, name = jpeg(shade), f"{shade:032x}.jpg"
        await stage.evidence.keep_published(name, content)
        pictures.append(Picture(shade, name, hashlib.sha256(content).hexdigest()))
    frozen = freeze(PARTS, pictures)
    async with stage.district.database.write() as tx:
        change = update(Exposure).where(Exposure.id == exposure_id)
        await tx.execute(change.values(frozen=frozen.to_json(), digest=frozen.digest))


async def states(stage: Stage, round_id: int) -> dict[str, list[str | None]]:
    """State and outcome of each copy, by recipient."""
    found = await rounds.copies_of(stage.district, round_id)
    return {each.recipient: [each.state, each.outcome] for each in found}


async def test_each_chat_gets_the_exposure_in_its_form(office: Stage) -> None:
    district = office.district
    async with district.database.write() as tx:
        tx.add(Subscription(key=office.neighbour, what="all", value="", since=district.now))
    exposure_id = await rounds.publishing(district)
    round_id = await rounds.begun(district, exposure_id)
    await fed(office)
    frozen = await frozen_of(district, exposure_id)
    assert await office.texts(CHANNEL) == [frozen.full.text]
    assert await office.texts(EAST) == await office.texts(WEST) == [frozen.short.text]
    assert await office.texts(NEIGHBOUR) == [frozen.short.text]
    here = (await office.control.messages(NEIGHBOUR))[-1]
    labels = [each["text"] for row in here["buttons"] for each in row]
    assert labels == ["Read all of it", "Unsubscribe"]
    row = await rounds.round_of(district, round_id)
    assert (row.state, row.total) == ("done", 4)
    for copy in await rounds.copies_of(district, round_id):
        assert (copy.state, copy.outcome, copy.live) == ("done", "sent", True)
        assert copy.message_ids
    async with district.database.read() as tx:
        assert await tx.scalar(select(Exposure.status).where(Exposure.id == exposure_id)) == Status.PUBLISHED


async def test_photos_go_as_an_album_of_the_approved_bytes_and_are_uploaded_once(office: Stage) -> None:
    district = office.district
    exposure_id = await rounds.publishing(district)
    await photographed(office, exposure_id, 1, 2)
    await rounds.begun(district, exposure_id)
    await fed(office)
    heard = [each["method"] for each in await office.heard(CHANNEL)]
    assert heard == ["sendMediaGroup", "sendMessage"]
    assert len([each for each in await office.control.messages(CHANNEL) if each["photos"]]) == 2


async def test_a_photo_that_is_not_the_approved_one_stops_the_round(office: Stage) -> None:
    district = office.district
    exposure_id = await rounds.publishing(district)
    await photographed(office, exposure_id, 1)
    (picture,) = (await frozen_of(district, exposure_id)).pictures
    await office.evidence.keep_published(picture.copy, jpeg(5))
    round_id = await rounds.begun(district, exposure_id)
    await fed(office)
    assert not await office.heard(CHANNEL)
    assert (await rounds.round_of(district, round_id)).state == "paused"
    assert any("自动暂停" in each for each in await office.texts(OFFICE))


@pytest.mark.parametrize("form", ["full", "short"])
async def test_without_one_of_its_photos_nothing_goes_out_until_the_file_is_back(office: Stage, form: str) -> None:
    district = office.district
    async with district.database.write() as tx:
        await tx.execute(update(Outlet).values(form=form))
    exposure_id = await rounds.publishing(district)
    await photographed(office, exposure_id, 1, 2)
    frozen = await frozen_of(district, exposure_id)
    await office.evidence.remove_published(frozen.pictures[1].copy)
    round_id = await rounds.begun(district, exposure_id)
    await fed(office)
    for chat in (CHANNEL, EAST, WEST):
        assert not await office.heard(chat)
    assert (await rounds.round_of(district, round_id)).state == "paused"
    assert {each.state for each in await rounds.copies_of(district, round_id)} == {CopyState.WAITING}
    (told,) = [each for each in await office.texts(OFFICE) if "自动暂停" in each]
    assert f"稿件 {exposure_id} 的发布" in told
    assert "第 2 张照片" in told
    await office.evidence.keep_published(frozen.pictures[1].copy, jpeg(2))
    async with district.turn() as turn:
        assert await steering.resume(turn, hand(SUN, OFFICE), round_id) is None
    await fed(office)
    assert len(await office.heard(CHANNEL)) == (2 if form == "full" else 1)
    assert set(map(tuple, (await states(office, round_id)).values())) == {("done", "sent")}


async def test_a_photo_that_the_disk_gives_out_no_more_stops_what_is_left_of_the_round(office: Stage) -> None:
    district = office.district
    exposure_id = await rounds.publishing(district)
    await photographed(office, exposure_id, 1)
    (picture,) = (await frozen_of(district, exposure_id)).pictures
    await office.evidence.remove_published(picture.copy)
    (office.evidence.root / "published" / picture.copy).mkdir()
    round_id = await rounds.begun(district, exposure_id, "rehearse")
    await fed(office)
    assert (await rounds.round_of(district, round_id)).state == "paused"
    assert any(f"稿件 {exposure_id} 的演练已自动暂停" in each for each in await office.texts(OFFICE))


async def test_a_preview_without_its_photo_stops_no_round(office: Stage) -> None:
    district = office.district
    exposure_id = await rounds.publishing(district)
    await photographed(office, exposure_id, 1)
    (picture,) = (await frozen_of(district, exposure_id)).pictures
    await office.evidence.remove_published(picture.copy)
    await office.queue(office.neighbour, Preview(exposure_id, "full", "album"))
    await office.say_all()
    (row,) = await office.rows()
    assert row.state == "dead"


async def test_a_text_that_is_not_the_approved_one_stops_the_round(office: Stage) -> None:
    district = office.district
    exposure_id = await rounds.publishing(district)
    round_id = await rounds.begun(district, exposure_id)
    async with district.database.write() as tx:
        forged = (await frozen_of(district, exposure_id)).to_json() | {"full": ["另一段文字", []]}
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(frozen=forged))
    await fed(office)
    for chat in (CHANNEL, EAST, WEST):
        assert not await office.heard(chat)
    assert (await rounds.round_of(district, round_id)).state == "paused"
    assert {each.state for each in await rounds.copies_of(district, round_id)} == {CopyState.WAITING}


async def test_a_rehearsal_drawn_for_any_other_chat_is_not_said(office: Stage) -> None:
    district = office.district
    exposure_id = await exposure(district, Status.SUBMITTED)
    round_id = await rounds.begun(district, exposure_id, "rehearse")
    async with district.database.write() as tx:
        await tx.execute(update(Copy).where(Copy.broadcast_id == round_id).values(recipient=str(CHANNEL)))
    await fed(office)
    assert not await office.heard(CHANNEL)
    assert (await states(office, round_id)) == {str(CHANNEL): ["failed", None]}


async def test_a_rehearsal_is_said_in_the_office(office: Stage) -> None:
    district = office.district
    exposure_id = await exposure(district, Status.SUBMITTED)
    await rounds.begun(district, exposure_id, "rehearse")
    await fed(office)
    assert (await frozen_of(district, exposure_id)).full.text in await office.texts(OFFICE)


async def test_what_may_have_arrived_waits_for_a_person(office: Stage) -> None:
    district = office.district
    await office.control.fault("drop_after_accept", "sendMessage", chat_id=CHANNEL)
    exposure_id = await rounds.publishing(district)
    round_id = await rounds.begun(district, exposure_id)
    await fed(office)
    assert len(await office.heard(CHANNEL)) == 1
    assert (await states(office, round_id))[str(CHANNEL)] == ["in_doubt", None]
    assert (await rounds.round_of(district, round_id)).state == "done"


async def test_whoever_blocked_the_bot_is_asked_no_more(office: Stage) -> None:
    district = office.district
    async with district.database.write() as tx:
        tx.add(Subscription(key=office.neighbour, what="all", value="", since=district.now))
    await office.control.block(NEIGHBOUR)
    round_id = await rounds.begun(district, await rounds.publishing(district))
    await fed(office)
    assert (await states(office, round_id))[f"p:{office.neighbour}"] == ["failed", None]
    async with district.database.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(Subscription).where(Subscription.until.is_(None))) == 0


async def test_a_channel_that_threw_the_bot_out_is_marked(office: Stage) -> None:
    district = office.district
    await office.control.member(CHANNEL, "kicked", bot="tip_bot")
    round_id = await rounds.begun(district, await rounds.publishing(district))
    await fed(office)
    assert (await states(office, round_id))[str(CHANNEL)] == ["failed", None]
    assert (await states(office, round_id))[str(EAST)] == ["done", "sent"]
    async with district.database.read() as tx:
        assert await tx.scalar(select(Outlet.unreachable_at)) is not None


async def test_a_paused_round_says_nothing_even_of_what_was_claimed(office: Stage) -> None:
    district = office.district
    round_id = await rounds.begun(district, await rounds.publishing(district))
    feeding = Feeding(district.app, district.database, lambda: district.now, lambda: None)
    await feeding.feed_once()
    async with district.database.write() as tx:
        await tx.execute(update(Broadcast).where(Broadcast.id == round_id).values(state="paused"))
    await office.say_all()
    assert not await office.heard(CHANNEL)
    assert {each.state for each in await rounds.copies_of(district, round_id)} == {CopyState.WAITING}
    async with district.database.read() as tx:
        assert not await tx.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.copy_id.is_not(None)))


async def test_a_third_of_the_calls_refused_for_their_pace_costs_time_and_nothing_else(office: Stage) -> None:
    district = office.district
    await office.control.fault("429", "sendMessage", retry_after=1, every=3, times=2)
    round_id = await rounds.begun(district, await rounds.publishing(district))
    await fed(office)
    assert set(map(tuple, (await states(office, round_id)).values())) == {("done", "sent")}
    for chat in (CHANNEL, EAST, WEST):
        assert len(await office.heard(chat)) == 1


async def test_a_sender_that_slept_past_its_lease_settles_no_copy(office: Stage) -> None:
    district = office.district
    round_id = await rounds.begun(district, await rounds.publishing(district))
    await rounds.fed(district)
    stale = await rounds.in_flight(district)
    async with district.database.write() as tx:
        await outbox_claims.sweep_leases(tx, district.now, all_of_them=True)
    await rounds.arrive(district, stale)
    assert sorted(each.state for each in await rounds.copies_of(district, round_id)) == ["in_doubt", "queued", "queued"]
