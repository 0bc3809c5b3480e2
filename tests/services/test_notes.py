"""Notes under a case: internal until shared, told once, and every version kept."""

from domain.case import Status
from domain.refusal import Refusal, refuse
from services import asking, notes
from services.handling import LONGEST_TEXT
from services.notes import Attachment, Noted, Written
from services.turn import Turn
from storage import cases, evidence
from storage.tables import CaseRow, NoteRow
from tests.district import CHEN, EAST, LI, REPORTER, WANG, WEST, WU, ZHOU, District, hand


def noted(result: object) -> Noted:
    """What adding or editing gave, when it was not refused."""
    assert isinstance(result, Noted), result
    return result


async def test_a_note_is_internal_until_it_is_shared_and_told_once(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        note_id = noted(await notes.add_note(turn, hand(WANG), case_id, Written(70, "老板说明天关门"))).note.id
    await district.speak()
    assert not district.told_reporter()
    assert "老板说明天关门" in district.last(EAST).text
    async with district.turn() as turn:
        assert isinstance(await notes.share_note(turn, hand(LI), note_id), NoteRow)
        assert await notes.share_note(turn, hand(LI), note_id) == refuse("already_shared")
    await district.speak()
    (told,) = district.told_reporter()
    assert "老板说明天关门" in told
    assert "王" not in told
    assert "李" not in told


async def test_an_album_becomes_one_note_with_every_photo(district: District) -> None:
    case_id = await district.case()
    results = []
    for n in range(3):
        async with district.turn() as turn:
            item = Written(70 + n, "现场" if n == 1 else "", Attachment(f"f{n}", False, 1000), "album")
            results.append(noted(await notes.add_note(turn, hand(WANG), case_id, item)))
    assert [each.joined for each in results] == [False, True, True]
    async with district.database.read() as tx:
        (note,) = await cases.notes(tx, case_id)
        files = await evidence.of_case(tx, case_id)
    assert note.text == "现场"
    assert [(each.note_id, each.by_staff, each.state) for each in files] == [(note.id, True, "wanted")] * 3


async def test_the_same_album_name_in_another_group_or_by_another_person_is_another_note(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        first = noted(await notes.add_note(turn, hand(WANG), case_id, Written(70, "", Attachment("a", False, 1), "x")))
        other = noted(await notes.add_note(turn, hand(LI), case_id, Written(71, "", Attachment("b", False, 1), "x")))
    assert not other.joined
    assert first.note.id != other.note.id


async def test_a_shared_note_brings_its_photos_once_they_are_cleaned(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        what = Written(70, "", Attachment("f", True, 1000))
        note_id = noted(await notes.add_note(turn, hand(WANG), case_id, what)).note.id
        assert await notes.share_note(turn, hand(WANG), note_id) == refuse("photos_coming")
    await district.keep_photos(case_id)
    async with district.turn() as turn:
        assert isinstance(await notes.share_note(turn, hand(WANG), note_id), NoteRow)
    await district.speak()
    assert [each.photos for each in district.spoken if each.recipient.startswith("p:")] == [0, 1]


async def test_an_edited_note_keeps_both_versions_and_shares_the_newest(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        first = noted(await notes.add_note(turn, hand(WANG), case_id, Written(70, "明天去"))).note.id
        assert noted(await notes.edit_note(turn, hand(WANG), 70, "后天去")).note.version == 2
        assert await notes.edit_note(turn, hand(WANG), 70, "后天去") is None
        assert await notes.edit_note(turn, hand(LI), 70, "别人改") is None
        assert await notes.edit_note(turn, hand(WANG), 71, "没有这条") is None
        await notes.share_note(turn, hand(WANG), first)
    async with district.database.read() as tx:
        assert [each.text for each in await cases.notes(tx, case_id)] == ["明天去", "后天去"]
    await district.speak()
    assert "后天去" in district.told_reporter()[0]
    assert "明天去" not in district.told_reporter()[0]
    assert "明天去" not in district.last(EAST).text


async def test_nothing_readable_and_too_much_are_refused(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        assert await notes.add_note(turn, hand(WANG), case_id, Written(70, "\u200b\x00")) == refuse("empty_note")
        much = await notes.add_note(turn, hand(WANG), case_id, Written(71, "字" * 4096))
    assert much == refuse("too_long", limit=str(LONGEST_TEXT))
    assert not await district.events(case_id)


async def test_a_file_too_large_stays_out_and_the_text_stays(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        what = Written(70, "原图", Attachment("f", True, 21 * 2**20))
        assert noted(await notes.add_note(turn, hand(WANG), case_id, what)).too_large
    async with district.database.read() as tx:
        assert [each.text for each in await cases.notes(tx, case_id)] == ["原图"]
        assert [each.state for each in await evidence.of_case(tx, case_id)] == ["refused"]


async def test_a_foreign_note_is_a_case_that_does_not_exist(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        note_id = noted(await notes.add_note(turn, hand(WANG), case_id, Written(70, "内部"))).note.id
        foreign = await notes.share_note(turn, hand(WU, WEST), note_id)
        absent = await notes.share_note(turn, hand(WU, WEST), 987654)
    assert foreign == absent == refuse("no_such_case")
    await district.speak()
    assert not district.told_reporter()


async def test_the_duty_desk_may_note_and_ask_on_every_case(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        noted(await notes.add_note(turn, hand(ZHOU, -1003), case_id, Written(70, "区里关注")))
        assert not isinstance(await asking.ask_reporter(turn, hand(ZHOU, -1003), case_id, "几点营业？"), Refusal)


async def test_a_question_reaches_the_reporter_and_the_answer_comes_back_under_the_card(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    async with district.turn() as turn:
        await asking.ask_reporter(turn, hand(LI), case_id, "门牌号是多少？")
    await district.speak()
    assert "门牌号是多少？" in district.told_reporter()[0]
    async with district.turn() as turn:
        await notes.reporter_answered(turn, await _attached(turn, case_id), "12号")
    await district.speak()
    answer = district.said_in(EAST, "补充")[-1]
    assert "12号" in answer.text
    assert answer.reply_to is not None
    assert str(REPORTER) not in "".join(each.text for each in district.said_in(EAST))
    assert "举报人" in district.last(EAST).text


async def _attached(turn: Turn, case_id: int) -> CaseRow:
    row = await cases.get(turn.tx, case_id)
    assert row is not None
    return row


async def test_a_case_that_has_ended_or_has_no_reporter_is_not_asked_about(district: District) -> None:
    ended = await district.case(status=Status.CONCLUDED)
    district.reporter = None  # type: ignore[assignment]  # a report taken by telephone
    unnamed = await district.case()
    async with district.turn() as turn:
        assert await asking.ask_reporter(turn, hand(WANG), ended, "在吗？") == refuse("case_ended")
        assert await asking.ask_reporter(turn, hand(CHEN), unnamed, "在吗？") == refuse("nobody_to_tell")
        note_id = noted(await notes.add_note(turn, hand(WANG), unnamed, Written(70, "内部"))).note.id
        assert await notes.share_note(turn, hand(WANG), note_id) == refuse("nobody_to_tell")
    async with district.database.read() as tx:
        assert [each.shared_at for each in await cases.notes(tx, unnamed)] == [None]
