"""Editions for tests: the shipped ones with named changes, written to a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from corpus.load import DATA
from scoring.load import RULES, load_edition

Records = list[dict[str, Any]]


class Draft:
    """A copy of an edition in a folder (`text/`, `rules/`) whose records tests change."""

    def __init__(self, folder: Path, rule_set: str, edition: str) -> None:
        self.folder = folder
        shutil.copytree(DATA / rule_set / edition, folder / "text")
        shutil.copytree(RULES / rule_set / edition, folder / "rules")

    def edit(self, name: str, change: Callable[[Any], None]) -> None:
        """Let a function change what a file holds."""
        path = self.folder / name
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(content)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")

    def headers(self, words: Mapping[str, Any], **text_only: Any) -> None:
        """Change both headers, and then that of the text."""
        self.edit("rules/header.yaml", lambda header: header.update(words))
        self.edit("text/header.yaml", lambda header: header.update({**words, **text_only}))

    def lock(self) -> None:
        """Lock the rules as they are now."""
        digest = load_edition(self.folder / "rules").scoring_hash
        (self.folder / "rules" / "lock.txt").write_text(digest + "\n", encoding="ascii")


def record(records: Records, name: str) -> dict[str, Any]:
    """Return the record with this id."""
    return next(entry for entry in records if entry["id"] == name)


def next_edition(folder: Path) -> Draft:
    """
    Write V2.4, which follows V2.3 and changes level C: a scored row becomes a gate, points move,
    a row goes and the ones behind it are renumbered, one is new, two are merged, one is split, one
    is reworded; two groups have other maxima; the mark, its reading and two interpretations change.
    """
    draft = Draft(folder, "tcrea-2023", "V2.3")
    draft.headers({"edition": "V2.4", "date": "2024-03-01"}, replaces="V2.3")
    draft.edit("rules/header.yaml", lambda header: header.update(mark="75"))
    draft.edit("rules/c.yaml", _rules)
    draft.edit("rules/interpretations.yaml", _interpretations)
    for name, change in (
        ("c1", _c1), ("c2", _c2), ("c3", _c3), ("c4", _c4), ("c5", _c5)
    ):  # fmt: skip
        draft.edit(f"text/{name}.yaml", change)
    draft.edit("text/defects.yaml", _defects)
    draft.edit("text/relations.yaml", _relations)
    draft.lock()
    return draft


def _rules(table: dict[str, Records]) -> None:
    groups, rows = table["groups"], table["rows"]
    for name, points in (("C4", "14"), ("C4.4", "4"), ("C5", "21"), ("C5.4", "6")):
        record(groups, name)["printed"] = points
    gate = record(rows, "C1.2.1")
    gate["kind"] = "gate"
    del gate["points"]
    for name, points in (
        ("C1.2.2", "7"), ("C1.4.1", "3"), ("C1.4.2", "2"), ("C2.4.1", "4"), ("C3.2.1", "6"),
        ("C4.4.2", "2"), ("C5.4.2", "3"),
    ):  # fmt: skip
        record(rows, name)["points"] = points
    rows.remove(record(rows, "C1.3.3"))
    record(rows, "C1.3.4")["id"] = "C1.3.3"
    record(rows, "C1.3.5")["id"] = "C1.3.4"
    at = rows.index(record(rows, "C1.3.4"))
    rows.insert(at + 1, {"id": "C1.3.5", "kind": "item", "points": "1"})
    rows.remove(record(rows, "C2.4.2"))
    at = rows.index(record(rows, "C3.2.2"))
    rows.insert(at + 1, {"id": "C3.2.3", "kind": "item", "points": "4"})


def _interpretations(entries: Records) -> None:
    mark = record(entries, "pass_mark")
    mark.update(default="ge", defects=["D2"])
    entries.remove(record(entries, "mutual_recognition"))
    entries.append(
        {
            "id": "guests", "effect": "judgement", "clauses": ["C1.3.5"], "defects": ["D14"],
            "question_zh": "访客是否包括快递人员？", "question_en": "Are couriers visitors?",
            "default": "yes", "why_zh": "从严。", "why_en": "The stricter reading.",
            "readings": [
                {"id": "yes", "zh": "包括", "en": "they are"},
                {"id": "no", "zh": "不包括", "en": "they are not"},
            ],
        }
    )  # fmt: skip


def _c1(records: Records) -> None:
    record(records, "C1.2.1").update(kind="gate", printed_points="—")
    record(records, "C1.2.2")["printed_points"] = "7"
    record(records, "C1.4.1")["printed_points"] = "3"
    record(records, "C1.4.2")["printed_points"] = "2"
    records.remove(record(records, "C1.3.3"))
    for old, new in (("C1.3.4", "C1.3.3"), ("C1.3.5", "C1.3.4")):
        record(records, old).update(id=new, printed_id=new, replaces=[old])
    at = records.index(record(records, "C1.3.4"))
    records.insert(
        at + 1, _row("C1.3.5", "1", "访客进入住区应登记", "访客登记", "Visitors signed in")
    )
    record(records, "C1.3.5")["replaces"] = []


def _c2(records: Records) -> None:
    merged = record(records, "C2.4.1")
    merged.update(printed_points="4", text="个人信息保护符合 GB/T 35273 的规定")
    merged["replaces"] = ["C2.4.1", "C2.4.2"]
    records.remove(record(records, "C2.4.2"))


def _c3(records: Records) -> None:
    whole = record(records, "C3.2.1")
    whole.update(printed_points="6", text="设置消火栓系统", replaces=["C3.2.1"])
    at = records.index(record(records, "C3.2.2"))
    part = _row("C3.2.3", "4", "消火栓系统有水压监测", "消火栓水压监测", "Hydrant pressure watched")
    records.insert(at + 1, {**part, "parent": "C3.2", "replaces": ["C3.2.1"]})


def _c4(records: Records) -> None:
    for name, points in (("C4", "14"), ("C4.4", "4"), ("C4.4.2", "2")):
        record(records, name)["printed_points"] = points


def _c5(records: Records) -> None:
    for name, points in (("C5", "21"), ("C5.4", "6"), ("C5.4.2", "3")):
        record(records, name)["printed_points"] = points
    record(records, "C5.2.1")["text"] = "平台每日备份"


def _row(name: str, points: str, text: str, zh: str, en: str) -> dict[str, Any]:
    parent = name.rsplit(".", 1)[0]
    return {
        "id": name, "printed_id": name, "kind": "item", "parent": parent, "level": "C",
        "printed_points": points, "text": text, "title_zh": zh, "title_en": en,
    }  # fmt: skip


def _defects(entries: Records) -> None:
    entries.remove(record(entries, "D1"))
    for entry in entries:
        entry["clauses"] = [name for name in entry["clauses"] if name != "C2.4.2"]


def _relations(entries: Records) -> None:
    for entry in [entry for entry in entries if "C2.4.2" in entry["clauses"]]:
        entry["clauses"].remove("C2.4.2")
        if len({name[0] for name in entry["clauses"]}) < 2:
            entries.remove(entry)
