"""Groups become desks by one-time codes; leads decide who works there; groups come and go."""

from datetime import timedelta

from sqlalchemy import select

from domain.asking import desk_handle
from domain.case import Status
from domain.people import DeskKind, Role
from domain.refusal import Refusal, refuse
from services import binding, enrolment, groups, handling, viewing
from services.binding import Bound, NewCode
from services.enrolment import Change
from storage import attempts, desks
from storage.tables import BindCode
from tests.district import ADMIN, CHEN, DUTY, EAST, ELSEWHERE, LI, STRANGER, WANG, WEST, District, hand

BAD = refuse("bad_bind_code")


async def code_for(district: District, desk_id: str) -> str:
    """A code as the administrator is shown it."""
    async with district.turn() as turn:
        made = await binding.make_code(turn, ADMIN, desk_handle(desk_id))
    assert isinstance(made, NewCode)
    return made.code


async def bind(district: District, user_id: int, chat_id: int, code: str) -> Bound | Refusal:
    """Somebody sends a code in a group."""
    async with district.turn() as turn:
        return await binding.bind(turn, hand(user_id, chat_id), "新人", code)


async def test_a_code_makes_the_group_the_desks_and_its_sender_the_lead(district: District) -> None:
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安")
    bound = await bind(district, STRANGER, ELSEWHERE, (await code_for(district, "police")).lower().replace("-", " "))
    assert isinstance(bound, Bound)
    assert (bound.desk.id, bound.desk.chat_id, bound.lead) == ("police", ELSEWHERE, "新人")
    async with district.database.read() as tx:
        assert (await desks.person(tx, STRANGER)).leads("police")


async def test_wrong_used_and_expired_codes_are_refused_alike(district: District) -> None:
    used, late = await code_for(district, "t001"), await code_for(district, "t001")
    assert isinstance(await bind(district, STRANGER, ELSEWHERE, used), Bound)
    assert await bind(district, WANG, -1777, used) == BAD
    assert await bind(district, WANG, -1777, "0000-0000-00") == BAD
    assert await bind(district, WANG, -1777, "") == BAD
    district.now += timedelta(hours=25)
    assert await bind(district, WANG, -1777, late) == BAD
    async with district.database.read() as tx:
        assert await desks.desk_of_chat(tx, -1777) is None


async def test_guessing_is_counted_and_ends_for_an_hour(district: District) -> None:
    good = await code_for(district, "t001")
    for _ in range(district.app.terms.code_guesses_per_hour):
        assert await bind(district, STRANGER, ELSEWHERE, "0000-0000-00") == BAD
    assert await bind(district, STRANGER, ELSEWHERE, good) == refuse("too_many_guesses")
    assert isinstance(await bind(district, ADMIN, ELSEWHERE, good), Bound)
    district.now += timedelta(minutes=61)
    assert await bind(district, STRANGER, -1777, "0000-0000-00") == BAD


async def test_the_database_does_not_know_the_code(district: District) -> None:
    code = await code_for(district, "t001")
    async with district.database.read() as tx:
        digests = [each.digest for each in await tx.scalars(select(BindCode))]
    assert digests == [district.app.keys.pseudonym("bind", code)]
    assert code.replace("-", "") not in digests[0]


async def test_a_bound_group_is_not_bound_again_and_keeps_the_code_unspent(district: District) -> None:
    code = await code_for(district, "t002")
    assert await bind(district, CHEN, EAST, code) == refuse("group_is_desk", desk="东街道")
    assert isinstance(await bind(district, CHEN, ELSEWHERE, code), Bound)
    await district.speak()
    assert "改用另一个群" in district.last(WEST).text


async def test_only_an_administrator_makes_codes_and_sees_the_desks(district: District) -> None:
    async with district.turn() as turn:
        assert await binding.make_code(turn, CHEN, desk_handle("t001")) == refuse("not_administrator")
        assert await binding.all_desks(turn, STRANGER) == refuse("not_administrator")
        assert await binding.make_code(turn, ADMIN, "beef") == refuse("no_such_desk")


async def test_a_newly_bound_group_is_shown_what_waits_for_it(district: District) -> None:
    await district.case()
    bound = await bind(district, STRANGER, ELSEWHERE, await code_for(district, "t001"))
    assert isinstance(bound, Bound)
    assert bound.waiting == 1
    await district.speak()
    assert "后巷" in district.last(ELSEWHERE).text


async def test_a_newly_bound_duty_desk_is_shown_only_what_no_town_has(district: District) -> None:
    await district.case()
    waiting = await district.case(desk_id=None)
    bound = await bind(district, STRANGER, ELSEWHERE, await code_for(district, "duty"))
    assert isinstance(bound, Bound)
    assert bound.waiting == 1
    await district.speak()
    assert (await district.row(waiting)).number in district.last(ELSEWHERE).text


async def test_a_newcomer_works_only_after_a_lead_agrees(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        assert not isinstance(await enrolment.ask_for_seat(turn, hand(STRANGER), "小赵"), Refusal)
        assert await handling.take_up(turn, hand(STRANGER), case_id) == refuse("no_such_case")
        assert await enrolment.admit(turn, hand(STRANGER), STRANGER) == refuse("not_lead")
        assert await enrolment.admit(turn, hand(WANG), STRANGER) == refuse("not_lead")
        agreed = await enrolment.admit(turn, hand(CHEN), STRANGER)
        assert isinstance(agreed, Change)
        assert agreed.whom.name == "小赵"
        assert not isinstance(await handling.take_up(turn, hand(STRANGER), case_id), Refusal)
        assert await enrolment.admit(turn, hand(CHEN), STRANGER) == refuse("already_seated")


async def test_nobody_is_enrolled_who_never_asked(district: District) -> None:
    async with district.turn() as turn:
        assert await enrolment.admit(turn, hand(CHEN), 31337) == refuse("no_such_request")
        assert await enrolment.decline(turn, hand(CHEN), 31337) == refuse("no_such_request")


async def test_the_lead_of_one_town_decides_nothing_in_another(district: District) -> None:
    async with district.turn() as turn:
        assert await enrolment.dismiss(turn, hand(CHEN, WEST), CHEN) == refuse("not_lead")
        assert await enrolment.team(turn, hand(CHEN, ELSEWHERE)) == refuse("group_unbound")


async def test_a_dismissed_officers_old_button_is_refused_and_their_cases_are_free(district: District) -> None:
    case_id, other = await district.case(status=Status.ACCEPTED, holder=WANG), await district.case()
    async with district.turn() as turn:
        gone = await enrolment.dismiss(turn, hand(CHEN), WANG)
        assert isinstance(gone, Change)
        assert gone.released == 1
        assert await handling.take_up(turn, hand(WANG), other) == refuse("no_such_case")
        assert not isinstance(await handling.take_up(turn, hand(LI), case_id), Refusal)
    assert (await district.row(case_id)).holder_id == LI
    assert await district.events(case_id) == ["released", "taken_up"]


async def test_the_last_lead_can_neither_leave_nor_step_down(district: District) -> None:
    async with district.turn() as turn:
        assert await enrolment.dismiss(turn, hand(CHEN), CHEN) == refuse("last_lead")
        assert await enrolment.set_role(turn, hand(CHEN), CHEN, Role.OFFICER) == refuse("last_lead")
        await enrolment.set_role(turn, hand(CHEN), WANG, Role.LEAD)
        assert isinstance(await enrolment.dismiss(turn, hand(CHEN), CHEN), Change)
        assert await enrolment.dismiss(turn, hand(WANG), CHEN) == refuse("not_a_colleague")


async def test_an_administrator_helps_a_desk_out_with_its_staff(district: District) -> None:
    async with district.turn() as turn:
        assert isinstance(await enrolment.set_role(turn, hand(ADMIN), WANG, Role.LEAD), Change)


async def test_the_bot_stays_with_people_it_trusts_and_leaves_strangers(district: District) -> None:
    async with district.turn() as turn:
        assert await groups.may_stay(turn, ELSEWHERE, ADMIN)
        assert await groups.may_stay(turn, ELSEWHERE, WANG)
        assert not await groups.may_stay(turn, ELSEWHERE, STRANGER)
        assert not await groups.may_stay(turn, ELSEWHERE, None)
        assert await groups.may_stay(turn, EAST, STRANGER)
    async with district.database.read() as tx:
        assert await attempts.count(tx, "added to a group", district.now - timedelta(1)) == 1


async def test_when_the_bot_is_thrown_out_the_duty_desk_gets_the_cases(district: District) -> None:
    await district.case()
    async with district.turn() as turn:
        await groups.removed(turn, EAST)
    await district.speak()
    notice, card = district.said_in(DUTY)
    assert "东街道" in notice.text
    assert "后巷" in card.text
    async with district.turn() as turn:
        await groups.removed(turn, DUTY)
        await groups.removed(turn, ELSEWHERE)
    assert not await district.speak()


async def test_a_group_that_changes_its_id_stays_the_desks_and_the_old_id_is_left_alone(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await viewing.show(turn, hand(WANG), case_id)
    await district.speak()
    async with district.turn() as turn:
        await groups.migrated(turn, EAST, ELSEWHERE)
        await groups.migrated(turn, EAST, ELSEWHERE)
    async with district.turn() as turn:
        assert not isinstance(await handling.take_up(turn, hand(WANG, ELSEWHERE), case_id), Refusal)
    await district.speak()
    assert district.said_in(ELSEWHERE, "承办：王")
    assert len(district.said_in(EAST)) == 1
