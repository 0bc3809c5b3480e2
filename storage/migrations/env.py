"""What alembic runs for every command. The connection comes from `storage/migrating.py`, with its transaction open."""

import textwrap
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import Table
from storage.tables.schema import UtcDateTime


def _render(kind: str, item: Any, drafting: AutogenContext) -> str | Literal[False]:
    """A migration must mean the same for ever: it names SQLAlchemy's types, not ours, which may change."""
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.JSON):
        drafting.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, sa.CheckConstraint) and kind == "check":
        pieces = textwrap.wrap(str(item.sqltext), 90, drop_whitespace=False)
        return f"sa.CheckConstraint({' '.join(map(repr, pieces))}, name=op.f({str(item.name)!r}))"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    # SQLite can't alter most things: batch mode makes the table anew and copies its rows.
    render_as_batch=True,
    compare_type=True,
    render_item=_render,
)
context.run_migrations()
