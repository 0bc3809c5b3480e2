"""The same program behind a webhook: stored before it is answered, and nobody else is listened to."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.sandbox_process import Control, SandboxProcess
from tests.stories.district import District
from tests.stories.navigators import a_report

TOWN = "农林街道"


@pytest.fixture
def behind_a_webhook(tmp_path: Path, sandbox: SandboxProcess) -> Iterator[District]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    district = District(tmp_path, f"sqlite:///{tmp_path / 'tipoff.sqlite3'}", sandbox, webhook_port=port)
    try:
        yield district.start()
    finally:
        district.close()


async def test_a_report_travels_by_webhook_and_a_stranger_at_the_door_is_refused(behind_a_webhook: District) -> None:
    district = behind_a_webhook
    async with Control(district.sandbox.url) as control:
        district.control = control
        citizen = await district.citizen()
        number, _ = await a_report(citizen, "早市上卖没有检疫章的肉", f"{TOWN}早市")
        await district.officer(TOWN).sees_card(number)
        # Given somebody who knows the address and not the secret
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{district.webhook_port}", trust_env=False) as outside:
            forged = {"update_id": 1, "message": {"text": "/bindcode", "from": {"id": 2901}}}
            for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
                assert (await outside.post("/telegram", json=forged, headers=secret)).status_code == 401
            # Then health and metrics say nothing about anybody
            assert (await outside.get("/readyz")).status_code == 200
            assert str(citizen.user_id) not in (await outside.get("/metrics")).text
