"""What goes wrong on purpose."""

from dataclasses import dataclass, field

from sandbox.refusals import Json, Refusal, WrongControl, bad, forbidden, too_many_requests

KINDS = (
    "429", "403", "400", "500", "502", "504", "timeout_after_accept", "drop_after_accept", "drop_before",
    "album_400_retry", "delay_ms", "duplicate_update",
)  # fmt: skip
NUMBERS = ("chat_id", "times", "every", "retry_after", "delay_ms")
SERVER_ERRORS = {"500": "Internal Server Error", "502": "Bad Gateway", "504": "Gateway Timeout"}
AFTER_ACCEPTING = frozenset({"timeout_after_accept", "drop_after_accept"})
DEFAULT_DELAY_MS = {"delay_ms": 1_000, "timeout_after_accept": 60_000}
NEVER_BY_WILDCARD = frozenset({"getupdates", "getme", "setwebhook", "deletewebhook"})


@dataclass(slots=True)
class Fault:
    """A rule: which calls it hits, how often, and how they fail. `times` None means for ever."""

    fault_id: int
    kind: str
    method: str = "*"
    chat_id: int | None = None
    times: int | None = 1
    every: int = 1
    retry_after: int = 1
    description: str | None = None
    delay_ms: int | None = None
    matched: int = 0
    struck: int = 0

    def seconds(self) -> float:
        """How long the answer is held back: a second, or a minute when it never comes, unless `delay_ms` says."""
        held = self.delay_ms if self.delay_ms is not None else DEFAULT_DELAY_MS.get(self.kind, 0)
        return held / 1000

    def hits(self, method: str, chat_id: int | None) -> bool:
        """Count a matching call and say whether this one fails. `*` spares receiving and setting up."""
        named = self.method.lower()
        covered = method not in NEVER_BY_WILDCARD if named == "*" else method == named
        if not covered or (self.chat_id is not None and chat_id != self.chat_id):
            return False
        return self.counted()

    def counted(self) -> bool:
        """Whether it is this call's turn."""
        if self.times is not None and self.struck >= self.times:
            return False
        self.matched += 1
        if self.matched % self.every:
            return False
        self.struck += 1
        return True

    def refusal(self) -> Refusal | None:
        """The answer of a fault that refuses; None for one that only delays, drops or loses the answer."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind == "album_400_retry":
            return bad(f"Too Many Requests: retry after {self.retry_after}")
        if self.kind == "403":
            return Refusal(403, self.description or forbidden("bot was blocked by the user").description)
        if self.kind == "400":
            return Refusal(400, self.description or "Bad Request: injected fault")
        if self.kind in SERVER_ERRORS:
            return Refusal(int(self.kind), self.description or SERVER_ERRORS[self.kind])
        return None


@dataclass(slots=True)
class Faults:
    """The rules in force, the oldest first: the first that hits decides."""

    rules: list[Fault] = field(default_factory=list)
    made: int = 0

    def add(self, wanted: Json) -> Fault:
        """Put a rule in force; WrongControl names what is wrong with it."""
        known = {name: value for name, value in wanted.items() if name in Fault.__dataclass_fields__}
        unknown = sorted(set(wanted) - set(known))
        if unknown or wanted.get("kind") not in KINDS:
            raise WrongControl(f"A fault needs a kind of {', '.join(KINDS)}; unknown: {unknown or wanted.get('kind')}.")
        crooked = [name for name in NUMBERS if not isinstance(known.get(name), int | None)]
        if crooked:
            raise WrongControl(f"These must be whole numbers: {', '.join(crooked)}.")
        if known.get("every") is not None and known["every"] < 1:
            raise WrongControl("`every` counts from 1.")
        self.made += 1
        known = {name: value for name, value in known.items() if value is not None or name == "times"}
        fault = Fault(**{**known, "fault_id": self.made})
        self.rules.append(fault)
        return fault

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call (method in small letters), if any."""
        for fault in self.rules:
            if fault.kind != "duplicate_update" and fault.hits(method, chat_id):
                return fault
        return None

    def doubles(self, chat_id: int | None) -> bool:
        """Whether the update being queued is to be delivered twice."""
        for fault in self.rules:
            if fault.kind == "duplicate_update" and fault.chat_id in (None, chat_id) and fault.counted():
                return True
        return False
