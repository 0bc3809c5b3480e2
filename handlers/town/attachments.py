"""The picture that a message brings."""

from aiogram.types import Message

from services.notes import Attachment


def picture_of(message: Message) -> Attachment | None:
    """The largest size of a photo, or a picture sent as a file."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment(largest.file_id, as_file=False, size=largest.file_size)
    file = message.document
    if file is not None and (file.mime_type or "").startswith("image/"):
        return Attachment(file.file_id, as_file=True, size=file.file_size)
    return None
