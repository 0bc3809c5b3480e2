"""The sample district: eighteen real sub-districts, and a staff that exists on this stage only."""

from pathlib import Path
from typing import Any

TOKEN = "100000001:sandbox-token-that-opens-nothing-AAAA"  # noqa: S105 (it opens the stage on this machine, and nothing else)
BOT = "tipoff_demo_bot"
CITIZENS = {1001: "市民甲", 1002: "市民乙"}
TOWN_STAFF = {2001: "示例·组长", 2002: "示例·小张", 2003: "示例·小李"}
DUTY_STAFF = {2101: "示例·值班员"}
PUBLICITY_STAFF = {2201: "示例·审核", 2202: "示例·编辑"}
POLICE_STAFF = {2301: "示例·民警"}
SUPERVISORS = {2401: "示例·督导员"}
ADMIN = {2901: "示例·管理员"}
SHOWN_TOWN = "北京街道"
DUTY_CHAT, PUBLICITY_CHAT, POLICE_CHAT, CHANNEL = -1001000000001, -1001000000002, -1001000000003, -1001000000004
SUPERVISORS_CHAT = -1001000000005
CHANNEL_TITLE = "食安曝光台（示例频道）"
_FIRST_TOWN_CHAT = -1001000000100


def town_chat(at: int) -> int:
    """The group of the town at that place in the boundary file."""
    return _FIRST_TOWN_CHAT - at


def world(ground: dict[str, Any]) -> dict[str, Any]:
    """What the control API's `world` takes: the bot, the people, their chats, and whose eyes the page offers."""
    towns = [feature["properties"]["name"] for feature in ground["features"]]
    chats = [_group(town_chat(at), f"{town}食安办理群", TOWN_STAFF) for at, town in enumerate(towns)]
    chats += [
        _group(DUTY_CHAT, "区食安值班室", DUTY_STAFF),
        _group(PUBLICITY_CHAT, "区宣传部门", PUBLICITY_STAFF),
        _group(POLICE_CHAT, "区公安分局联络群", POLICE_STAFF),
        _group(SUPERVISORS_CHAT, "区食安督导组", SUPERVISORS),
        _group(CHANNEL, CHANNEL_TITLE, PUBLICITY_STAFF, kind="channel"),
    ]
    staff = TOWN_STAFF | DUTY_STAFF | PUBLICITY_STAFF | POLICE_STAFF | SUPERVISORS | ADMIN
    people = [
        {"id": user_id, "first_name": name, "language_code": "zh-hans"} for user_id, name in (CITIZENS | staff).items()
    ]
    return {
        "bots": [{"token": TOKEN, "username": BOT, "first_name": "越秀食安随手报（示例）"}],
        "people": people,
        "chats": chats,
        "personas": _personas(towns),
        "ground": ground,
    }


def _personas(towns: list[str]) -> list[dict[str, Any]]:
    return [
        {"key": "citizen-a", "title": CITIZENS[1001], "user_id": 1001, "chat_id": 1001},
        {"key": "citizen-b", "title": CITIZENS[1002], "user_id": 1002, "chat_id": 1002},
        {"key": "town", "title": SHOWN_TOWN, "user_id": 2002, "chat_id": town_chat(towns.index(SHOWN_TOWN))},
        {"key": "duty", "title": "值班室", "user_id": 2101, "chat_id": DUTY_CHAT},
        {"key": "supervisors", "title": "督导组", "user_id": 2401, "chat_id": SUPERVISORS_CHAT},
        {"key": "police", "title": "公安分局", "user_id": 2301, "chat_id": POLICE_CHAT},
        {"key": "publicity", "title": "宣传编辑", "user_id": 2202, "chat_id": PUBLICITY_CHAT},
        {"key": "publicity-lead", "title": "宣传审核", "user_id": 2201, "chat_id": PUBLICITY_CHAT},
        # Previews go to the one who asked, in private: without these chats nobody here could see one.
        {"key": "publicity-private", "title": "编辑私聊", "user_id": 2202, "chat_id": 2202},
        {"key": "publicity-lead-private", "title": "审核私聊", "user_id": 2201, "chat_id": 2201},
        {"key": "channel", "title": "曝光频道", "user_id": 1001, "chat_id": CHANNEL},
        {"key": "admin", "title": "管理员", "user_id": 2901, "chat_id": 2901},
    ]


def _group(chat_id: int, title: str, staff: dict[int, str], kind: str = "supergroup") -> dict[str, Any]:
    members = [{"user_id": user_id, "status": "member"} for user_id in staff]
    # In a channel only administrators may write; in a group the bot needs no more than membership.
    status = "administrator" if kind == "channel" else "member"
    return {
        "id": chat_id,
        "type": kind,
        "title": title,
        "members": members,
        "bots": [{"token": TOKEN, "status": status}],
    }


def configuration(address: str, sample: Path) -> str:
    """`config.toml` of the sample district; every other setting is the default.

    Exposures go out at any hour: whoever tries the demo in the evening wants to see one.
    """
    return f"""[district]
name = "越秀区（示例）"
prefix = "YX"
admins = [{next(iter(ADMIN))}]
boundaries = "{(sample / "yuexiu_18_jiedao.wgs84.geojson").as_posix()}"
datum = "wgs84"
gazetteer = "{(sample / "gazetteer.toml").as_posix()}"

[telegram]
api_url = "{address}"

[web]
port = 0

[exposure]
send_from = 00:00:00
send_until = 23:59:59

[[desks.departments]]
id = "police"
name = "公安分局"
"""


def enrolment(towns: list[str]) -> str:
    """What `tipoff enrol` takes: which group is whose, who works there, and where exposures are published."""
    desks = {town: (town_chat(at), TOWN_STAFF) for at, town in enumerate(towns)}
    desks |= {
        "值班室": (DUTY_CHAT, DUTY_STAFF),
        "宣传部门": (PUBLICITY_CHAT, PUBLICITY_STAFF),
        "公安分局": (POLICE_CHAT, POLICE_STAFF),
        "督导组": (SUPERVISORS_CHAT, SUPERVISORS),
    }
    groups = [f'"{name}" = {chat_id}' for name, (chat_id, _) in desks.items()]
    seats = [_seat(name, at, *each) for name, (_, staff) in desks.items() for at, each in enumerate(staff.items())]
    return "\n".join(["[groups]", *groups, *seats, _channel()]) + "\n"


def _channel() -> str:
    lead = next(iter(PUBLICITY_STAFF))
    return f'\n[[channels]]\nchat_id = {CHANNEL}\ntitle = "{CHANNEL_TITLE}"\nconfirmed_by = {lead}'


def _seat(desk: str, at: int, user_id: int, name: str) -> str:
    """The first of a desk leads it."""
    role = "officer" if at else "lead"
    return f'\n[[staff]]\nuser_id = {user_id}\nname = "{name}"\ndesk = "{desk}"\nrole = "{role}"'
