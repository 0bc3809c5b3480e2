"""The photos of an exposure: the list, each photo's card, and what is replied to them."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.blackening import cell, spans
from domain.refusal import Refusal, refuse
from handlers.town.attachments import picture_of
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import adding_photos, choosing_photos
from services.reach import Hand, forged
from services.turn import Turn
from wording import exposure_photos as texts


async def _press(p: Press) -> Refusal | None:
    """A button of the list, which is about an exposure, or of a photo's card."""
    detail = p.asked.detail
    if detail in _LIST:
        return await _LIST[detail](p)
    if detail in _CARD:
        return await _CARD[detail](p.turn, p.by, p.asked.about)
    if detail.startswith(texts.SURE):
        return await choosing_photos.confirm(p.turn, p.by, p.asked.about, detail.removeprefix(texts.SURE))
    if units := cell(detail):
        return await choosing_photos.toggle(p.turn, p.by, p.asked.about, units)
    return await forged(p.turn, p.by.user_id)


async def _list(p: Press) -> Refusal | None:
    found = await choosing_photos.candidates(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    said = texts.listing(w, p.asked.about, found.photos, found.material, editable=found.editable)
    say(p.turn, p.by.chat_id, said, to=p.message_id)
    return None


async def _ask_photos(p: Press) -> Refusal | None:
    held = await adding_photos.may_add(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    said = texts.ask_photos(w, p.asked.about, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


async def _ask_sentence(p: Press) -> Refusal | None:
    count = await adding_photos.may_use_material(p.turn, p.by, p.asked.about)
    if isinstance(count, Refusal):
        return count
    said = texts.ask_sentence(w, p.asked.about, count, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


_LIST: dict[str, Callable[[Press], Awaitable[Refusal | None]]] = {
    "": _list,
    texts.SHOW_ALL: lambda p: choosing_photos.show_all(p.turn, p.by, p.asked.about),
    texts.ADD: _ask_photos,
    texts.MATERIAL: _ask_sentence,
}

_CARD: dict[str, Callable[[Turn, Hand, int], Awaitable[Refusal | None]]] = {
    texts.SHOW: choosing_photos.show,
    texts.USE: lambda turn, by, photo: choosing_photos.choose(turn, by, photo, published=True),
    texts.LEAVE: lambda turn, by, photo: choosing_photos.choose(turn, by, photo, published=False),
    texts.CLEAR: choosing_photos.clear,
    texts.UNDO: choosing_photos.undo,
    texts.REOPEN: choosing_photos.reopen,
}


async def _reply(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | bool | None:
    """A photo, the sentence, or cells to blacken. False where more may follow: the rest of an album."""
    if form.detail == texts.ADD:
        lost = await adding_photos.add(turn, by, form.about, picture_of(message), message.media_group_id)
        return lost or False
    if form.detail == texts.MATERIAL:
        lost = await adding_photos.use_material(turn, by, form.about, message.text or "")
        return lost or await _list_after(turn, by, form.about, message.message_id)
    units = spans(message.text or "")
    return await choosing_photos.toggle(turn, by, form.about, units) if units else refuse("photo_no_such_cell")


async def _list_after(turn: Turn, by: Hand, exposure_id: int, message_id: int) -> Refusal | None:
    return await _list(Press(turn, by, "", message_id, Asked(Verb.SNAP, exposure_id)))


async def late_item(message: Message, turn: Turn) -> dict[str, int] | bool:
    """Whether the message belongs to an album whose earlier items were added to an exposure."""
    if message.media_group_id is None or hand_of(message) is None:
        return False
    found = await adding_photos.album_of(turn, message.chat.id, message.media_group_id)
    return {"exposure_id": found} if found is not None else False


async def joins(message: Message, turn: Turn, exposure_id: int) -> Answers | None:
    """An item of an album that came without naming what it replies to joins its siblings."""
    by = hand_of(message)
    assert by is not None, "the filter passes people only"
    lost = await adding_photos.add(turn, by, exposure_id, picture_of(message), message.media_group_id)
    if isinstance(lost, Refusal):
        explain(turn, message, lost)
        return None
    return nod(message)


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.SNAP: _press}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | bool | None]]] = {Verb.SNAP: _reply}
"""Merged into `handlers.publicity.replies`."""
