"""Writing an exposure in the office's group: the card, its parts, its class, the preview in private."""

from domain.asking import Asked, Verb
from domain.outgoing import ExposureCard
from services import exposure_cards
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, District
from tests.publicity import exposure


async def test_the_card_is_edited_where_it_stands_and_sent_anew_when_asked_for(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft).data)
    first = district.last(OFFICE)
    assert "查处某店经营超过保质期食品案" in first.text
    async with district.turn() as turn:
        await exposure_cards.refresh(turn, draft)
    await district.speak()
    assert district.last(OFFICE).edits == first.message_id
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft).data)
    assert district.last(OFFICE).edits is None


async def test_no_other_group_is_shown_an_exposures_card(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    for who, where in ((CHEN, EAST), (STRANGER, OFFICE), (QIAN, EAST)):
        assert "宣传部门" in await district.press(who, where, Asked(Verb.DRAFT, draft).data)
    async with district.turn() as turn:
        turn.tell_group(EAST, ExposureCard(draft))
    assert not await district.speak()
