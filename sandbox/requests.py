"""From an HTTP request in any of the four shapes Telegram takes to named parameters and uploaded parts."""

import json
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.web_request import FileField
from pydantic import BaseModel

from sandbox.refusals import Json, bad
from sandbox.validation import structured_fields


@dataclass(slots=True)
class Upload:
    """One uploaded part of a multipart request."""

    content: bytes
    file_name: str
    mime_type: str


@dataclass(slots=True)
class Parameters:
    """What was asked, with JSON texts decoded and chat ids as numbers; uploads by the name of their part."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    @property
    def chat_id(self) -> int | None:
        """The numeric chat the call is about, if it names one."""
        chat_id = self.values.get("chat_id")
        return chat_id if isinstance(chat_id, int) else None


async def read(request: web.Request, model: type[BaseModel]) -> Parameters:
    """Read query, form, multipart or JSON; 400 for text that should have been JSON."""
    parameters = Parameters(dict(request.query))
    if request.content_type == "application/json" and request.can_read_body:
        body = _json(await request.text(), "body")
        if not isinstance(body, dict):
            raise bad("the request's body must be a JSON object")
        parameters.values |= body
    elif request.method == "POST":
        await _read_form(request, parameters)
    _normalise(parameters, model)
    return parameters


async def _read_form(request: web.Request, parameters: Parameters) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            content = value.file.read()
            value.file.close()
            parameters.uploads[name] = Upload(content, value.filename or name, value.content_type)
        elif isinstance(value, bytes | bytearray):
            parameters.uploads[name] = Upload(bytes(value), name, "application/octet-stream")
        else:
            parameters.values[name] = value


def _normalise(parameters: Parameters, model: type[BaseModel]) -> None:
    values = parameters.values
    for name in structured_fields(model) & values.keys():
        if isinstance(values[name], str):
            values[name] = _json(values[name], name) if values[name] else None
    for name in ("chat_id", "from_chat_id", "user_id"):
        text = values.get(name)
        if isinstance(text, str) and text.lstrip("-").isdigit():
            values[name] = int(text)
    for name in parameters.uploads.keys() & model.model_fields.keys():
        values.setdefault(name, f"attach://{name}")  # a part named like the parameter is its value


def _json(text: str, name: str) -> object:
    try:
        decoded: object = json.loads(text)
    except ValueError as error:
        raise bad(f"can't parse {name} as JSON: {error}") from error
    return decoded
