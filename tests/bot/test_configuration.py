"""A wrong configuration stops the start with a sentence for each fault; a right one is what the example says."""

import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.configuration import Configuration, ConfigurationError, load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"

SMALLEST = """
[district]
name = "示例区"
prefix = "SL"
admins = [1]
boundaries = "towns.geojson"
datum = "wgs84"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with nothing but what has no default."""
    (tmp_path / "towns.geojson").write_text("{}", "utf-8")
    path = tmp_path / "config.toml"
    path.write_text(SMALLEST, "utf-8")
    return path


def faults(path: Path, content: str) -> list[str]:
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    return caught.value.lines


def settings_of(model: type[BaseModel], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= settings_of(inner, f"{name}.")
        else:
            found.add(prefix + name)
    return found


def settings_named_in_the_example() -> set[str]:
    # A commented-out default is a setting; a sentence is not.
    live = re.sub(r"^# (\[?\[?[a-z_.]+(?:\]|\s=).*)$", r"\1", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    sections: dict[str, dict[str, Any]] = tomllib.loads(live)
    return {f"{section}.{key}" for section, keys in sections.items() for key in keys}


def test_the_example_names_every_setting_and_no_other() -> None:
    assert settings_named_in_the_example() == settings_of(Configuration)


def test_the_example_shows_the_defaults() -> None:
    shown = re.sub(r"^# ([a-z_]+ = .*)$", r"\1", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    live = tomllib.loads(EXAMPLE.read_text("utf-8"))
    for section, field in Configuration.model_fields.items():
        assert isinstance(field.annotation, type)
        for name, setting in field.annotation.model_fields.items():
            default = setting.get_default(call_default_factory=True, validated_data={})
            if default in (None, [], {}) or setting.is_required() or name in live.get(section, {}):
                continue
            written = re.search(rf"^{name} = (.*)$", shown, re.MULTILINE)
            assert written is not None, name
            assert tomllib.loads(f"x = {written[1]}")["x"] == (str(default) if isinstance(default, Path) else default)


def test_the_example_is_a_working_configuration() -> None:
    assert load(EXAMPLE).district.prefix == "SL"


def test_every_setting_says_what_it_is_for() -> None:
    for field in Configuration.model_fields.values():
        assert isinstance(field.annotation, type)
        assert all(setting.description for setting in field.annotation.model_fields.values())


def test_the_smallest_configuration_is_enough(config: Path) -> None:
    assert load(config).terms.verify_working_days == 15


def test_paths_are_relative_to_the_configuration_not_to_the_shell(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    read = load(config)
    assert read.keys.file == config.parent / "keys.json"
    assert read.database.url == f"sqlite:///{config.parent}/tipoff.sqlite3"


def test_the_environment_goes_before_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPOFF_WEB__PORT", "9000")
    monkeypatch.setenv("TIPOFF_DISTRICT__NAME", "另一个区")
    read = load(config)
    assert (read.web.port, read.district.name, read.district.prefix) == (9000, "另一个区", "SL")


def test_a_time_of_day_may_come_from_the_environment(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPOFF_CHASING__QUIET_UNTIL", "07:15")
    assert load(config).chasing.quiet_until == time(7, 15)


def test_a_fault_in_the_environment_is_blamed_on_the_environment(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPOFF_WEB__PORT", "high")
    assert faults(config, SMALLEST) == ["environment variable TIPOFF_WEB__PORT: web.port: must be a whole number"]


def test_all_faults_are_told_at_once(config: Path) -> None:
    lines = faults(config, '[district]\nzone = "Mars"\n[telegram]\nmode = "pull"\n')
    keys = {line.removeprefix(f"{config}: ").partition(":")[0] for line in lines}
    assert keys >= {"district.name", "district.boundaries", "district.zone", "telegram.mode"}


@pytest.mark.parametrize(
    ("more", "key", "says"),
    [
        ("[webb]\nport = 1", "webb", "did you mean web?"),
        ("[web]\nprot = 1", "web.prot", "did you mean port?"),
        ("[web]\nport = 70000", "web.port", "less than or equal to 65535"),
        ('[web]\nport = "high"', "web.port", "must be a whole number"),
        ('[telegram]\nmode = "webhook"', "telegram", "needs webhook_url and webhook_secret_file"),
        ('[telegram]\napi_url = "telegram"', "telegram.api_url", "no web address"),
        ('[desks.overrides]\nother = "police"', "desks", "not listed: police"),
        ("[chasing]\nlead_working_days = 3", "chasing", "less than duty_working_days"),
        ("[terms]\ndraft_days = 3", "terms", "less than draft_days"),
        ("[chasing]\nquiet_from = 8", "chasing.quiet_from", "such as 08:30:00"),
        ('[chasing]\nquiet_from = "8"', "chasing.quiet_from", "such as 08:30:00"),
        ('[chasing]\nquiet_until = "08:30Z"', "chasing.quiet_until", "such as 08:30:00"),
        ('[calendar]\noverrides = "none.toml"', "calendar.overrides", "there is no file"),
    ],
)
def test_a_fault_is_named_by_its_key_and_its_remedy(config: Path, more: str, key: str, says: str) -> None:
    (line,) = faults(config, SMALLEST + more)
    assert line.startswith(f"{config}: {key}: ")
    assert says in line


@pytest.mark.parametrize(
    "more",
    ['[telegram]\ntoken = "SECRET"', '[database]\nurl = "mysql://u:SECRET@h/d"', '[log]\nlevel = "SECRET"'],
)
def test_a_value_is_never_repeated_because_it_may_be_a_secret(config: Path, more: str) -> None:
    assert "SECRET" not in "".join(faults(config, SMALLEST + more))


def test_a_missing_file_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"copy config\.example\.toml"):
        load(tmp_path / "config.toml")


def test_broken_toml_is_named_by_its_line(config: Path) -> None:
    (line,) = faults(config, "[district]\nname = \nprefix = 1")
    assert "line 2" in line
