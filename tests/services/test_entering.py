"""Cases that staff enter, on both databases: who may, where they go, and that nobody is told of them."""

import pytest

from domain import receipts
from domain.asking import Asked, Verb
from domain.case import Status
from domain.entry import Channel
from domain.refusal import Refusal
from services import entering, following
from services.auditing import verify
from services.entering import Entered
from storage import cases, correspondents
from tests.district import CHEN, DUTY, EAST, STRANGER, WANG, WEST, WU, ZHOU, District, hand

FORM = "地点：东街道三巷口\n对象：无名熟食摊\n情况：半夜运肉进来\n没有检疫章"


async def enter(
    district: District, text: str = FORM, *, user_id: int = WANG, chat_id: int = EAST, violation: str = "unlicensed"
) -> Entered | Refusal:
    async with district.turn() as turn:
        done = await entering.enter(turn, hand(user_id, chat_id), Channel.PHONE, violation, text)
    await district.speak()
    return done


async def entered(district: District, text: str = FORM, *, user_id: int = WANG, chat_id: int = EAST) -> Entered:
    done = await enter(district, text, user_id=user_id, chat_id=chat_id)
    assert isinstance(done, Entered)
    return done


async def test_a_call_becomes_a_case_with_everything_the_form_said(district: District) -> None:
    done = await entered(district)
    row = await district.row(done.case.id)
    assert (row.source, row.entered_by, row.reporter) == ("phone", WANG, None)
    assert (row.place_text, row.business) == ("东街道三巷口", "无名熟食摊")
    assert row.happened == "半夜运肉进来\n没有检疫章"
    assert (row.desk_id, row.status, row.routed_by) == ("t001", Status.ASSIGNED, "typed")
    assert await district.events(row.id) == ["filed", "routed"]
    assert done.here


async def test_without_labels_the_first_line_is_the_place_and_the_rest_the_story(district: District) -> None:
    row = (await entered(district, "西街道菜市场\n猪肉没有章\n摊主说没有票\n每天早上都有")).case
    assert (row.place_text, row.business) == ("西街道菜市场", "")
    assert row.happened == "猪肉没有章\n摊主说没有票\n每天早上都有"


async def test_the_place_decides_the_desk_whoever_took_the_call(district: District) -> None:
    done = await entered(district, user_id=WU, chat_id=WEST)
    assert (done.case.desk_id, done.desk, done.here) == ("t001", "东街道", False)
    assert any(done.case.number in each.text for each in district.said_in(EAST))
    assert not any(done.case.number in each.text for each in district.said_in(WEST))


async def test_a_place_that_names_no_town_is_left_to_the_duty_desk_which_sends_it_on(district: District) -> None:
    done = await entered(district, "某某大厦后门\n有人卖过期奶粉", user_id=CHEN)
    assert (done.case.status, done.case.desk_id, done.desk) == (Status.RECEIVED, None, "区值班台")
    card = next(each for each in reversed(district.said_in(DUTY)) if "某某大厦后门" in each.text)
    await district.press(ZHOU, DUTY, card.button("派给"), card.message_id)
    await district.press(ZHOU, DUTY, district.last(DUTY).button("东街道"))
    assert (await district.row(done.case.id)).desk_id == "t001"


async def test_the_receipt_code_finds_the_case_from_any_account_and_is_kept_nowhere(district: District) -> None:
    done = await entered(district)
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        found = await following.find(turn, done.code.lower())
        assert not isinstance(found, Refusal)
        assert found.id == done.case.id
        assert isinstance(await following.my_case(turn, done.case.id), Refusal)
    row = await district.row(done.case.id)
    assert done.code not in repr(vars(row))
    assert receipts.read_code(done.code) == done.code


async def test_the_history_names_who_entered_it_and_verifies(district: District) -> None:
    done = await entered(district, user_id=ZHOU, chat_id=DUTY)
    async with district.turn() as turn:
        first = (await cases.events(turn.tx, done.case.id))[0]
    assert (first.actor, first.actor_id) == ("duty_desk", ZHOU)
    assert not (await verify(district.database, district.app.keys)).broken


async def test_a_case_without_a_reporter_runs_its_course_and_tells_nobody(district: District) -> None:
    done = await entered(district)
    card = next(each for each in reversed(district.said_in(EAST)) if each.buttons)
    assert "电话举报" in card.text
    await district.press(WANG, EAST, card.button("接办"), card.message_id)
    assert (await district.row(done.case.id)).status == Status.ACCEPTED
    assert not district.told_reporter()
    assert not [each for each in card.buttons if "问举报人" in each["text"]]
    assert "无法转达" in await district.press(WANG, EAST, Asked(Verb.ASK, done.case.id).data, card.message_id)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "missing"),
        ("  \n ", "missing"),
        ("情况：有人卖过期奶粉", "entry_lacks_place"),
        ("地点：东街道三巷口", "entry_lacks_story"),
        ("东街道三巷口", "entry_lacks_story"),
        ("地点：" + "巷" * 401 + "\n情况：有", "too_long"),
        ("地点：东街道\n对象：" + "店" * 201 + "\n情况：有", "too_long"),
        ("地点：东街道\n情况：" + "有" * 3500, "too_long"),
    ],
)
async def test_an_incomplete_form_files_nothing_and_says_what_is_missing(
    district: District, text: str, key: str
) -> None:
    done = await enter(district, text)
    assert isinstance(done, Refusal)
    assert done.key == key
    assert not await all_cases(district)


@pytest.mark.parametrize(("user_id", "chat_id"), [(STRANGER, EAST), (WU, EAST), (WANG, WEST), (CHEN, DUTY), (WANG, -7)])
async def test_only_those_who_work_in_the_group_enter_anything_there(
    district: District, user_id: int, chat_id: int
) -> None:
    done = await enter(district, user_id=user_id, chat_id=chat_id)
    assert isinstance(done, Refusal)
    assert done.key == "not_staff_here"
    assert not await all_cases(district)


async def test_misconduct_of_officials_is_sent_elsewhere_and_a_dropped_category_asked_anew(district: District) -> None:
    for violation, key in (("official_misconduct", "belongs_elsewhere"), ("no_longer_there", "entry_outdated")):
        done = await enter(district, violation=violation)
        assert isinstance(done, Refusal)
        assert done.key == key
    assert not await all_cases(district)


async def all_cases(district: District) -> list[int]:
    async with district.database.read() as tx:
        return [each.id for each in await cases.open_cases(tx)]
