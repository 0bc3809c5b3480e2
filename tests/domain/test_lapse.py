"""When a draft is spoken of, and when it goes: never before the last day that its writer was told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.draft import Draft, Said, Source, Spot
from domain.lapse import Lapse

ZONE = ZoneInfo("Asia/Shanghai")
MOMENTS = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(reminded=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=60)), notice=st.integers(1, 30))
def test_a_draft_goes_once_the_last_day_that_was_told_is_over_and_not_before(
    reminded: datetime, later: timedelta, notice: int
) -> None:
    lapse, now = Lapse(ZONE, days=60, notice=notice), reminded + later
    goes = reminded < lapse.reminded_before(now)
    assert goes == (now.astimezone(ZONE).date() > lapse.kept_until(reminded))


def test_the_reminder_comes_before_the_notice_begins() -> None:
    lapse, now = Lapse(ZONE, days=14, notice=3), datetime(2026, 3, 20, 4, tzinfo=UTC)
    assert lapse.untouched_since(now) == datetime(2026, 3, 9, 4, tzinfo=UTC)


def test_a_draft_holds_something_as_soon_as_anything_was_given() -> None:
    assert not Draft(begun=True).holds_something
    assert not Draft(adding_to=7).holds_something
    for given_ in (
        Draft(violation="expired"), Draft(spot=Spot(Source.TOWN)), Draft(said=(Said(1, ("字",)),)), Draft(photos=1),
        Draft(business="某店"),
    ):  # fmt: skip
        assert given_.holds_something
