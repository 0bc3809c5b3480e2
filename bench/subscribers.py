"""A crowd that reads exposures: people who once wrote to the bot and want to be told, and a text that is approved."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from domain.exposure import Class, Part, Status
from domain.published import Rich, freeze
from storage import correspondents, exposures
from storage.database import Database
from storage.sealing import KeyRing, load_keys
from storage.tables import Correspondent, Exposure, Subscription

FIRST = 7_000_000
"""The id of the first reader; the others follow."""

_AT_ONCE = 5_000
_EDITOR = 1

_PARTS = {
    Part.LEAD: Rich("食品安全专项整治典型案例（示例）"),
    Part.TITLE: Rich("示例区市场监督管理局查处某店经营超过保质期食品案"),
    Part.FACTS: Rich("执法人员检查时发现货架上有超过保质期的饼干。" * 8),
    Part.VIOLATED: Rich("上述行为违反《食品安全法》第三十四条第十项。"),
    Part.BASIS: Rich("依据《食品安全法》第一百二十四条第一款，"),
    Part.PENALTY: Rich("没收违法经营的食品，罚款。"),
}


def keys_in(folder: Path) -> KeyRing:
    """The keys of a prepared program."""
    return load_keys(folder / "keys.json")


async def subscribe(database: Database, keys: KeyRing, readers: int) -> None:
    """Makes so many readers, each with a sealed address as the program makes them, subscribed to everything."""
    now = datetime.now(UTC)
    for first in range(0, readers, _AT_ONCE):
        people, wishes = [], []
        for user_id in range(FIRST + first, FIRST + min(first + _AT_ONCE, readers)):
            key = correspondents.key_of(keys, user_id)
            address = keys.seal(str(user_id).encode(), "correspondent", "address", key)
            people.append({"key": key, "address": address, "lang": "zh", "lang_chosen": False, "met_at": now})
            wishes.append({"key": key, "what": "all", "value": "", "since": now})
        async with database.write() as tx:
            connection = await tx.connection()
            await connection.execute(insert(Correspondent), people)
            await connection.execute(insert(Subscription), wishes)


async def approve_one(database: Database) -> int:
    """A text that is going out, frozen; what its approval would have asked for is left out."""
    now = datetime.now(UTC)
    frozen = freeze(_PARTS)
    async with database.write() as tx:
        batch = await exposures.add_batch(tx, "", _EDITOR, now)
        batch.reach = "subscribers"
        row = Exposure(
            batch_id=batch.id,
            status=Status.PUBLISHING,
            class_=Class.PENALTY,
            frozen=frozen.to_json(),
            digest=frozen.digest,
            made_by=_EDITOR,
            made_at=now,
        )
        return await exposures.add(tx, row, _PARTS)


def published_text() -> str:
    """What each reader gets, in its short form."""
    return freeze(_PARTS).short.text
