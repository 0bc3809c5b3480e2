"""aiogram's types are built at their first use, and are then what they always were."""

import subprocess
import sys

_UNBUILT = "from aiogram.types import Gift, Update; print(Gift.__pydantic_complete__, Update.__pydantic_complete__)"


def printed(code: str) -> str:
    """What a fresh interpreter prints: in this one, aiogram has been imported long ago."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_only_what_every_update_needs_is_built_at_the_start() -> None:
    assert printed("import bot; " + _UNBUILT) == "False True"


def test_a_type_is_built_at_its_first_use() -> None:
    use = 'UserProfilePhotos.model_validate({"total_count": 0, "photos": []})'
    assert "total_count=0" in printed(f"import bot; from aiogram.types import UserProfilePhotos; print({use})")


def test_a_method_is_built_at_its_first_use() -> None:
    use = 'SendPhoto(chat_id=1, photo="x", reply_parameters={"message_id": 7}).reply_parameters'
    assert printed(f"import bot; from aiogram.methods import SendPhoto; print({use})").startswith("message_id=7")


def test_an_answer_is_built_at_its_first_use() -> None:
    read = "from aiogram.methods import Response; from aiogram.types import Poll; R = Response[Poll]"
    assert printed(f'import bot; {read}; print(R.model_validate({{"ok": False}}).result)') == "None"


def test_where_aiogram_came_first_nothing_is_changed() -> None:
    assert printed("import aiogram, bot; " + _UNBUILT) == "True True"
