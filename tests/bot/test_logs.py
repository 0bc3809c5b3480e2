"""The log is enough to find a fault and not enough to find a reporter."""

import json
import logging

import pytest

from bot.logs import JsonLines, PlainLines
from storage.sealing import SealBroken

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanaryCAN"
CANARIES = (TOKEN, "7346120958", "张三的手机号", "13800138000")


@pytest.fixture(params=[PlainLines(), JsonLines()], ids=["plain", "json"])
def form(request: pytest.FixtureRequest) -> logging.Formatter:
    formatter: logging.Formatter = request.param
    return formatter


def record(message: str, *args: object, error: Exception | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("storage.cases", logging.ERROR, "cases.py", 1, message, args, exc_info)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


def test_no_token_and_no_person_in_a_message(form: logging.Formatter) -> None:
    line = form.format(record("GET /bot%s/getUpdates for %s, tel. %s", TOKEN, 7346120958, "13800138000"))
    assert not any(canary in line for canary in CANARIES)


@pytest.mark.parametrize("said", ["7346120958", "7346120958.", "(id=7346120958)", "p.7346120958, p.7346120958."])
def test_a_persons_id_is_blotted_out_wherever_a_sentence_puts_it(form: logging.Formatter, said: str) -> None:
    assert "7346120958" not in form.format(record(said))


def test_a_groups_id_and_a_cases_number_stay_readable(form: logging.Formatter) -> None:
    line = form.format(record("%s waits for group %s", "YX-2026-00012", -1001234567890))
    assert "YX-2026-00012" in line
    assert "-1001234567890" in line


@pytest.mark.parametrize(
    "error",
    [
        raised(ValueError(" ".join(CANARIES))),
        raised(RuntimeError(), cause=raised(KeyError(*CANARIES))),
        raised(ExceptionGroup("张三的手机号", [raised(ValueError(TOKEN))])),
    ],
    ids=["itself", "cause", "group"],
)
def test_the_text_of_a_foreign_exception_is_left_out(form: logging.Formatter, error: Exception) -> None:
    line = form.format(record("it failed", error=error))
    assert not any(canary in line for canary in CANARIES)
    assert type(error).__name__ in line
    assert "in raised" in line, "the place in the code is what is left to find the fault by"


def test_our_own_exceptions_may_speak(form: logging.Formatter) -> None:
    assert "evidence.source" in form.format(record("it failed", error=raised(SealBroken("evidence.source: no key"))))


def test_the_number_people_were_shown_is_found_in_the_log(form: logging.Formatter) -> None:
    failed = record("update failed")
    failed.reference = "T-7KM2XQ"
    assert "T-7KM2XQ" in form.format(failed)


def test_json_is_one_object_a_line_whatever_is_said() -> None:
    line = JsonLines().format(record("two\nlines", error=raised(ValueError())))
    assert "\n" not in line
    assert json.loads(line)["message"] == "two\nlines"
