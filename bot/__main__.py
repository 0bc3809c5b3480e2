"""`python -m bot` is `tipoff`, from a checkout that is not installed."""

import sys

from bot.cli import main

sys.exit(main())
