"""The story: every event has its sentence, nothing tells a reporter's exact time, and one message is never too long."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.card import LedgerFacts
from domain.case import Actor, Outcome
from domain.plain_text import utf16_len
from domain.replay import HANDED, LET_GO
from domain.story import Happening, Story
from tests.wording.test_cards import FULL, facts
from wording import registration
from wording.cards import LONGEST
from wording.happenings import HAPPENINGS, what_happened, when
from wording.story import paper, told
from wording.translate import LANGUAGES, words

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 1, 37, 42, tzinfo=UTC)
PLACES = {
    "add_event": 3, "record": 2, "make_move": 3, "put_in_hands": 3, "_happened": 2, "happened": 2, "_event": 2,
    "_turn_clock": 3, "_change": 2, "_open_again": 3,
}  # fmt: skip
"""Where each of the functions that write an event is given its name."""

EVENT_FACTS = {
    "by": "2026-03-20", "responsible": "店主", "outcome": Outcome.BANNED, "from": "general", "to": "urgent",
    "field": "licence", "clock": "verify", "waits_for": "testing", "relapse": True,
}  # fmt: skip


def names_of_events() -> Iterator[str]:
    """What the use cases write into the history, as far as it stands there as a literal."""
    for source in sorted((ROOT / "services").rglob("*.py")):
        # What happens to an exposure has a history and words of its own (`wording/exposure_stories.py`).
        if re.search(r"services\.office|exposures\.add_event", source.read_text("utf-8")):
            continue
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                at = PLACES.get(name, 99)
                if len(node.args) > at and isinstance(node.args[at], ast.Constant):
                    yield str(node.args[at].value)  # type: ignore[attr-defined]  # a constant has one


def happening(what: str, actor: str = Actor.TOWN, who: str = "王", words: str = "") -> Happening:
    return Happening(AT, what, actor, who, words, desk="东街道", came_from="西街道", holder="李", facts=EVENT_FACTS)


def test_every_event_that_is_written_has_its_sentence() -> None:
    written = set(names_of_events()) | HANDED | LET_GO
    assert {"filed", "concluded", "noted", "asked"} <= written, "the search misses what it should find"
    nameless = written - set(HAPPENINGS)
    assert nameless == set(), "give each of these its sentence in wording/happenings.py"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", [*sorted(HAPPENINGS), "something_of_a_later_version"])
def test_an_event_reads_as_a_sentence(what: str, lang: str) -> None:
    text = what_happened(words(lang), happening(what))
    assert text
    assert "{" not in text
    assert (text == words(lang)("其他办理")) == (what not in HAPPENINGS)


@pytest.mark.parametrize("event", [
    happening("filed", Actor.CITIZEN, ""), happening("filed", Actor.TOWN, "王"), happening("routed", Actor.ROUTING, ""),
    happening("answered", Actor.CITIZEN, ""), happening("clock_resumed", Actor.CITIZEN, ""),
], ids=lambda event: f"{event.actor}-{event.what}")  # fmt: skip
def test_what_comes_from_a_report_is_told_to_half_a_day(event: Happening) -> None:
    assert when(words("zh"), event, ZONE) == "2026年3月2日上午"


def test_what_officers_do_is_told_to_the_minute() -> None:
    assert when(words("zh"), happening("taken_up"), ZONE) == "2026-03-02 09:37"


SENTENCES = st.builds(
    lambda text, times: text * times, st.text(alphabet="长文字 \nab😀", max_size=30), st.integers(1, 90)
)


@settings(deadline=None)  # what is slow here is the making of sixty texts
@given(st.lists(SENTENCES, max_size=60), st.sampled_from(LANGUAGES))
def test_the_message_is_never_too_long_and_says_when_it_is_not_whole(written: list[str], lang: str) -> None:
    events = [happening("filed", Actor.CITIZEN, ""), *(happening("noted", words=text) for text in written)]
    said = told(words(lang), Story(facts(), "值班台", tuple(events)), ZONE)
    assert utf16_len(said.text) <= LONGEST
    whole = all(f"「{text}」" in said.text for text in written if text)
    assert whole or "PDF" in said.text


def test_the_papers_tell_the_whole_of_every_entry() -> None:
    case = facts(ledger=FULL, conclusion="查明" * 800, outcome=Outcome.BANNED)
    events = (happening("noted", words="备" * 3000),)
    set_out = str(paper(words("zh"), Story(case, "值班台", events), ZONE, "示例区"))
    for text in (FULL.measure, FULL.penalty, case.conclusion, "备" * 3000, case.happened):
        assert text in set_out


@pytest.mark.parametrize(("source", "cell"), [
    ("report", "匿名"), ("phone", ""), ("walk_in", ""), ("inspection", "（无）"), ("referral", "（见移送材料）"),
])  # fmt: skip
def test_the_form_never_fills_in_a_reporter(source: str, cell: str) -> None:
    story = Story(facts(ledger=LedgerFacts(source=source)), "区值班台", (happening("filed", Actor.CITIZEN, ""),))
    form = registration.form(words("zh"), story, ZONE, "示例区")
    assert [value for row in form["reporter"]["rows"] for value in row[1::2]] == [cell] * 4
    assert form["unit"] == "登记单位：区值班台"
    assert "后巷有人无证加工熟食" in form["clues"]["text"]
    assert "09:37" not in str(form)
