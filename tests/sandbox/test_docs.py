"""The page that documents the sandbox names what there is, and nothing else."""

import re

from sandbox.control.routes import GETS, POSTS
from sandbox.control.speaking import FIELDS as MESSAGE_FIELDS
from sandbox.faults import KINDS, Fault
from sandbox.methods import TABLE
from tests.sandbox_process import ROOT

PAGE = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_every_built_method_is_listed_and_no_other() -> None:
    table = PAGE.partition("| for | methods |")[2].partition("Requests are validated")[0]
    assert set(re.findall(r"`(\w+)`", table)) == {method.name for method in TABLE.values()}


def test_every_control_address_is_listed() -> None:
    listed = set(re.findall(r"`(GET|POST) (/control/[^`]+)`", PAGE))
    built = {("POST", path) for path in POSTS} | {("GET", re.sub(r":[^}]*", "", path)) for path in GETS}
    renamed = {(verb, path.replace("{query_id}", "{id}")) for verb, path in built}
    assert renamed <= listed
    others = {
        ("POST", "/control/reset"),
        ("GET", "/control/health"),
        ("GET", "/control/files/{file_unique_id}"),
        ("GET", "/control/events"),
    }
    assert listed - renamed <= others | {("POST", "/control/release")}


def test_every_fault_and_every_field_of_a_message_is_explained() -> None:
    spoken = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", PAGE))))
    assert set(KINDS) <= spoken
    assert set(MESSAGE_FIELDS) - {"entities"} <= spoken
    assert set(Fault.__dataclass_fields__) - {"fault_id", "matched", "struck"} <= spoken
