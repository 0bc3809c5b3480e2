"""What gathers cases: the premises, the supplier; and who hears of a case that several reported."""

from sqlalchemy import update

from services import grading, handling
from services.entering import Entered
from storage import businesses, correspondents
from storage.tables import CaseRow
from tests.district import LI, STRANGER, WANG, District, hand
from tests.services.test_entering import entered


async def filed(district: District, business: str) -> Entered:
    return await entered(district, f"地点：东街道三巷口\n对象：{business}\n情况：有人卖过期奶粉")


async def business_of(district: District, case_id: int) -> int | None:
    return (await district.row(case_id)).business_id


async def test_a_case_is_gathered_under_its_business_however_that_is_spelled(district: District) -> None:
    first, second = await filed(district, "Ａ记 烧腊"), await filed(district, "a记烧腊")
    nobody = await filed(district, "不知道")
    gathered = await business_of(district, first.case.id)
    assert gathered is not None
    assert await business_of(district, second.case.id) == gathered
    assert await business_of(district, nobody.case.id) is None


async def test_what_officers_fill_in_gathers_premises_and_supplier_apart(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        for name, text in (("business", "陈记熟食"), ("supplier", "南城冷库"), ("licence", "JY1")):
            assert isinstance(await grading.fill(turn, hand(LI), case_id, name, text), CaseRow)
    row = await district.row(case_id)
    async with district.database.read() as tx:
        premises, supplier = await businesses.known_as(tx, "陈记 熟食"), await businesses.known_as(tx, "南城冷库")
    assert premises is not None
    assert supplier is not None
    assert (row.business_id, row.supplier_id) == (premises.id, supplier.id)


async def another_reporter(district: District, user_id: int = STRANGER) -> str:
    async with district.turn() as turn:
        return correspondents.meet(turn.tx, district.app.keys, user_id, "zh", district.now).key


async def as_linked(district: District, case_id: int, head_id: int, reporter: str | None) -> None:
    async with district.database.write() as tx:
        columns = {"duplicate_of": head_id, "reporter": reporter}
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**columns))


async def test_every_reporter_hears_of_the_case_once_under_their_own_number(district: District) -> None:
    head, others, theirs_again, own = [await district.case() for _ in range(4)]
    other = await another_reporter(district)
    await as_linked(district, others, head, other)
    await as_linked(district, theirs_again, head, other)
    await as_linked(district, own, head, district.reporter)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), head)
    await district.speak()
    numbers = {case_id: (await district.row(case_id)).number for case_id in (head, others, theirs_again, own)}
    (mine,) = district.told_reporter()
    (told,) = [each.text for each in district.spoken if each.recipient == f"p:{other}"]
    assert numbers[head] in mine
    assert numbers[others] in told
    assert not any(number in told for case_id, number in numbers.items() if case_id != others)
