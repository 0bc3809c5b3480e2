"""The supervisor and the monitoring see the truth, and nobody's identity."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from web.health import Condition
from web.server import application, serving


@dataclass
class Patient:
    """Something to examine whose condition a test sets."""

    condition: Condition = field(default_factory=Condition)
    error: Exception | None = None

    async def examine(self) -> Condition:
        if self.error:
            raise self.error
        return self.condition


@pytest.fixture
def patient() -> Patient:
    return Patient()


@pytest.fixture
async def window(patient: Patient) -> AsyncIterator[httpx.AsyncClient]:
    async def store(_updates: list[dict[str, Any]]) -> object:
        raise AssertionError("nothing is stored while polling")

    async with (
        serving(application(patient.examine, store), "127.0.0.1", 0) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


async def test_readiness_goes_red_with_the_reason_and_recovers(window: httpx.AsyncClient, patient: Patient) -> None:
    assert (await window.get("/readyz")).status_code == 200
    patient.condition = Condition(("the disk is full",))
    red = await window.get("/readyz")
    assert red.status_code == 503
    assert red.json() == {"ready": False, "trouble": ["the disk is full"]}
    patient.condition = Condition()
    assert (await window.get("/readyz")).json() == {"ready": True, "trouble": []}


async def test_a_program_that_is_not_ready_is_still_alive(window: httpx.AsyncClient, patient: Patient) -> None:
    patient.error = OSError("No space left on device")
    assert (await window.get("/healthz")).status_code == 200
    assert (await window.get("/readyz")).status_code == 503


async def test_an_error_while_examining_is_not_shown(window: httpx.AsyncClient, patient: Patient) -> None:
    patient.error = ValueError("张三 7346120958")
    assert "张三" not in (await window.get("/readyz")).text


async def test_metrics_follow_the_condition(window: httpx.AsyncClient, patient: Patient) -> None:
    patient.condition = Condition(figures={"inbox_waiting": 3})
    assert "tipoff_inbox_waiting 3.0" in (await window.get("/metrics")).text
    patient.condition = Condition(("the disk is full",), {"inbox_waiting": 5})
    shown = (await window.get("/metrics")).text
    assert "tipoff_inbox_waiting 5.0" in shown
    assert "tipoff_ready 0.0" in shown


async def test_no_metric_has_a_label_that_could_carry_an_identity(window: httpx.AsyncClient, patient: Patient) -> None:
    patient.condition = Condition(figures={"inbox_waiting": 3})
    assert "{" not in (await window.get("/metrics")).text


async def test_without_a_webhook_its_path_does_not_exist(window: httpx.AsyncClient) -> None:
    assert (await window.post("/telegram", json={"update_id": 1})).status_code == 404
