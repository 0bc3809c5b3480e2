"""What the office reads of a round: which piece it is, and what still stands where it should not."""

from domain.broadcast import UNPLACED, CopyState, Going, Outcome, Round
from domain.outgoing import Progress
from domain.published import Piece
from domain.round_view import Place, Results, RoundFacts
from wording.rounds import progress, results

DONE, FAILED = CopyState.DONE, CopyState.FAILED
WITHDRAWN = RoundFacts(7, 1, "某案", Round.WITHDRAW, Going.DONE, {DONE: 2, FAILED: 1})
FOUND = Results(
    WITHDRAWN,
    [
        Place("频道", Piece.ALBUM, DONE, Outcome.DELETED, ""),
        Place("频道", Piece.TEXT, FAILED, None, UNPLACED),
        Place("东街道", Piece.TEXT, DONE, Outcome.DELETED, ""),
    ],
    {},
)


def test_pieces_are_named_where_a_chat_has_two_and_a_lost_message_is_told_in_the_readers_language() -> None:
    lines = str(results(FOUND, "zh").text).splitlines()
    assert "✅ 频道 · 照片 已删除" in lines
    assert "❌ 频道 · 文字 失败（不知道是哪条消息，请到那里手工删改）" in lines
    assert "✅ 东街道 已删除" in lines
    assert UNPLACED not in "".join(lines)


def test_a_withdrawal_that_left_something_standing_says_so_at_the_end() -> None:
    assert "有 1 处没有改掉或删掉" in str(progress(WITHDRAWN, Progress(7, 1.0), "zh").text)
