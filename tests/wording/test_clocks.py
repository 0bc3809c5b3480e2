"""How a case's clock stands is said on its card, with the buttons that fit it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.asking import Verb
from domain.card import ClockFacts
from domain.case import Status
from domain.clock import Kind, Wait
from domain.people import DeskKind
from tests.wording.test_cards import facts, verbs
from wording.cards import render

ZONE = ZoneInfo("Asia/Shanghai")
LATE_EVENING = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
TIMING = {Verb.PAUSE, Verb.RESUME, Verb.EXTEND}


def text(clock: ClockFacts, lang: str = "zh", **changed: object) -> str:
    return render(replace(facts(status=Status.ACCEPTED, holder="王", **changed), clock=clock), lang, ZONE).text


@pytest.mark.parametrize(
    ("kind", "says"),
    [(Kind.ASSIGN, "派发期限：3月23日"), (Kind.ACCEPT, "接办期限：3月23日"), (Kind.VERIFY, "核查期限：3月23日"),
     (Kind.RECTIFY, "整改期限：3月23日"), (Kind.DECIDE, "办案期限：3月23日"), (Kind.REFERRAL, "移送反馈期限：3月23日")],
)  # fmt: skip
def test_each_deadline_is_called_by_its_name(kind: Kind, says: str) -> None:
    assert says in text(ClockFacts(kind))


def test_a_longer_a_late_and_a_provisional_term_say_so() -> None:
    assert "3月23日（暂定） · 已延期 · ⏰ 已超期" in text(
        ClockFacts(Kind.VERIFY, extended=True, overdue=True), due_provisional=True
    )
    assert "(provisional) · extended · ⏰ overdue" in text(
        ClockFacts(Kind.VERIFY, extended=True, overdue=True), "en", due_provisional=True
    )


def test_a_stopped_clock_says_since_when_by_the_districts_day_and_what_it_waits_for() -> None:
    testing = ClockFacts(Kind.VERIFY, paused_since=LATE_EVENING, paused_for=Wait.TESTING)
    assert "⏸ 3月11日起暂停计时（送检）" in text(testing)
    assert "等举报人答复" in text(replace(testing, paused_for=Wait.CITIZEN))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (ClockFacts(), set()),
        (ClockFacts(Kind.ACCEPT), set()),
        (ClockFacts(Kind.RECTIFY), set()),
        (ClockFacts(Kind.VERIFY), {Verb.PAUSE, Verb.EXTEND}),
        (ClockFacts(Kind.VERIFY, extended=True), {Verb.PAUSE}),
        (ClockFacts(Kind.VERIFY, paused_since=LATE_EVENING, paused_for=Wait.TESTING), {Verb.RESUME, Verb.EXTEND}),
        (ClockFacts(Kind.DECIDE), {Verb.EXTEND}),
    ],
)
def test_the_buttons_fit_the_clock(clock: ClockFacts, expected: set[Verb]) -> None:
    assert verbs(replace(facts(), clock=clock)) & TIMING == expected
    assert not verbs(replace(facts(for_kind=DeskKind.DUTY), clock=clock)) & TIMING
