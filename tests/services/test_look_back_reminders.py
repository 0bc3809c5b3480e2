"""Look-backs are chased like deadlines: before, on and after their day, then upwards; once each, never when done."""

import asyncio

import pytest

from domain.refusal import Refusal
from services import closing, looking_back
from storage.database import Database
from tests.district import DUTY, EAST, HE, LI, SUPERVISION, ZHOU, District, hand
from tests.services.test_chasing import schedule, tick
from tests.services.test_looking_back import concluded, pass_it, send_photo

STEPS = ("2026-03-06", "2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-16")
"""Mornings at which a look-back due on Monday the 9th is spoken of, with a weekend in between."""


async def said_on(district: District, day: str) -> list[tuple[str, str]]:
    """What officers are told of that morning, beside the list."""
    said = await tick(district, f"{day}T08:45:00")
    return [each for each in said if "期限提醒" not in each[1] and not each[0].startswith("p:")]


async def test_each_step_is_said_once_from_whoever_goes_to_the_supervisors(district: District) -> None:
    await district.supervised()
    await concluded(district)
    said = [await said_on(district, f"2026-03-{day:02d}") for day in range(4, 18)]
    near, today, passed, lead, duty, supervisors = [each for each in said if each]
    assert [at for at, each in enumerate(said, 4) if each] == [int(day[-2:]) for day in STEPS]
    assert [to for to, _ in near + today + passed + lead] == [str(EAST)] * 4
    assert near[0][1].startswith("李") and "3月9日到期" in near[0][1] and "回头看合格" in near[0][1]
    assert passed[0][1].startswith("李") and "已超过 1 个工作日" in passed[0][1]
    assert lead[0][1].startswith("陈")
    assert "已报值班台" in dict(duty)[str(EAST)]
    parts = ("东街道", "SL-2026-00001", "回头看（3月9日）已超过", "负责去看的是李", "请督促该单位")
    assert all(part in dict(duty)[str(DUTY)] for part in (*parts, "周"))
    assert all(part in dict(supervisors)[str(SUPERVISION)] for part in (*parts, "何"))


@pytest.mark.parametrize("how", ["passed", "reopened", "waived"])
async def test_nothing_is_said_once_it_is_over(district: District, how: str) -> None:
    await district.supervised()
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(LI))
    await tick(district, "2026-03-06T08:45:00")
    if how == "passed":
        assert not isinstance(await pass_it(district, case_id, hand(LI)), Refusal)
    else:
        async with district.turn() as turn:
            if how == "reopened":
                await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "材料不全")
            else:
                await looking_back.waive(turn, hand(HE, SUPERVISION), case_id, "已拆除")
    await district.speak()
    for day in STEPS[1:]:
        assert not [text for _, text in await tick(district, f"{day}T08:50:00") if "回头看" in text]


async def test_a_reminder_still_unsaid_is_taken_back_by_the_result(district: District) -> None:
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(LI))
    await district.speak()
    await tick(district, "2026-03-06T08:40:00")
    await tick(district, "2026-03-09T08:29:00")
    district.now = district.now.replace(minute=45)
    await schedule(district).chase()
    assert not isinstance(await pass_it(district, case_id, hand(LI)), Refusal)
    await district.speak()
    assert len(district.said_in(EAST, "到期。")) == 1


async def test_two_processes_at_the_same_tick_say_it_once(district: District, database_url: str) -> None:
    await concluded(district)
    await tick(district, "2026-03-06T08:29:00")
    district.now = district.now.replace(minute=45)
    other = Database(database_url)
    await asyncio.gather(schedule(district).chase(), schedule(district, other).chase())
    await other.close()
    await district.speak()
    assert len(district.said_in(EAST, "到期。")) == 1


async def test_the_morning_list_has_a_desks_own_and_for_those_above_what_is_overdue(district: District) -> None:
    await district.supervised()
    await concluded(district)
    (own,) = [each for each in await tick(district, "2026-03-06T08:45:00") if "期限提醒" in each[1]]
    assert own[0] == str(EAST)
    assert "SL-2026-00001 3月9日 · 李" in own[1]
    lists = dict(each for each in await tick(district, "2026-03-10T08:45:00") if "期限提醒" in each[1])
    assert set(lists) == {str(EAST), str(DUTY), str(SUPERVISION)}
    assert "SL-2026-00001 3月9日，超期 1 个工作日 · 东街道 · 李" in lists[str(SUPERVISION)]
