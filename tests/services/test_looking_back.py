"""A conclusion is looked at again by somebody else, with a fresh photo; only then is the case closed, or open again."""

from datetime import date, timedelta

import pytest

from domain.case import Outcome, Status
from domain.people import Role
from domain.refusal import Refusal
from services import closing, concluding, enrolment, handling, looking_back, notes, objecting
from services.notes import Attachment, Written
from services.reach import Hand
from storage import cases, correspondents, desks, evidence, look_backs
from storage.database import Database
from storage.tables import CaseRow, LookBack
from tests.district import CHEN, DUTY, EAST, HE, LI, SUPERVISION, WANG, WU, XU, ZHOU, District, hand


async def concluded(district: District, outcome: Outcome = Outcome.BANNED, by: int = WANG) -> int:
    """A case that was taken up and concluded by one person, a day before now."""
    case_id = await district.case()
    async with district.turn() as turn:
        assert not isinstance(await handling.take_up(turn, hand(by), case_id), Refusal)
        assert not isinstance(await concluding.conclude(turn, hand(by), case_id, outcome, "已取缔"), Refusal)
    await district.speak()
    district.now += timedelta(days=1)
    return case_id


async def task_of(district: District, case_id: int) -> LookBack | None:
    async with district.database.read() as tx:
        return await look_backs.open_of(tx, case_id)


async def send_photo(district: District, case_id: int, by: Hand, *, fetched: bool = True) -> None:
    """A photo in reply to the card, and its copy made."""
    async with district.turn() as turn:
        what = Written(10**7 * case_id + int(district.now.timestamp()) % 10**7, "", Attachment("f", False, 900))
        assert not isinstance(await notes.add_note(turn, by, case_id, what), Refusal)
    if fetched:
        await district.keep_photos(case_id)


async def pass_it(district: District, case_id: int, by: Hand) -> CaseRow | Refusal:
    async with district.turn() as turn:
        return await looking_back.passed(turn, by, case_id)


def refused(answer: object) -> str:
    assert isinstance(answer, Refusal)
    return answer.key


async def test_a_conclusion_gives_the_look_back_to_somebody_else_and_says_until_when(district: District) -> None:
    case_id = await concluded(district)
    task = await task_of(district, case_id)
    assert task is not None
    assert (task.desk_id, task.given_to, task.due_on) == ("t001", LI, date(2026, 3, 9))
    (said,) = district.said_in(EAST, "要回头看")
    assert said.text.startswith("李")
    assert "3月9日" in said.text
    assert "回头看：东街道 李，3月9日前" in district.said_in(EAST, "收到：")[-1].text


@pytest.mark.parametrize("outcome", [Outcome.UNSUBSTANTIATED, Outcome.NOT_OURS, Outcome.DUPLICATE])
async def test_where_nothing_was_found_nobody_looks_again(district: District, outcome: Outcome) -> None:
    case_id = await concluded(district, outcome)
    assert await task_of(district, case_id) is None
    async with district.turn() as turn:
        assert not isinstance(await closing.close(turn, hand(ZHOU, DUTY), case_id), Refusal)


async def test_whoever_has_fewest_gets_the_next(district: District) -> None:
    given = []
    for _ in range(3):
        task = await task_of(district, await concluded(district))
        assert task is not None
        given.append(task.given_to)
    assert given == [LI, CHEN, LI]


async def test_a_passed_look_back_closes_the_case_and_the_reporter_hears(district: District) -> None:
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(LI))
    assert not isinstance(await pass_it(district, case_id, hand(LI)), Refusal)
    row = await district.row(case_id)
    assert (row.status, row.relapses) == (Status.CLOSED, 0)
    assert await task_of(district, case_id) is None
    async with district.database.read() as tx:
        last = (await cases.events(tx, case_id))[-1]
    assert (last.what, last.actor, last.actor_id, last.to_status) == ("look_back_passed", "checker", LI, "closed")
    await district.speak()
    assert "已销号" in district.told_reporter()[-1]


async def test_a_failed_look_back_opens_the_case_again_as_a_relapse(district: District) -> None:
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(LI))
    async with district.turn() as turn:
        assert refused(await looking_back.failed(turn, hand(LI), case_id, " ")) == "missing"
        assert not isinstance(await looking_back.failed(turn, hand(LI), case_id, "又开门了"), Refusal)
    row = await district.row(case_id)
    assert (row.status, row.relapses, row.holder_id, row.outcome) == (Status.ACCEPTED, 1, WANG, None)
    await district.speak()
    assert "又开门了" in district.told_reporter()[-1]
    assert "问题还在" in district.told_reporter()[-1]
    card = next(each.text for each in reversed(district.said_in(EAST, "收到：")))
    assert "反弹 1 次" in card
    assert "回头看不合格（李，3月3日）：又开门了" in card
    # The next conclusion has a look-back of its own.
    district.now += timedelta(hours=1)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "再次取缔")
    assert await task_of(district, case_id) is not None


async def test_without_a_fresh_photo_there_is_no_result(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    await send_photo(district, case_id, hand(LI))
    district.now += timedelta(minutes=1)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "已取缔")
    district.now += timedelta(days=1)
    assert refused(await pass_it(district, case_id, hand(LI))) == "look_back_lacks_photo", "from before the task"
    await send_photo(district, case_id, hand(WANG))
    assert refused(await pass_it(district, case_id, hand(LI))) == "look_back_lacks_photo", "the handler's own"
    async with district.turn() as turn:
        files = list(await evidence.of_case(turn.tx, case_id))
        files[0].sha256 = "a" * 64
    district.now += timedelta(minutes=1)
    await send_photo(district, case_id, hand(LI))
    async with district.turn() as turn:
        (*_, again) = await evidence.of_case(turn.tx, case_id)
        again.sha256 = "a" * 64
    assert refused(await pass_it(district, case_id, hand(LI))) == "look_back_lacks_photo", "the old one sent again"
    district.now += timedelta(minutes=1)
    await send_photo(district, case_id, hand(LI), fetched=False)
    assert refused(await pass_it(district, case_id, hand(LI))) == "photos_coming"
    await district.keep_photos(case_id)
    assert not isinstance(await pass_it(district, case_id, hand(LI)), Refusal)


async def test_those_who_handled_the_case_never_judge_it(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        await concluding.conclude(turn, hand(CHEN), case_id, Outcome.BANNED, "负责人办结")
    for user_id in (WANG, CHEN):
        async with district.turn() as turn:
            assert refused(await looking_back.take(turn, hand(user_id), case_id)) == "own_case"
        assert refused(await pass_it(district, case_id, hand(user_id))) == "own_case"


async def test_a_colleague_takes_it_over_and_only_whoever_has_it_reports(district: District) -> None:
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(CHEN))
    assert refused(await pass_it(district, case_id, hand(CHEN))) == "look_back_given"
    async with district.turn() as turn:
        assert not isinstance(await looking_back.take(turn, hand(CHEN), case_id), Refusal)
        assert refused(await looking_back.take(turn, hand(CHEN), case_id)) == "already_yours"
    assert refused(await pass_it(district, case_id, hand(LI))) == "look_back_given"
    assert not isinstance(await pass_it(district, case_id, hand(CHEN)), Refusal)
    assert refused(await pass_it(district, case_id, hand(CHEN))) == "no_look_back"


async def test_another_towns_look_back_is_a_case_that_does_not_exist(district: District) -> None:
    case_id = await concluded(district)
    for by in (hand(WU, -1002), hand(WU, EAST)):
        assert refused(await pass_it(district, case_id, by)) == "no_such_case"
    assert refused(await pass_it(district, case_id, hand(ZHOU, DUTY))) == "look_back_elsewhere"


async def test_where_everybody_handled_it_the_supervisors_look(district: District) -> None:
    await district.supervised()
    async with district.turn() as turn:
        for user_id in (LI, WANG):
            await desks.dismiss(turn.tx, user_id, "t001", district.now)
    case_id = await concluded(district, by=CHEN)
    task = await task_of(district, case_id)
    assert task is not None
    assert (task.desk_id, task.given_to) == ("supervisor", None)
    assert "还没有定由谁去" in district.said_in(SUPERVISION, "要回头看")[0].text
    await send_photo(district, case_id, hand(XU, SUPERVISION))
    assert not isinstance(await pass_it(district, case_id, hand(XU, SUPERVISION)), Refusal)
    assert (await district.row(case_id)).status == Status.CLOSED


async def test_without_supervisors_it_comes_to_the_duty_desk(district: District) -> None:
    async with district.turn() as turn:
        for user_id in (LI, WANG):
            await desks.dismiss(turn.tx, user_id, "t001", district.now)
    task = await task_of(district, await concluded(district, by=CHEN))
    assert task is not None
    assert task.desk_id == "duty"


async def test_nobody_closes_before_the_look_back_unless_a_supervisor_waives_it(district: District) -> None:
    await district.supervised()
    case_id = await concluded(district)
    for by in (hand(ZHOU, DUTY), hand(HE, SUPERVISION)):
        async with district.turn() as turn:
            assert refused(await closing.close(turn, by, case_id)) == "look_back_open"
    async with district.turn() as turn:
        assert refused(await looking_back.waive(turn, hand(ZHOU, DUTY), case_id, "不必")) == "not_your_right"
        assert refused(await looking_back.waive(turn, hand(HE, SUPERVISION), case_id, "")) == "missing"
        assert not isinstance(await looking_back.waive(turn, hand(HE, SUPERVISION), case_id, "已拆除"), Refusal)
    await district.speak()
    assert "已拆除" in district.said_in(EAST, "免于回头看。理由")[0].text
    async with district.turn() as turn:
        assert not isinstance(await closing.close(turn, hand(ZHOU, DUTY), case_id), Refusal)
    assert (await district.events(case_id))[-2:] == ["look_back_waived", "closed"]


async def test_an_objection_keeps_the_case_concluded_though_the_look_back_passed(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        assert not isinstance(await objecting.file_objection(turn, case_id, "还在"), Refusal)
    await send_photo(district, case_id, hand(LI))
    assert not isinstance(await pass_it(district, case_id, hand(LI)), Refusal)
    assert (await district.row(case_id)).status == Status.CONCLUDED
    async with district.turn() as turn:
        assert refused(await closing.close(turn, hand(ZHOU, DUTY), case_id)) == "objection_open"
        assert not isinstance(await closing.rebut(turn, hand(ZHOU, DUTY), case_id, "现场已拆除"), Refusal)
        assert not isinstance(await closing.close(turn, hand(ZHOU, DUTY), case_id), Refusal)


async def test_a_case_opened_again_by_the_duty_desk_has_no_task_left(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        assert not isinstance(await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "材料不全"), Refusal)
    assert await task_of(district, case_id) is None
    assert refused(await pass_it(district, case_id, hand(LI))) == "no_look_back"
    assert (await district.row(case_id)).relapses == 0


async def test_whoever_leaves_leaves_the_look_back_free(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        assert not isinstance(await enrolment.dismiss(turn, hand(CHEN), LI), Refusal)
    task = await task_of(district, case_id)
    assert task is not None
    assert task.given_to is None
    assert refused(await pass_it(district, case_id, hand(LI))) == "no_such_case", "an old button gives no right"
    await district.speak()
    assert "还没有定由谁去" in district.said_in(EAST, "要回头看")[-1].text


async def test_of_two_who_take_it_at_once_one_has_it(district: District, database_url: str) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        await desks.enrol(turn.tx, 777, "孙", "t001", Role.OFFICER, district.now)
    other = Database(database_url)
    async with other.read() as tx:
        seen = await look_backs.open_of(tx, case_id)
    async with district.turn() as turn:
        assert not isinstance(await looking_back.take(turn, hand(CHEN), case_id), Refusal)
    assert seen is not None
    async with other.write() as tx:
        assert not await look_backs.change(tx, seen, given_to=777)
    await other.close()
