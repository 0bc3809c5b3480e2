"""Every column of every table is known for what it may say about a person; a new one fails here until it is judged."""

from sqlalchemy import BigInteger, LargeBinary, String

from storage.tables import Table

SEALED, PSEUDONYM, STAFF, GROUP, WORDS, FACT = "sealed", "pseudonym", "staff", "group", "words", "fact"
"""Sealed under the keys · a keyed hash · a member of staff, by id or name · a group's id · what people wrote for the
officers to read · nothing about anybody."""

ADDRESSEE = "a group's id, or a pseudonym"

KNOWN = {
    "attempt": {"who": "a pseudonym, or a member of staff", FACT: "id at what case_id"},
    "batch": {"made_by": STAFF, FACT: "id number title reach slot_id queued_at due_at begun_at made_at"},
    "bind_code": {"digest": PSEUDONYM, "made_by": STAFF, FACT: "desk_id made_at expires_at used_at"},
    "broadcast": {
        "chat_id": GROUP,
        "begun_by": STAFF,
        FACT: "id exposure_id verb state begun_at ended_at told_at total",
    },
    "business": {"key": WORDS, "name": WORDS, FACT: "id since"},
    "canned_answer": {
        "made_by": STAFF,
        "text": WORDS,
        FACT: "id status violation made_at dropped_at",
    },
    "case": {
        "reporter": PSEUDONYM,
        "receipt": PSEUDONYM,
        "holder_id": STAFF,
        "happened": WORDS,
        "business": WORDS,
        "place_text": WORDS,
        "conclusion": WORDS,
        "entered_by": STAFF,
        "severity_reason": WORDS,
        "supplier": WORDS,
        "measure": WORDS,
        "responsible": WORDS,
        "penalty": WORDS,
        FACT: "id number year status violation severity lat lon datum border_m desk_id routed_by outcome received_at "
        "due_on due_provisional update_id source external_number licence rectify_by penalty_document destination "
        "referred_from acknowledged_at concluded_at closed_at relapses clock clock_from extended paused_since "
        "paused_for paused_days chased chase_at business_id supplier_id duplicate_of ask_at verdict "
        "verdict_at",
    },
    "case_event": {
        "actor_id": STAFF,
        "reason": WORDS,
        FACT: "id case_id seq at actor what from_status to_status facts digest",
    },
    "co_handler": {"asked_by": STAFF, FACT: "id case_id desk_id since until"},
    "conflict": {
        "user_id": STAFF,
        "marked_by": STAFF,
        "lifted_by": STAFF,
        "reason": WORDS,
        FACT: "id business_id since until",
    },
    "copy": {
        "recipient": ADDRESSEE,
        FACT: "id broadcast_id series_id piece form state outcome live message_ids previous_id why settled_at",
    },
    "correspondent": {
        "key": PSEUDONYM,
        "address": SEALED,
        "draft": SEALED,
        FACT: "lang lang_chosen draft_at draft_reminded_at blocked_at met_at",
    },
    "desk": {"chat_id": GROUP, FACT: "id kind name bound_at unreachable_at"},
    "evidence": {
        "owner": PSEUDONYM,
        "album": PSEUDONYM,
        "source": SEALED,
        "place": SEALED,
        FACT: "id handle case_id note_id by_staff as_file state trouble attempts not_before original sha256 copy width "
        "height dhash file_id announced at",
    },
    "exposure": {
        "made_by": STAFF,
        "frozen": WORDS,
        "party": WORDS,
        FACT: "id batch_id place series_id corrects_id case_id status class basis agency document decided_on desk_id "
        "violation revision digest months expires_on published_at ended_at reporter_told_at made_at",
    },
    "exposure_approval": {"user_id": STAFF, FACT: "exposure_id digest at"},
    "exposure_event": {
        "actor_id": STAFF,
        "reason": WORDS,
        FACT: "id exposure_id seq at actor what from_status to_status facts digest",
    },
    "exposure_flag": {
        "words": WORDS,
        "reason": WORDS,
        "decided_by": STAFF,
        FACT: "id exposure_id key part kind standing decision decided_at",
    },
    "exposure_part": {"text": WORDS, "entities": WORDS, FACT: "exposure_id name"},
    "exposure_photo": {
        "confirmed_by": STAFF,
        FACT: "id exposure_id evidence_id published boxes confirmed_at state attempts not_before copy sha256",
    },
    "inbox": {"chat": PSEUDONYM, "payload": SEALED, FACT: "update_id state attempts received_at done_at trouble"},
    "key_check": {"proof": SEALED, FACT: "key_id"},
    "likeness": {"dismissed_by": STAFF, FACT: "later_id earlier_id score reasons at dismissed_at"},
    "look_back": {
        "given_to": STAFF,
        "done_by": STAFF,
        "words": WORDS,
        FACT: "id case_id because desk_id began_at due_on chased chase_at done_at passed",
    },
    "morning_digest": {FACT: "desk_id day at"},
    "note": {
        "author_id": STAFF,
        "shared_by": STAFF,
        "chat_id": GROUP,
        "text": WORDS,
        FACT: "id case_id at shared_at message_id version",
    },
    "outbox": {
        "recipient": ADDRESSEE,
        "payload": SEALED,
        FACT: "id lane topic state not_before lease leased_until attempts repeat case_id copy_id message_id trouble "
        "created_at settled_at",
    },
    "outlet": {
        "chat_id": GROUP,
        "added_by": STAFF,
        "confirmed_by": STAFF,
        "ended_by": STAFF,
        FACT: "id kind title username form added_at confirmed_at ended_at unreachable_at",
    },
    "paper": {"made_by": STAFF, "chat_id": GROUP, FACT: "id kind asks case_id made_at rows"},
    "seat": {"user_id": STAFF, FACT: "id desk_id role since until"},
    "sent_message": {"recipient": ADDRESSEE, FACT: "message_id case_id mark ask sent_at"},
    "slot": {"made_by": STAFF, "dropped_by": STAFF, FACT: "id cron days shift since through dropped_at"},
    "staff": {"user_id": STAFF, "name": STAFF, FACT: "since"},
    "subscription": {"key": PSEUDONYM, FACT: "id what value since until"},
    "sweep": {"started_by": STAFF, FACT: "id desk_id title checks ends_on started_at ended_at reminded_at"},
    "sweep_finding": {"words": WORDS, "by": STAFF, FACT: "id place_id what at case_id"},
    "sweep_place": {"visited_by": STAFF, FACT: "id sweep_id desk_id name place_text lat lon visited_at"},
    "statement": {"message": PSEUDONYM, "text": WORDS, FACT: "id case_id version at"},
}


def judged() -> dict[tuple[str, str], str]:
    """Each (table, column) with what is known of it."""
    found: dict[tuple[str, str], str] = {}
    for table, columns in KNOWN.items():
        found |= {(table, name): kind for name, kind in columns.items() if name != FACT}
        found |= {(table, name): FACT for name in columns[FACT].split()}
    return found


def test_every_column_has_been_judged() -> None:
    there = {(table.name, column.name) for table in Table.metadata.tables.values() for column in table.columns}
    assert set(judged()) == there


def test_what_is_bytes_is_sealed_and_what_is_sealed_is_bytes() -> None:
    for (table, column), kind in judged().items():
        stored = Table.metadata.tables[table].columns[column].type
        assert isinstance(stored, LargeBinary) == (kind == SEALED), (table, column)


def test_a_pseudonym_has_no_room_for_more() -> None:
    for (table, column), kind in judged().items():
        if kind == PSEUDONYM:
            stored = Table.metadata.tables[table].columns[column].type
            assert isinstance(stored, String)
            assert stored.length == 64, (table, column)


def test_a_telegram_id_stands_only_where_a_group_or_staff_is_meant() -> None:
    """Citizens' ids need 64 bits: whoever adds such a column says here whose it is."""
    for (table, column), kind in judged().items():
        stored = Table.metadata.tables[table].columns[column]
        if kind == FACT and isinstance(stored.type, BigInteger):
            ours = (
                column == "id"
                or stored.foreign_keys
                or column in ("case_id", "copy_id", "message_id", "update_id", "dhash")
            )
            assert ours, (table, column)
