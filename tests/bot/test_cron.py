"""Cron lines in the district's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cron import calculator

SHANGHAI = calculator(ZoneInfo("Asia/Shanghai"))


def test_a_line_is_read_in_the_districts_zone() -> None:
    friday = SHANGHAI("0 18 * * fri", datetime(2026, 3, 2, tzinfo=UTC))
    assert friday == datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


def test_the_next_time_is_after_the_given_one_and_an_impossible_day_never_comes() -> None:
    at = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
    assert SHANGHAI("0 18 * * fri", at) == datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
    assert SHANGHAI("0 18 30 2 *", at) is None


@pytest.mark.parametrize("line", ["", "0 18 * *", "0 18 * * 5", "61 18 * * fri", "每周五", "0 18 * * fri extra"])
def test_what_is_no_cron_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        SHANGHAI(line, datetime(2026, 3, 2, tzinfo=UTC))
