"""Cards: never too long, nothing that gives the reporter away, and buttons that fit the state."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.asking import Asked, Verb
from domain.card import CardFacts, CardNote, LedgerFacts, LookFacts, Referral
from domain.case import Outcome, Status
from domain.entry import Channel
from domain.look_back import Verdict
from domain.people import DeskKind
from domain.plain_text import clean, utf16_len
from wording.cards import LONGEST, render

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 1, 37, 42, tzinfo=UTC)


LONG = "长" * 3500
FULL = LedgerFacts(
    external_number="1" * 40, licence="L" * 64, supplier="供" * 200, severity_reason=LONG, measure=LONG,
    rectify_by=date(2026, 3, 20), responsible="责" * 100, penalty=LONG, penalty_document="文" * 100,
    destination="移" * 100, referred_from="单" * 100, relapses=2, objected=True,
)  # fmt: skip
"""A row of the ledger with every column as long as it can be."""

LOOK = LookFacts(date(2026, 3, 9), "东" * 64, "李" * 64, here=True)
DONE = LookFacts(date(2026, 3, 9), "东" * 64, "李" * 64, here=True, done_at=AT, passed=False, words=LONG)


def facts(**changed: object) -> CardFacts:
    """A case of the east town, just assigned."""
    usual: dict[str, object] = {
        "case_id": 7, "number": "SL-2026-00007", "status": Status.ASSIGNED, "violation": "unlicensed",
        "severity": "serious", "happened": "后巷有人无证加工熟食", "business": "", "place_text": "后巷",
        "lat": 23.105, "lon": 113.205, "border_m": None, "desk_name": "东街道", "holder": None, "outcome": None,
        "conclusion": "", "received_at": AT, "due_on": date(2026, 3, 23), "due_provisional": False, "photos": 2,
        "for_kind": DeskKind.TOWN, "routed_by": "gps",
    }  # fmt: skip
    return CardFacts(**(usual | changed))  # type: ignore[arg-type]  # the keys are the fields


def verbs(card: CardFacts) -> set[Verb]:
    """What the card's buttons ask for."""
    rows = (render(card, "zh", ZONE).markup or {}).get("inline_keyboard", [])
    read = [Asked.read(each["callback_data"]) for row in rows for each in row if "callback_data" in each]
    return {asked.verb for asked in read if asked}


PEOPLES_WORDS = st.builds(lambda text, times: clean(text * times, 4096), st.text(max_size=40), st.integers(1, 400))


@settings(deadline=None)  # cleaning the texts takes most of the time, the more so beside other tests
@given(PEOPLES_WORDS, PEOPLES_WORDS, st.lists(PEOPLES_WORDS, max_size=4), st.sampled_from(["zh", "en"]))
def test_a_card_is_never_too_long_whatever_people_wrote(
    happened: str, conclusion: str, written: list[str], lang: str
) -> None:
    notes = tuple(CardNote("王" * 64, text, AT, True) for text in written)
    card = facts(
        happened=happened, conclusion=conclusion, outcome=Outcome.BANNED, status=Status.CONCLUDED, notes=notes,
        business="商" * 200, place_text="地" * 400, holder="李" * 64, border_m=35, ledger=FULL,
        verdict=Verdict.STILL, look=LOOK,
    )  # fmt: skip
    message = render(card, lang, ZONE)
    assert utf16_len(message.text) <= LONGEST
    for entity in message.entities:
        assert 0 <= entity["offset"] <= entity["offset"] + entity["length"] <= utf16_len(message.text)


def test_the_fullest_row_leaves_room_for_what_was_reported() -> None:
    notes = tuple(CardNote("王" * 64, "记" * 400, AT, True) for _ in range(4))
    card = facts(
        happened="报" * 3000, conclusion="结" * 3500, outcome=Outcome.BANNED, status=Status.CONCLUDED, notes=notes,
        business="商" * 200, place_text="地" * 400, holder="李" * 64, border_m=35, ledger=FULL,
        verdict=Verdict.STILL, look=LOOK,
    )  # fmt: skip
    for lang in ("zh", "en"):
        message = render(card, lang, ZONE)
        assert message.text.count("报") >= 300
        assert utf16_len(message.text) <= LONGEST


def test_where_the_reporters_words_are_withheld_the_findings_stand_in_their_place_and_fit() -> None:
    referral = Referral(AT, "王" * 64, LONG, "查" * 3500)
    card = facts(
        happened="", withheld=True, referral=referral, guests=("协" * 64,) * 10, status=Status.REFERRED,
        business="商" * 200, place_text="地" * 400, holder="李" * 64, border_m=35, ledger=FULL,
    )  # fmt: skip
    for lang in ("zh", "en"):
        message = render(card, lang, ZONE)
        assert message.text.count("查") >= 300
        assert utf16_len(message.text) <= LONGEST


def test_the_longest_report_is_cut_and_says_so() -> None:
    text = render(facts(happened="字" * 4096), "zh", ZONE).text
    assert "…" in text
    assert LONGEST - 20 < utf16_len(text) <= LONGEST


def test_markup_in_a_report_stays_text() -> None:
    message = render(facts(happened="<b>*_`[x](http://evil.example)</b>"), "zh", ZONE)
    assert "<b>*_`[x](http://evil.example)</b>" in message.text
    assert {entity["type"] for entity in message.entities} == {"bold", "code", "expandable_blockquote"}


def test_the_time_of_a_report_is_told_to_half_a_day() -> None:
    text = render(facts(), "zh", ZONE).text
    assert "3月2日上午" in text
    assert "9:37" not in text
    assert "37" not in text


def test_a_provisional_deadline_says_so_and_a_border_is_told_only_when_it_matters() -> None:
    assert "3月23日（暂定）" in render(facts(due_provisional=True), "zh", ZONE).text
    assert "暂定" not in render(facts(), "zh", ZONE).text
    assert "边界约 35 米" in render(facts(border_m=35), "zh", ZONE).text
    assert "边界" not in render(facts(), "zh", ZONE).text


def test_a_card_of_a_case_that_has_left_shows_neither_content_nor_buttons() -> None:
    message = render(facts(here=False, desk_name="西街道"), "zh", ZONE)
    assert "西街道" in message.text
    assert "熟食" not in message.text
    assert message.markup is None


FIELD = {Verb.HAND, Verb.ASK, Verb.NOTE, Verb.END, Verb.FIELD, Verb.GRADE}
DUTY = {Verb.ASK, Verb.NOTE, Verb.FIELD}
BEGUN = FIELD | {Verb.JOINT}
MOVING = {Verb.RECTIFY, Verb.CHARGE, Verb.REFER}
OURS = {"for_kind": DeskKind.DEPARTMENT, "status": Status.REFERRED}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, FIELD | {Verb.TAKE, Verb.RETURN}),
        ({"status": Status.ACCEPTED, "holder": "王"}, BEGUN | MOVING | {Verb.RETURN}),
        ({"status": Status.ACCEPTED, "holder": None}, BEGUN | MOVING | {Verb.TAKE, Verb.RETURN}),
        ({"status": Status.RECTIFYING, "holder": "王"}, BEGUN | {Verb.CHARGE, Verb.REFER}),
        ({"status": Status.PROSECUTING, "holder": "王"}, BEGUN | {Verb.REFER}),
        (OURS, BEGUN | {Verb.ACK, Verb.BACK}),
        (OURS | {"ledger": LedgerFacts(acknowledged=True), "holder": "王"}, BEGUN | {Verb.BACK}),
        ({"status": Status.ACCEPTED, "holder": "王", "as_guest": True}, {Verb.NOTE, Verb.PART}),
        ({"status": Status.CONCLUDED, "outcome": Outcome.BANNED, "as_guest": True}, set()),
        ({"status": Status.CONCLUDED, "outcome": Outcome.BANNED}, set()),
        ({"status": Status.WITHDRAWN}, set()),
        (
            {"for_kind": DeskKind.DUTY, "status": Status.RECEIVED, "desk_name": None},
            DUTY | {Verb.ASSIGN, Verb.END},
        ),
        ({"for_kind": DeskKind.DUTY}, DUTY | {Verb.ASSIGN}),
        ({"for_kind": DeskKind.DUTY, "status": Status.ACCEPTED, "holder": "王"}, DUTY | {Verb.ASSIGN, Verb.JOINT}),
        ({"for_kind": DeskKind.DUTY, "status": Status.CONCLUDED}, {Verb.CLOSE, Verb.REOPEN}),
        (
            {"for_kind": DeskKind.DUTY, "status": Status.CONCLUDED, "ledger": LedgerFacts(objected=True)},
            {Verb.REOPEN, Verb.REBUT},
        ),
        ({"for_kind": DeskKind.DUTY, "status": Status.CLOSED}, {Verb.REOPEN}),
    ],
)
def test_the_buttons_fit_the_state_and_the_desk(changed: dict[str, object], expected: set[Verb]) -> None:
    assert verbs(facts(**changed)) == expected | {Verb.STORY}


def test_an_unknown_category_shows_its_id() -> None:
    assert "retired_category" in render(facts(violation="retired_category"), "zh", ZONE).text


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_card_in_both_languages(status: Status) -> None:
    assert render(facts(status=status), "zh", ZONE).text != render(facts(status=status), "en", ZONE).text


def test_a_look_back_is_offered_where_it_is_to_be_done_and_waived_only_by_supervisors() -> None:
    concluded = {"status": Status.CONCLUDED, "outcome": Outcome.BANNED, "conclusion": "已取缔"}
    elsewhere = LookFacts(LOOK.due_on, "东街道", "李", here=False)
    for kind, look, offered in (
        (DeskKind.TOWN, LOOK, {"pass", "fail", "take"}),
        (DeskKind.TOWN, elsewhere, set()),
        (DeskKind.TOWN, DONE, set()),
        (DeskKind.DUTY, elsewhere, set()),
        (DeskKind.SUPERVISOR, elsewhere, {"waive"}),
    ):
        rows = (render(facts(for_kind=kind, look=look, **concluded), "zh", ZONE).markup or {})["inline_keyboard"]
        read = [Asked.read(each["callback_data"]) for row in rows for each in row if "callback_data" in each]
        assert {asked.detail for asked in read if asked and asked.verb is Verb.LOOK} == offered


def test_a_case_that_staff_entered_offers_no_question_to_a_reporter() -> None:
    for kind in (DeskKind.TOWN, DeskKind.DUTY):
        assert Verb.ASK in verbs(facts(for_kind=kind))
        for channel in Channel:
            assert Verb.ASK not in verbs(facts(for_kind=kind, ledger=LedgerFacts(source=channel)))
