"""Whatever a citizen sends while writing a report: photos, files, places, words, in any order."""

from dataclasses import replace

from aiogram.types import Message

from domain import draft as drafts
from domain.draft import Draft, Source, Spot, Step
from domain.plain_text import clean, clean_line
from domain.refusal import Refusal, refuse
from handlers.citizen import talk
from services import drafting, following, placing
from services.turn import Turn
from wording.citizen import place_as_given
from wording.translate import words

WORDS_LIMIT = 3000
"""Characters of a report's words; a message that does not fit is refused whole, so that nothing is cut unseen."""
MESSAGE_LIMIT = 4096
"""What one message can hold (core.telegram.org/bots/api#sendmessage)."""
LINE_LIMIT = 200
"""Characters of a name or of one message's address; whoever writes more than that is telling what happened."""
PLACE_LIMIT = 400
"""Characters of an address in several messages."""
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_OPENED = frozenset({"image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp", "image/gif"})
_NOT_OPENED = (".heic", ".heif", ".hif", ".avif")
"""What phones take pictures in and nothing here decodes: docs/design.md says why."""


async def take_file(message: Message, turn: Turn) -> None:
    """A photo, or a picture sent as a file; its caption counts as words."""
    album = drafting.album_name(turn, message.media_group_id)
    case_id = await case_meant(message, turn, album)
    if case_id is not None:
        await _add_file_to_case(message, turn, case_id, album)
        return
    draft = drafting.draft_of(turn) or Draft()
    taken = _take(message, turn, draft, album)
    if isinstance(taken, Refusal):
        talk.explain(turn, taken, quiet=turn.app.terms.album_quiet if album else None)
        # What was written under a file that can't be taken is kept all the same.
        talk.ask(turn, with_caption(draft, message))
        return
    talk.ask(turn, with_caption(taken, message), quiet=turn.app.terms.album_quiet if album else None, thanks=True)


async def take_place(message: Message, turn: Turn) -> None:
    """A location button, a pin, or a venue: the place of the report being written, or an answer about a filed one."""
    assert message.location is not None
    text, source = "", Source.GPS if message.location.horizontal_accuracy is not None else Source.PIN
    if message.venue is not None:
        text, source = clean_line(f"{message.venue.title} {message.venue.address}", LINE_LIMIT), Source.VENUE
    spot = placing.spot_from_point(
        turn.app,
        message.location.latitude,
        message.location.longitude,
        source,
        message.location.horizontal_accuracy,
        text,
    )
    case_id = await case_meant(message, turn, None)
    if isinstance(spot, Refusal):
        talk.explain(turn, spot)
    elif case_id is not None:
        await _add_place_to_case(message, turn, case_id, spot)
    else:
        settle_spot(turn, drafting.draft_of(turn) or Draft(), spot)


async def take_words(message: Message, turn: Turn) -> None:
    """Text answers the question that stands; where it can't, it is what happened."""
    case_id = await case_meant(message, turn, None)
    text = clean(message.text or "", MESSAGE_LIMIT)
    if not text:
        talk.explain(turn, refuse("nothing_readable"))
    elif len(text) > WORDS_LIMIT:
        talk.explain(turn, refuse("too_many_words"))
    elif case_id is not None:
        refusal = await following.add_words(turn, case_id, message.message_id, text)
        talk.explain(turn, refusal) if refusal else talk.thank(turn)
    else:
        _take_text(message.message_id, text, turn, drafting.draft_of(turn) or Draft())


def settle_spot(turn: Turn, draft: Draft, spot: Spot, message_id: int | None = None) -> None:
    """Puts the place into the draft, typed in that message if it was; outside the district it is said whose ground it
    seems to be."""
    if spot.outside:
        talk.explain(turn, refuse("outside", neighbour=spot.neighbour) if spot.neighbour else refuse("outside_unknown"))
    talk.ask(turn, drafts.give_spot(draft, spot, message_id))


def _take_text(message_id: int, text: str, turn: Turn, draft: Draft) -> None:
    step, line = draft.step(), clean_line(text, MESSAGE_LIMIT)
    written = len(draft.spot.text) if draft.spot is not None and step is Step.TOWN else 0
    too_long = len(line) > LINE_LIMIT or written + len(line) >= PLACE_LIMIT
    if too_long and step in (Step.PLACE, Step.TOWN, Step.BUSINESS):
        # Much more than a place or a name: it is kept whole as what happened, and the question stands.
        _take_words(message_id, text, turn, draft, refuse("line_too_long"))
    elif step is Step.TOWN and draft.spot is not None:
        settle_spot(turn, draft, placing.told_more(turn.app, draft.spot, line))
    elif step in (Step.PLACE, Step.TOWN):
        settle_spot(turn, draft, placing.spot_from_text(turn.app, line), message_id)
    elif step is Step.BUSINESS:
        talk.ask(turn, drafts.name_business(draft, line, message_id))
    else:
        _take_words(message_id, text, turn, draft)


def _take_words(message_id: int, text: str, turn: Turn, draft: Draft, said_before: Refusal | None = None) -> None:
    if len(draft.words) + len(text) > WORDS_LIMIT:
        talk.explain(turn, refuse("too_many_words"))
        return
    if said_before is not None:
        talk.explain(turn, said_before)
    talk.ask(turn, drafts.say(draft, message_id, text))


def _take(message: Message, turn: Turn, draft: Draft, album: str | None) -> Draft | Refusal:
    found = picture_of(message)
    if isinstance(found, Refusal):
        return found
    file_id, size, as_file = found
    return drafting.add_photo(turn, draft, file_id, as_file=as_file, album=album, size=size)


def picture_of(message: Message) -> tuple[str, int | None, bool] | Refusal:
    """The file id, size in bytes and whether it came as a file. Refusals: `picture_heic` for pictures in a format that
    nothing here opens, told at once, while the sender has it at hand; `cannot_watch`, `cannot_hear`, `not_a_picture`
    for other files."""
    if message.photo:
        return message.photo[-1].file_id, message.photo[-1].file_size, False
    assert message.document is not None
    named, kind = (message.document.file_name or "").lower(), (message.document.mime_type or "").lower()
    if kind not in _OPENED and (kind.startswith("image/") or named.endswith(_NOT_OPENED)):
        return refuse("picture_heic")
    if kind not in _OPENED and not named.endswith(_PICTURE_ENDINGS):
        return refuse({"video": "cannot_watch", "audio": "cannot_hear"}.get(kind.partition("/")[0], "not_a_picture"))
    return message.document.file_id, message.document.file_size, True


def with_caption(draft: Draft, message: Message) -> Draft:
    """The draft with what was written under a picture or a film, if anything was."""
    text = clean(message.caption or "", WORDS_LIMIT)
    return drafts.say(replace(draft), message.message_id, text) if text else draft


async def case_meant(message: Message, turn: Turn, album: str | None) -> int | None:
    """The filed case this message belongs to: that of the message it replies to, the one chosen in /my, or its
    album's earlier items' case. A reply comes first: what answers one desk must not go to another."""
    replied, draft = message.reply_to_message, drafting.draft_of(turn)
    meant = await following.case_of_reply(turn, replied.message_id) if replied is not None else None
    if meant is None and draft is not None and draft.adding_to is not None:
        meant = await _still_open(turn, draft, draft.adding_to)
    if meant is None and album and replied is None:
        meant = await following.case_of_album(turn, album)
    return meant


async def _still_open(turn: Turn, draft: Draft, case_id: int) -> int | None:
    """The case chosen for adding to; once it has ended, this is said and what was sent begins a report of its own."""
    row = await following.open_case(turn, case_id)
    if not isinstance(row, Refusal):
        return case_id
    drafting.keep(turn, replace(draft, adding_to=None))
    talk.explain(turn, refuse("report_ended_meanwhile"))
    return None


async def _add_place_to_case(message: Message, turn: Turn, case_id: int, spot: Spot) -> None:
    """The desk reads it as words; where the case belongs is for people to decide now."""
    line = place_as_given(words("zh"), spot)
    refusal = await following.add_words(turn, case_id, message.message_id, line)
    if refusal is not None:
        talk.explain(turn, refusal)
    else:
        talk.thank(turn)


async def _add_file_to_case(message: Message, turn: Turn, case_id: int, album: str | None) -> None:
    found = picture_of(message)
    refusal = found if isinstance(found, Refusal) else None
    if not isinstance(found, Refusal):
        file_id, size, as_file = found
        refusal = await following.add_file(turn, case_id, file_id, as_file=as_file, album=album, size=size)
    text = clean(message.caption or "", WORDS_LIMIT)
    if text:
        refusal = await following.add_words(turn, case_id, message.message_id, text) or refusal
    quiet = turn.app.terms.album_quiet if album else None
    talk.explain(turn, refusal, quiet=quiet) if refusal else talk.thank(turn, quiet=quiet)
