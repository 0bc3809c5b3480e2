"""What must be at hand for a report to be taken in and to reach its town, examined anew at each question."""

import asyncio
import logging
import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from storage.backlog import Backlog, backlog, touch
from storage.database import Database
from web.health import Condition

log = logging.getLogger(__name__)

FREE_BYTES = 200_000_000
"""Below this a few albums fill the disk."""

INBOX_PATIENCE_S = 120
"""Updates that wait longer than this have no worker."""

OUTBOX_PATIENCE_S = 600
"""Longer than any pause Telegram asks for in practice; by then nobody is told anything."""


async def examine(database: Database, folder: Path, now: datetime) -> Condition:
    """What is wrong at `now`, and the figures. Raises what the database raises when it can't even be read."""
    async with database.read() as tx:
        waiting = await backlog(tx, now)
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
    trouble = [*await _writing(database), *_waiting_long(waiting)]
    if free < FREE_BYTES:
        trouble.append(f"only {free // 1_000_000} MB are free on the evidence disk")
    return Condition(tuple(trouble), {**asdict(waiting), "evidence_free_bytes": free})


async def _writing(database: Database) -> list[str]:
    try:
        async with database.write() as tx:
            await touch(tx)
    except Exception as error:
        # Whatever it is, a report could not be stored now either.
        log.warning("the database can't be written", exc_info=error)
        return ["the database can't be written"]
    return []


def _waiting_long(waiting: Backlog) -> list[str]:
    trouble = []
    if waiting.inbox_oldest_s > INBOX_PATIENCE_S:
        trouble.append(f"updates wait for {waiting.inbox_oldest_s:.0f} s to be worked")
    if waiting.outbox_oldest_s > OUTBOX_PATIENCE_S:
        trouble.append(f"messages wait for {waiting.outbox_oldest_s:.0f} s to be sent")
    return trouble
