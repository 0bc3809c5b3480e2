"""The private chat with someone who saw something."""

from aiogram import F, Router

from handlers.citizen import choices, edits, gathering, mine, opening


def router() -> Router:
    """The doors of a private chat, in the order in which they are tried: commands, buttons, then everything else."""
    private = Router(name="citizen")
    private.message.filter(F.chat.type == "private")
    private.edited_message.filter(F.chat.type == "private")
    private.callback_query.filter(F.message.chat.type == "private")
    for each in (opening, mine, choices, gathering, edits):
        private.include_router(each.router)
    return private
