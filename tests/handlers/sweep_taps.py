"""The taps and replies by which people in a group work through a sweep."""

from storage import cases, evidence, sweeps
from storage.tables import CaseRow, EvidenceRow, NoteRow
from tests.district import CHEN, EAST, WANG, District, Spoken, photo

FORM = "节前排查\n1. 阳光小卖部，东街 3 号\n2. 菜市场，东街道\n3. 肉铺"


async def begin(district: District, text: str = FORM, *, user_id: int = CHEN, chat_id: int = EAST) -> int:
    """A lead's taps from /sweep to the form, and the reply; gives the sweep's id."""
    await district.write(user_id, chat_id, "/sweep")
    asked = district.last(chat_id)
    await district.press(user_id, chat_id, asked.button("下一步"), asked.message_id)
    days = district.last(chat_id)
    assert days.edits == asked.message_id
    await district.press(user_id, chat_id, days.button("3月9日"), asked.message_id)
    await district.write(user_id, chat_id, text, reply_to=district.last(chat_id).message_id)
    async with district.database.read() as tx:
        return (await sweeps.running(tx))[0].id


def card(district: District, chat_id: int = EAST) -> Spoken:
    """The sweep's message as it stands now."""
    return next(each for each in reversed(district.said_in(chat_id, "🔎")))


async def tap(district: District, *labels: str, user_id: int = WANG, chat_id: int = EAST) -> str:
    """Taps one button after another, the first on the sweep's message."""
    shown, answer = card(district, chat_id), ""
    for label in labels:
        answer = await district.press(user_id, chat_id, shown.button(label), shown.message_id)
        shown = district.last(chat_id)
    return answer


async def find(district: District, place: str = "阳光小卖部", what: str = "过期", user_id: int = WANG) -> CaseRow:
    """Three taps: the place, what is wrong, a photo with words."""
    await tap(district, place, what, user_id=user_id)
    question = last_question(district)
    await district.write(user_id, EAST, None, photo=photo("p"), caption="货架上三包", reply_to=question.message_id)
    return (await all_cases(district))[-1]


def last_question(district: District, chat_id: int = EAST) -> Spoken:
    return next(each for each in reversed(district.spoken) if each.recipient == str(chat_id) and each.ask and
                (each.markup or {}).get("force_reply"))  # fmt: skip


async def all_cases(district: District) -> list[CaseRow]:
    async with district.database.read() as tx:
        return await cases.open_cases(tx, limit=50)


async def files(district: District, case_id: int) -> list[EvidenceRow]:
    async with district.database.read() as tx:
        return list(await evidence.of_case(tx, case_id))


async def notes(district: District, case_id: int) -> list[NoteRow]:
    async with district.database.read() as tx:
        return await cases.notes(tx, case_id)


async def finish(district: District) -> str:
    """The lead ends the sweep; gives what is asked before."""
    await tap(district, "结束排查", user_id=CHEN)
    asked = district.last(EAST)
    await district.press(CHEN, EAST, asked.button("确定结束"), asked.message_id)
    return asked.text
