"""The stage: an emulated Telegram that speaks the Bot API over HTTP, for tests and for the demonstration.

Everything happens on one asyncio loop, and a change of the world never awaits in its middle: whoever
reads the world sees it before a change or after it. That is why there are no locks in this room.
"""
