"""
Sheet files (YAML, JSON, XLSX) to checked sheets. One of the modules of `scoring` that read files.

A file is hostile until read: its size is looked at first, aliases (YAML bombs) and deep nesting
are refused, nothing is constructed but plain values, and numbers keep the digits as written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from scoring.body_rules import BodyRules
from scoring.errors import Fault, SheetError, SheetFileError
from scoring.load import RULE_SET_IDS, editions, load_rule_set
from scoring.overlay import with_body_rules
from scoring.rule_set import RuleSet
from scoring.sheet import Sheet, parse_sheet
from scoring.sheet_words import SheetWords, duplicate_key

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12
SUFFIXES = (".yaml", ".yml", ".json", ".xlsx")


def load_sheet(
    path: Path,
    interpretations: Mapping[str, str] | None = None,
    body: BodyRules | None = None,
) -> tuple[RuleSet, Sheet]:
    """
    Read and check a sheet file; `interpretations` override the sheet's own.

    With a body's own rules the sheet is checked against them laid over the edition they are for.

    Raises:
        SheetFileError: the file cannot be read at all (missing, too large, wrong encoding or
            format).
        SheetError: every fault of the sheet, with lines where the format has them.
    """
    return checked_sheet(read_sheet_words(path), interpretations, body)


def checked_sheet(
    content: SheetWords,
    interpretations: Mapping[str, str] | None = None,
    body: BodyRules | None = None,
) -> tuple[RuleSet, Sheet]:
    """
    Check the words of a sheet, as `load_sheet` does those of a file.

    Raises:
        SheetError: every fault of the sheet, with lines where there are any.
    """
    rule_set = _rule_set_of(content)
    if rule_set is None:
        raise SheetError(content.faults)
    if body is not None:
        rule_set = with_body_rules(load_rule_set(body.rule_set, body.edition), body)
    try:
        sheet = parse_sheet(content.words, rule_set, interpretations)
    except SheetError as error:
        content.faults.extend(error.faults)
    if content.faults:
        raise SheetError([_with_line(fault, content.line_by_path) for fault in content.faults])
    return rule_set, sheet


def read_sheet_words(path: Path) -> SheetWords:
    """Read a sheet file without checking it against a rule set."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise SheetFileError(
            "file_kind",
            f"评分表文件应为 {'、'.join(SUFFIXES)}，而不是“{suffix or path.name}”。",
            f"A sheet file is one of {', '.join(SUFFIXES)}, not {suffix or path.name!r}.",
        )
    data = _read_bytes(path)
    if suffix == ".xlsx":
        from scoring.sheet_workbook import read_workbook  # noqa: PLC0415 - openpyxl is slow to import

        return read_workbook(data)
    text = _decode(data)
    return read_json_words(text) if suffix == ".json" else read_yaml_words(text)


def sheet_yaml(words: Mapping[str, Any]) -> str:
    """Return the words of a sheet as YAML text that `read_yaml_words` reads as the same words."""
    text: str = yaml.safe_dump(dict(words), allow_unicode=True, sort_keys=False, width=100)
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SheetFileError(
                "file_too_large",
                f"文件有 {size} 字节，评分表最多 {MAX_BYTES} 字节。",
                f"The file has {size} bytes; a sheet has at most {MAX_BYTES}.",
            )
        return path.read_bytes()
    except OSError as fault:
        raise SheetFileError(
            "file_unreadable",
            f"无法读取文件“{path}”：{fault.strerror}。",
            f"The file '{path}' cannot be read: {fault.strerror}.",
        ) from fault


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise SheetFileError(
            "file_encoding",
            f"文件不是 UTF-8 编码（第 {fault.start} 字节处）；请另存为 UTF-8。",
            f"The file is not UTF-8 (at byte {fault.start}); save it as UTF-8.",
            line,
        ) from fault


# --- YAML ---


def read_yaml_words(text: str) -> SheetWords:
    """
    Read YAML text as plain values with the line of every entry.

    Numbers stay as written (2.50 is Decimal("2.50")); duplicate keys are faults, not overwrites.
    """
    content = SheetWords(words=None)
    try:
        _refuse_hostile_yaml(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise SheetFileError(
            "file_format",
            f"不是有效的 YAML：{getattr(fault, 'problem', fault)}。",
            f"This is not valid YAML: {getattr(fault, 'problem', fault)}.",
            mark.line + 1 if mark else None,
        ) from fault
    if node is not None:
        content.words = _plain(node, "", content)
    return content


def _refuse_hostile_yaml(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SheetFileError(
                "file_aliases",
                "评分表不允许使用 YAML 锚点与别名（& 与 *）。",
                "Anchors and aliases (& and *) are not allowed in a sheet.",
                _line(event.start_mark),
            )
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _too_deep(_line(event.start_mark))


def _line(mark: Any) -> int | None:
    return None if mark is None else mark.line + 1


def _too_deep(line: int | None) -> SheetFileError:
    return SheetFileError(
        "file_depth",
        f"嵌套超过 {MAX_DEPTH} 层。",
        f"The file is nested more than {MAX_DEPTH} levels deep.",
        line,
    )


def _plain(node: yaml.Node, path: str, content: SheetWords) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, content)
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain_entry(entry, f"{path}[{at}]", content) for at, entry in enumerate(node.value)
        ]
    return _SCALARS.get(node.tag, str)(node.value)


def _plain_entry(node: yaml.Node, where: str, content: SheetWords) -> Any:
    content.line_by_path.setdefault(where, node.start_mark.line + 1)
    return _plain(node, where, content)


def _plain_mapping(node: yaml.MappingNode, path: str, content: SheetWords) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        # Judgement paths are written "judgements.C1.2.1:points" because row ids hold dots.
        separator = ":" if path.startswith("judgements.") else "."
        where = f"{path}{separator}{key}" if path else key
        line = key_node.start_mark.line + 1
        if key in words:
            content.faults.append(duplicate_key(where, key, line))
        content.line_by_path.setdefault(where, line)
        words[key] = _plain(value_node, where, content)
    return words


def _bool(text: str) -> bool:
    return text.lower() in ("true", "yes", "on")


def _number(text: str) -> int | Decimal | str:
    digits = text.replace("_", "")
    if digits.lstrip("+-").isdigit() and len(digits) < 10:
        return int(digits)
    return text


def _null(_text: str) -> None:
    return None


_SCALARS: Mapping[str, Any] = {
    "tag:yaml.org,2002:bool": _bool,
    "tag:yaml.org,2002:int": _number,
    "tag:yaml.org,2002:null": _null,
}


# --- JSON ---


def read_json_words(text: str) -> SheetWords:
    """Read JSON text as plain values; numbers stay as written, duplicate keys are faults."""
    content = SheetWords(words=None)

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        words: dict[str, Any] = {}
        for key, value in entries:
            if key in words:
                content.faults.append(duplicate_key(key, key, None))
            words[key] = value
        return words

    try:
        content.words = json.loads(text, object_pairs_hook=pairs, parse_float=Decimal)
    except RecursionError as fault:
        raise _too_deep(None) from fault
    except ValueError as fault:
        raise SheetFileError(
            "file_format",
            f"不是有效的 JSON：{fault}。",
            f"This is not valid JSON: {fault}.",
            getattr(fault, "lineno", None),
        ) from fault
    return content


# --- what every format shares ---


def _rule_set_of(content: SheetWords) -> RuleSet | None:
    """Return the rules of the edition that a sheet names, the newest for an unknown one or none."""
    words = content.words if isinstance(content.words, Mapping) else {}
    wanted = words.get("rule_set")
    if wanted in RULE_SET_IDS:
        edition = words.get("edition")
        return load_rule_set(wanted, edition if edition in editions(wanted) else None)
    content.faults.append(
        Fault(
            "wrong_rule_set",
            "rule_set",
            f"rule_set 应为 {'、'.join(RULE_SET_IDS)} 之一，而不是 {wanted!r}。",
            f"rule_set is one of {', '.join(RULE_SET_IDS)}, not {wanted!r}.",
            content.line_by_path.get("rule_set"),
        )
    )
    return None


def _with_line(fault: Fault, line_by_path: Mapping[str, int]) -> Fault:
    if fault.line is not None:
        return fault
    where = fault.where
    while where:
        if where in line_by_path:
            return replace(fault, line=line_by_path[where])
        where = where.rpartition(":")[0]
    return fault
