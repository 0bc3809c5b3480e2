"""The doors, fed with updates as Telegram delivers them."""
