"""`tipoff enrol FILE`: groups, staff and channels that a district knows already, entered at once.

[groups]                # a desk's name (or id), and its group's id
"大东街道" = -1001234567890

[[staff]]
user_id = 100000002
name = "陈"
desk = "大东街道"
role = "lead"           # or "officer"

[[channels]]            # where exposures are published; the bot is its administrator already
chat_id = -1001234567899
title = "食安曝光台"
form = "full"           # or "short", "album"
confirmed_by = 100000002
"""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from bot.configuration import ConfigurationError, line
from bot.settings import Section
from domain.people import DeskKind, Role
from domain.published import Form
from storage import desks, outlets
from storage.database import Tx
from storage.tables import DeskRow


class Member(Section):
    """Somebody's place at a desk."""

    user_id: Annotated[int, Field(gt=0)]
    name: str = Field(min_length=1, max_length=64)
    desk: str
    role: Role = Role.OFFICER


class Channel(Section):
    """A channel in which exposures are published, and who of the publicity office answers for that."""

    chat_id: Annotated[int, Field(lt=0)]
    title: str = Field(min_length=1, max_length=128)
    username: str | None = None
    form: Form = Form.FULL
    confirmed_by: Annotated[int, Field(gt=0)]


class Roll(Section):
    """What the file holds."""

    groups: dict[str, Annotated[int, Field(lt=0)]] = Field(default_factory=dict)
    staff: list[Member] = Field(default_factory=list)
    channels: list[Channel] = Field(default_factory=list)


def read_roll(path: Path) -> Roll:
    """Raises ConfigurationError with a sentence for each fault."""
    try:
        return Roll.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        raise ConfigurationError([line(path, each) for each in error.errors()]) from None
    except (OSError, ValueError) as error:
        raise ConfigurationError([f"{path}: it can't be read: {error}"]) from None


async def enrol(tx: Tx, roll: Roll, now: datetime) -> None:
    """Binds all groups, seats all staff, opens all channels; or raises ConfigurationError, and none of it is kept."""
    faults: list[str] = []
    for name, chat_id in roll.groups.items():
        faults += await _bind(tx, name, chat_id, now)
    for member in roll.staff:
        desk = await _desk(tx, member.desk)
        if desk is None:
            faults.append(f"staff: {member.name}: there is no desk {member.desk}")
        else:
            await desks.enrol(tx, member.user_id, member.name, desk.id, member.role, now)
    for channel in roll.channels:
        faults += await _open(tx, channel, now)
    if faults:
        raise ConfigurationError(faults)


async def _open(tx: Tx, channel: Channel, now: datetime) -> list[str]:
    """Opens the channel, or gives one that is open its form. Only leads of the publicity office can answer for one."""
    person = await desks.person(tx, channel.confirmed_by)
    if not any(each.kind is DeskKind.PUBLICITY and each.role is Role.LEAD for each in person.seats):
        return [f"channels: {channel.title}: user {channel.confirmed_by} does not lead the publicity office"]
    known = await outlets.of_chat(tx, channel.chat_id)
    if known is not None and known.confirmed_at is not None and known.ended_at is None:
        await outlets.reform(tx, known.id, channel.form)
        return []
    by = channel.confirmed_by
    row = await outlets.propose(tx, "channel", channel.chat_id, channel.title, channel.username, by, now)
    await outlets.confirm(tx, row.id, channel.form, by, now)
    return []


async def _bind(tx: Tx, name: str, chat_id: int, now: datetime) -> list[str]:
    desk, holder = await _desk(tx, name), await desks.desk_of_chat(tx, chat_id)
    if desk is None:
        return [f"groups: there is no desk {name}"]
    if holder is not None and holder.id != desk.id:
        return [f"groups: {chat_id} is {holder.name}'s group already, it can't be {name}'s too"]
    await desks.bind(tx, desk.id, chat_id, now)
    return []


async def _desk(tx: Tx, name: str) -> DeskRow | None:
    return await desks.desk_named(tx, name) or await desks.desk(tx, name)
