"""The token and the identities stay out of logs, errors and the database, whatever goes wrong."""

import logging

import pytest
from sqlalchemy import select

from delivery.discretion import TokenFilter, hush_libraries, without_token
from domain.outgoing import Say
from storage.tables import OutboxRow
from tests.delivery.conftest import TOKEN, Stage
from tests.district import EAST, REPORTER

SECRET = "CANARY-token"


@pytest.mark.parametrize("kind", ["400", "403", "429", "502", "drop_before", "timeout_after_accept"])
async def test_nothing_that_goes_wrong_tells_the_token_or_the_reporter(
    stage: Stage, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await stage.control.fault(kind, "sendMessage", description=f"no /bot{TOKEN}/sendMessage for you")
    await stage.queue(stage.district.reporter, Say("KANARIENVOGEL"))
    await stage.queue(EAST, Say("KANARIENVOGEL"))
    await stage.say_all()
    written = caplog.text + "".join(str(record.__dict__) for record in caplog.records if not _by_the_test(record))
    assert SECRET not in written
    for identity in (str(REPORTER), "KANARIENVOGEL"):
        assert not [each for each in caplog.records if identity in each.getMessage() and not _by_the_test(each)]
    async with stage.district.database.read() as tx:
        assert SECRET not in str((await tx.scalars(select(OutboxRow.trouble))).all())


def _by_the_test(record: logging.LogRecord) -> bool:
    # The driver's own DEBUG lines show bound values; the program never lets it log below WARNING.
    return record.name in ("aiosqlite", "asyncio")


def test_a_token_is_blotted_out_of_message_arguments_and_exception() -> None:
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError as error:
        record = logging.LogRecord("httpx", logging.ERROR, "x.py", 1, "failed: %s", (TOKEN,), (ValueError, error, None))
    assert TokenFilter().filter(record)
    assert SECRET not in logging.Formatter().format(record)


def test_an_address_keeps_everything_but_its_token() -> None:
    assert without_token(f"POST /bot{TOKEN}/sendMessage 200") == "POST /bot<token>/sendMessage 200"


def test_the_libraries_stay_quiet_though_the_program_debugs() -> None:
    hush_libraries()
    for name in ("httpx", "httpcore.http11", "telegram.Bot", "telegram.ext.ExtBot"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
