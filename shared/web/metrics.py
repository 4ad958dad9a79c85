"""`GET /metrics` in Prometheus' text format: requests of all workers, and the bus's backlog."""

import os
from collections.abc import Iterator, Mapping
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session, sessionmaker

from shared.bus.metrics import counts

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds


def register_metrics(app: Flask, sessions: sessionmaker[Session]) -> None:
    """Count and time every request; show it with what waits in the database."""
    own = CollectorRegistry()
    seconds = Histogram(
        "http_request_seconds",
        "How long requests took, by address pattern.",
        ("method", "route", "status"),
        registry=own,
        buckets=BUCKETS,
    )

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "-"
        labels = (request.method, route, str(response.status_code))
        seconds.labels(*labels).observe(perf_counter() - g.get("started", perf_counter()))
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        registry = own
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        backlog = CollectorRegistry()
        backlog.register(_Backlog(sessions))
        text = generate_latest(registry) + generate_latest(backlog)
        return Response(text, content_type=CONTENT_TYPE_LATEST)


class _Backlog(Collector):
    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._sessions() as session:
            found: Mapping[str, int] = counts(session)
        for name, value in found.items():
            yield GaugeMetricFamily(f"bus_{name}", f"Messages that are {name}.", value=value)
