"""How alike two cases are: reasons that a person can check, and whether they are enough to ask that person.

Nothing is joined by this. A score only decides whether an officer is shown the other case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.coordinates import Point, distance_m

NEAR_M = 150
"""Metres: a phone's fix between tall houses and a pin put by thumb are that far off and still mean one door."""

SAME_SPOT_M = 50
"""Metres: within the error of a good fix."""

WINDOW = timedelta(days=30)
"""The longest that one wrong is reported again as the same; after it a repeat is a new fact."""

SOON = timedelta(days=3)
"""One event seen by several people is reported within a weekend."""

PICTURE_BITS = 6
"""Bits of 64 in which two hashes of one picture may differ after it was scaled and encoded anew."""

_LEAST_DETAIL = 8
"""Bits set, or not set, below which a hash is that of a wall, a sky or a covered lens: it is like many others."""

ENOUGH = 5
"""No single reason reaches it, nor do two without a picture: a market has many stalls within fifty metres."""

_ALL_BITS = (1 << 64) - 1


class Trait(StrEnum):
    """In what two cases are alike. The values are stored."""

    PICTURE = "picture"
    NEAR = "near"
    NAME = "name"
    SORT = "sort"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a case is compared. `point` is in WGS-84, `business` the id its name leads to, `pictures` are 64-bit
    difference hashes, signed or not; `group` is the violation's in the taxonomy, None for one the district dropped."""

    received_at: datetime
    violation: str
    group: str | None = None
    point: Point | None = None
    business: int | None = None
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in common. `n` is metres for `near` and days for `soon`, 0 where there is nothing to count."""

    trait: Trait
    weight: int
    n: int = 0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases have in common, the weightiest first."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(each.weight for each in self.reasons)

    @property
    def likely(self) -> bool:
        """Whether a person should look at the two together."""
        return self.score >= ENOUGH


def likeness(one: Traits, other: Traits) -> Likeness:
    """What the two have in common; the same whichever comes first."""
    return Likeness(tuple(sorted(_reasons(one, other), key=lambda each: -each.weight)))


def telling(picture: int) -> bool:
    """Whether a hash has enough detail to be compared at all."""
    return _LEAST_DETAIL <= (picture & _ALL_BITS).bit_count() <= 64 - _LEAST_DETAIL


def _reasons(one: Traits, other: Traits) -> Iterator[Reason]:
    if _same_picture(one.pictures, other.pictures):
        yield Reason(Trait.PICTURE, 3)
    if one.point is not None and other.point is not None:
        metres = distance_m(one.point, other.point)
        if metres <= NEAR_M:
            yield Reason(Trait.NEAR, 2 if metres <= SAME_SPOT_M else 1, round(metres))
    if one.business is not None and one.business == other.business:
        yield Reason(Trait.NAME, 2)
    if one.violation == other.violation:
        yield Reason(Trait.SORT, 2)
    elif one.group is not None and one.group == other.group:
        yield Reason(Trait.SORT, 1)
    apart = abs(one.received_at - other.received_at)
    if apart <= WINDOW:
        soon = apart <= SOON
        yield Reason(Trait.SOON, 2 if soon else 1, (SOON if soon else WINDOW).days)


def _same_picture(ones: tuple[int, ...], others: tuple[int, ...]) -> bool:
    return any(
        ((a ^ b) & _ALL_BITS).bit_count() <= PICTURE_BITS for a in ones if telling(a) for b in others if telling(b)
    )
