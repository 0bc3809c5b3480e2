"""Finding a file to download."""

from aiogram.methods import GetFile

from sandbox.files import DOWNLOAD_LIMIT
from sandbox.methods.registry import Call, answers
from sandbox.refusals import Json, Refusal, bad


@answers(GetFile)
async def get_file(call: Call[GetFile]) -> Json:
    """Where to download it; 400 above 20 MB."""
    try:
        stored = call.world.files.find(call.request.file_id, call.bot.id)
    except Refusal as refusal:
        raise bad("invalid file_id") from refusal
    if stored.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {
        "file_id": call.request.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
