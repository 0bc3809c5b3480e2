"""From the draft's card to a photo that may be published: the buttons, the replies, the refusals."""

import pytest

from domain.exposure_photo import SENTENCE, likeness_of
from services.notes import album_in_group
from storage import evidence, exposure_photos
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, District, Spoken
from tests.district import photo as sizes
from tests.exposure_photos import candidates, draft, facts_of, photo
from tests.publicity import closed_case, exposure, row_of


@pytest.fixture(autouse=True)
async def office(district: District) -> None:
    await district.publicity()


async def listed(district: District, exposure_id: int) -> Spoken:
    """«照片» on the draft's card was pressed: the list."""
    await district.press(QIAN, OFFICE, f"t:snap:{exposure_id}")
    return district.last(OFFICE)


def newest(district: District, photo_id: int) -> Spoken:
    """The photo's card as it stands."""
    return next(each for each in reversed(district.spoken) if each.ask == f"t:snap:{photo_id}:show")


async def test_a_photo_is_found_chosen_blackened_and_confirmed_by_buttons(district: District) -> None:
    exposure_id, [photo_id, _] = await draft(district, 2)
    seen = await listed(district, exposure_id)
    assert "2 张，选用 0 张" in seen.text and "举报材料" not in seen.text
    await district.press(QIAN, OFFICE, seen.button("⬜ 1"))
    card = newest(district, photo_id)
    assert "照片 1/2 · 执法照片" in card.text and "不会发布" in card.text
    await district.press(QIAN, OFFICE, card.button("选用这张"))
    card = newest(district, photo_id)
    assert card.edits is not None
    assert [len(row) for row in (card.markup or {})["inline_keyboard"]] == [8] * 6 + [1, 1, 1]
    card.button("没有要遮的")
    await district.press(QIAN, OFFICE, card.button("B2"))
    card = newest(district, photo_id)
    assert card.button("⬛") == f"t:snap:{photo_id}:B2"
    await district.press(QIAN, OFFICE, card.button("确认遮挡"))
    facts = await facts_of(district, photo_id)
    assert (facts.confirmed, facts.confirmed_by, facts.state) == (True, "钱", "wanted")
    assert "正在制作" in newest(district, photo_id).text
    assert "其中 1 张还没有确认或没有做好" in district.said_in(OFFICE, "选用照片 1 张")[-1].text
    await district.press(QIAN, OFFICE, newest(district, photo_id).button("改遮挡"))
    assert newest(district, photo_id).button("⬛") == f"t:snap:{photo_id}:B2"
    await district.press(QIAN, OFFICE, newest(district, photo_id).button("全部不遮"))
    await district.press(QIAN, OFFICE, newest(district, photo_id).button("撤销"))
    assert newest(district, photo_id).button("⬛") == f"t:snap:{photo_id}:B2"


async def test_an_old_screens_confirmation_is_refused_with_the_reason(district: District) -> None:
    exposure_id, [photo_id] = await draft(district)
    await listed(district, exposure_id)
    await district.press(QIAN, OFFICE, f"t:snap:{photo_id}:use")
    await district.press(SUN, OFFICE, f"t:snap:{photo_id}:C3")
    assert "没有确认" in await district.press(QIAN, OFFICE, f"t:snap:{photo_id}:ok-{likeness_of([])}")
    assert not (await facts_of(district, photo_id)).confirmed


async def test_cells_are_written_as_well_as_pressed_and_what_is_no_cell_changes_nothing(district: District) -> None:
    exposure_id, [photo_id] = await draft(district)
    seen = await listed(district, exposure_id)
    await district.press(QIAN, OFFICE, seen.button("⬜ 1"))
    card = newest(district, photo_id)
    await district.press(QIAN, OFFICE, card.button("选用这张"))
    await district.write(QIAN, OFFICE, "左上角那张脸", reply_to=card.message_id)
    assert "看不懂要遮哪里" in district.last(OFFICE).text
    assert (await facts_of(district, photo_id)).boxes == ()
    await district.write(QIAN, OFFICE, "A1-H6", reply_to=card.message_id)
    assert "整张都遮住了" in district.last(OFFICE).text
    for words in ("c3a", "B2 D4"):
        await district.write(QIAN, OFFICE, words, reply_to=card.message_id)
    labels = [each["text"] for each in newest(district, photo_id).buttons]
    assert labels.count("⬛") == 2 and "◧C3" in labels


async def test_what_a_reporter_sent_comes_only_after_the_sentence_and_is_named_as_nothing_else(
    district: District,
) -> None:
    case_id = await closed_case(district)
    await photo(district, case_id, by_staff=False)
    exposure_id = await exposure(district, case_id=case_id)
    seen = await listed(district, exposure_id)
    assert "举报材料 1 张没有打开" in seen.text
    await district.press(QIAN, OFFICE, seen.button("使用举报材料"))
    question = district.last(OFFICE)
    assert SENTENCE in question.text
    await district.write(QIAN, OFFICE, "确认", reply_to=question.message_id)
    assert "请照抄" in district.last(OFFICE).text
    await district.write(QIAN, OFFICE, SENTENCE, reply_to=question.message_id)
    [facts] = (await candidates(district, exposure_id)).photos
    await district.press(QIAN, OFFICE, f"t:snap:{facts.photo_id}:use")
    await district.press(QIAN, OFFICE, f"t:snap:{facts.photo_id}:show")
    card = newest(district, facts.photo_id)
    assert "举报材料" in card.text and "遮不住就不要用" in card.text
    said = "".join(each.text for each in district.said_in(OFFICE))
    assert "后巷" not in said and "举报者本名" not in said


async def test_an_album_is_added_whole_though_only_its_first_item_is_a_reply(district: District) -> None:
    exposure_id = await exposure(district)
    seen = await listed(district, exposure_id)
    await district.press(QIAN, OFFICE, seen.button("添加照片"))
    question = district.last(OFFICE)
    await district.write(QIAN, OFFICE, "文字", reply_to=question.message_id)
    assert "只收照片" in district.last(OFFICE).text
    album = {"media_group_id": "g1"}
    first = await district.write(QIAN, OFFICE, None, photo=sizes("a"), reply_to=question.message_id, **album)
    later = await district.write(QIAN, OFFICE, None, photo=sizes("b"), **album)
    again = await district.write(QIAN, OFFICE, None, photo=sizes("c"), reply_to=question.message_id)
    assert first and later and again
    found = (await candidates(district, exposure_id)).photos
    assert len(found) == 3 and not any(each.chosen for each in found)
    # A stranger's item of an album of the same name joins nothing.
    await district.write(STRANGER, OFFICE, None, photo=sizes("d"), **album)
    assert len((await candidates(district, exposure_id)).photos) == 3
    async with district.database.read() as tx:
        rows = await exposure_photos.of_exposure(tx, exposure_id)
        assert all(row.case_id is None and row.by_staff for _, row in rows)
        assert await evidence.case_of_album(tx, rows[0][1].album or "") is None


async def test_a_late_item_of_an_officers_album_stays_a_note_though_its_first_is_a_candidate(
    district: District,
) -> None:
    exposure_id, _ = await draft(district, 0)
    case_id = (await row_of(district, exposure_id)).case_id
    assert case_id is not None
    async with district.turn() as turn:
        album = album_in_group(turn, EAST, "g2")
        evidence.want(turn.tx, turn.app.keys, "f", turn.now, case_id=case_id, by_staff=True, album=album)
    await district.keep_photos(case_id)
    assert len((await candidates(district, exposure_id)).photos) == 1
    await district.write(CHEN, EAST, None, photo=sizes("late"), media_group_id="g2")
    async with district.database.read() as tx:
        assert len(await evidence.of_case(tx, case_id)) == 2


async def test_a_forged_press_leads_nowhere(district: District) -> None:
    _, [photo_id] = await draft(district)
    for detail in ("I9", "ok-", "ok-123", "drop", "B2-D3", "A1a"):
        assert await district.press(QIAN, OFFICE, f"t:snap:{photo_id}:{detail}")
    for detail in ("", "show", "use", "B2", f"ok-{likeness_of([])}"):
        assert await district.press(STRANGER, OFFICE, f"t:snap:{photo_id}:{detail}")
    facts = await facts_of(district, photo_id)
    assert (facts.chosen, facts.boxes, facts.confirmed) == (False, (), False)
