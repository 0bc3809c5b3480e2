"""The doors: conversations, one folder for each audience."""
