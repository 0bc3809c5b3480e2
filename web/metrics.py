"""Figures for a monitoring system: counts and ages, never a person, a chat or a case."""

from collections.abc import Mapping

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"


class Metrics:
    """A registry of its own: what other libraries count in the global one is not shown.

    No metric has labels, so that none can carry an identity by accident.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.received = self._counter("webhook_updates", "Updates stored from webhook calls.")
        self.refused = self._counter("webhook_refused", "Webhook calls without the secret.")
        self.unreadable = self._counter("webhook_unreadable", "Webhook calls that were no update.")
        self._ready = self._gauge("ready", "1 while everything needed is at hand, 0 otherwise.")
        self._figures: dict[str, Gauge] = {}

    def note(self, ready: bool, figures: Mapping[str, float]) -> None:
        """Takes the present condition over; `figures` are gauges by name, without the prefix."""
        self._ready.set(ready)
        for name, value in figures.items():
            if name not in self._figures:
                self._figures[name] = self._gauge(name, f"{name.replace('_', ' ').capitalize()}.")
            self._figures[name].set(value)

    def response(self) -> web.Response:
        """All of it in Prometheus' text format."""
        return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE})

    def _counter(self, name: str, what: str) -> Counter:
        return Counter(f"tipoff_{name}", what, registry=self.registry)

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(f"tipoff_{name}", what, registry=self.registry)
