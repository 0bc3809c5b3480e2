"""What a person's message consists of, from the control API's description of it."""

import base64
import binascii
from types import SimpleNamespace
from typing import Any

from aiogram.types import InputPollOption, MessageEntity
from pydantic import TypeAdapter, ValidationError

from sandbox.files import described
from sandbox.methods.media import ALBUM_ITEMS, DEFAULTS
from sandbox.methods.polls import poll_of
from sandbox.methods.sending import place
from sandbox.refusals import Json, WrongControl
from sandbox.text import CAPTION_LIMIT, TEXT_LIMIT, checked, found_in
from sandbox.validation import plain_list
from sandbox.world import World

ENTITIES = TypeAdapter(list[MessageEntity])
OPTIONS = TypeAdapter(list[str | InputPollOption])
OTHER_FILES = ("voice", "video", "video_note", "sticker")
STICKER = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}


async def contents_of(world: World, body: Json) -> list[Json]:
    """One content for each message that comes of it: several only for an album."""
    files: list[Json] = [{"photo": await _photo(world, each)} for each in body.get("photos") or ()]
    files += [{"document": _document(world, each)} for each in body.get("documents") or ()]
    if files:
        if len(files) > 1 and len(files) not in ALBUM_ITEMS:
            raise WrongControl("An album has 2 to 10 items.")
        if body.get("photos") and body.get("documents"):
            raise WrongControl("An album holds photos or documents, not both.")
        return [files[0] | _worded(body, "caption", CAPTION_LIMIT), *files[1:]]
    single = single_content(world, body)
    if single is None:
        raise WrongControl("A message needs a text, a file, a place, a contact, a die or a poll.")
    return [single]


def single_content(world: World, body: Json) -> Json | None:
    """The content of a message that is no photo or document; None if nothing was described."""
    if body.get("text") is not None:
        return _worded(body, "text", TEXT_LIMIT)
    for kind in OTHER_FILES:
        if body.get(kind) is not None:
            return {kind: _other_file(world, kind, body[kind])} | _worded(body, "caption", CAPTION_LIMIT)
    for kind, make in (("venue", _venue), ("location", _location), ("contact", dict), ("poll", None), ("dice", _dice)):
        if body.get(kind) is not None:
            return _poll(world, body[kind]) if make is None else _placed(kind, make(body[kind]))
    return None


def _placed(kind: str, content: Json) -> Json:
    return {"location": content["location"], "venue": content} if kind == "venue" else {kind: content}


def _worded(body: Json, name: str, limit: int) -> Json:
    text = body.get(name)
    if text is None:
        return {}
    if not isinstance(text, str) or (name == "text" and not text.strip()):
        raise WrongControl(f"`{name}` must be words.")
    entities = body.get("entities")
    try:
        found = found_in(text) if entities is None else plain_list(ENTITIES.validate_python(entities))
    except ValidationError as error:
        raise WrongControl(f"These are no entities: {error.errors()[0]['msg']}.") from error
    text, found = checked(text, found, limit, name)
    return {name: text} | ({"entities" if name == "text" else "caption_entities": found} if found else {})


def file_bytes(wanted: Any) -> bytes | None:
    """The content of a described file; None for a claimed size only."""
    if not isinstance(wanted, dict) or not ("base64" in wanted or "size" in wanted):
        raise WrongControl("A file is {base64, file_name?, mime_type?} or {size}.")
    if "base64" not in wanted:
        return None
    try:
        return base64.b64decode(wanted["base64"], validate=True)
    except (binascii.Error, TypeError) as error:
        raise WrongControl("The file's base64 can't be read.") from error


async def _photo(world: World, wanted: Any) -> list[Json]:
    content = file_bytes(wanted)
    if content is None:
        raise WrongControl("A photo needs its bytes; only a document can claim a size.")
    return await world.files.photo(content)


def _document(world: World, wanted: Any) -> Json:
    content = file_bytes(wanted)
    return world.files.document(
        content, wanted.get("file_name", "file.bin"), wanted.get("mime_type"), wanted.get("size")
    )


def _other_file(world: World, kind: str, wanted: Any) -> Json:
    content = file_bytes(wanted)
    stored = world.files.add(content, f"{kind}s", mime_type=wanted.get("mime_type"), size=wanted.get("size"))
    return {**DEFAULTS.get(kind, STICKER), **described(stored)}


def _location(wanted: Any) -> Json:
    try:
        return place(SimpleNamespace(**wanted))
    except (TypeError, AttributeError) as error:
        raise WrongControl("A location is {latitude, longitude, horizontal_accuracy?}.") from error


def _venue(wanted: Any) -> Json:
    return {"location": _location(wanted), "title": wanted.get("title", ""), "address": wanted.get("address", "")}


def _dice(wanted: Any) -> Json:
    described_dice = wanted if isinstance(wanted, dict) else {}
    return {"emoji": described_dice.get("emoji", "🎲"), "value": described_dice.get("value", 1)}


def _poll(world: World, wanted: Any) -> Json:
    unset = dict.fromkeys(
        ("question_entities", "question_parse_mode", "type", "is_closed", "is_anonymous", "allows_multiple_answers",
         "allows_revoting", "members_only", "correct_option_ids", "correct_option_id")
    )  # fmt: skip
    try:
        request = SimpleNamespace(**{**unset, **wanted, "options": OPTIONS.validate_python(wanted["options"])})
    except (KeyError, TypeError, ValidationError) as error:
        raise WrongControl("A poll is {question, options:[...]}.") from error
    return {"poll": poll_of(request, world.next_poll())}
