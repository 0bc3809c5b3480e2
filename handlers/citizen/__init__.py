"""The private chat with someone who saw something."""
