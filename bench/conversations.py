"""What people say to a bot, and by what they see that they were answered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One update. Answered when a message that contains `until` has come, and a press when it stopped spinning too.

    Either `says` or `presses` (part of a button's label) is given; `{who}` and `{town}` are filled in.
    """

    until: str
    says: str = ""
    presses: str = ""


Conversation = Sequence[Step]

_BEGINNING = (
    Step(says="/start", until="是哪一类问题"),
    Step(presses="过期变质", until="再选一项"),
    Step(presses="过期", until="在哪里"),
    Step(says="{town}示例路{who}号", until="看到了什么"),
    Step(says="货架上有过期的牛奶，日期被改过。第{who}位", until="有照片吗"),
)
_END = (
    Step(says="示例{who}号便利店", until="请核对后提交"),
    Step(presses="提交举报", until="举报已登记"),
)
REPORT: Conversation = (*_BEGINNING, Step(presses="跳过", until="举报的是谁"), *_END)
"""A whole report, from `/start` to its receipt: eight updates, four of them presses.

Everybody reports a shop of their own: thousands about one would measure how repeats are told to the duty desk.
Without photos: each is cleaned in a process of its own, which would measure Pillow's imports, not the conversation.
"""

ECHO: Conversation = tuple(Step(says=f"第{at}句，{{who}}", until=f"第{at}句") for at in range(8))
"""As many updates as a report, for a bot that answers each message with its text."""

BY_NAME = {"report": REPORT, "echo": ECHO}


@dataclass(slots=True)
class Person:
    """One conversation. Whoever writes it down calls `next_update`, and `sees` with what the bot did."""

    user_id: int
    town: str
    conversation: Conversation
    at: int = -1
    seen: bool = False
    spinning: bool = False
    keyboard: str = ""
    """The buttons beneath the newest message that has any, as the bot sent them."""
    keyboard_on: int = 0

    @property
    def step(self) -> Step:
        """What is waiting to be answered."""
        return self.conversation[self.at]

    def next_update(self, update_id: int) -> bytes | None:
        """The next step as an update; None when the conversation is over."""
        self.at += 1
        if self.at == len(self.conversation):
            return None
        self.seen, self.spinning = False, bool(self.step.presses)
        body = self._press(update_id) if self.step.presses else self._message(update_id)
        return json.dumps({"update_id": update_id} | body, ensure_ascii=False).encode()

    def sees(self, message_id: int, text: str, keyboard: str) -> bool:
        """A message came; True when it completes the answer."""
        if keyboard:
            self.keyboard, self.keyboard_on = keyboard, message_id
        self.seen = self.seen or self.step.until in text
        return self.answered

    def stops_spinning(self) -> bool:
        """The press was answered; True when that completes the answer."""
        self.spinning = False
        return self.answered

    @property
    def answered(self) -> bool:
        """Whether the present step is."""
        return self.seen and not self.spinning

    def _message(self, update_id: int) -> dict[str, object]:
        message: dict[str, object] = {
            "message_id": update_id,
            "date": 1767225600,
            "from": self._user(),
            "chat": self._chat(),
        }
        message["text"] = self.step.says.format(who=self.user_id, town=self.town)
        if self.step.says.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(self.step.says)}]
        return {"message": message}

    def _press(self, update_id: int) -> dict[str, object]:
        shown = {"message_id": self.keyboard_on, "date": 1767225600, "chat": self._chat(), "text": "…"}
        return {
            "callback_query": {
                "id": f"{self.user_id}-{update_id}",
                "from": self._user(),
                "message": shown,
                "chat_instance": str(self.user_id),
                "data": self._data_of(self.step.presses),
            }
        }

    def _data_of(self, label: str) -> str:
        rows = json.loads(self.keyboard)["inline_keyboard"]
        return str(next(each["callback_data"] for row in rows for each in row if label in each["text"]))

    def _user(self) -> dict[str, object]:
        return {"id": self.user_id, "is_bot": False, "first_name": "甲", "language_code": "zh-hans"}

    def _chat(self) -> dict[str, object]:
        return {"id": self.user_id, "type": "private", "first_name": "甲"}
