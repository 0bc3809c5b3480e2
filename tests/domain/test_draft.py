"""A report being written: whatever order it comes in, nothing given is lost, and every way leads to the summary."""

import json
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain import draft as drafts
from domain.draft import ORDER, Draft, Source, Spot, Step

PARTS = [step for step in ORDER if step is not Step.SUMMARY]
SPOTS = st.builds(
    Spot,
    source=st.sampled_from(Source),
    lat=st.floats(-90, 90) | st.none(),
    text=st.text(max_size=5),
    towns=st.lists(st.sampled_from(["东街道", "西街道"]), max_size=2).map(tuple),
    town=st.sampled_from(["东街道", "西街道", None]),
    outside=st.booleans(),
    undecided=st.booleans(),
)
SETTLED = Spot(Source.TYPED, text="东街道12号", town="东街道")


def answered(draft: Draft, message_id: int = 9999) -> Draft:
    """The present question answered in the simplest way."""
    answers = {
        Step.KIND: lambda: drafts.choose_kind(draft, "expired"),
        Step.PLACE: lambda: drafts.give_spot(draft, SETTLED),
        Step.TOWN: lambda: drafts.choose_town(draft, "东街道"),
        Step.WORDS: lambda: drafts.say(draft, message_id, "看到了"),
        Step.PHOTOS: lambda: drafts.photos_done(drafts.add_photo(draft)),
        Step.BUSINESS: lambda: drafts.name_business(draft, "某店"),
    }
    return answers[draft.step()]()


class Writing(RuleBasedStateMachine):
    """A citizen who answers, skips, goes back and changes their mind; beside the draft stands what they gave."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = Draft(begun=True)
        self.given: dict[str, Any] = {"violation": None, "spot": None, "photos": 0, "business": ""}
        self.spoken: list[str] = []

    @rule(violation=st.sampled_from(["expired", "unlicensed"]))
    def choose_kind(self, violation: str) -> None:
        self.draft = drafts.choose_kind(self.draft, violation)
        self.given["violation"] = violation

    @rule(group=st.sampled_from(["meat", None]))
    def choose_group(self, group: str | None) -> None:
        self.draft = drafts.choose_group(self.draft, group)

    @rule(spot=SPOTS)
    def give_a_place(self, spot: Spot) -> None:
        self.draft = drafts.give_spot(self.draft, spot)
        self.given["spot"] = spot

    @rule(town=st.sampled_from(["东街道", "西街道", None]))
    def name_the_town(self, town: str | None) -> None:
        before = self.draft.spot
        self.draft = drafts.choose_town(self.draft, town)
        named = self.draft.spot
        assert named is not None
        assert (named.town, named.settled) == (town, True)
        # What was known of the place stays beside the town.
        if before is not None:
            assert (named.lat, named.text, named.source) == (before.lat, before.text, before.source)
        self.given["spot"] = named

    @rule(message_id=st.integers(1, 4), text=st.text(min_size=1, max_size=4))
    def say(self, message_id: int, text: str) -> None:
        if self._reads(message_id) != text:
            self.spoken.append(text)
        self.draft = drafts.say(self.draft, message_id, text)

    @rule(message_id=st.integers(1, 4), text=st.text(min_size=1, max_size=4))
    def edit(self, message_id: int, text: str) -> None:
        if self._reads(message_id) not in (None, text):
            self.spoken.append(text)
        self.draft = drafts.reword(self.draft, message_id, text)

    @rule()
    def send_a_photo(self) -> None:
        self.draft = drafts.add_photo(self.draft)
        self.given["photos"] += 1

    @rule()
    def send_the_photos_again(self) -> None:
        self.draft = drafts.drop_photos(drafts.turn_to(self.draft, Step.PHOTOS))
        self.given["photos"] = 0
        assert self.draft.step() is Step.PHOTOS

    @precondition(lambda self: self.draft.photos)
    @rule()
    def end_the_photos(self) -> None:
        self.draft = drafts.photos_done(self.draft)

    @rule(name=st.text(min_size=1, max_size=4))
    def name_the_business(self, name: str) -> None:
        self.draft = drafts.name_business(self.draft, name)
        self.given["business"] = name

    @rule()
    def skip(self) -> None:
        step, may = self.draft.step(), self.draft.may_skip(self.draft.step())
        skipped = drafts.skip(self.draft)
        assert (skipped == self.draft) or may
        assert not may or (skipped.step() is not step)
        self.draft = skipped

    @rule(step=st.sampled_from(PARTS))
    def change(self, step: Step) -> None:
        self.draft = drafts.turn_to(self.draft, step)
        assert self.draft.step() is step

    @rule()
    def leave_as_it_is(self) -> None:
        self.draft = drafts.leave_as_is(self.draft)

    @rule()
    def go_back(self) -> None:
        at, opened = self.draft.step(), self.draft.group
        self.draft = drafts.back(self.draft)
        assert ORDER.index(self.draft.step()) < ORDER.index(at) or opened or at is Step.KIND

    @invariant()
    def nothing_given_is_lost(self) -> None:
        assert {name: getattr(self.draft, name) for name in self.given} == self.given
        kept = [version for each in self.draft.said for version in each.versions]
        assert sorted(kept) == sorted(self.spoken)

    @invariant()
    def it_is_read_back_as_it_was_kept(self) -> None:
        assert Draft.from_json(json.loads(json.dumps(self.draft.to_json()))) == self.draft

    @invariant()
    def it_is_complete_exactly_when_every_part_is_there_or_may_be_missing(self) -> None:
        draft = self.draft
        there = {
            Step.KIND: draft.violation is not None,
            Step.PLACE: draft.spot is not None,
            Step.TOWN: draft.spot is not None and draft.spot.settled,
            Step.WORDS: bool(draft.said) or (Step.WORDS in draft.skipped and draft.photos > 0),
            Step.PHOTOS: draft.photos_done or Step.PHOTOS in draft.skipped,
            Step.BUSINESS: bool(draft.business) or Step.BUSINESS in draft.skipped,
        }
        assert {step: draft.has(step) for step in PARTS} == there
        assert draft.complete() == all(there.values())

    @invariant()
    def answering_what_is_asked_leads_to_the_summary(self) -> None:
        draft = self.draft
        for _ in range(len(ORDER) + 1):
            if draft.step() is Step.SUMMARY:
                break
            draft = answered(draft)
        assert draft.step() is Step.SUMMARY
        assert draft.complete()

    def _reads(self, message_id: int) -> str | None:
        return next((each.text for each in self.draft.said if each.message_id == message_id), None)


Writing.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
test_whatever_the_order_nothing_given_is_lost = Writing.TestCase


def test_an_empty_draft_asks_every_question_in_its_order() -> None:
    draft, asked = Draft(begun=True), []
    while (step := draft.step()) is not Step.SUMMARY:
        asked.append(step)
        draft = answered(draft)
    # A place with its town settled needs no question about the town.
    assert asked == [Step.KIND, Step.PLACE, Step.WORDS, Step.PHOTOS, Step.BUSINESS]


@pytest.mark.parametrize("step", [Step.KIND, Step.PLACE, Step.TOWN, Step.WORDS])
def test_what_an_officer_needs_cannot_be_skipped(step: Step) -> None:
    draft = drafts.turn_to(Draft(begun=True), step)
    assert drafts.skip(draft) == draft


def test_words_may_be_missing_only_while_photos_speak() -> None:
    draft = drafts.turn_to(drafts.add_photo(Draft(begun=True)), Step.WORDS)
    without_words = drafts.skip(draft)
    assert without_words.has(Step.WORDS)
    assert not drafts.drop_photos(without_words).has(Step.WORDS)
    assert drafts.add_photo(drafts.drop_photos(without_words)).has(Step.WORDS)


def test_words_written_anew_keep_the_old_ones_as_versions() -> None:
    draft = drafts.say(drafts.say(Draft(begun=True), 1, "牛奶"), 2, "过期")
    anew = drafts.say(drafts.turn_to(draft, Step.WORDS), 3, "酸奶过期")
    assert anew.words == "酸奶过期"
    assert anew.said[0].versions == ("牛奶", "过期", "酸奶过期")
