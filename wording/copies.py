"""What stands around a published text: its buttons, and the notice in its place once it was taken down."""

from domain.asking import Asked, Verb
from domain.published import Form, Rich
from wording.message import Message, button, inline
from wording.translate import Words

STOP = "s:stop"
"""What the button says that ends all subscriptions of whoever presses it."""


def text(w: Words, rich: Rich, copy_id: int, form: Form, *, subscriber: bool) -> Message:
    """The text with a button to the whole of it, where it is the beginning, and to be told no more, in private."""
    rows = []
    if form is Form.SHORT:
        rows.append([button(w("查看全文"), Asked(Verb.FULL, copy_id).data)])
    if subscriber:
        rows.append([button(w("退订"), STOP)])
    return Message(rich.text, rich.entities, inline(rows) if rows else None)


def no_longer(w: Words) -> str:
    """The answer to a press under what does not stand any more."""
    return w("这条信息已经更新或撤下，请看最新的消息。")


def withdrawn(w: Words) -> str:
    """In the place of what was withdrawn and can't be deleted."""
    return w("本条信息已撤下。")


def expired(w: Words) -> str:
    """In the place of what has expired and can't be deleted."""
    return w("本条信息公示期已满，已撤下。")
