"""Requests against aiogram's models of the Bot API, and beyond: what those would let pass."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar, get_args

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import BaseModel, ValidationError

from sandbox.queues import compact
from sandbox.refusals import Json, bad

M = TypeVar("M", bound=TelegramMethod[Any])


@lru_cache
def structured_fields(model: type[BaseModel]) -> frozenset[str]:
    """The parameters whose value is a list or an object, and so travels as JSON text in a form."""
    return frozenset(name for name, field in model.model_fields.items() if _is_structured(field.annotation))


def _is_structured(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    if getattr(annotation, "__origin__", annotation) in (list, dict):
        return True
    return any(_is_structured(argument) for argument in get_args(annotation))


def validated(model: type[M], params: Json) -> M:
    """The request as aiogram's model of it; 400 for what does not fit and for names nobody knows."""
    try:
        request = model.model_validate(params)
    except ValidationError as error:
        raise bad(_most_telling(error)) from error
    unknown = next(unknown_names(request), None)
    if unknown is not None:
        raise bad(f"unknown parameter {unknown!r}; Telegram would ignore it, the sandbox refuses it")
    return request


def _most_telling(error: ValidationError) -> str:
    """Of a union every branch complains; the branch meant is the one whose `type` fits."""
    errors = error.errors(include_url=False, include_input=False)
    not_meant = {each["loc"][:-1] for each in errors if each["loc"] and each["loc"][-1] == "type"}
    first = next((each for each in errors if each["loc"][:-1] not in not_meant), errors[0])
    where = ".".join(str(part) for part in first["loc"]) or "request"
    return f"can't parse {where}: {first['msg']}"


def unknown_names(value: Any, path: str = "") -> Iterator[str]:
    """Dotted names of fields the models do not have: aiogram's models accept anything extra."""
    if isinstance(value, BaseModel):
        for name in value.__pydantic_extra__ or ():
            yield path + name
        for name, inner in value.__dict__.items():
            if isinstance(inner, (BaseModel, list)):
                yield from unknown_names(inner, f"{path}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from unknown_names(inner, path)


def given(value: Any, otherwise: Any = None) -> Any:
    """A parameter's value, or `otherwise` where aiogram left its marker for «not given»."""
    return otherwise if value is None or isinstance(value, Default) else value


def plain(model: BaseModel | None) -> Any:
    """A model as the JSON the Bot API shows, without what was not given."""
    return None if model is None else model.model_dump(mode="json", exclude_none=True, by_alias=True, warnings=False)


def plain_list(models: list[Any] | None) -> list[Json]:
    """Each of the models as `plain` shows it."""
    return [plain(model) for model in models or ()]


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same."""
    return compact(one) == compact(other)
