"""
Spans for OpenTelemetry, where an address to send them to is set; else nothing is loaded.

The provider is ours alone and not the process's: libraries that would send spans of their own,
with addresses and words in them, find none. A span holds a name, ids of routes, counts and
outcomes, never words of questions or documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from ui.settings import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

SpanName = Literal["request", "question", "retrieval", "reading"]
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_on: dict[str, Any] = {}


Noted = Callable[[str, Any], None]
"""What a span takes: a name and a value (text, number, yes or no) that is nobody's words."""


def configure_traces(environment: Mapping[str, str], exporter: SpanExporter | None = None) -> bool:
    """
    Begin to send spans where the standard variables say where; tell whether they are sent.

    exporter: what takes them in place of what the variables name.

    Raises:
        SettingsError: the extra `otel` is not installed.
    """
    is_wanted = any(environment.get(name, "").strip() for name in _ENDPOINTS)
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or not is_wanted:
        return False
    try:
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - the extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import (  # noqa: PLC0415
            BatchSpanProcessor,
            SimpleSpanProcessor,
        )

        sends = exporter or _exporter(environment)
    except ImportError as fault:
        raise SettingsError(_ENDPOINTS[0], "…", "unset, or `pip install anping[otel]`") from fault
    name = environment.get("OTEL_SERVICE_NAME") or "anping"
    about = Resource.create({"service.name": name, "service.version": version("anping")})
    provider = TracerProvider(resource=about)
    at_once = SimpleSpanProcessor(sends)
    provider.add_span_processor(BatchSpanProcessor(sends) if exporter is None else at_once)
    _on["provider"], _on["tracer"] = provider, provider.get_tracer("anping")
    return True


def stop_traces() -> None:
    """Send what is still held, and send no more."""
    provider = _on.pop("provider", None)
    _on.clear()
    if provider is not None:
        provider.shutdown()


@contextmanager
def span(name: SpanName, headers: Mapping[str, str] | None = None) -> Iterator[Noted]:
    """
    Measure what is done within; gives what notes values on the span.

    headers: of a request that may be a part of another program's trace. An error is noted by its
    kind alone.
    """
    tracer: Tracer | None = _on.get("tracer")
    if tracer is None:
        yield _forgotten
        return
    from opentelemetry.trace import StatusCode  # noqa: PLC0415 - the extra
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
        TraceContextTextMapPropagator,
    )

    of = TraceContextTextMapPropagator().extract(dict(headers)) if headers else None
    with tracer.start_as_current_span(
        name, context=of, record_exception=False, set_status_on_exception=False
    ) as made:
        try:
            yield made.set_attribute
        except BaseException as fault:
            made.set_attribute("error.type", type(fault).__name__)
            made.set_status(StatusCode.ERROR)
            raise


def _forgotten(name: str, value: str | int | bool) -> None:
    """Note nothing: nobody takes spans."""


def _exporter(environment: Mapping[str, str]) -> SpanExporter:
    """
    Raises:
        ImportError: it is not installed.
    """
    chosen = next((environment[name] for name in _PROTOCOLS if environment.get(name)), "")
    if chosen == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter as ByGrpc,
        )

        return ByGrpc()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter as ByHttp,
    )

    return ByHttp()
