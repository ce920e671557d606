"""How the service does, in the format of Prometheus; and, where wanted, a line in the log for every request."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.service import Timeline

_log = logging.getLogger("api.requests")
NO_ROUTE: Final = "(none)"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Positions(Collector):
    """Tells how far ledger and views are, at the moment of asking."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the positions."""
        reached, newest = self._timeline.lag()
        yield GaugeMetricFamily("timeline_position", "The position that the views have reached.", reached)
        yield GaugeMetricFamily("timeline_newest_position", "The newest position of the ledger.", newest)
        yield GaugeMetricFamily("timeline_lag_positions", "How far the views are behind the ledger.", newest - reached)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Yield nothing: registering must not read the ledger."""
        return iter(())


class Metrics:
    """The counts and times of one app; each worker process counts its own."""

    def __init__(self, timeline: Timeline) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(Positions(timeline))
        labels = ("method", "route", "status")
        self._requests = Counter("http_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "How long answers took.",
            ("method", "route"),
            registry=self._registry,
            buckets=BUCKETS,
        )
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def text(self) -> bytes:
        """Return all of it in the text format, version 0.0.4."""
        return generate_latest(self._registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        known = method if method in _METHODS else "OTHER"  # or clients could make up series without end
        series = self._series.get((known, route, status))
        if series is None:
            series = self._requests.labels(known, route, status), self._seconds.labels(known, route)
            self._series[known, route, status] = series
        counter, histogram = series
        counter.inc()
        histogram.observe(seconds)


class Measured:
    """Counts, times and logs every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what became of it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status, start = 500, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - start
            route = getattr(scope.get("route"), "path", NO_ROUTE)
            self._metrics.count(scope["method"], route, status, seconds)
            _log.info("method=%s route=%s status=%d seconds=%.4f", scope["method"], route, status, seconds)
        return None
