"""What a correction or a taking down did not reach: where somebody has to go, by name; subscribers by numbers."""

from collections.abc import Sequence

from domain.asking import Asked, Verb
from domain.published import Piece
from domain.round_view import Unreached
from wording.message import button, shortened
from wording.translate import Words

_NAMES = 12
_NAME = 40
_BUTTONS = 2


def lines(w: Words, left: Unreached) -> list[str]:
    """One for each kind of what is left; none when nothing is."""
    said = []
    if left.places:
        said.append(w("🖐 请到这些群或频道里手工删改：{where}", where=_where(w, left.places)))
    if left.people:
        said.append(w("订阅者那里有 {n} 条机器人改不到也删不掉，别人也没法替他们删。", n=left.people))
    if left.doubtful:
        where = _where(w, left.doubtful)
        said.append(w("❓ 以前发送时存疑、一直没核对，可能还在这些地方，这次没有处理：{where}", where=where))
    if left.doubtful_people:
        said.append(w("❓ 订阅者那里有 {n} 条一直存疑，这次没有处理。", n=left.doubtful_people))
    if left.undecided:
        said.append(w("请负责人点「核对以前的存疑」：看到了点「已送达」，机器人会把那里列进手工删改。"))
    return said


def buttons(w: Words, left: Unreached) -> list[dict[str, str]]:
    """To what is still to be decided in earlier rounds."""
    return [
        button(w("❓ 核对以前的存疑"), Asked(Verb.ROUND, each, "doubts").data) for each in left.undecided[:_BUTTONS]
    ]


def _where(w: Words, places: Sequence[tuple[str, Piece]]) -> str:
    pieces: dict[str, list[Piece]] = {}
    for name, piece in places:
        pieces.setdefault(name, []).append(piece)
    named = [f"{shortened(name, _NAME)}（{_pieces(w, each)}）" for name, each in pieces.items()]
    more = [w("……还有 {n} 个群或频道", n=len(named) - _NAMES)] if len(named) > _NAMES else []
    return w("；").join(named[:_NAMES] + more)


def _pieces(w: Words, pieces: Sequence[Piece]) -> str:
    names = {Piece.ALBUM: w("照片"), Piece.TEXT: w("文字")}
    return w("、").join(names[each] for each in pieces)
