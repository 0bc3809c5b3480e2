"""Reading the configuration: a TOML file, with TIPOFF_SECTION__KEY in the environment going before it."""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.exposure_settings import ExposureSettings
from bot.settings import (
    CalendarSettings,
    ChasingSettings,
    DatabaseSettings,
    Desks,
    District,
    Evidence,
    KeySettings,
    Log,
    LookBackSettings,
    PaceSettings,
    Phones,
    Telegram,
    TermSettings,
    Web,
    paths_relative_to,
)

_MESSAGES = {
    "missing": "is missing; add it to section [{section}]",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "string_type": "must be text in quotes",
}


class ConfigurationError(Exception):
    """The configuration can't be used. `lines` has one sentence a fault: file, key, what is wrong, what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Configuration(BaseSettings):
    """A district's whole configuration, checked; it does not change while the program runs."""

    model_config = SettingsConfigDict(
        env_prefix="TIPOFF_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    district: District
    phones: Phones = Field(default_factory=Phones)
    telegram: Telegram = Field(default_factory=Telegram)
    web: Web = Field(default_factory=Web)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    keys: KeySettings = Field(default_factory=KeySettings)
    evidence: Evidence = Field(default_factory=Evidence)
    terms: TermSettings = Field(default_factory=TermSettings)
    chasing: ChasingSettings = Field(default_factory=ChasingSettings)
    look_back: LookBackSettings = Field(default_factory=LookBackSettings)
    exposure: ExposureSettings = Field(default_factory=ExposureSettings)
    pace: PaceSettings = Field(default_factory=PaceSettings)
    desks: Desks = Field(default_factory=Desks)
    calendar: CalendarSettings = Field(default_factory=CalendarSettings)
    log: Log = Field(default_factory=Log)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file, which is handed over as the arguments."""
        return env_settings, init_settings


def load(path: Path) -> Configuration:
    """Reads and checks everything at once, so that all faults can be mended in one go. Raises ConfigurationError."""
    content = _parse(path)
    try:
        with paths_relative_to(path.parent):
            return Configuration(**content)
    except ValidationError as error:
        # The same fault of a section is reported once, whatever it was tried as.
        raise ConfigurationError(list(dict.fromkeys(line(path, each) for each in error.errors()))) from None
    except SettingsError as error:
        raise ConfigurationError([f"environment: {error}"]) from None


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        advice = "copy config.example.toml there, or name another with --config"
        raise ConfigurationError([f"{path}: there is no such file; {advice}"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}: it can't be read ({error}); save it as UTF-8 text"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([f"{path}: this is not TOML: {error}"]) from None


def line(path: Path, error: ErrorDetails) -> str:
    """One fault as a person reads it: where it stands, what is wrong, what to do."""
    key = ".".join(str(part) for part in error["loc"])
    return f"{_source(path, error['loc'])}: {key}: {_what(error)}"


def _source(path: Path, loc: tuple[int | str, ...]) -> str:
    variable = "TIPOFF_" + "__".join(str(part) for part in loc[:2]).upper()
    return f"environment variable {variable}" if variable in os.environ else str(path)


def _what(error: ErrorDetails) -> str:
    """The value is not repeated: it may be a password, or a token put in the wrong place."""
    section = error["loc"][0] if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return _unknown(error["loc"])
    if error["type"] in _MESSAGES:
        return _MESSAGES[error["type"]].format(section=section)
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    field = _field(error["loc"])
    return f"{error['msg']}. What it is for: {field.description}" if field and field.description else error["msg"]


def _unknown(loc: tuple[int | str, ...]) -> str:
    model = _section(loc[:-1])
    near = difflib.get_close_matches(str(loc[-1]), model.model_fields if model else (), n=1)
    meant = f"did you mean {near[0]}?" if near else "remove it, or see config.example.toml for its name"
    return f"there is no such setting; {meant}"


def _field(loc: tuple[int | str, ...]) -> FieldInfo | None:
    model = _section(loc[:1])
    return model.model_fields.get(str(loc[1])) if model and len(loc) > 1 else None


def _section(loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that holds the settings at `loc`; None where lists and tables of one's own begin."""
    if not loc:
        return Configuration
    field = Configuration.model_fields.get(str(loc[0]))
    inner = field.annotation if field and len(loc) == 1 else None
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
