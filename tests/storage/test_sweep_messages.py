"""A sweep's standing message is found among all that a group was ever told, without reading them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert, text

from domain.outgoing import Mark
from storage.addressing import standing_sweep
from storage.database import Database
from storage.tables import SentMessage

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def sent(message_id: int, mark: Mark, ask: str | None, recipient: str = "-1") -> dict[str, object]:
    return {"recipient": recipient, "message_id": message_id, "case_id": None, "mark": mark, "ask": ask, "sent_at": NOW}


async def test_the_newest_message_of_the_sweep_in_that_group_is_the_standing_one(database: Database) -> None:
    rows = [
        sent(1, Mark.SWEEP, "t:sweeps:7"), sent(2, Mark.SWEEP, "t:sweeps:7"), sent(3, Mark.SWEEP, "t:sweeps:8"),
        sent(4, Mark.ASK, "t:sweeps:7"), sent(9, Mark.SWEEP, "t:sweeps:7", "-2"),
    ]  # fmt: skip
    async with database.write() as tx:
        await tx.execute(insert(SentMessage), rows)
        assert await standing_sweep(tx, "-1", "t:sweeps:7") == 2
        assert await standing_sweep(tx, "-1", "t:sweeps:9") is None


async def test_it_is_found_by_an_index_that_holds_sweeps_alone(database: Database) -> None:
    said: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        said.append((statement, parameters))

    async with database.write() as tx:
        connection = await tx.connection()
        if connection.dialect.name == "postgresql":
            # An empty table is read whole whatever indexes it has.
            await tx.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
        await standing_sweep(tx, "-1", "t:sweeps:7")
        event.remove(database.engine.sync_engine, "before_cursor_execute", hear)
        (statement, parameters) = said[0]
        explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        plan = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
        assert "ix_sent_message_sweep" in " ".join(str(row) for row in plan)
