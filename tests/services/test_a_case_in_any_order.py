"""A case in the hands of people who press whatever button they see, answer whatever they are asked, in any order.

Whatever they do, a case moves only along the status table, each move leaves one event and is said in its group, the
row is what its events say, and the chain holds.
"""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from domain.asking import Asked, Verb
from domain.case import MOVES, Actor, Outcome, Status
from domain.people import DeskKind, Role
from domain.replay import replay
from services import cards
from services.auditing import broken_link
from storage import cases, desks
from storage.database import Database
from storage.history import History, histories
from storage.sealing import KeyRing
from storage.tables import NoteRow
from tests.district import (
    CHEN,
    DUTY,
    EAST,
    HE,
    LI,
    REPORTER,
    STRANGER,
    SUPERVISION,
    WANG,
    WEST,
    WU,
    XU,
    ZHOU,
    District,
    district_app,
)

T = TypeVar("T")
POLICE, OFFICER = -1006, 501
STAFF = {
    str(EAST): (WANG, CHEN, LI),
    str(WEST): (WU,),
    str(DUTY): (ZHOU,),
    str(SUPERVISION): (HE, XU),
    str(POLICE): (OFFICER,),
}
"""Who sits in which group; everybody else there is a stranger."""
EVERYBODY = (CHEN, WANG, LI, WU, ZHOU, HE, XU, OFFICER, REPORTER, STRANGER)
FORMS = {
    Verb.RECTIFY: "措施：停业清理\n期限：7\n责任人：店主",
    Outcome.PENALISED: "处罚：罚款五千元\n文号：〔2026〕12号\n说明：已处罚",
    Outcome.REFERRED: "去向：公安分局\n说明：已移送",
}
BEGINNINGS = (
    (),
    (("take", ""),),
    (("take", ""), ("rectify", "7")),
    (("take", ""), ("charge", "")),
    (("take", ""), ("as", Outcome.BANNED)),
    (("take", ""), ("as", Outcome.UNSUBSTANTIATED), ("close", "")),
)
"""What was done before: buttons with their choice, each question answered."""
JUNK = ("措施：", "。", "/", "9" * 50)


class CaseMachine(RuleBasedStateMachine):
    """One case of a district that goes on from one example to the next."""

    def __init__(self, district: District, runner: asyncio.Runner) -> None:
        super().__init__()
        self.district, self.runner = district, runner
        self.run(district.speak())
        district.spoken.clear()
        self.case_id = self.run(_file(district))
        self.status = Status.ASSIGNED
        self.seen = 2

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize(done=st.sampled_from(BEGINNINGS))
    def begin(self, done: tuple[tuple[str, str], ...]) -> None:
        """王 works on the case for a while, as one should; 周 closes it."""
        for verb, choice in done:
            who, group = (ZHOU, DUTY) if verb == "close" else (WANG, EAST)
            asked = len(self.district.spoken)
            self.run(self.district.press(who, group, Asked(Verb(verb), self.case_id, choice).data))
            if any(each.ask for each in self.district.spoken[asked:]):
                self.answer_what_was_asked(junk=None, seat=0)
            self.hold()

    @rule(pick=st.integers(0, 1 << 20), back=st.integers(1, 3), seat=st.integers(0, 2))
    def press_what_is_shown(self, pick: int, back: int, seat: int) -> None:
        """A button of one of the newest messages of some group, by somebody who sits there."""
        groups = sorted({each.recipient for each in self.district.spoken if each.buttons} & STAFF.keys())
        group = groups[pick % len(groups)]
        self.press(group, STAFF[group][seat % len(STAFF[group])], pick // len(groups), back)

    @rule(pick=st.integers(0, 1 << 20), who=st.sampled_from(EVERYBODY))
    def press_anything(self, pick: int, who: int) -> None:
        """Any button that was ever shown in a group, by anybody who may have found it."""
        recipients = sorted({each.recipient for each in self.district.spoken if each.buttons} & STAFF.keys())
        self.press(recipients[pick % len(recipients)], who, pick // 7, 1000)

    def press(self, recipient: str, who: int, pick: int, back: int) -> None:
        shown = [each for each in self.district.spoken if each.recipient == recipient and each.buttons][-back:]
        buttons = [(each, one["callback_data"]) for each in shown for one in each.buttons if "callback_data" in one]
        if buttons:
            message, data = buttons[pick % len(buttons)]
            self.run(self.district.press(who, int(recipient), data, message.message_id))
        self.hold()

    @precondition(lambda self: any(each.ask and each.recipient in STAFF for each in self.district.spoken))
    @rule(junk=st.sampled_from((None, None, None, *JUNK)), seat=st.integers(0, 2))
    def answer_what_was_asked(self, junk: str | None, seat: int) -> None:
        """The newest question, by somebody of the group; mostly with what it asks for."""
        question = [each for each in self.district.spoken if each.ask and each.recipient in STAFF][-1]
        asked, people = Asked.read(question.ask), STAFF[question.recipient]
        assert asked is not None
        form = FORMS.get(asked.verb) or FORMS.get(asked.detail) or "现场已核实"
        who = people[seat % len(people)]
        self.run(self.district.write(who, int(question.recipient), junk or form, reply_to=question.message_id))
        self.hold()

    @rule()
    def photograph_the_place(self) -> None:
        self.run(self._photograph())
        self.hold()

    async def _photograph(self) -> None:
        async with self.district.turn() as turn:
            note = await cases.add_note(turn.tx, NoteRow(case_id=self.case_id, author_id=WANG, at=turn.now))
        await self.district.staff_photo(self.case_id, note)
        await self.district.keep_photos(self.case_id)

    @rule(days=st.integers(1, 20))
    def let_days_pass(self, days: int) -> None:
        self.district.now += timedelta(days=days)

    def hold(self) -> None:
        """What must be so after everything that anybody did."""
        history = self.run(self._history())
        moves = [each for each in history.events[self.seen :] if each.from_status != each.to_status]
        self.seen = len(history.events)
        assert len(moves) <= 1, "one act is one move, and a move is one event"
        for each in moves:
            assert each.from_status == self.status, "a move begins where the case stood"
            self.status = Status(str(each.to_status))
            arrows = [arrow for arrow in MOVES[Status(str(each.from_status))] if arrow.to is self.status]
            assert any(Actor(each.actor) in arrow.by for arrow in arrows), f"{each.what} by {each.actor} is no move"
        assert history.standing.status == self.status, "no change of status without its event"
        assert replay(history.events) == history.standing
        assert broken_link(self.district.app.keys, history) is None

    async def _history(self) -> History:
        async with self.district.database.read() as tx:
            return (await histories(tx, self.case_id - 1, 1))[0]


async def _settle(district: District) -> None:
    await district.settle_in()
    await district.supervised()
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
        await desks.bind(turn.tx, "police", POLICE, district.now)
        await desks.enrol(turn.tx, OFFICER, "民警", "police", Role.LEAD, district.now)


async def _file(district: District) -> int:
    """A case with the events that filing leaves."""
    case_id = await district.case()
    async with district.turn() as turn:
        for what, before, after in (("received", None, "received"), ("assigned", "received", "assigned")):
            await cases.add_event(
                turn.tx, turn.app.keys, case_id, what, turn.now, Actor.ROUTING, from_status=before, to_status=after
            )
        row = await cases.get(turn.tx, case_id)
        assert row is not None
        await cards.bring(turn, row)
    await district.speak()
    return case_id


def test_whatever_people_press_and_answer_a_case_keeps_to_the_table_and_its_history_holds(
    database_url: str, keys: KeyRing
) -> None:
    """Every button that was shown may be pressed by anybody, at any time, and every question answered with anything."""
    database = Database(database_url)
    with asyncio.Runner() as runner:
        district = District(database, district_app(keys))
        runner.run(_settle(district))
        run_state_machine_as_test(
            lambda: CaseMachine(district, runner),
            settings=settings(
                max_examples=8, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
        runner.run(database.close())
