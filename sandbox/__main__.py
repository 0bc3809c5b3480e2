"""`python -m sandbox`: an emulated Telegram on this machine."""

import argparse
import asyncio
import contextlib
import gc
import json
import logging
import signal
import sys
from pathlib import Path

from sandbox.control.peopling import add_to_world
from sandbox.refusals import WrongControl
from sandbox.server import is_loopback, serving
from sandbox.world import World


def options() -> argparse.Namespace:
    """Read the command line; a host that others could reach is refused."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8081, help="0 picks a free one (default: %(default)s)")
    parser.add_argument("--world", type=Path, help="JSON as POST /control/world takes it")
    parser.add_argument("--data", type=Path, help="folder for the bytes of files (default: memory)")
    parser.add_argument("--log", type=Path, help="file for the log (default: standard error)")
    chosen = parser.parse_args()
    if not is_loopback(chosen.host):
        parser.error(f"{chosen.host} is no loopback address; the sandbox is for this machine only")
    return chosen


async def run(chosen: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM."""
    if chosen.data:
        chosen.data.mkdir(parents=True, exist_ok=True)
    world = World.empty(chosen.data)
    if chosen.world:
        await add_to_world(world, json.loads(chosen.world.read_text(encoding="utf-8")))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no handlers; Ctrl-C raises there
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(world, chosen.host, chosen.port) as port:
        gc.collect()
        gc.freeze()  # the models of the Bot API never go away: no need to walk them again and again
        host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
        print(f"sandbox ready http://{host}:{port}/", flush=True)  # noqa: T201 -- the line that starters wait for
        await stop.wait()


def main() -> int:
    """Start, and say in one line why not."""
    chosen = options()
    logging.basicConfig(filename=chosen.log, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        asyncio.run(run(chosen))
    except (OSError, ValueError, WrongControl) as error:
        print(f"sandbox: {error}", file=sys.stderr)  # noqa: T201 -- a command line speaks to its terminal
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
