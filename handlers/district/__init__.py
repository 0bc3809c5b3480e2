"""The administrator's private chat: bind codes and who works where."""
