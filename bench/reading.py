"""What acts on a long ledger cost beside the same acts on a short one: the longer one may cost half as much again."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.filling import DUTY_GROUP, DUTY_OFFICER, LEAD, NOW, OPEN_CASES, fill, town_group
from bench.programs import configured
from bot.configuration import load
from bot.wiring import build_app
from domain.ledger import Listing
from domain.ledger_filter import Filter, Kind, Leaf, Sort, State, mark
from services import chasing, ledgers, viewing
from services.app import App
from services.reach import Hand
from services.turn import Turn
from storage.case_cards import card_facts
from storage.database import Database
from storage.migrating import upgrade
from storage.sealing import load_keys, new_keys
from wording.cards import render

SHORT = 10_000
ROUNDS = 60
_TOWN, _DUTY = Hand(LEAD, town_group(1)), Hand(DUTY_OFFICER, DUTY_GROUP)

Act = Callable[[Turn, int], Awaitable[object]]
"""Something done in a turn, on a ledger of so many cases; whatever it changes is undone."""


class _Undone(Exception):
    """Ends a transaction without keeping it."""


def costs(folder: Path, short_url: str, long_url: str, cases: int) -> Mapping[str, tuple[float, float]]:
    """Milliseconds of each act on `SHORT` cases and on `cases`, medians of rounds that take turns."""
    return asyncio.run(_costs(folder, short_url, long_url, cases))


async def _costs(folder: Path, short_url: str, long_url: str, cases: int) -> Mapping[str, tuple[float, float]]:
    app = _app(folder)
    ledgers = {size: Database(url) for size, url in ((SHORT, short_url), (cases, long_url))}
    for size, database in ledgers.items():
        await upgrade(database)
        await fill(database, size)
    took: dict[str, dict[int, list[float]]] = {name: {size: [] for size in ledgers} for name in _ACTS}
    for _ in range(ROUNDS):
        for name, act in _ACTS.items():
            for size, database in ledgers.items():
                took[name][size].append(await _time(app, database, act, size))
    for database in ledgers.values():
        await database.close()
    return {name: (median(each[SHORT]), median(each[cases])) for name, each in took.items()}


async def _time(app: App, database: Database, act: Act, size: int) -> float:
    began = perf_counter()
    try:
        async with database.write() as tx:
            began = perf_counter()
            await act(Turn(app, tx, NOW), size)
            raise _Undone
    except _Undone:
        return (perf_counter() - began) * 1000


async def _card(turn: Turn, size: int) -> None:
    """Any case at all, old or new, as its town's group sees it."""
    case_id = random.randint(1, size)  # noqa: S311  (which one is no secret)
    facts = await card_facts(turn.tx, case_id, DUTY_GROUP)
    assert facts is not None
    render(facts, "zh", turn.app.zone)


async def _tick(turn: Turn, _: int) -> None:
    """What is due, and the first of it said."""
    due = await chasing.due(turn.tx, turn.app, NOW)
    await chasing.digests_due(turn.tx, turn.app, NOW)
    assert await chasing.remind(turn, due[0])


def _ledger(asked: Filter) -> Act:
    """The duty desk's first page of that, and one from the middle."""

    async def turn_pages(turn: Turn, size: int) -> None:
        key = 0 if asked.state is State.LATE else size // 2
        assert isinstance(await ledgers.page(turn, _DUTY, Leaf(asked), 0), Listing)
        assert isinstance(await ledgers.page(turn, _DUTY, Leaf(asked), key), Listing)

    return turn_pages


_ACTS: Mapping[str, Act] = {
    "open.town": lambda turn, _: viewing.open_page(turn, _TOWN, mine=False),
    "open.duty": lambda turn, _: viewing.open_page(turn, _DUTY, mine=False),
    "open.later_page": lambda turn, size: viewing.open_page(turn, _DUTY, mine=False, after=size - OPEN_CASES // 2),
    "ledger.everything": _ledger(Filter()),
    "ledger.late": _ledger(Filter(State.LATE)),
    "ledger.a_towns_category": _ledger(Filter(State.CLOSED, mark("t005"), Kind(Sort.CATEGORY, "label").mark)),
    "ledger.a_fortnight": _ledger(Filter(since=date(2026, 11, 9), until=date(2026, 11, 22))),
    "mine": lambda turn, _: viewing.open_page(turn, _TOWN, mine=True),
    "card": _card,
    "overdue_tick": _tick,
    "digest.town": lambda turn, _: chasing.give_digest(turn, "t001"),
    "digest.duty": lambda turn, _: chasing.give_digest(turn, "duty"),
}


def _app(folder: Path) -> App:
    folder.mkdir(exist_ok=True)
    if not (folder / "keys.json").exists():
        new_keys(folder / "keys.json")
    written = configured(folder, url="http://127.0.0.1", database="sqlite:///unused.sqlite3")
    day = (NOW + timedelta(hours=8)).date()
    return build_app(load(written), load_keys(folder / "keys.json"), "bench_bot", day)
