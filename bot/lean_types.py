"""Has aiogram's types built when they are first used, not all at once while they are imported.

aiogram builds a validator for each of its 450 types at import; a bot reads one of them (`Update`) and fills in a
handful. Left alone that is two thirds of the program's import time and two fifths of its memory. What is put off here
is pydantic's own deferred building: aiogram asks for it (`defer_build`), then rebuilds everything only because its
types name each other without importing each other. Those names are kept, so each type can be built by itself later.

Imported by `bot/__init__.py`, before anything imports aiogram; where aiogram came first, everything is built already
and nothing is changed. It waits for the first import of aiogram instead of importing it: the commands that say no word
of a conversation (`keys`, `migrate`, `check`) do without it.
"""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

from pydantic import BaseModel

_NAMES: Final[dict[str, Any]] = {}
_REBUILD = BaseModel.__dict__["model_rebuild"]


def _put_off(**options: Any) -> None:
    """Stands in for `BaseModel.model_rebuild` while aiogram is imported."""
    _NAMES.update(options.get("_types_namespace") or {})


def _build(cls: type[BaseModel], /, **options: Any) -> bool | None:
    """`model_rebuild` as pydantic calls it at a type's first use, with the names that the type needs."""
    options["_types_namespace"] = options.get("_types_namespace") or _NAMES
    built: bool | None = _REBUILD.__func__(cls, **options)
    return built


def _leanly(load: Callable[[ModuleType], None], aiogram: ModuleType) -> None:
    setattr(BaseModel, "model_rebuild", _put_off)  # noqa: B010  (mypy takes a plain assignment for an error)
    try:
        load(aiogram)
    finally:
        setattr(BaseModel, "model_rebuild", _REBUILD)  # noqa: B010  (as above)
    from aiogram.methods import Response, TelegramMethod
    from aiogram.types import Update
    from aiogram.types.base import TelegramObject

    for root in (TelegramObject, TelegramMethod, Response):
        setattr(root, "model_rebuild", classmethod(_build))  # noqa: B010  (as above)
    # Every update needs it: better now than while the first citizen waits.
    Update.model_rebuild()


class _Waiting(MetaPathFinder):
    """Asked before all other finders; steps aside for good at the first import of aiogram."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that the others find, with its loading done leanly; None for anything but aiogram."""
        if fullname != "aiogram":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec and spec.loader:
            load = spec.loader.exec_module
            setattr(spec.loader, "exec_module", lambda module: _leanly(load, module))  # noqa: B010  (as above)
        return spec


if "aiogram" not in sys.modules:
    sys.meta_path.insert(0, _Waiting())
