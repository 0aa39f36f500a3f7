"""Clauses as resources, and texts with which people begin."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from pydantic import Field

from corpus import STANDARD_IDS, load_standard
from corpus.errors import CorpusError
from scoring import load_rule_set
from ui.cli.standards import clause_json
from ui.mcp.indicators import clauses_of, wanted_id
from ui.mcp.quoted import quote_notice
from ui.wording import t

Language = Annotated[Literal["zh", "en"], Field(description="zh or en.")]
Level = Annotated[Literal["A", "B", "C"], Field(description="The level applied for: A, B or C.")]
Stage = Annotated[Literal["pre", "formal"], Field(description="pre or formal evaluation (4.7).")]
Words = Annotated[str, Field(max_length=2000, description="What is known of the project.")]
Topic = Annotated[str, Field(min_length=1, max_length=200, description="What to learn about.")]


def clause_text(standard: str, clause: str) -> str:
    """
    Return every clause with a canonical or printed id as JSON text.

    Raises:
        ResourceNotFoundError: there is none; names the nearest ids.
    """
    try:
        found = load_standard(standard)
        clauses = clauses_of(wanted_id(clause), found) or [found.clause(wanted_id(clause))]
    except CorpusError as error:
        message = f"[{error.code}] {error}"
        raise ResourceNotFoundError(message) from error
    rules = load_rule_set(standard)
    told = [clause_json(one, found, rules) for one in clauses]
    quoted = [quote_notice("zh"), quote_notice("en")]
    return json.dumps({"clauses": told, "quoted": quoted}, ensure_ascii=False, indent=2)


def contents_text(standard: str) -> str:
    """Return all ids of a document with their titles as JSON text, in document order."""
    found = load_standard(standard)
    told = [
        {"id": one.id, "kind": one.kind, "title_zh": one.title_zh, "title_en": one.title_en}
        for one in found
    ]
    head = {"standard": found.id, "edition": found.edition, "title_zh": found.title_zh}
    return json.dumps({**head, "clauses": told}, ensure_ascii=False)


def prepare_application(
    level: Level, stage: Stage = "pre", project: Words = "", language: Language = "zh"
) -> str:
    """Return what to ask for to prepare an application."""
    told = t(f"mcp_stage_{stage}", language)
    return t("mcp_prepare_text", language, level=level, stage=told, project=project.strip() or "—")


def learn_criteria(topic: Topic, language: Language = "zh") -> str:
    """Return what to ask for to learn the criteria on a topic."""
    return t("mcp_learn_text", language, topic=topic.strip())


def add_resources(server: MCPServer) -> None:
    """Offer each clause, and the contents of each document."""
    server.resource(
        "anping://{standard}/{clause}",
        name="clause",
        title=both("mcp_clause_resource"),
        description=both("mcp_clause_resource"),
        mime_type="application/json",
    )(clause_text)
    for standard in STANDARD_IDS:
        _add_contents(server, standard)


def _add_contents(server: MCPServer, standard: str) -> None:
    def contents() -> str:
        return contents_text(standard)

    server.resource(
        f"anping://{standard}",
        name=standard,
        title=f"{load_standard(standard).title_zh} / {load_standard(standard).title_en}",
        description=both("mcp_standard_resource"),
        mime_type="application/json",
    )(contents)


def add_prompts(server: MCPServer) -> None:
    """Offer the texts with which people begin."""
    for key, prompt in (("prepare", prepare_application), ("learn", learn_criteria)):
        server.prompt(title=both(f"mcp_{key}"), description=both(f"mcp_{key}_hint"))(prompt)


def both(key: str) -> str:
    """Return a string in English and Chinese: clients show it before any language is chosen."""
    return f"{t(key, 'en')} / {t(key, 'zh')}"
