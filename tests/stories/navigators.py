"""Two people at their phones: a citizen in a private chat and an officer in a group. They see what a chat shows."""

import asyncio
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from tests.sandbox_process import Control, Json, file

PATIENCE_S = 30.0
"""How long somebody looks at the chat before giving up; nothing is asserted about speed."""


class NeverSeen(AssertionError):
    """What was waited for did not appear; the message shows what the chat had instead."""


def photo(colour: str = "red", size: tuple[int, int] = (320, 240)) -> bytes:
    """A plain picture."""
    shown = io.BytesIO()
    Image.new("RGB", size, colour).save(shown, "JPEG")
    return shown.getvalue()


def labels(message: Json) -> list[str]:
    """What its buttons say."""
    return [button["text"] for row in message.get("buttons") or [] for button in row]


def readable(message: Json) -> str:
    """What can be read in a message."""
    return "\n".join(each for each in (message.get("text"), message.get("caption")) if each)


@dataclass
class Navigator:
    """Somebody in a chat. `seen` is the newest message already dealt with: waiting looks only at what came after."""

    control: Control
    user_id: int
    chat_id: int
    seen: int = 0
    sent: list[int] = field(default_factory=list)

    async def chat(self) -> list[Json]:
        """The chat as it looks now, oldest first, without what was deleted."""
        return [each for each in await self.control.messages(self.chat_id) if not each.get("deleted")]

    async def from_bot(self) -> list[Json]:
        """What the bot has said in this chat."""
        return [each for each in await self.chat() if (each.get("from") or {}).get("is_bot")]

    async def wait_for(self, wanted: Callable[[Json], object], what: str, *, anywhere: bool = False) -> Json:
        """The newest message of the bot's for which `wanted` holds, once there is one."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            for message in reversed(await self.from_bot()):
                if (anywhere or message["message_id"] > self.seen) and wanted(message):
                    return message
            await asyncio.sleep(0.05)
        shown = "\n---\n".join(
            f"[{each['message_id']}] {readable(each)} {labels(each)}" for each in await self.from_bot()
        )
        raise NeverSeen(f"{what} never appeared in chat {self.chat_id}. It shows:\n{shown[-3000:]}")

    async def reads(self, fragment: str, *, anywhere: bool = False) -> Json:
        """Waits for a message of the bot's that contains `fragment`, newer than the last own action."""
        return await self.wait_for(lambda each: fragment in readable(each), f"«{fragment}»", anywhere=anywhere)

    async def says(self, text: str, **more: Any) -> int:
        """Sends a text; gives the message's id."""
        return await self._send(text=text, **more)

    async def replies(self, to: Json, text: str | None = None, **more: Any) -> int:
        """Replies to a message."""
        return await self._send(text=text, reply_to_message_id=to["message_id"], **more)

    async def sends_photos(self, *pictures: bytes, **more: Any) -> int:
        """Sends photos; more than one make an album."""
        return await self._send(photos=[file(each) for each in pictures], **more)

    async def presses(self, label: str, on: Json | None = None) -> Json:
        """Taps the button with that label, on `on` or on the newest message since the last own action that has it.

        Gives what was answered.
        """
        message = on or await self.wait_for(lambda each: label in labels(each), f"a button «{label}»")
        self.seen = max(self.seen, await self._newest())
        query = await self.control.press(self.chat_id, message["message_id"], self.user_id, label=label)
        return await self.control.answer_to(query, PATIENCE_S)

    async def forges(self, data: str, on: Json) -> Json:
        """Presses a button that no message has."""
        query = await self.control.press(self.chat_id, on["message_id"], self.user_id, data=data, forge=True)
        return await self.control.answer_to(query, PATIENCE_S)

    async def _send(self, **content: Any) -> int:
        answer = await self.control.message(self.chat_id, self.user_id, **content)
        self.sent += answer["message_ids"]
        self.seen = max(self.seen, *answer["message_ids"])
        return int(answer["message_ids"][0])

    async def _newest(self) -> int:
        return max((each["message_id"] for each in await self.chat()), default=0)


@dataclass
class Citizen(Navigator):
    """Somebody with a phone, two minutes, and fear of being found out."""

    async def sends_gps(self, lat: float, lon: float, accuracy_m: float = 10) -> None:
        """Sends the phone's own fix."""
        await self._send(location={"latitude": lat, "longitude": lon, "horizontal_accuracy": accuracy_m})

    async def drops_pin(self, lat: float, lon: float) -> None:
        """Chooses a point on the map."""
        await self._send(location={"latitude": lat, "longitude": lon})

    async def chooses_kind(self, group: str = "过期变质脏乱", violation: str = "过期、改日期") -> None:
        """Answers the question of what kind; the menu opens in the same message."""
        for part in (group, violation):
            message = await self.wait_for(
                lambda each, part=part: any(part in label for label in labels(each)), f"«{part}»", anywhere=True
            )
            await self.presses(next(each for each in labels(message) if part in each), message)

    async def submits(self) -> tuple[str, str]:
        """Presses send on the summary; gives the case's number and the receipt code."""
        await self.presses("✅ 提交举报")
        receipt = readable(await self.reads("举报已登记"))
        number = re.search(r"[A-Z]+-\d{4}-\d{5}", receipt)
        code = re.search(r"回执码：(\S+)", receipt)
        assert number is not None
        assert code is not None
        return number[0], code[1]


@dataclass
class Officer(Navigator):
    """Somebody of a desk, in its group."""

    async def sees_card(self, number: str, saying: str = "") -> Json:
        """Waits for the case's card to hang in the group (and to say something, once it is edited)."""
        return await self.wait_for(
            lambda each: re.match(rf"[🔴🟠 ]*{number}( · |\n)", readable(each)) and saying in readable(each),
            f"a card of {number} saying «{saying}»",
            anywhere=True,
        )

    async def acts(self, label: str, number: str) -> Json:
        """Presses a button of the case's card."""
        return await self.presses(label, await self.sees_card(number))


async def a_report(
    citizen: Citizen, words: str, address: str = "北京街道某巷口", business: str = ""
) -> tuple[str, str]:
    """Files a plain report, words first, without photos; gives number and receipt code."""
    await citizen.says(words)
    await citizen.reads("是哪一类问题")
    await citizen.chooses_kind()
    await citizen.reads("在哪里")
    await citizen.says(address)
    await citizen.reads("有照片吗")
    await citizen.presses("跳过")
    await citizen.reads("举报的是谁")
    await (citizen.says(business) if business else citizen.presses("跳过"))
    await citizen.reads("请核对后提交")
    return await citizen.submits()
