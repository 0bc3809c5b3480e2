"""Clocks: what status starts which, what stops and lengthens one, and that a stopped clock never runs out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import OPEN, Status
from domain.clock import EXTENSIBLE, PAUSABLE, Clock, Kind, Periods, Wait, extend, hear, pause, resume, start
from domain.refusal import Refusal, refuse
from domain.workdays import Calendar, Due

CHINA = Calendar.of_china(range(2024, 2029))
PERIODS = Periods()
DAYS = st.dates(date(2024, 1, 2), date(2026, 11, 30))
SPANS = st.integers(0, 120).map(lambda days: timedelta(days=days))
WAITS = st.sampled_from(Wait)


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(clock: Clock) -> date:
    found = clock.due(CHINA, PERIODS)
    assert found is not None
    return found.date


def sure(result: Clock | Refusal) -> Clock:
    assert isinstance(result, Clock), result
    return result


@pytest.mark.parametrize("status", Status)
def test_every_open_case_has_a_clock_and_no_other(status: Status) -> None:
    assert (start(status, day("2026-03-02")) is not None) == (status in OPEN)


@pytest.mark.parametrize(
    ("status", "since", "expected"),
    [
        (Status.RECEIVED, "2026-02-13", "2026-02-14"),
        (Status.ASSIGNED, "2026-02-13", "2026-02-24"),
        (Status.ACCEPTED, "2026-09-10", "2026-10-08"),
        (Status.PROSECUTING, "2026-03-02", "2026-06-01"),
    ],
)
def test_a_term_counts_the_days_the_state_council_has_moved(status: Status, since: str, expected: str) -> None:
    clock = start(status, day(since))
    assert clock is not None
    assert due(clock) == day(expected)


def test_a_rectification_has_the_date_that_was_agreed_and_no_other_clock_has() -> None:
    agreed = day("2026-03-20")
    rectifying = start(Status.RECTIFYING, day("2026-03-02"), agreed)
    assert rectifying is not None
    assert rectifying.due(CHINA, PERIODS) == Due(agreed, provisional=False)
    assert start(Status.ACCEPTED, day("2026-03-02"), agreed) == start(Status.ACCEPTED, day("2026-03-02"))


def test_a_deadline_in_an_unannounced_year_is_provisional_until_the_calendar_knows_it() -> None:
    clock = Clock(Kind.VERIFY, day("2026-12-21"))
    plain = Calendar.of_china(range(2026, 2028))
    known = Calendar({**plain.exceptions, **CHINA.exceptions}, plain.announced | {2027})
    before, after = clock.due(plain, PERIODS), clock.due(known, PERIODS)
    assert before is not None and after is not None
    assert (before.provisional, after.provisional) == (True, False)


@given(DAYS, st.lists(st.tuples(SPANS, SPANS, WAITS), max_size=4))
def test_resuming_adds_exactly_the_working_days_of_the_pause(
    since: date, pauses: list[tuple[timedelta, timedelta, Wait]]
) -> None:
    clock, now = Clock(Kind.VERIFY, since), since
    for runs, stands, wait in pauses:
        stopped_on, before = now + runs, due(clock)
        now = stopped_on + stands
        clock = sure(resume(sure(pause(clock, stopped_on, wait)), now, CHINA))
        assert CHINA.working_days_between(before, due(clock)) == CHINA.working_days_between(stopped_on, now)
    assert (clock.paused_since, clock.paused_for) == (None, None)


def test_a_wall_clock_set_back_takes_no_day_away() -> None:
    stopped = sure(pause(Clock(Kind.VERIFY, day("2026-03-02")), day("2026-03-05"), Wait.TESTING))
    assert sure(resume(stopped, day("2026-03-03"), CHINA)).paused_days == 0


@pytest.mark.parametrize("kind", sorted(set(Kind) - PAUSABLE))
def test_only_a_verification_can_be_stopped(kind: Kind) -> None:
    assert pause(Clock(kind, day("2026-03-02")), day("2026-03-03"), Wait.TESTING) == refuse("clock_cannot_pause")


def test_a_clock_is_stopped_once_and_resumed_once() -> None:
    stopped = sure(pause(Clock(Kind.VERIFY, day("2026-03-02")), day("2026-03-03"), Wait.TESTING))
    assert pause(stopped, day("2026-03-04"), Wait.CITIZEN) == refuse("clock_is_paused")
    assert resume(sure(resume(stopped, day("2026-03-04"), CHINA)), day("2026-03-05"), CHINA) == refuse("clock_runs")


@pytest.mark.parametrize("kind", Kind)
def test_a_term_is_lengthened_once_and_only_where_the_law_knows_it(kind: Kind) -> None:
    clock = Clock(kind, day("2026-03-02"))
    if kind not in EXTENSIBLE:
        assert extend(clock) == refuse("clock_cannot_extend")
        return
    longer = sure(extend(clock))
    assert due(longer) > due(clock)
    assert extend(longer) == refuse("clock_extended")


def test_a_verification_is_lengthened_by_fifteen_working_days() -> None:
    clock = Clock(Kind.VERIFY, day("2026-03-02"))
    assert CHINA.working_days_between(due(clock), due(sure(extend(clock)))) == 15


@given(DAYS, SPANS, SPANS)
def test_new_facts_start_a_verification_again_and_never_shorten_it(
    since: date, stood: timedelta, later: timedelta
) -> None:
    stopped_on = since + timedelta(days=1)
    clock = sure(resume(sure(pause(Clock(Kind.VERIFY, since), stopped_on, Wait.TESTING)), stopped_on + stood, CHINA))
    heard_on = stopped_on + stood + later
    anew = hear(clock, heard_on, CHINA)
    assert anew is not None
    assert anew.since == heard_on
    assert due(anew) >= due(clock)


def test_the_answer_that_was_waited_for_lets_the_clock_run_on_and_starts_nothing_again() -> None:
    stopped = sure(pause(Clock(Kind.VERIFY, day("2026-03-02")), day("2026-03-03"), Wait.CITIZEN))
    heard = hear(stopped, day("2026-03-05"), CHINA)
    assert heard == Clock(Kind.VERIFY, day("2026-03-02"), paused_days=2)


def test_new_facts_during_a_test_leave_the_clock_standing_and_no_second_extension() -> None:
    longer = sure(extend(Clock(Kind.VERIFY, day("2026-03-02"))))
    heard = hear(sure(pause(longer, day("2026-03-03"), Wait.TESTING)), day("2026-03-05"), CHINA)
    assert heard is not None
    assert (heard.paused_for, heard.paused_since) == (Wait.TESTING, day("2026-03-05"))
    assert extend(heard) == refuse("clock_extended")


@pytest.mark.parametrize("clock", [None, *(Clock(kind, date(2026, 3, 2)) for kind in Kind if kind is not Kind.VERIFY)])
def test_further_words_change_no_other_clock(clock: Clock | None) -> None:
    assert hear(clock, day("2026-03-05"), CHINA) is None
