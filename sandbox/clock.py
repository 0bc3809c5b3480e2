"""The sandbox's own time, which a test may push forward."""

import time


class Clock:
    """Wall time plus what was added by `advance`; `speed` multiplies only the pace of limits and retries."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.speed = 1.0

    def now(self) -> int:
        """Unix time in whole seconds, as Telegram dates its messages."""
        return int(time.time() + self.offset)

    def ticks(self) -> float:
        """Seconds on a scale that never runs backwards, accelerated by `speed`."""
        return (time.monotonic() + self.offset) * self.speed

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once, for expiry and age limits."""
        self.offset += seconds
