"""
Nothing is reported to anybody: the one place that switches off what libraries would send.

Called before any of them is loaded. What the user configures, a language model or a place for
traces, is not concerned.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

QUIET: Mapping[str, str] = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_CHECK_VERSION": "False",
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "LANGCHAIN_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "DISABLE_TELEMETRY": "1",  # transformers of before, and what follows it
    "POSTHOG_DISABLED": "1",
    "FASTAPI_OTEL_AUTO_CONFIGURE": "false",  # its spans would hold addresses with what was asked
    "DO_NOT_TRACK": "1",
    "SCARF_NO_ANALYTICS": "true",
}
"""What libraries read, whatever was set before."""


def keep_silent(environment: MutableMapping[str, str]) -> None:
    """Switch off what libraries would report of their use."""
    environment.update(QUIET)
