"""Background work fails loudly: all of it stops, with a number to look for in the log."""

import asyncio
import logging
import re

import pytest

from bot.nursery import Collapse, Nursery, open_nursery


async def forever() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise LookupError("张三")


async def tend(*works: tuple[str, bool]) -> Nursery:
    async with open_nursery() as nursery:
        for name, healthy in works:
            nursery.start(name, forever if healthy else fail)
    return nursery


async def test_one_failure_stops_everything_and_names_the_work(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Collapse) as caught:
        await tend(("the voice", True), ("the worker", False))
    assert caught.value.work == "the worker"
    assert re.fullmatch(r"T-[A-Z2-9]{6}", caught.value.reference)
    assert caught.value.reference in caplog.text
    assert "张三" not in str(caught.value)


async def test_what_runs_has_a_name() -> None:
    async with open_nursery() as nursery:
        nursery.start("the voice", forever)
        assert nursery.names() == ["the voice"]
        nursery.stop()
    assert nursery.names() == []


async def test_stopping_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with open_nursery() as nursery:
            nursery.start("the voice", forever)
            await asyncio.sleep(0)
            nursery.stop()
    assert caplog.records == []


async def test_an_error_of_the_program_itself_stays_what_it_is() -> None:
    async def run() -> None:
        async with open_nursery() as nursery:
            nursery.start("the voice", forever)
            raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        await run()
