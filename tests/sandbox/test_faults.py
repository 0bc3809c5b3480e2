"""What goes wrong on purpose goes wrong exactly so, and the record tells what was accepted."""

import httpx
import pytest

from tests.sandbox.conftest import CITIZEN, GROUP, TOKEN, TOWN, Api, jpeg
from tests.sandbox_process import Control, ControlRefused


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("album_400_retry", 400, "Bad Request: Too Many Requests: retry after 7"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: injected fault"),
        ("500", 500, "Internal Server Error"),
        ("502", 502, "Bad Gateway"),
        ("504", 504, "Gateway Timeout"),
    ],
)
async def test_a_refusing_fault_strikes_once_and_accepts_nothing(
    control: Control, api: Api, kind: str, status: int, description: str
) -> None:
    await control.fault(kind, "sendMessage", retry_after=7)
    body = await api.call("sendMessage", chat_id=TOWN, text="a")
    assert (body["error_code"], body["description"]) == (status, description)
    assert body.get("parameters") == ({"retry_after": 7} if kind == "429" else None)
    assert await control.record() == []
    assert (await api.call("sendMessage", chat_id=TOWN, text="b"))["ok"]


@pytest.mark.parametrize("kind", ["timeout_after_accept", "drop_after_accept"])
async def test_an_answer_can_be_lost_after_the_message_was_accepted(control: Control, api: Api, kind: str) -> None:
    await control.fault(kind, "sendMessage", delay_ms=50)
    with pytest.raises(httpx.RemoteProtocolError):
        await api.call("sendMessage", chat_id=TOWN, text="did it arrive?")
    (entry,) = await control.record()
    assert entry["text"] == "did it arrive?"
    assert (await control.calls())[-1]["response"] == {"lost": "accepted, but the answer never left"}


async def test_an_answer_that_never_comes_leaves_the_client_waiting(control: Control, api: Api) -> None:
    await control.fault("timeout_after_accept", "sendMessage")
    with pytest.raises(httpx.ReadTimeout):
        await api.http.post(f"{api.url}/bot{TOKEN}/sendMessage", json={"chat_id": TOWN, "text": "a"}, timeout=0.3)
    assert [entry["text"] for entry in await control.record()] == ["a"]


async def test_a_connection_can_break_before_anything_was_accepted(control: Control, api: Api) -> None:
    await control.fault("drop_before", "sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await api.call("sendMessage", chat_id=TOWN, text="lost")
    assert await control.record() == []


async def test_a_fault_picks_its_calls_by_method_chat_and_count(control: Control, api: Api) -> None:
    await control.fault("502", "sendMessage", chat_id=TOWN, every=2, forever=True)
    answers = [
        (await api.call("sendMessage", chat_id=chat, text="a"))["ok"] for chat in (TOWN, GROUP, TOWN, TOWN, TOWN)
    ]
    assert answers == [True, True, False, True, False]
    assert (await api.call("sendDice", chat_id=TOWN))["ok"]
    (rule,) = await control.get("faults")
    assert (rule["times"], rule["struck"]) == (None, 2)
    await control.clear_faults()
    assert (await api.call("sendMessage", chat_id=TOWN, text="a"))["ok"]


async def test_a_fault_for_everything_spares_receiving(control: Control, api: Api) -> None:
    await control.fault("500", forever=True)
    assert await api.result("getUpdates") == []
    assert not (await api.call("sendMessage", chat_id=TOWN, text="a"))["ok"]
    await control.fault("502", "getUpdates")
    assert (await api.call("getUpdates"))["error_code"] == 502


async def test_a_batch_of_updates_can_be_lost_on_the_way_and_comes_again(control: Control, api: Api) -> None:
    await control.message(CITIZEN, CITIZEN, text="hello")
    await control.fault("drop_after_accept", "getUpdates")
    with pytest.raises(httpx.RemoteProtocolError):
        await api.call("getUpdates")
    assert len(await api.result("getUpdates")) == 1


async def test_a_nonsense_fault_is_refused(control: Control) -> None:
    with pytest.raises(ControlRefused, match="kind of"):
        await control.fault("418")
    with pytest.raises(ControlRefused, match="unknown"):
        await control.fault("429", retry_afterr=3)
    with pytest.raises(ControlRefused, match="whole numbers: every"):
        await control.fault("429", every="third")


async def test_pace_is_off_until_it_is_enforced(control: Control, api: Api) -> None:
    for _ in range(25):
        await api.result("sendMessage", chat_id=GROUP, text="a")
    await control.limits(enforce=True)
    for _ in range(20):
        await api.result("sendMessage", chat_id=GROUP, text="a")
    refused = await api.call("sendMessage", chat_id=GROUP, text="a")
    assert refused["error_code"] == 429
    assert refused["parameters"]["retry_after"] in (2, 3)
    await control.advance(3)
    assert (await api.call("sendMessage", chat_id=GROUP, text="a"))["ok"]


async def test_a_private_chat_bears_a_short_burst(started: Control, api: Api) -> None:
    await started.limits(enforce=True)
    oks = [(await api.call("sendMessage", chat_id=CITIZEN, text="a"))["ok"] for _ in range(4)]
    assert oks == [True, True, True, False]


async def test_a_bot_has_thirty_messages_a_second_over_all_chats(control: Control, api: Api) -> None:
    people = [{"id": 1000 + number, "first_name": "Many", "started": True} for number in range(60)]
    await control.world(people=people)
    await control.limits(enforce=True, speed=0.001)
    oks = [(await api.call("sendMessage", chat_id=person["id"], text="a"))["ok"] for person in people]
    assert oks == [True] * 30 + [False] * 30


async def test_an_album_costs_as_many_messages_as_it_has_items(control: Control, api: Api) -> None:
    await control.limits(enforce=True, speed=0.001)
    media = '[{"type":"photo","media":"attach://a"}' + ',{"type":"photo","media":"attach://a"}' * 9 + "]"
    answers = [
        await api.call("sendMediaGroup", chat_id=str(GROUP), media=media, files={"a": jpeg(size=(20, 20))})
        for _ in range(3)
    ]
    assert [body["ok"] for body in answers] == [True, True, False]
    assert answers[2]["error_code"] == 400
    assert answers[2]["description"].startswith("Bad Request: Too Many Requests: retry after ")
