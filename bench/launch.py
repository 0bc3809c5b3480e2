"""`tipoff` with all of its imports made first and marked, so that they can be left out of the time a start takes."""

import sys
from importlib import import_module

IMPORTED = "all imports are made"


def main() -> int:
    """Runs the command of the command line."""
    for name in ("aiosqlite", "asyncpg", "bot.running"):
        import_module(name)
    from bot import cli

    sys.stderr.write(f"{IMPORTED}\n")
    sys.stderr.flush()
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
