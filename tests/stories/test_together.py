"""Two towns work a case together, and the duty desk then gives it, whole, to the one whose ground it is on."""

from tests.stories.district import District
from tests.stories.navigators import a_report, labels, readable

HERE, THERE = "华乐街道", "建设街道"
SAID = "我就住在楼上，半夜听见搬肉"


async def test_a_town_helps_another_and_is_then_given_the_case_with_its_deadline(district: District) -> None:
    # Given a report that a town is having put right
    citizen, officer, helper = await district.citizen(), district.officer(HERE), district.officer(THERE, 2003)
    number, _ = await a_report(citizen, SAID, f"{HERE}某冷库")
    await officer.acts("✋ 接办", number)
    await officer.presses("🛠 责令整改", await officer.sees_card(number, "承办"))
    await officer.presses("7 个工作日", await officer.reads("请选整改时限"))
    await officer.replies(await officer.reads("写两行"), "措施：封存冻肉\n责任人：库主")
    # When its officer asks another town for help
    await officer.presses("🤝 联合办理", await officer.sees_card(number, "整改中"))
    await officer.presses(f"➕ {THERE}", await officer.reads("请哪个单位一起办"))
    await officer.replies(await officer.reads("协助什么"), "请查冻肉从哪里来")
    # Then the other town reads what is needed and what was ordered, and nothing that the reporter said
    asked = readable(await helper.reads("请本单位协办", anywhere=True))
    assert "请查冻肉从哪里来" in asked
    theirs = await helper.sees_card(number, f"由{HERE}牵头")
    assert "封存冻肉" in readable(theirs)
    assert SAID not in readable(theirs)
    assert not {"✅ 办结", "✋ 接办"} & set(labels(theirs))
    # When they note what they found, the town that leads has it on its card
    await helper.replies(theirs, "上家是二巷的无证屠宰点")
    await officer.sees_card(number, "上家是二巷的无证屠宰点")
    # When the duty desk hands the case on to them
    duty = district.on_duty()
    await duty.says(f"/case {number}")
    await duty.presses("📨 转给其他单位", await duty.sees_card(number, "整改中"))
    await duty.presses(THERE, await duty.reads("派给哪个单位"))
    await duty.replies(await duty.reads("办理状态和期限不变"), "源头在你处，由你处一并办理")
    # Then it is theirs with measure and deadline, and the reporter's story; the first town's card says where it went
    await helper.reads("期限不变，请接办", anywhere=True)
    card = readable(await helper.sees_card(number, SAID))
    assert "封存冻肉" in card
    assert "整改期限" in card
    gone = await officer.sees_card(number, "已转出")
    assert labels(gone) == []
    assert THERE in readable(await citizen.reads("已转给"))
