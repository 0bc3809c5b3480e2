"""One SQLAlchemy dialect of each kind for all databases of a test process.

SQLAlchemy keeps a compiled statement with the dialect and the engine that it was compiled for. A program has one of
each; tests open a database each, and would compile the same statements anew every time, which takes longer than
running them.
"""

from typing import Any, ClassVar, Self

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite


class _Kept:
    kept: ClassVar[Any]
    compiled: ClassVar[dict[Any, Any]]

    def __init_subclass__(cls) -> None:
        cls.kept, cls.compiled = None, {}

    def __new__(cls, **_options: Any) -> Self:
        return cls.kept or super().__new__(cls)

    def __init__(self, **options: Any) -> None:
        if type(self).kept is None:
            super().__init__(**options)
            type(self).kept = self

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls.compiled)


class KeptSQLite(_Kept, SQLiteDialect_aiosqlite):
    supports_statement_cache = True  # SQLAlchemy asks each class for itself


class KeptPostgreSQL(_Kept, PGDialect_asyncpg):
    supports_statement_cache = True  # as above


def keep() -> None:
    """From now on, every database that is opened shares its kind's dialect and compiled statements."""
    registry.register("sqlite.aiosqlite", __name__, KeptSQLite.__name__)
    registry.register("postgresql.asyncpg", __name__, KeptPostgreSQL.__name__)
