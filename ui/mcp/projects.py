"""What applies to a project, and what a score sheet comes to."""

from __future__ import annotations

import json
from typing import Annotated, Any, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from assistant.asking.profile_json import profile_json
from scoring import SheetError, assess, assessment_json, invalid_json
from scoring.errors import SheetFileError
from scoring.profile_file import profile_of_words
from scoring.sheet_file import MAX_BYTES, checked_sheet, read_json_words, read_yaml_words
from scoring.sheet_words import SheetWords
from ui.cli.applies import profile_report
from ui.mcp.quoted import OPEN, Language, QuoteNotice, quote_notice

Profile = Annotated[
    dict[str, Any],
    Field(
        max_length=20,
        description=(
            "A project profile (docs/formats.md): rule_set, level (A, B, C), stage (pre, formal), "
            "building_height_m, facts (a name to yes, no or unknown), other, name. What is not "
            "said is unknown, never assumed."
        ),
    ),
]
Short = Annotated[
    bool, Field(description="Leave out the rows that simply apply; false gives every row.")
]
SheetGiven = Annotated[
    dict[str, Any] | str,
    Field(
        description=(
            "A score sheet (docs/formats.md): an object, or YAML or JSON text of at most 1 MiB. "
            "rule_set, target, stage, judgements by row id, interpretations, weights. Numbers of "
            "an object are taken as they are printed."
        ),
    ),
]
Readings = Annotated[
    dict[str, str] | None,
    Field(max_length=50, description="Readings by interpretation id, in place of the sheet's own."),
]
Trace = Annotated[bool, Field(description="Add the derivation of every number; it is long.")]


@with_config(OPEN)
class Applicable(TypedDict):
    """What `applies --json` prints; see docs/formats.md."""

    rule_set: Annotated[str, Field(description="The document.")]
    level: Annotated[str | None, Field(description="The level applied for.")]
    levels: Annotated[dict[str, Any], Field(description="Gates, rows and points by level.")]
    rows: Annotated[
        list[dict[str, Any]],
        Field(description="Rows with status applies, lacks, unclear or lost, and verbatim text."),
    ]
    unanswered: Annotated[
        list[dict[str, Any]], Field(description="Facts to be asked for, with the rows they decide.")
    ]
    costs: Annotated[list[dict[str, Any]], Field(description="What rows that do not apply cost.")]
    documents: Annotated[list[dict[str, Any]], Field(description="The documents of 4.5.")]
    notes: Annotated[list[dict[str, Any]], Field(description="What else is worth knowing.")]
    quoted: QuoteNotice


@with_config(OPEN)
class Assessed(TypedDict):
    """What `score --json` prints; see docs/formats.md. Points are decimal strings."""

    rule_set: Annotated[str | None, Field(description="The document; null for a faulty sheet.")]
    outcome: Annotated[
        str,
        Field(
            description="passed, below_mark, gate_failed, incomplete, scored; invalid where the "
            "sheet is faulty: nothing is scored then, and reasons holds every fault."
        ),
    ]
    reasons: Annotated[list[dict[str, Any]], Field(description="Why, each with its clauses.")]
    levels: Annotated[dict[str, Any], Field(description="Points, gates and bounds by level.")]
    interpretations: Annotated[
        dict[str, Any], Field(description="Readings used, and those that would change the outcome.")
    ]
    trace: NotRequired[Annotated[list[Any], Field(description="How each number came about.")]]


class ProjectTools:
    """The tools that reckon for a project."""

    def list_applicable(
        self, profile: Profile, short: Short = True, language: Language = "zh"
    ) -> Applicable:
        """
        Return which rows apply to a project.

        Raises:
            ProfileError: with every fault of the profile.
        """
        found = profile_json(profile_report(profile_of_words(_plain(profile)), language))
        if short:
            found["rows"] = [row for row in found["rows"] if row["status"] != "applies"]
        given: Applicable = {
            **found,  # type: ignore[typeddict-item]
            "quoted": quote_notice(language),
        }
        return given

    def assess_sheet(
        self, sheet: SheetGiven, readings: Readings = None, trace: Trace = False
    ) -> Assessed:
        """Return what a sheet comes to; for an invalid one every fault, and nothing scored."""
        try:
            rule_set, checked = checked_sheet(_words(sheet), readings)
        except SheetError as error:
            invalid: Assessed = {**invalid_json(None, error)}  # type: ignore[typeddict-item]
            return invalid
        found = assessment_json(assess(rule_set, checked))
        if not trace:
            del found["trace"]
        assessed: Assessed = {**found}  # type: ignore[typeddict-item]
        return assessed


def _words(sheet: dict[str, Any] | str) -> SheetWords:
    """
    Read a sheet as a file of the same words would be read.

    Raises:
        SheetFileError: it is too large, too deep, or neither YAML nor JSON.
    """
    if isinstance(sheet, str):
        text, read = sheet, read_yaml_words
    else:
        try:
            text, read = json.dumps(sheet, ensure_ascii=False), read_json_words
        except (RecursionError, ValueError) as fault:
            raise SheetFileError(
                "file_format",
                "评分表无法读取。",
                "The sheet cannot be read: it is nested too deep.",
            ) from fault
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise SheetFileError(
            "file_too_large",
            f"评分表有 {size} 字节，最多 {MAX_BYTES} 字节。",
            f"The sheet has {size} bytes; it may have {MAX_BYTES} at most.",
        )
    return read(text)


def _plain(profile: dict[str, Any]) -> Any:
    """Return a profile with its numbers exactly as they are printed."""
    return _words(profile).words
