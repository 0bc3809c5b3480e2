"""The voice: drains the outbox into Telegram at Telegram's pace."""
