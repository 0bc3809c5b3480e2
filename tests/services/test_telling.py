"""A case's whole story: all of it, to whoever may see the case, and nothing that leads to its reporter."""

from datetime import timedelta

from domain.case import Actor, Status
from domain.outgoing import Document
from domain.people import DeskKind
from domain.refusal import Refusal, refuse
from domain.story import Story
from services import asking, grading, handling, notes, telling, unlocking
from services.notes import Written
from storage import cases, desks, evidence, joint, papers
from storage.stories import story_of
from tests.district import CHEN, DUTY, EAST, LI, REPORTER, STRANGER, WANG, WEST, WU, ZHOU, District, hand
from wording import registration
from wording.story import paper
from wording.translate import words

NO_SUCH_CASE = refuse("no_such_case")


async def handled(district: District) -> int:
    """A case that was filed, taken up, noted, asked about, answered, registered, and unlocked by the custodian."""
    case_id = await district.case()
    async with district.turn() as turn:
        await cases.add_event(turn.tx, turn.app.keys, case_id, "filed", turn.now, Actor.CITIZEN, to_status="received")
        await handling.take_up(turn, hand(WANG), case_id)
        noted = await notes.add_note(turn, hand(WANG), case_id, Written(5001, "店主不在场"))
        assert not isinstance(noted, Refusal)
        await notes.edit_note(turn, hand(WANG), 5001, "店主到场")
        await asking.ask_reporter(turn, hand(WANG), case_id, "门牌是多少？")
        row = await cases.get(turn.tx, case_id)
        assert row is not None
        await notes.reporter_answered(turn, row, "十二号")
        await grading.fill(turn, hand(WANG), case_id, "licence", "JY1440104")
        await unlocking.unlock(turn, row.number, "保管人甲", "举报人甲受到威胁，需要联系本人")
    return case_id


async def told(district: District, case_id: int, chat_id: int) -> Story:
    async with district.database.read() as tx:
        story = await story_of(tx, case_id, chat_id)
    assert story is not None
    return story


async def test_the_story_tells_who_did_what_and_what_was_written(district: District) -> None:
    story = await told(district, await handled(district), EAST)
    steps = [(each.what, each.who, each.words) for each in story.happenings]
    assert steps == [
        ("filed", "", ""),
        ("taken_up", "王", ""),
        ("noted", "王", "店主不在场"),
        ("note_edited", "王", "店主到场"),
        ("asked", "王", "门牌是多少？"),
        ("answered", "", "十二号"),
        ("registered", "王", ""),
        ("identity_unlocked", "", ""),
    ]
    assert story.card.number == "SL-2026-00001"
    assert story.registrar == "区值班台"


async def test_why_an_identity_was_unlocked_is_read_by_the_duty_desk_alone(district: District) -> None:
    case_id = await handled(district)
    above, below = await told(district, case_id, DUTY), await told(district, case_id, EAST)
    assert (above.happenings[-1].words, above.happenings[-1].who) == ("举报人甲受到威胁，需要联系本人", "保管人甲")
    assert "受到威胁" not in repr(below)
    assert "保管人甲" not in repr(below)


async def test_nothing_in_a_story_leads_to_the_reporter(district: District) -> None:
    case_id = await handled(district)
    await district.keep_photos(case_id)
    row = await district.row(case_id)
    read = repr(await told(district, case_id, DUTY))
    for trace in (str(REPORTER), district.reporter, "举报者本名"):
        assert trace not in read
    assert row.reporter is not None


async def test_a_desk_that_helps_reads_the_work_but_not_the_reporters_words(district: District) -> None:
    case_id = await handled(district)
    async with district.turn() as turn:
        await joint.join(turn.tx, case_id, "t002", CHEN, turn.now)
    helps = await told(district, case_id, WEST)
    assert [each.what for each in helps.happenings] == [
        each.what for each in (await told(district, case_id, EAST)).happenings
    ]
    assert [each.words for each in helps.happenings if each.words] == ["店主不在场", "店主到场"]
    for theirs in ("后巷有人无证加工熟食", "十二号", "门牌是多少"):
        assert theirs not in repr(helps)
    printed = registration.form(words("zh"), helps, district.app.zone, "示例区")
    assert "后巷有人无证加工熟食" not in str(printed) + str(paper(words("zh"), helps, district.app.zone, "示例区"))


async def test_a_department_reads_what_the_reporter_says_since_it_was_given_the_case(district: District) -> None:
    case_id = await handled(district)
    district.now += timedelta(days=1)
    async with district.turn() as turn:
        row = await cases.get(turn.tx, case_id)
        assert row is not None
        facts = {"desk": "t002"}
        await cases.add_event(turn.tx, turn.app.keys, case_id, "referred", turn.now, Actor.TOWN, facts=facts)
        desk = await desks.desk(turn.tx, "t002")
        assert desk is not None
        desk.kind = DeskKind.DEPARTMENT
        row.desk_id, row.referred_from, row.status = "t002", "t001", Status.REFERRED
    district.now += timedelta(days=1)
    async with district.turn() as turn:
        row = await cases.get(turn.tx, case_id)
        assert row is not None
        await notes.reporter_answered(turn, row, "今天又开门了")
    read = repr(await told(district, case_id, WEST))
    assert "今天又开门了" in read
    assert "十二号" not in read


async def test_only_what_is_cleaned_and_kept_is_a_photo_of_the_story(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        kept = evidence.want(turn.tx, turn.app.keys, "file1", turn.now, case_id=case_id)
        evidence.want(turn.tx, turn.app.keys, "file2", turn.now, case_id=case_id)
        await turn.tx.flush()
        kept.state, kept.copy = "kept", f"{kept.handle}.jpg"
        expected = (kept.copy,)
    story = await told(district, case_id, EAST)
    assert story.photos == expected
    assert story.card.photos == 2


async def test_a_story_out_of_reach_is_a_case_that_does_not_exist(district: District) -> None:
    case_id = await handled(district)
    await district.speak()
    async with district.turn() as turn:
        for by in (hand(WU, WEST), hand(WU, EAST), hand(STRANGER, EAST), hand(CHEN, WEST)):
            assert await telling.tell(turn, by, case_id) == NO_SUCH_CASE
            assert await telling.tell_number(turn, by, "1") == NO_SUCH_CASE
            assert await telling.order_paper(turn, by, case_id, telling.STORY) == NO_SUCH_CASE
        assert await telling.tell(turn, hand(CHEN), 987654) == NO_SUCH_CASE
        assert not turn.outgoing
    async with district.database.read() as tx:
        assert await story_of(tx, case_id, WEST) is None


async def test_a_story_is_found_by_its_number_however_it_is_typed(district: District) -> None:
    await handled(district)
    async with district.turn() as turn:
        for typed in ("SL-2026-00001", "2026-00001", "sl 2026 1"):
            found = await telling.tell_number(turn, hand(CHEN), typed)
            assert isinstance(found, Story), typed


async def test_an_order_is_written_down_and_its_document_queued_for_that_group(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        assert await telling.order_paper(turn, hand(WANG), case_id, telling.FORM) is None
        (queued,) = turn.outgoing
        what = queued.what
        assert isinstance(what, Document)
        paper = await papers.get(turn.tx, what.paper_id)
        assert paper is not None
        assert (paper.kind, paper.case_id, paper.made_by, paper.chat_id) == ("form", case_id, WANG, EAST)
    assert queued.recipient == str(EAST)


async def test_pictures_are_ordered_only_by_those_who_work_there(district: District) -> None:
    async with district.turn() as turn:
        for by in (hand(STRANGER, DUTY), hand(WU, EAST), hand(CHEN, DUTY)):
            assert await telling.order_picture(turn, by, telling.CHARTS) == refuse("not_staff_here")
        assert await telling.order_picture(turn, hand(ZHOU, DUTY), telling.PICTURE) is None
        assert await telling.order_picture(turn, hand(LI), telling.CHARTS) is None
        assert len(turn.outgoing) == 2


async def test_a_reporters_new_words_are_told_and_the_old_stay(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        for version, words in enumerate(("后巷", "后巷十二号"), 1):
            assert await cases.add_statement(turn.tx, case_id, "message", words, turn.now) == version
        facts = {"version": 2}
        await cases.add_event(turn.tx, turn.app.keys, case_id, "reworded", turn.now, Actor.CITIZEN, facts=facts)
    story = await told(district, case_id, EAST)
    assert [each.words for each in story.happenings] == ["后巷十二号"]
