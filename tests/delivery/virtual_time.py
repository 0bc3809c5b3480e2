"""An event loop whose clock jumps to the next timer instead of waiting for it: pace is tested to the millisecond."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        assert timeout is not None, "everything waits, and for no timer"
        # A moment at least, as on a real clock: a timer that is due but for a rounding error must come nearer.
        self.now += max(timeout, 1e-7)
        return super().select(0)


class VirtualTime(asyncio.SelectorEventLoop):
    """`time()` is the sum of what would have been waited for."""

    def __init__(self) -> None:
        self.jumping = _Jumping()
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.now


def run(work: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, in no time."""
    with asyncio.Runner(loop_factory=VirtualTime) as runner:
        return runner.run(work)
