"""Reading the ledger: a lead narrows it in the group, has it made into a workbook, and opens that."""

import io
from datetime import datetime

from openpyxl import Workbook, load_workbook

from tests.sandbox_process import Json
from tests.stories.district import District
from tests.stories.navigators import Officer, a_report, labels, readable

TOWN, OTHER_TOWN = "珠光街道", "人民街道"
REPORTER = "不该出现的名字"


async def narrowed(lead: Officer, *choices: str) -> Json:
    """Asks for the ledger and chooses in its menus, one after the other; gives the list as it then stands."""
    await lead.says("/ledger")
    listed = await lead.reads("线索台账")
    for choice in choices:
        standing = await lead.wait_for(lambda each, choice=choice: choice in labels(each), f"«{choice}»", anywhere=True)
        assert standing["message_id"] == listed["message_id"], "the list is narrowed in place"
        await lead.presses(choice, standing)
    return await lead.wait_for(lambda each: "✖ 清除条件" in labels(each), "the narrowed list", anywhere=True)


async def workbook(reader: Officer) -> Workbook:
    """Waits for the file and opens it as a spreadsheet program would."""
    sent = await reader.wait_for(lambda each: each.get("document"), "a file", anywhere=True)
    assert sent["document"]["file_name"].endswith(".xlsx")
    return load_workbook(io.BytesIO(await reader.control.file(sent["document"]["url"])))


async def test_a_lead_narrows_the_ledger_and_opens_it_as_a_workbook(district: District) -> None:
    # Given one report that an officer has taken up, one that nobody has, and one in another town
    citizen, lead, officer = await district.citizen(name=REPORTER), district.officer(TOWN, 2001), district.officer(TOWN)
    taken, code = await a_report(citizen, "柜台里的面包发霉了", f"{TOWN}某面包房")
    waiting, _ = await a_report(citizen, "门口的熟食没有盖", f"{TOWN}某熟食店")
    elsewhere, _ = await a_report(citizen, "店里的酱油有异味", f"{OTHER_TOWN}某酱园")
    await officer.acts("✋ 接办", taken)
    await officer.sees_card(taken, "核查中")
    # When their lead asks for the ledger and wants only what is being looked into
    shown = readable(listed := await narrowed(lead, "状态", "核查中"))
    # Then that one stands in the list, and neither the other nor another town's
    assert taken in shown
    assert waiting not in shown
    assert elsewhere not in shown
    # When they ask for it as a workbook
    await lead.presses("📊 导出 Excel", listed)
    book = await workbook(lead)
    # Then it opens, with a header that stays and rows that a spreadsheet can sort by day
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    header, *rows = sheet.iter_rows(values_only=True)
    facts = [dict(zip(header, row, strict=True)) for row in rows]
    assert [each["编号"] for each in facts] == [taken]
    assert isinstance(facts[0]["登记日期"], datetime)
    assert isinstance(facts[0]["期限"], datetime)
    assert facts[0]["承办单位"] == TOWN
    # And nothing in it leads to the reporter, down to the file's properties
    held = " ".join(str(each) for each in (*header, *facts[0].values(), *vars(book.properties).values()))
    for secret in (REPORTER, str(citizen.user_id), code, code.replace("-", "")):
        assert secret not in held
    # And by the same button, wherever it is pressed, a citizen gets nothing and another town's group only its own
    button = next(each for row in listed["buttons"] for each in row if each["text"] == "📊 导出 Excel")["callback_data"]
    stranger = Officer(citizen.control, citizen.user_id, lead.chat_id)
    assert (await stranger.forges(button, listed))["text"]
    await citizen.says("/ledger")
    neighbour = district.officer(OTHER_TOWN, 2001)
    await neighbour.says("/ledger")
    theirs = await neighbour.reads("线索台账")
    assert elsewhere in readable(theirs)
    assert taken not in readable(theirs)
    await neighbour.forges(button, theirs)
    await district.quiet()
    assert len([each for each in await lead.from_bot() if each.get("document")]) == 1
    assert not [each for each in await citizen.from_bot() if each.get("document")]
    assert taken not in str([*(await workbook(neighbour)).worksheets[0].values])
