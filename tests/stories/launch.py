"""`tipoff run` by a clock that a story moves: `python -m tests.stories.launch config.toml clock`.

The file `clock` says by how many seconds the program's time is ahead of the wall's, or behind it; a minute of its
schedule takes a fraction of a second. The program itself has no setting or command for either (`bot/clock.py`).
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.configuration import load
from bot.logs import set_up
from bot.running import Secrets, run
from bot.tokens import read_token, read_webhook_secret
from storage.sealing import load_keys

MINUTE = timedelta(seconds=0.25)


def main() -> None:
    """Runs until it is told to stop."""
    configuration, ahead = load(Path(sys.argv[1])), Path(sys.argv[2])
    set_up(configuration.log.level, configuration.log.format)

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(ahead.read_text("ascii")))

    keys = load_keys(configuration.keys.file)
    secrets = Secrets(read_token(configuration), read_webhook_secret(configuration))
    asyncio.run(run(configuration, keys, secrets, Clock(now, MINUTE)))


if __name__ == "__main__":
    main()
