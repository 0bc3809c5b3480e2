"""A sweep in a group: begun by taps and one reply, listed, seen, ended; and who may do none of it."""

import pytest

from domain.asking import Asked, Verb
from domain.people import DeskKind, Role
from services import enrolment
from storage import attempts, desks, sweeps
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WEST, WU, ZHOU, District, hand, photo
from tests.handlers.sweep_taps import FORM, all_cases, begin, card, finish, last_question, tap


async def test_a_lead_begins_a_sweep_by_taps_and_one_reply(district: District) -> None:
    await begin(district)
    shown = card(district)
    assert "节前排查" in shown.text
    assert "证照、标签、过期、进货查验" in shown.text
    assert "已查 0/3，发现 0 · 截至 3月9日" in shown.text
    assert [each["text"] for each in shown.buttons[:3]] == ["阳光小卖部", "菜市场", "肉铺"]


async def test_the_checks_are_turned_on_and_off_in_the_same_message(district: District) -> None:
    await district.write(CHEN, EAST, "/sweep")
    first = district.last(EAST)
    for label in ("标签", "证照", "进货查验", "过期"):
        await district.press(CHEN, EAST, district.last(EAST).button(label), first.message_id)
        assert district.last(EAST).message_id == first.message_id
    # The last one that is turned off turns all of them on again: a sweep that looks at nothing is none.
    assert [each["text"][0] for each in district.last(EAST).buttons[:4]] == ["☑"] * 4
    for label in ("标签", "证照"):
        await district.press(CHEN, EAST, district.last(EAST).button(label), first.message_id)
    await district.press(CHEN, EAST, district.last(EAST).button("下一步"), first.message_id)
    await district.press(CHEN, EAST, district.last(EAST).button("3月5日"), first.message_id)
    await district.write(CHEN, EAST, "标签先不查\n肉铺", reply_to=district.last(EAST).message_id)
    assert "查：过期、进货查验\n" in card(district).text


async def test_the_message_turns_its_pages_in_place_and_comes_round(district: District) -> None:
    await begin(district, "长名单\n" + "\n".join(f"{at}号铺" for at in range(1, 31)))
    seen: list[str] = []
    for _ in range(3):
        shown = card(district)
        seen += [each["text"] for each in shown.buttons if each["text"].endswith("号铺")]
        await district.press(WANG, EAST, shown.button("其他地点"), shown.message_id)
    assert len(seen) == 36
    assert set(seen) == {f"{at}号铺" for at in range(1, 31)}
    assert len({each.message_id for each in district.said_in(EAST, "🔎")}) == 1


async def test_a_lead_adds_places_and_is_told_what_was_there_already(district: District) -> None:
    await begin(district)
    assert "只有本单位的负责人" in await tap(district, "添加地点")
    await tap(district, "添加地点", user_id=CHEN)
    question = last_question(district)
    await district.write(CHEN, EAST, "肉铺\n新店，西门", reply_to=question.message_id)
    assert "已列入 1 处。有 1 行" in district.said_in(EAST, "已列入")[-1].text
    assert "已查 0/4" in card(district).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "缺少标题"),
        ("题" * 101, "超过 100 个字"),
        ("节前\n" + "店" * 201, "超过 200 个字"),
        ("节前\n店，" + "街" * 401, "超过 400 个字"),
        ("节前\n" + "\n".join(f"{at}号" for at in range(201)), "最多 200 个地点"),
    ],
)
async def test_a_form_that_does_not_fit_begins_nothing_and_stays_open(district: District, text: str, told: str) -> None:
    await district.write(CHEN, EAST, "/sweep")
    await district.press(CHEN, EAST, Asked(Verb.SWEEP, 15, "20260309").data)
    question = last_question(district)
    await district.write(
        CHEN, EAST, text or None, reply_to=question.message_id, **({} if text else {"photo": photo("p")})
    )
    assert told in district.last(EAST).text
    async with district.database.read() as tx:
        assert not await sweeps.running(tx)
    await district.write(CHEN, EAST, "节前", reply_to=question.message_id)
    assert "还没有地点" in card(district).text


async def test_a_form_answered_after_its_last_day_begins_nothing(district: District) -> None:
    await district.press(CHEN, EAST, Asked(Verb.SWEEP, 15, "20260301").data)
    await district.write(CHEN, EAST, "节前", reply_to=last_question(district).message_id)
    assert "已经过了" in district.last(EAST).text


@pytest.mark.parametrize(("who", "told"), [(WANG, "只有本单位的负责人"), (STRANGER, "还不是本单位的工作人员"),
                                           (WU, "还不是本单位的工作人员")])  # fmt: skip
async def test_only_a_lead_of_the_desk_begins_a_sweep(district: District, who: int, told: str) -> None:
    await district.write(who, EAST, "/sweep")
    assert told in district.last(EAST).text
    assert told in await district.press(who, EAST, Asked(Verb.SWEEP, 15, "20260309").data)


async def test_every_door_of_a_foreign_sweep_answers_as_one_that_is_not_there(district: District) -> None:
    sweep_id = await begin(district)
    await district.press(WANG, EAST, Asked(Verb.SPOT, 1).data)
    before = len(district.spoken)
    doors = (
        (Verb.SPOT, ""), (Verb.SPOT, "fine"), (Verb.SPOT, "expiry"), (Verb.SWEEPS, "0"), (Verb.OFFLIST, ""),
        (Verb.OFFLIST, "fine"), (Verb.SPOTS, ""), (Verb.FINISH, ""), (Verb.FINISH, "yes"),
    )  # fmt: skip
    for who, where in ((WU, WEST), (WU, EAST), (STRANGER, EAST), (WANG, WEST)):
        for verb, detail in doors:
            told = await district.press(who, where, Asked(verb, sweep_id, detail).data)
            assert told == await district.press(who, where, Asked(verb, 987654, detail).data)
            assert "没有这次排查" in told
    assert len(district.spoken) == before
    async with district.database.read() as tx:
        assert (await sweeps.coverage(tx, [sweep_id]))[sweep_id]["t001"].visited == 0
        assert await attempts.count(tx, "sweep", district.now.replace(year=2000)) == 4 * 2 * len(doors)


async def test_a_dismissed_officers_old_button_and_open_question_are_refused(district: District) -> None:
    await begin(district)
    await tap(district, "肉铺", "过期")
    question = last_question(district)
    async with district.turn() as turn:
        await enrolment.dismiss(turn, hand(CHEN), WANG)
    assert "没有这次排查" in await district.press(WANG, EAST, Asked(Verb.SPOT, 1, "fine").data)
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=question.message_id)
    assert "没有这次排查" in district.last(EAST).text
    assert not await all_cases(district)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(Verb.SWEEP, 0), Asked(Verb.SWEEP, 16), Asked(Verb.SWEEP, 15, "2026"), Asked(Verb.SWEEP, 15, "20269999"),
        Asked(Verb.SPOT, 1, "poison"), Asked(Verb.SPOT, 1, "licence"), Asked(Verb.OFFLIST, 1, "licence"),
        Asked(Verb.OFFLIST, 1, "poison"), Asked(Verb.SWEEPS, 1), Asked(Verb.SWEEPS, 1, "x"),
    ],
    ids=lambda asked: asked.data,
)  # fmt: skip
async def test_a_forged_choice_leads_nowhere(district: District, asked: Asked) -> None:
    await district.press(CHEN, EAST, Asked(Verb.SWEEP, 14, "20260309").data)
    await district.write(CHEN, EAST, FORM, reply_to=last_question(district).message_id)
    before = len(district.spoken)
    assert "无效" in await district.press(CHEN, EAST, asked.data)
    assert len(district.spoken) == before


async def test_the_duty_desk_begins_a_sweep_that_each_town_fills_and_sees_them_all(district: District) -> None:
    sweep_id = await begin(district, "全区排查一", user_id=ZHOU, chat_id=DUTY)
    assert "（全区排查）" in card(district, EAST).text
    assert "还没有地点" in card(district, WEST).text
    for lead, chat_id, text in ((CHEN, EAST, "肉铺\n粮店"), (WU, WEST, "肉铺")):
        await tap(district, "添加地点", user_id=lead, chat_id=chat_id)
        await district.write(lead, chat_id, text, reply_to=last_question(district, chat_id).message_id)
    await tap(district, "肉铺", "一切正常")
    assert "已查 1/2" in card(district, EAST).text
    assert "已查 0/1" in card(district, WEST).text, "each town has its own list, though the names be the same"
    # A town neither reaches another's place nor ends what is not its own.
    west_place = card(district, WEST).button("肉铺")
    assert "没有这次排查" in await district.press(WANG, EAST, west_place)
    assert "不是本单位发起" in await district.press(CHEN, EAST, Asked(Verb.FINISH, sweep_id).data)
    await district.write(ZHOU, DUTY, "/sweeps")
    told = card(district, DUTY).text
    assert "已查 1/3，发现 0" in told
    assert "· 东街道：已查 1/2" in told and "· 西街道：已查 0/1" in told
    # Whoever oversees has no places of their own.
    assert "没有这次排查" in await district.press(ZHOU, DUTY, Asked(Verb.SPOT, 1, "fine").data)


async def test_a_sweep_of_the_whole_district_takes_its_title_alone(district: District) -> None:
    await district.press(ZHOU, DUTY, Asked(Verb.SWEEP, 15, "20260309").data)
    await district.write(ZHOU, DUTY, FORM, reply_to=last_question(district, DUTY).message_id)
    assert "只写一行标题" in district.last(DUTY).text
    assert not district.said_in(EAST)


async def test_the_supervisors_see_and_begin_what_the_duty_desk_does(district: District) -> None:
    chat_id = -1004
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "supervisor", DeskKind.SUPERVISOR, "督导组")
        await desks.bind(turn.tx, "supervisor", chat_id, district.now)
        await desks.enrol(turn.tx, LI, "李", "supervisor", Role.LEAD, district.now)
    await begin(district)
    await begin(district, "督导排查", user_id=LI, chat_id=chat_id)
    assert "督导排查" in card(district, WEST).text
    await district.write(LI, chat_id, "/sweeps")
    own, whole = district.said_in(chat_id, "🔎")
    assert "· 东街道「节前排查」已查 0/3，发现 0 · 截至 3月9日" in own.text
    assert not own.buttons, "a town's own sweep is seen, and is the town's to end"
    assert "督导排查" in whole.text
    whole.button("结束排查")


async def test_sweeps_brings_a_groups_message_to_the_bottom_and_lists_what_is_over(district: District) -> None:
    await district.write(WANG, EAST, "/sweeps")
    assert "没有进行中的排查" in district.last(EAST).text
    await begin(district)
    old = card(district)
    await district.write(WANG, EAST, "/sweeps")
    assert card(district).message_id != old.message_id
    await tap(district, "肉铺", "一切正常")
    assert card(district).edits == card(district).message_id != old.message_id, "the newest one is kept true"
    assert "还有 2 处没查" in await finish(district)
    await district.write(WANG, EAST, "/sweeps")
    assert "已结束的排查\n· 节前排查（3月9日）已查 1/3，发现 0" in district.last(EAST).text
    await district.write(WU, WEST, "/sweeps")
    assert "没有进行中的排查" in district.last(WEST).text
    await district.write(STRANGER, EAST, "/sweeps")
    assert "还不是本单位的工作人员" in district.last(EAST).text


async def test_a_sweep_that_is_over_says_so_on_its_message_and_takes_nothing_more(district: District) -> None:
    await begin(district)
    await tap(district, "肉铺", "过期")
    question, button = last_question(district), card(district).button("肉铺")
    assert "只有本单位的负责人" in await tap(district, "结束排查")
    await finish(district)
    assert "🏁 已结束。" in card(district).text
    assert not card(district).buttons
    assert "「节前排查」已结束。已查 0/3，发现 0。\n没查的 3 处：\n· 阳光小卖部" in district.last(EAST).text
    assert "已经结束" in await district.press(WANG, EAST, button)
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=question.message_id)
    assert "已经结束" in district.last(EAST).text
    assert "已经结束" in await district.press(CHEN, EAST, Asked(Verb.FINISH, 1, "yes").data)
    assert len(district.said_in(EAST, "「节前排查」已结束")) == 1
    assert not await all_cases(district)


async def test_a_reply_to_the_sweeps_own_message_is_told_to_tap_first(district: District) -> None:
    await begin(district)
    standing = card(district)
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=standing.message_id)
    assert "请先点地点" in district.last(EAST).text
    await district.write(STRANGER, EAST, "这是什么？", reply_to=standing.message_id)
    assert "没有这次排查" in district.last(EAST).text
