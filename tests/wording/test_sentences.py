"""Every refusal and every notice that the program names has its sentence, and it fits where it is shown."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.case import Need, Outcome
from domain.completeness import Lack
from domain.outgoing import Notice
from domain.plain_text import utf16_len
from domain.refusal import Refusal
from wording.notices import NOTICES, render
from wording.refusals import OFFICER_REFUSALS, sentence
from wording.translate import LANGUAGES

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
FACTS = {
    "exposure": "123456", "lacks": ",".join(Lack),
    "id": "12", "over": "1200", "me": "b" * 32,
    "what": Need.PHOTO_AFTER, "holder": "王" * 64, "desk": "东" * 64, "limit": "3500", "phone": "12315",
    "neighbour": "邻" * 20, "who": "王" * 64, "number": "SL-2026-00001", "due": "2026-03-09",
    "count": "12", "opens": "08:00", "closes": "21:30",
}  # fmt: skip


def calls(*names: str) -> Iterator[ast.Call]:
    """Every call of those names in the program."""
    for room in ("domain", "services", "handlers", "delivery", "bot"):
        for source in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(source.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                    if name in names:
                        yield node


def literals(position: int, *names: str) -> set[str]:
    """The literal strings given to those calls at that position."""
    given = (call.args[position] for call in calls(*names) if len(call.args) > position)
    return {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}


REFUSALS = literals(0, "refuse", "Refusal")
NOTICE_KEYS = literals(0, "Notice") | literals(2, "tell_group", "tell_reporter", "tell_linked")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", sorted(REFUSALS | set(OFFICER_REFUSALS)))
def test_a_refusal_has_a_sentence_that_fits_an_alert(key: str, lang: str) -> None:
    text = sentence(Refusal(key, FACTS), lang)
    assert text
    assert "{" not in text
    if key in OFFICER_REFUSALS:
        short = sentence(Refusal(key, FACTS | {"holder": "王", "desk": "东街道"}), lang)
        assert utf16_len(short) <= 200


@pytest.mark.parametrize("need", Need)
def test_each_missing_need_has_a_sentence(need: Need) -> None:
    assert sentence(Refusal("missing", {"what": need}), "zh")


def test_every_notice_that_is_queued_can_be_put_into_words() -> None:
    assert "concluded" in NOTICE_KEYS, "the search finds nothing at all"
    assert set(NOTICE_KEYS) <= set(NOTICES)


LONG = "长" * 5000
NOTICE_FACTS = {
    "exposure": 12, "digest": "0" * 12, "pictures": 10, "given": 1, "needed": 5, "editor": [101, "王" * 64],
    "number": "SL-2026-00001", "desk": "东街道", "who": "王", "to": "李", "reason": LONG, "text": LONG, "before": LONG,
    "after": LONG, "question": LONG, "outcome": Outcome.BANNED, "explanation": LONG, "routed": True, "code": "K7MQ",
    "clock": "verify", "due": "2026-03-23", "days": 3, "people": [[101, "王" * 64]], "reported": "duty", "holder": "王",
    "late": 90, "soon": 9, "cases": [["SL-2026-00001", "verify", "2026-03-23", 3, "王" * 64]] * 10,
    "paused": [["SL-2026-00002", "testing", "2026-03-20"]] * 10, "towns": [["东" * 64, 12]] * 20,
    "other": "SL-2026-00002",
    "id": 12, "form": "full", "frozen": True, "unready": 3,
    "evidence": 1, "case": "7", "day": "2026-03-20", "trouble": "not_a_picture", "reference": "ABC",
    "over": "supervisor", "mark": "18fe0c2a", "at": datetime(2026, 3, 2, tzinfo=UTC).isoformat(),
    "title": LONG, "places": 200, "visited": 90, "findings": 7, "left": 110, "next": ["店" * 200] * 10,
    "desks": [["东" * 64, 200, 90, 7]] * 60,
    "batch": 7, "why": "batch_unapproved", "count": "2", "coming": "2026-03-06T10:00:00+00:00",
    "random": True, "by": "何", "verb": "publish", "nth": 10,
    "looks": [["SL-2026-00002", "2026-03-20", 3, "王" * 64, "东" * 64]] * 5, "looks_left_out": 7, "verdict": "still",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", sorted(NOTICES))
def test_a_notice_fits_one_message_whatever_people_wrote(key: str, lang: str) -> None:
    message = render(Notice(key, NOTICE_FACTS), lang, ZONE)
    assert 0 < utf16_len(message.text) <= 4096
    assert "{" not in message.text
