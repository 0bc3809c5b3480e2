"""Runs all measurements; standard output has a JSON line a figure, standard error what is going on."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from bench import broadcasting, postgres, programs, reading, routing
from bench.crowd import Order, Seen
from bench.programs import TOWNS, Program, measure

ROUNDS = 3
AT_ONCE = 200
"""People talking at once; each sends the next update only when the last one was answered, as people do."""

_SQLITE = "sqlite:///tipoff.sqlite3"


def main() -> None:
    """Everything: some twenty minutes, three of them to fill a ledger with a million cases."""
    _conversations()
    _broadcasts()
    _long_ledgers()
    _print("routing.lookups_per_s.sample", median(routing.sample_per_s() for _ in range(3)), "1/s")
    _print("routing.lookups_per_s.5000_polygons", median(routing.many_per_s() for _ in range(3)), "1/s")


def _conversations() -> None:
    """Whole reports, and beside them an echo, and the program's frame around conversations that do nothing."""
    with tempfile.TemporaryDirectory(prefix="tipoff-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        url = stack.enter_context(programs.stub())
        echo = stack.enter_context(programs.bare_aiogram(url))
        on_sqlite = stack.enter_context(programs.tipoff(url, folder / "sqlite", _SQLITE, 1))
        database = stack.enter_context(postgres.server(folder / "postgres"))
        on_postgres = stack.enter_context(programs.tipoff(url, folder / "on-postgres", database, 2))
        bots = {"echo.aiogram": echo, "intake.sqlite": on_sqlite, "intake.postgresql": on_postgres}
        spare = asyncio.run(postgres.another(database, "frame"))
        for number, (what, where) in enumerate({"sqlite": _SQLITE, "postgresql": spare}.items(), 3):
            frame = programs.tipoff(url, folder / f"frame-{what}", where, number, launcher="bench.frame")
            bots[f"frame.{what}"] = stack.enter_context(frame)
        _print("start.ms", on_sqlite.start_ms, "ms")
        _submit_to_card(url, on_sqlite)
        _intake(url, bots)
        _print("rss.mb", max(on_sqlite.rss_mb(), on_postgres.rss_mb()), "MB")


def _intake(url: str, bots: dict[str, Program]) -> None:
    """Rounds of all bots in turn, so that whatever else the machine does meets each of them."""
    rates: dict[str, list[float]] = {name: [] for name in bots}
    for _ in range(ROUNDS):
        for name, bot in bots.items():
            conversation = "echo" if name.startswith("echo") else "report"
            order = Order(conversation, AT_ONCE, bot.pid, warm_up_s=2, window_s=5, towns=TOWNS)
            seen = measure(url, bot, order)
            rates[name].append(seen.answered / seen.seconds)
            _tell(name, seen)
    medians = {name: median(each) for name, each in rates.items()}
    for name, rate in medians.items():
        _print(f"{name}.updates_per_s", rate, "1/s")
    for what in ("intake", "frame"):
        for name in ("sqlite", "postgresql"):
            _print(f"{what}.over_echo.{name}", medians[f"{what}.{name}"] / medians["echo.aiogram"], "ratio")


def _submit_to_card(url: str, bot: Program) -> None:
    """Two people at a time: what one report takes while little else happens."""
    seen = measure(url, bot, Order("report", 2, bot.pid, people=40, towns=TOWNS))
    _tell("submit to card", seen)
    cuts = quantiles(seen.card_ms, n=20, method="inclusive")
    _print("submit_to_card.ms.p50", cuts[9], "ms")
    _print("submit_to_card.ms.p95", cuts[18], "ms")


def _broadcasts() -> None:
    """An exposure to 10,000, to 1,000 and to 100,000; beside it the same in a plain loop."""
    with tempfile.TemporaryDirectory(prefix="tipoff-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        here = broadcasting.ours(folder / "ours", _SQLITE)
        plain = broadcasting.plain(folder / "plain")
        for whose, rate in (("broadcast", here), ("broadcast.plain_loop", plain)):
            _print(f"{whose}.rate_over_limit", rate.over_limit, "ratio")
            _print(f"{whose}.429", rate.refused, "calls")
        killed = broadcasting.plain_killed(folder / "killed")
        _print("broadcast.plain_loop.killed.doubled_when_begun_anew", killed.doubled, "chats")
        _print("broadcast.plain_loop.killed.never_reached_when_not", killed.never_reached, "chats")
        _print("notice_during_broadcast.ms.p95", broadcasting.answers_ms_p95(folder / "answers", _SQLITE), "ms")
        few = broadcasting.crowded(folder / "few", _SQLITE, broadcasting.FEW)
        many = broadcasting.crowded(folder / "many", _SQLITE, broadcasting.MANY)
        _print("broadcast.rss_100000_over_1000", many.rss_mb / few.rss_mb, "ratio")
        _print("broadcast.enqueue_100000.sqlite", many.stored_s, "s")
        database = stack.enter_context(postgres.server(folder / "postgres"))
        on_postgres = broadcasting.crowded(folder / "on-postgres", database, broadcasting.MANY)
        _print("broadcast.enqueue_100000.postgresql", on_postgres.stored_s, "s")


def _long_ledgers() -> None:
    """What acts on 200,000 cases (SQLite) and on a million (PostgreSQL) cost, beside what they cost on 10,000."""
    with tempfile.TemporaryDirectory(prefix="tipoff-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        short, long = (f"sqlite:///{folder / file}.sqlite3" for file in ("short", "long"))
        _compare("sqlite", reading.costs(folder / "keys", short, long, 200_000))
        database = stack.enter_context(postgres.server(folder / "postgres"))
        short, long = (asyncio.run(postgres.another(database, name)) for name in ("short", "long"))
        _compare("postgresql", reading.costs(folder / "keys", short, long, 1_000_000))


def _compare(name: str, costs: Mapping[str, tuple[float, float]]) -> None:
    for act, (short, long) in costs.items():
        _print(f"ledger.{name}.{act}.ms", long, "ms")
        _print(f"ledger.{name}.{act}.over_10000", long / short, "ratio")


def _tell(name: str, seen: Seen) -> None:
    share = {"bot": seen.bot_cpu_s / seen.seconds, "stub": seen.stub_cpu_s / seen.seconds}
    cost = 1000 * seen.bot_cpu_s / seen.answered
    sys.stderr.write(
        f"{name}: {seen.answered / seen.seconds:.0f} updates/s, {cost:.2f} ms of the bot's processor time each; "
        f"of a core the bot had {share['bot']:.0%}, the stub {share['stub']:.0%}\n"
    )


def _print(name: str, value: float, unit: str) -> None:
    rounded = round(value) if value >= 100 else round(value, 2)
    sys.stdout.write(json.dumps({"name": name, "value": rounded, "unit": unit}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
