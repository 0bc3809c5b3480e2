"""The program ends when it is asked to."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot import running
from bot.nursery import open_nursery
from delivery.voice import Voice
from storage.vault import EvidenceFolder
from tests.district import District


async def test_whoever_asks_it_to_stop_is_not_kept_waiting_by_a_slow_answer_of_telegrams(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STOP_WITHIN_S", 0.01)
    monkeypatch.setattr(running, "_signalled", partial(asyncio.sleep, 0))
    app, folder = district.app, EvidenceFolder(tmp_path, district.app.keys)
    voice = Voice(
        district.database, app.keys, token="1:x", api_url="http://127.0.0.1:1", evidence=folder, zone=app.zone,
        district=app.district, ground=app.ground,
    )  # fmt: skip
    async with asyncio.timeout(5), open_nursery() as nursery:
        nursery.start("speaking", asyncio.Event().wait)
        nursery.start("signals", partial(running.stop_on_signal, nursery, voice, asyncio.Event()))
