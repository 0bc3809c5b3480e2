"""What a district knows already, entered at once."""

from pathlib import Path

import pytest

from bot.configuration import ConfigurationError
from bot.enrolling import Channel, Roll, enrol, read_roll
from domain.published import Form
from storage import outlets
from storage.tables import Outlet
from tests.district import CHEN, SUN, District

CHANNEL = -100777


async def opened(district: District, form: Form = Form.FULL, confirmed_by: int = SUN) -> Outlet | None:
    roll = Roll(channels=[Channel(chat_id=CHANNEL, title="曝光台", form=form, confirmed_by=confirmed_by)])
    async with district.database.write() as tx:
        await enrol(tx, roll, district.now)
    async with district.database.read() as tx:
        return await outlets.of_chat(tx, CHANNEL)


async def test_a_channel_is_opened_once_and_its_form_may_be_changed_later(district: District) -> None:
    await district.publicity()
    first = await opened(district)
    assert first is not None and (first.form, first.confirmed_by) == ("full", SUN)
    again = await opened(district, Form.SHORT)
    assert again is not None and (again.id, again.form) == (first.id, "short")


async def test_only_a_lead_of_the_publicity_office_can_answer_for_a_channel(district: District) -> None:
    await district.publicity()
    with pytest.raises(ConfigurationError, match="does not lead the publicity office"):
        await opened(district, confirmed_by=CHEN)
    async with district.database.read() as tx:
        assert await outlets.of_chat(tx, CHANNEL) is None


def test_the_roll_in_the_operators_page_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    block = page.partition("tipoff enrol roll.toml\n")[2].partition("All of the file")[0]
    path = tmp_path / "roll.toml"
    path.write_text("\n".join(each.strip() for each in block.splitlines()), "utf-8")
    roll = read_roll(path)
    assert (len(roll.groups), len(roll.staff), len(roll.channels)) == (1, 1, 1)
