"""Correcting, withdrawing and expiring what was published, in a real sandbox."""

import pytest
from sqlalchemy import update

from delivery.drawing import Drawn, draw
from delivery.fate import Recalled
from delivery.settling import settle
from domain.asking import Asked, Verb
from domain.exposure import Part, Status
from domain.published import Frozen, Rich, freeze
from domain.refusal import Refusal
from services import doubting
from storage import outbox_claims
from storage.tables import Copy, Exposure, Subscription
from tests import rounds
from tests.delivery.conftest import NEIGHBOUR, Stage
from tests.delivery.test_copies import fed, office, photographed, states
from tests.district import EAST, OFFICE, QIAN, SUN, WEST, hand
from tests.publicity import PARTS, exposure, frozen_of
from tests.rounds import CHANNEL
from wording.rounds import results

__all__ = ["office"]
"""The fixture is that of the copies' tests."""

TWO_DAYS_S = 48 * 3600 + 60


async def shown(stage: Stage, chat_id: int) -> list[str]:
    """What can be read in that chat now."""
    return [each["text"] or each["caption"] or "" for each in await seen(stage, chat_id)]


async def seen(stage: Stage, chat_id: int) -> list[dict[str, object]]:
    """The messages that are there now, without what Telegram says itself."""
    return [each for each in await stage.control.messages(chat_id) if not each["deleted"] and not each["service"]]


async def changed(stage: Stage, exposure_id: int, frozen: Frozen) -> None:
    """Something else is frozen in the exposure's place: the correction, for what is only told apart by its words."""
    async with stage.district.database.write() as tx:
        change = update(Exposure).where(Exposure.id == exposure_id)
        await tx.execute(change.values(frozen=frozen.to_json(), digest=frozen.digest))


async def published(stage: Stage, *shades: int) -> int:
    """An exposure that stands in the channel and both towns' groups."""
    exposure_id = await rounds.publishing(stage.district)
    if shades:
        await photographed(stage, exposure_id, *shades)
    await rounds.begun(stage.district, exposure_id)
    await fed(stage)
    return exposure_id


async def test_a_correction_edits_every_copy_in_place(office: Stage) -> None:
    exposure_id = await published(office)
    before = {chat: [each["message_id"] for each in await seen(office, chat)] for chat in (CHANNEL, EAST)}
    right = freeze(PARTS | {Part.PENALTY: Rich("更正：罚款6000元。")})
    await changed(office, exposure_id, right)
    round_id = await rounds.begun(office.district, exposure_id, "correct")
    await fed(office)
    assert await shown(office, CHANNEL) == [right.full.text]
    assert await shown(office, EAST) == [right.short.text]
    assert {chat: [each["message_id"] for each in await seen(office, chat)] for chat in (CHANNEL, EAST)} == before
    assert set(map(tuple, (await states(office, round_id)).values())) == {("done", "edited")}
    live = [each for each in await rounds.copies_of(office.district, round_id) if each.live]
    assert len(live) == 3, "a later withdrawal finds what the correction left"


async def test_a_withdrawal_deletes_what_can_be_deleted_and_replaces_the_rest(office: Stage) -> None:
    exposure_id = await published(office, 1)
    assert len(await seen(office, CHANNEL)) == 2
    round_id = await rounds.begun(office.district, exposure_id, "withdraw")
    await fed(office)
    for chat in (CHANNEL, EAST, WEST):
        assert not await shown(office, chat)
    assert set(map(tuple, (await states(office, round_id)).values())) == {("done", "deleted")}
    assert not any(each.live for each in await rounds.copies_of(office.district, round_id))


async def test_what_telegram_will_not_delete_says_that_it_was_withdrawn(office: Stage) -> None:
    exposure_id = await published(office, 1)
    frozen = await frozen_of(office.district, exposure_id)
    photo = (await seen(office, CHANNEL))[0]["photos"]
    await office.control.advance(TWO_DAYS_S)
    round_id = await rounds.begun(office.district, exposure_id, "expire")
    await fed(office)
    assert await shown(office, CHANNEL) == ["本条信息公示期已满，已撤下。"] * 2
    assert (await seen(office, CHANNEL))[0]["photos"] != photo
    assert frozen.short.text not in await shown(office, EAST)
    assert set(map(tuple, (await states(office, round_id)).values())) == {("done", "replaced")}


async def test_what_somebody_deleted_is_gone_and_nothing_is_sent_anew(office: Stage) -> None:
    exposure_id = await published(office)
    await office.control.delete(EAST, (await seen(office, EAST))[0]["message_id"])
    right = freeze(PARTS | {Part.PENALTY: Rich("更正：罚款6000元。")})
    await changed(office, exposure_id, right)
    round_id = await rounds.begun(office.district, exposure_id, "correct")
    await fed(office)
    assert (await states(office, round_id))[str(EAST)] == ["done", "gone"]
    assert not await shown(office, EAST)


async def test_a_correction_takes_a_photo_away(office: Stage) -> None:
    exposure_id = await published(office, 1, 2)
    both = await frozen_of(office.district, exposure_id)
    assert len(await seen(office, CHANNEL)) == 3
    old = await rounds.publishing(office.district)
    async with office.district.database.write() as tx:
        # The exposure that was published keeps what it was; the correction is another of its series.
        await tx.execute(update(Exposure).where(Exposure.id == old).values(series_id=exposure_id))
    await changed(office, old, freeze(PARTS, both.pictures[1:]))
    await rounds.begun(office.district, old, "correct")
    await fed(office)
    left = await seen(office, CHANNEL)
    assert [len(each["photos"]) for each in left] == [1, 0]  # type: ignore[arg-type]  # a list, as the page shows it
    assert await office.control.file(left[0]["photos"][0])  # type: ignore[index]  # the same


@pytest.mark.parametrize("kind", ["drop_after_accept", "502"])
async def test_a_withdrawal_whose_answer_was_lost_is_simply_repeated(office: Stage, kind: str) -> None:
    exposure_id = await published(office)
    await office.control.fault(kind, "deleteMessage", chat_id=CHANNEL)
    round_id = await rounds.begun(office.district, exposure_id, "withdraw")
    await fed(office)
    assert not await shown(office, CHANNEL)
    assert (await states(office, round_id))[str(CHANNEL)][0] == "done"


async def test_a_group_that_became_a_supergroup_follows_and_nobody_elses_message_is_touched(office: Stage) -> None:
    exposure_id = await published(office)
    new = await office.control.migrate(EAST)
    round_id = await rounds.begun(office.district, exposure_id, "withdraw")
    await fed(office)
    assert (await states(office, round_id))[str(new)] == ["failed", None]
    assert (await states(office, round_id))[str(CHANNEL)] == ["done", "deleted"]


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
async def test_what_nobody_knows_the_place_of_is_named_for_mending_by_hand(office: Stage, verb: str) -> None:
    district = office.district
    async with district.database.write() as tx:
        tx.add(Subscription(key=office.neighbour, what="all", value="", since=district.now))
    for chat in (CHANNEL, EAST, NEIGHBOUR):
        await office.control.fault("drop_after_accept", "sendMessage", chat_id=chat)
    exposure_id = await rounds.publishing(district)
    first = await rounds.begun(district, exposure_id)
    await fed(office)
    for copy in await rounds.copies_of(district, first):
        if copy.recipient in (str(CHANNEL), f"p:{office.neighbour}"):
            async with district.turn() as turn:
                assert not isinstance(await doubting.decide(turn, hand(SUN, OFFICE), copy.id, again=False), Refusal)
    round_id = await rounds.begun(district, exposure_id, verb)
    await fed(office)
    board = next(each for each in await shown(office, OFFICE) if each.startswith(("📡 更正", "📡 撤下")))
    (by_hand,) = [each for each in board.splitlines() if "手工删改：" in each]
    (unsure,) = [each for each in board.splitlines() if "一直没核对" in each]
    assert f"频道{CHANNEL}（文字）" in by_hand
    assert "东街道（文字）" in unsure
    assert "订阅者那里有 1 条" in board
    assert office.neighbour not in board
    assert str(NEIGHBOUR) not in board
    async with district.turn() as turn:
        found = await doubting.results(turn, hand(QIAN, OFFICE), round_id)
    assert not isinstance(found, Refusal)
    said = results(found, "zh")
    assert by_hand in said.text
    assert said.markup is not None
    ((check,),) = said.markup["inline_keyboard"]
    assert check["callback_data"] == Asked(Verb.ROUND, first, "doubts").data
    # Seen there after all, it is to be mended by hand, too.
    doubtful = next(each for each in await rounds.copies_of(district, first) if each.recipient == str(EAST))
    async with district.turn() as turn:
        assert not isinstance(await doubting.decide(turn, hand(SUN, OFFICE), doubtful.id, again=False), Refusal)
    await fed(office)
    board = next(each for each in await shown(office, OFFICE) if each.startswith(("📡 更正", "📡 撤下")))
    assert "东街道（文字）" in next(each for each in board.splitlines() if "手工删改：" in each)
    assert "没核对" not in board


@pytest.mark.parametrize(("verb", "end"), [("publish", "sent"), ("withdraw", "failed")])
async def test_a_group_that_becomes_a_supergroup_while_its_copy_is_claimed_stops_no_round(
    office: Stage, verb: str, end: str
) -> None:
    district = office.district
    exposure_id = await (rounds.publishing(district) if verb == "publish" else published(office))
    round_id = await rounds.begun(district, exposure_id, verb)
    await rounds.fed(district)
    flights = await rounds.in_flight(district, room=9)
    new = await office.control.migrate(EAST)
    async with district.database.write() as tx:
        await outbox_claims.migrate_chat(tx, district.app.keys, EAST, new)
    drawn = await draw(district.database, district.app.keys, district.app.zone, flights)
    fates = [(row, Recalled() if isinstance(each, Drawn) else each) for row, each in drawn]
    async with district.database.write() as tx:
        await settle(tx, district.app.keys, fates, district.now)
    assert (await rounds.round_of(district, round_id)).state == "running"
    heard = len(await office.heard(new))
    await fed(office)
    assert (await rounds.round_of(district, round_id)).state == "done"
    state, outcome = (await states(office, round_id))[str(new)]
    assert end in (state, outcome)
    assert len(await office.heard(new)) - heard == (1 if verb == "publish" else 0)


async def test_progress_and_a_rehearsal_follow_the_office_into_its_supergroup(office: Stage) -> None:
    district = office.district
    exposure_id = await exposure(district, Status.SUBMITTED)
    round_id = await rounds.begun(district, exposure_id, "rehearse")
    new = await office.control.migrate(OFFICE)
    async with district.database.write() as tx:
        await outbox_claims.migrate_chat(tx, district.app.keys, OFFICE, new)
    await fed(office)
    assert (await frozen_of(district, exposure_id)).full.text in await office.texts(new)
    assert any("演练" in each and "已结束" in each for each in await shown(office, new))
    assert (await rounds.round_of(district, round_id)).state == "done"


async def test_a_group_becomes_a_supergroup_in_mid_broadcast(office: Stage) -> None:
    exposure_id = await rounds.publishing(office.district)
    round_id = await rounds.begun(office.district, exposure_id)
    new = await office.control.migrate(EAST)
    await fed(office)
    assert await shown(office, new) == [(await frozen_of(office.district, exposure_id)).short.text]
    assert (await states(office, round_id))[str(new)] == ["done", "sent"]
    assert len([each for each in await rounds.copies_of(office.district, round_id) if isinstance(each, Copy)]) == 3
