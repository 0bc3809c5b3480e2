"""The words a report is sorted by: violations, foods and businesses, each behind a few pictures.

A citizen picks one of six to eight groups, then one of at most eight entries: nobody searches a list of
thirty-one on a phone. The content is data (`taxonomy.json`, replaceable by a district); this module reads
it and refuses what would leave an entry unreachable or a reference pointing nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

LARGEST_GROUP = 8
"""Entries a group may hold, and groups a catalogue may have: two columns of buttons on one phone screen."""

LONGEST_ID = 24
"""Characters of an id: with a prefix and a row's id it must fit Telegram's 64 bytes of callback_data."""


class TaxonomyError(ValueError):
    """The taxonomy file cannot be used; the message says which entry is wrong."""


class Severity(StrEnum):
    GENERAL = "general"
    SERIOUS = "serious"
    URGENT = "urgent"


class Route(StrEnum):
    TOWN = "town"
    PHONE_FIRST = "phone_first"
    """Taken as well, but only after the telephone number was shown: somebody may need a doctor now."""
    REFER_OUT = "refer_out"
    """Not this channel's business: say where it belongs and send nothing (order 121 art. 44)."""


@dataclass(frozen=True, slots=True)
class Label:
    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """English for `en…`, Chinese for every other code: the office's language is the fallback."""
        return self.en if code.lower().startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class LawReference:
    """A law, or one article of it down to paragraph (款) and items (项)."""

    law: Label
    article: int | None = None
    paragraph: int | None = None
    items: tuple[int, ...] = ()

    @property
    def zh(self) -> str:
        """As official documents cite: 《食品安全法》第一百二十五条第一款第二项."""
        article = f"第{_in_chinese(self.article)}条" if self.article else ""
        paragraph = f"第{_in_chinese(self.paragraph)}款" if self.paragraph else ""
        items = "、".join(f"第{_in_chinese(item)}项" for item in self.items)
        return f"《{self.law.zh}》{article}{paragraph}{items}"

    @property
    def en(self) -> str:
        """As in «Food Safety Law, art. 125(1)(2)»."""
        details = "".join(f"({number})" for number in (self.paragraph, *self.items) if number)
        return f"{self.law.en}, art. {self.article}{details}" if self.article else self.law.en


@dataclass(frozen=True, slots=True)
class Entry:
    """A food or a kind of business; `campaign` marks what the campaign looks at first."""

    id: str
    label: Label
    campaign: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """`label` is the official wording for officers; `short` fits a button and is meant for citizens."""

    id: str
    label: Label
    short: Label
    law: tuple[LawReference, ...]
    severity: Severity = Severity.GENERAL
    departments: tuple[str, ...] = ()
    route: Route = Route.TOWN


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    emoji: str
    label: Label
    members: tuple[str, ...]


Item = TypeVar("Item", Entry, Violation)


@dataclass(frozen=True, slots=True)
class Catalogue(Generic[Item]):
    """Entries by id, in the file's order, each in exactly one group."""

    entries: Mapping[str, Item]
    groups: tuple[Group, ...]

    def __post_init__(self) -> None:
        group_ids: list[str] = [group.id for group in self.groups]
        _check_ids([*self.entries, *group_ids])
        _refuse_any("a group described twice", _repeated(group_ids))
        members = [member for group in self.groups for member in group.members]
        _refuse_any("in more than one group", _repeated(members))
        _refuse_any("in no group", (id for id in self.entries if id not in members))
        _refuse_any("in a group but not described", (id for id in members if id not in self.entries))
        sizes = {"the groups": len(self.groups)} | {group.id: len(group.members) for group in self.groups}
        _refuse_any(
            f"not between 1 and {LARGEST_GROUP} choices",
            (name for name, size in sizes.items() if not 1 <= size <= LARGEST_GROUP),
        )

    def __getitem__(self, id: str) -> Item:
        return self.entries[id]

    def __contains__(self, id: object) -> bool:
        return id in self.entries

    def __iter__(self) -> Iterator[Item]:
        return iter(self.entries.values())

    def group(self, id: str) -> Group:
        """Raises KeyError for an id that names no group, as a forged button may."""
        return {group.id: group for group in self.groups}[id]

    def group_of(self, entry_id: str) -> Group:
        """Raises KeyError for an unknown entry."""
        for group in self.groups:
            if entry_id in group.members:
                return group
        raise KeyError(entry_id)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    violations: Catalogue[Violation]
    foods: Catalogue[Entry]
    businesses: Catalogue[Entry]
    departments: Mapping[str, Label]

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> Self:
        """Read the parsed `taxonomy.json`; raises TaxonomyError in one sentence."""
        try:
            laws = {key: Label(**label) for key, label in document["laws"].items()}
            departments = {key: Label(**label) for key, label in document["departments"].items()}
            violations = [_violation(raw, laws, departments) for raw in document["violations"]["entries"]]
            return cls(
                violations=_catalogue(violations, document["violations"]),
                foods=_catalogue([_entry(raw) for raw in document["foods"]["entries"]], document["foods"]),
                businesses=_catalogue(
                    [_entry(raw) for raw in document["businesses"]["entries"]], document["businesses"]
                ),
                departments=departments,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise TaxonomyError(f"The taxonomy lacks or misspells {error}.") from error


def _catalogue(entries: Sequence[Item], document: Mapping[str, Any]) -> Catalogue[Item]:
    _refuse_any("described twice", _repeated([entry.id for entry in entries]))
    groups = tuple(
        Group(raw["id"], raw["emoji"], Label(**raw["label"]), tuple(raw["members"])) for raw in document["groups"]
    )
    return Catalogue({entry.id: entry for entry in entries}, groups)


def _entry(raw: Mapping[str, Any]) -> Entry:
    return Entry(raw["id"], Label(**raw["label"]), raw.get("campaign", False))


def _violation(raw: Mapping[str, Any], laws: Mapping[str, Label], known: Mapping[str, Label]) -> Violation:
    departments = tuple(raw.get("departments", ()))
    _refuse_any(f"a department of {raw['id']} but not described", (id for id in departments if id not in known))
    try:
        severity, route = Severity(raw.get("severity", "general")), Route(raw.get("route", "town"))
    except ValueError as error:
        raise TaxonomyError(f"{raw['id']}: {error}.") from error
    law = tuple(_law_reference(reference, laws) for reference in raw["law"])
    return Violation(raw["id"], Label(**raw["label"]), Label(**raw["short"]), law, severity, departments, route)


def _law_reference(raw: Mapping[str, Any], laws: Mapping[str, Label]) -> LawReference:
    return LawReference(laws[raw["law"]], raw.get("article"), raw.get("paragraph"), tuple(raw.get("items", ())))


def _check_ids(ids: Iterable[str]) -> None:
    wrong = (id for id in ids if not (id.isascii() and id.isidentifier() and len(id) <= LONGEST_ID))
    _refuse_any(f"not an id of at most {LONGEST_ID} plain letters", wrong)


def _refuse_any(why: str, ids: Iterable[str]) -> None:
    if wrong := next(iter(ids), None):
        raise TaxonomyError(f"{wrong} is {why} in the taxonomy.")


def _repeated(ids: Sequence[str]) -> Iterator[str]:
    return (id for id in ids if ids.count(id) > 1)


def _in_chinese(number: int | None) -> str:
    """一 to 九百九十九, as article numbers are written."""
    hundreds, rest = divmod(number or 0, 100)
    tens, ones = divmod(rest, 10)
    digit = "零一二三四五六七八九"
    text = f"{digit[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{'' if tens == 1 and not hundreds else digit[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (digit[ones] if ones else "")
