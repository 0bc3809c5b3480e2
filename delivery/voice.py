"""The voice: drains the outbox into Telegram, round after round.

A round is one transaction: it settles the flights that have ended and claims the next. Flights go on meanwhile, so
many chats share each commit, and a chat's next message is claimed only when the one before it is settled.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from delivery.drawing import Drawn, draw
from delivery.fate import Arrived, Fate, InDoubt, Later
from delivery.orders import Workshop
from delivery.pace import Pace, Pacing, Turn
from delivery.sending import send
from delivery.settling import Outcome, pause_s, settle, settle_alone
from delivery.wire import Wire, speaker
from domain.ground import Boundaries
from domain.outgoing import Lane
from papers.press import Press
from storage.database import Database
from storage.outage import is_outage
from storage.outbox_claims import Claimed, claim, next_due, sweep_leases
from storage.sealing import KeyRing
from storage.vault import EvidenceFolder

_LOG = logging.getLogger(__name__)
_LEASE = timedelta(minutes=5)
"""Longer than the slowest flight: an album waiting for its group's turn, then uploaded twice; a document made first."""
_SWEEP_EVERY = timedelta(seconds=30)
_LOOK_EVERY_S = 5.0
_LOOK_AGAIN_S = 1.0
_GATHER_S = 0.01
_FEW = 16
_ROOM = {Lane.NOTICE: 128, Lane.AMENDMENT: 16}
"""Rows in flight, by lane: a broadcast to thousands never takes the room of a notice about a case. Of what is published
as many as `Pace.broadcast_in_flight` says: so many are in doubt when the program is killed."""


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Voice:
    """One per bot token: whoever runs it holds `storage.leadership`."""

    def __init__(
        self,
        database: Database,
        keys: KeyRing,
        *,
        token: str,
        api_url: str,
        evidence: EvidenceFolder,
        zone: ZoneInfo,
        district: str,
        ground: Boundaries,
        pace: Pace | None = None,
        answer_within_s: float = 20,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`api_url` is the Bot API's root without a token; `answer_within_s` how long an answer is waited for."""
        self._database, self._keys, self._zone, self._clock = database, keys, zone, clock
        self._workshop = Workshop(database, evidence, zone, Press(), district, ground)
        self._pacing = Pacing(pace or Pace())
        self._wire = Wire(self._pacing.pace.connections, answer_within_s)
        self._bot = speaker(token, api_url, self._wire, self._pacing)
        self._bell = asyncio.Event()
        self._stopping = False
        self._ended: list[Outcome] = []
        self._in_flight: dict[int, Lane] = {}
        self._waiting: dict[asyncio.Task[None], Turn] = {}
        self._failures = 0
        self._sweep_at = datetime.min.replace(tzinfo=UTC)

    def ring(self) -> None:
        """Something was queued: call it after the commit. Without it the voice looks by itself every few seconds."""
        self._bell.set()

    def stop(self) -> None:
        """Lets `run` return once what is on its way has ended; what still waits for its turn goes back in line."""
        self._stopping = True
        for task, turn in self._waiting.items():
            if not turn.begun:
                task.cancel()
        self._bell.set()

    async def run(self) -> None:
        """Speaks until `stop`. Cancelled, it leaves flights to their leases: the next voice marks them as repeats."""
        async with self._wire, asyncio.TaskGroup() as flights:
            await self._take_over()
            pause = 0.0
            while not self._stopping or self._in_flight:
                await self._wait(pause)
                pause = await self._round_or_pause(flights)

    async def _take_over(self) -> None:
        """What is in flight now was sent by a predecessor that is gone: it may have arrived or not."""
        async with self._database.write() as tx:
            if orphans := await sweep_leases(tx, self._clock(), all_of_them=True):
                _LOG.warning("%s messages were on their way when the last voice went", orphans)

    async def _round_or_pause(self, flights: asyncio.TaskGroup) -> float:
        try:
            return await self._round(flights)
        except Exception as error:
            # What has ended stays in `_ended`, and is settled when the database is back.
            _LOG.exception("A round of the outbox failed; the next follows in a second")
            if not is_outage(error):
                await self._settle_apart()
            return 1.0

    async def _settle_apart(self) -> None:
        # One of them may be what failed: together with it none would ever be settled, and nothing more be said.
        try:
            for outcome in self._ended[:]:
                await settle_alone(self._database, self._keys, outcome, self._clock())
                self._forget([outcome])
        except Exception:
            _LOG.exception("What has ended can't be settled now")

    async def _round(self, flights: asyncio.TaskGroup) -> float:
        """Settles and claims; returns for how many seconds there is nothing to do unless the bell rings."""
        now, ended = self._clock(), self._ended[:]
        async with self._database.write() as tx:
            await settle(tx, self._keys, ended, now)
            if now >= self._sweep_at:
                await sweep_leases(tx, now)
            rows = await claim(tx, now, now + _LEASE, token_hex(16), self._room(ended))
            due = None if rows else await next_due(tx, now)
        # Only now, after the commit: had it failed, nothing here would have changed.
        self._sweep_at = max(self._sweep_at, now + _SWEEP_EVERY) if now >= self._sweep_at else self._sweep_at
        self._forget(ended)
        if rows:
            self._in_flight |= {row.id: row.lane for row in rows}
            flights.create_task(self._fly(rows))
        return _LOOK_AGAIN_S if rows else self._idle_for(now, due)

    def _forget(self, ended: Sequence[Outcome]) -> None:
        """The first of those that have ended are settled: the others have ended since."""
        del self._ended[: len(ended)]
        for row, _ in ended:
            self._in_flight.pop(row.id, None)

    def _room(self, ended: Sequence[Outcome]) -> dict[Lane, int]:
        if self._stopping or self._pacing.silence():
            return {}
        # What has ended is settled before the claim, in its transaction: its place is free already.
        landed = {row.id for row, _ in ended}
        taken = Counter(lane for row_id, lane in self._in_flight.items() if row_id not in landed)
        rooms = _ROOM | {Lane.BROADCAST: self._pacing.pace.broadcast_in_flight}
        return {lane: room - taken[lane] for lane, room in rooms.items()}

    def _idle_for(self, now: datetime, due: datetime | None) -> float:
        if silence := self._pacing.silence():
            return min(silence, _LOOK_EVERY_S)
        if due is not None:
            return min((due - now).total_seconds(), _LOOK_EVERY_S)
        return _LOOK_EVERY_S

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            return
        if len(self._in_flight) > _FEW:
            # With many on their way, more of them end in a moment: they share the next commit.
            await asyncio.sleep(_GATHER_S)
        self._bell.clear()

    async def _fly(self, rows: Sequence[Claimed]) -> None:
        try:
            drawn = await draw(self._database, self._keys, self._zone, rows)
        except Exception:
            _LOG.exception("%s rows could not be read; they go back in line", len(rows))
            for row in rows:
                self._land(row, Later("the database is away"))
            return
        async with asyncio.TaskGroup() as group:
            for row, each in drawn:
                if self._stopping:
                    self._land(row, Later("the voice is stopping", 0))
                elif isinstance(each, Drawn):
                    self._launch_or_rest(group, row, each)
                else:
                    self._land(row, each)

    def _launch_or_rest(self, group: asyncio.TaskGroup, row: Claimed, drawn: Drawn) -> None:
        rest = self._pacing.rest_s(drawn.address.chat_id, drawn.messages) if row.lane is not Lane.NOTICE else 0.0
        if rest:
            # A chat whose pace is used up would keep the few places of its lane for seconds.
            self._land(row, Later("its chat must rest", rest))
        else:
            self._launch(group, row, drawn)

    def _launch(self, group: asyncio.TaskGroup, row: Claimed, drawn: Drawn) -> None:
        turn = Turn(row.lane)
        task = group.create_task(self._fly_one(drawn, turn))
        self._waiting[task] = turn

        def landed(task: asyncio.Task[None]) -> None:
            del self._waiting[task]
            # Cancelled before a byte was written, so surely not said: `stop` wants it back in line.
            if task.cancelled() and not turn.begun:
                self._land(row, Later("the voice is stopping", 0))

        task.add_done_callback(landed)

    async def _fly_one(self, drawn: Drawn, turn: Turn) -> None:
        self._land(drawn.row, await send(self._bot, self._workshop, drawn, turn))

    def _land(self, row: Claimed, fate: Fate) -> None:
        self._ended.append((row, fate))
        if isinstance(fate, Arrived):
            self._failures = 0
        elif isinstance(fate, Later | InDoubt) and fate.everywhere and not self._pacing.silence():
            # The whole of Telegram seems to be away: a few attempts show that as well as a thousand would.
            self._failures += 1
            wanted = fate.after_s if isinstance(fate, Later) else None
            self._pacing.halt_everything(min(pause_s(self._failures), 30) if wanted is None else wanted)
        self._bell.set()
