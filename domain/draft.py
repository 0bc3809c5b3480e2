"""A report being written: what it has, what it lacks, and which question comes next.

The citizen may begin with anything and change anything; every function here returns a new draft and forgets nothing
that was not explicitly replaced.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Self


class Step(StrEnum):
    """A question, in the order in which what is missing is asked for."""

    KIND = "kind"
    PLACE = "place"
    TOWN = "town"
    WORDS = "words"
    PHOTOS = "photos"
    BUSINESS = "business"
    SUMMARY = "summary"


ORDER = tuple(Step)
SKIPPABLE = frozenset({Step.PHOTOS, Step.BUSINESS})
"""A report needs a place and a concrete lead (order 121 art. 28); words may be left out only where photos speak."""


class Source(StrEnum):
    """How the place came."""

    GPS = "gps"
    PIN = "pin"
    VENUE = "venue"
    PHOTO = "photo"
    TYPED = "typed"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it happened. `lat`/`lon` as received, `datum` as they were read; `text` as typed or named.

    `towns` are the candidates, likeliest first; `town` is the settled one. `undecided` means the citizen could not
    say: the duty desk decides. `neighbour` names whose ground it seems to be when it lies outside the district.
    """

    source: Source
    lat: float | None = None
    lon: float | None = None
    datum: str | None = None
    accuracy_m: float | None = None
    text: str = ""
    towns: tuple[str, ...] = ()
    town: str | None = None
    outside: bool = False
    perhaps_outside: bool = False
    neighbour: str | None = None
    undecided: bool = False
    border_m: int | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing more need be asked about the town."""
        return self.town is not None or self.outside or self.undecided


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the reporter's words, all its versions, oldest first."""

    message_id: int
    versions: tuple[str, ...]

    @property
    def text(self) -> str:
        """As it reads now."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything gathered so far. `photos` counts evidence rows of this draft; `turned_to` is a part being changed.

    `adding_to` is a filed case to which messages go meanwhile; the draft itself rests. `place_in` and `business_in` are
    the messages in which those were typed, so that an edit of one finds what it corrects. `mark` tells this draft
    from the person's other ones: a button of an earlier one neither sends nor cancels it.
    """

    group: str | None = None
    violation: str | None = None
    spot: Spot | None = None
    said: tuple[Said, ...] = ()
    photos: int = 0
    photos_done: bool = False
    business: str = ""
    skipped: frozenset[Step] = field(default=frozenset())
    turned_to: Step | None = None
    adding_to: int | None = None
    begun: bool = False
    place_in: int | None = None
    business_in: int | None = None
    mark: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """What happened, as it reads now: a paragraph a message."""
        return "\n".join(each.text for each in self.said)

    def has(self, step: Step) -> bool:
        """Whether the part is there, or was deliberately left out and may be still: photos may have gone since."""
        return (step in self.skipped and self.may_skip(step)) or {
            Step.KIND: self.violation is not None,
            Step.PLACE: self.spot is not None,
            Step.TOWN: self.spot is not None and self.spot.settled,
            Step.WORDS: bool(self.said),
            Step.PHOTOS: self.photos_done,
            Step.BUSINESS: bool(self.business),
            Step.SUMMARY: False,
        }[step]

    @property
    def holds_something(self) -> bool:
        """Whether anything was given at all; pressing /start gives nothing."""
        return bool(self.violation or self.spot or self.said or self.photos or self.business)

    def step(self) -> Step:
        """The question to ask now."""
        if self.turned_to is not None:
            return self.turned_to
        return next(step for step in ORDER if not self.has(step))

    def complete(self) -> bool:
        """Whether it may be filed."""
        return all(self.has(step) for step in ORDER if step is not Step.SUMMARY)

    def may_skip(self, step: Step) -> bool:
        """Photos and the business may always be left out; words only if photos speak."""
        return step in SKIPPABLE or (step is Step.WORDS and self.photos > 0)

    def to_json(self) -> dict[str, Any]:
        """The shape kept (sealed) in the database, read back by `from_json`."""
        # Part by part: a walk through everything by `asdict` is what a step of a conversation would cost most.
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        spot = None if self.spot is None else asdict(self.spot)
        said = [{"message_id": each.message_id, "versions": each.versions} for each in self.said]
        return kept | {"spot": spot, "said": said, "skipped": sorted(self.skipped)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Raises TypeError for fields of another version."""
        fields = dict(data)
        spot = fields.pop("spot")
        said = tuple(Said(each["message_id"], tuple(each["versions"])) for each in fields.pop("said"))
        skipped = frozenset(Step(each) for each in fields.pop("skipped"))
        turned_to = fields.pop("turned_to")
        return cls(
            **fields,
            spot=None
            if spot is None
            else Spot(**spot | {"source": Source(spot["source"]), "towns": tuple(spot["towns"])}),
            said=said,
            skipped=skipped,
            turned_to=None if turned_to is None else Step(turned_to),
        )


def choose_kind(draft: Draft, violation: str) -> Draft:
    """Settles the category."""
    return _answered(replace(draft, violation=violation, group=None), Step.KIND)


def choose_group(draft: Draft, group: str | None) -> Draft:
    """Opens a group of categories, or closes it to look at the others."""
    return replace(draft, group=group)


def give_spot(draft: Draft, spot: Spot, message_id: int | None = None) -> Draft:
    """A place arrived, at whatever step; it replaces an earlier one. `message_id` names the message that typed it."""
    answered = _answered(replace(draft, spot=spot, place_in=message_id), Step.PLACE)
    return replace(answered, turned_to=None) if draft.turned_to is Step.TOWN else answered


def choose_town(draft: Draft, town: str | None) -> Draft:
    """The citizen named the town, or said that they can't (None). Without a place, the town alone is the place."""
    spot = draft.spot or Spot(Source.TOWN)
    return _answered(replace(draft, spot=replace(spot, town=town, undecided=town is None)), Step.TOWN, Step.PLACE)


def say(draft: Draft, message_id: int, text: str) -> Draft:
    """Adds a message of the reporter's words, or a new version of one already there."""
    if any(each.message_id == message_id for each in draft.said):
        return reword(draft, message_id, text)
    said = (*draft.said, Said(message_id, (text,)))
    if draft.turned_to is Step.WORDS:
        # Rewriting replaces what is read; the earlier words stay as versions of the new message.
        said = (Said(message_id, (*(version for each in draft.said for version in each.versions), text)),)
    return _answered(replace(draft, said=said), Step.WORDS)


def reword(draft: Draft, message_id: int, text: str) -> Draft:
    """The reporter edited a message: the earlier version is kept. Unknown messages change nothing."""
    said = tuple(
        Said(each.message_id, (*each.versions, text)) if each.message_id == message_id and each.text != text else each
        for each in draft.said
    )
    return replace(draft, said=said)


def add_photo(draft: Draft) -> Draft:
    """One more photo or file arrived; whether that was the last one is a separate answer."""
    return replace(draft, photos=draft.photos + 1, skipped=draft.skipped - {Step.PHOTOS})


def lose_photo(draft: Draft) -> Draft:
    """A photo turned out to be none; where it was the only one, photos are asked for again."""
    left = max(0, draft.photos - 1)
    return replace(draft, photos=left, photos_done=draft.photos_done and left > 0)


def drop_photos(draft: Draft) -> Draft:
    """The reporter wants to send the photos again."""
    return replace(draft, photos=0, photos_done=False, skipped=draft.skipped - {Step.PHOTOS})


def photos_done(draft: Draft) -> Draft:
    """No more photos for now."""
    return _answered(replace(draft, photos_done=True), Step.PHOTOS)


def name_business(draft: Draft, name: str, message_id: int | None = None) -> Draft:
    """Who is reported; `message_id` names the message that said so."""
    return _answered(replace(draft, business=name, business_in=message_id), Step.BUSINESS)


def skip(draft: Draft) -> Draft:
    """Leaves the present question out if it may be; otherwise nothing changes."""
    step = draft.step()
    if not draft.may_skip(step):
        return draft
    return replace(draft, skipped=draft.skipped | {step}, turned_to=None)


def turn_to(draft: Draft, step: Step) -> Draft:
    """Asks for a part again; what it holds stays until something replaces it."""
    return replace(draft, turned_to=step, skipped=draft.skipped - {step}, group=None)


def leave_as_is(draft: Draft) -> Draft:
    """The part that was turned to stays as it was."""
    return replace(draft, turned_to=None)


def back(draft: Draft) -> Draft:
    """To the question before the present one; from an opened group of categories to the groups."""
    if draft.group is not None:
        return replace(draft, group=None)
    at = ORDER.index(draft.step())
    earlier = [step for step in ORDER[:at] if step is not Step.TOWN]
    return turn_to(draft, earlier[-1]) if earlier else draft


def _answered(draft: Draft, *steps: Step) -> Draft:
    turned_to = None if draft.turned_to in steps else draft.turned_to
    return replace(draft, turned_to=turned_to, skipped=draft.skipped - set(steps))
