"""The text of a call: from text + entities or from a parse mode to checked text and plain entities."""

from typing import Any

from sandbox.parse_mode import parsed
from sandbox.queues import is_unicode
from sandbox.refusals import Json, bad
from sandbox.text import CAPTION_LIMIT, TEXT_LIMIT, checked, found_in
from sandbox.validation import given, plain_list


def text_content(call_request: Any) -> Json:
    """`text` and `entities` of a message, or the refusal."""
    text, entities = formatted(call_request.text or "", call_request.entities, call_request.parse_mode)
    text, entities = checked(text, entities, TEXT_LIMIT, "message")
    if not text.strip():
        raise bad("message text is empty")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_content(holder: Any) -> Json:
    """`caption` and `caption_entities` of a message or of one item of an album; empty if there is none."""
    text, entities = formatted(holder.caption or "", holder.caption_entities, holder.parse_mode)
    text, entities = checked(text, entities, CAPTION_LIMIT, "message caption")
    if not text:
        return {}
    above = {"show_caption_above_media": True} if given(getattr(holder, "show_caption_above_media", None)) else {}
    return {"caption": text, **({"caption_entities": entities} if entities else {}), **above}


def formatted(text: str, entities: list[Any] | None, parse_mode: Any) -> tuple[str, list[Json]]:
    """Entities given, or parsed from markup; without either, the ones Telegram finds by itself."""
    if not is_unicode(text) or "\x00" in text:
        raise bad("strings must be encoded in UTF-8")
    mode = given(parse_mode)
    if entities is not None:
        return text, plain_list(entities)
    if mode:
        return parsed(text, mode)
    return text, found_in(text) if _may_hold_entities(text) else []


def _may_hold_entities(text: str) -> bool:
    return "/" in text or "@" in text or "#" in text or any(character.isdigit() for character in text)
