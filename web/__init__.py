"""The window: webhook, health and metrics over HTTP."""
