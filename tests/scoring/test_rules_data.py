"""The rule data: sums, hashes, and that every change of what scores is noticed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus import editions as corpus_editions
from scoring import RuleSet, assess, load_rule_set, parse_sheet
from scoring.errors import RuleDataError, UnknownRuleSetError
from scoring.load import RULES, editions, load_edition
from scoring.rule_set import Row
from tests.scoring.sheets import all_met

EXPECTED_ROWS = {"A": (74, 15), "B": (54, 12), "C": (38, 12)}


def test_the_draft_has_the_printed_rows_and_sums() -> None:
    rules = load_rule_set("tcrea-2023")
    for level, (items, gates) in EXPECTED_ROWS.items():
        rows = [row for row in rules.rows_of(level) if not row.lost]
        assert sum(row.kind == "item" for row in rows) == items
        assert sum(row.kind == "gate" for row in rows) == gates
        expected = Decimal(99 if level == "A" else 100)
        assert sum(row.points for row in rows) == expected
    assert [row.id for row in rules.rows if row.lost] == ["A5.3.1", "C3.1.1"]


def test_every_printed_group_total_is_met_but_the_named_ones() -> None:
    rules = load_rule_set("tcrea-2023")
    missing = {entry.group: entry.missing for entry in rules.sum_exceptions}
    assert missing == {"A5.3": Decimal(1), "A5": Decimal(1)}
    for group in rules.groups:
        if group.printed is not None:
            inside = [
                r.points for r in rules.rows if r.id.startswith(f"{group.id}.") and not r.lost
            ]
            assert sum(inside) + missing.get(group.id, 0) == group.printed, group.id


def test_every_indicator_of_table_c1_adds_up_to_a_hundred() -> None:
    rules = load_rule_set("scs-c1")
    indicators = [group for group in rules.groups if group.parent]
    assert len(indicators) == 32
    for indicator in indicators:
        assert sum(row.points for row in rules.rows if row.group == indicator.id) == 100


@pytest.mark.parametrize("rule_set", ["tcrea-2023", "scs-c1"])
def test_the_scoring_hash_is_the_locked_one(rule_set: str) -> None:
    rules = load_rule_set(rule_set)
    lock = RULES / rules.id / rules.edition / "lock.txt"
    assert lock.read_text(encoding="ascii").strip() == rules.scoring_hash
    assert rules.version.endswith(rules.scoring_hash[:8])
    assert rules.content_hash != rules.scoring_hash


def _changed(row: Row) -> Iterator[Row]:
    yield dataclasses.replace(row, kind="item" if row.kind == "gate" else "gate")
    yield dataclasses.replace(row, lost=not row.lost)
    if row.kind != "gate":
        yield dataclasses.replace(row, points=row.points + Decimal("0.1"))
    if row.unit is not None:
        yield dataclasses.replace(row, unit=row.unit + 1)
    if row.options:
        yield dataclasses.replace(row, options=row.options[:-1])
    if row.kind in ("count", "deduction", "checklist"):
        yield dataclasses.replace(row, kind="item")


def _least(words: dict[str, Any]) -> dict[str, Any]:
    """The least that the same kind of judgement can say, short of nothing for counts."""
    if "met" in words:
        return {"met": False}
    if "options" in words:
        return {"options": words["options"][:1]}
    return dict.fromkeys(words, 1)


def _part(row: Row) -> dict[str, Any]:
    if row.kind == "item":
        return {"points": "0.1", "reason": "部分"}
    return {"met": False} if row.kind == "gate" else _least(_ANY[row.kind])


_ANY: dict[str, dict[str, Any]] = {
    "count": {"count": 1},
    "deduction": {"incidents": 1},
    "checklist": {"options": ["1"]},
}


def _sheets(rules: RuleSet) -> list[dict[str, Any]]:
    """A full, a least and a partial sheet; the partial one judges the lost rows too."""
    target = "A" if rules.levels else None
    full = all_met(rules, target)
    head: dict[str, Any] = {"rule_set": rules.id} | ({"target": target} if target else {})
    judged = {"lost_a531": "judged", "lost_c311": "judged"} if target else {}
    return [
        {**head, "judgements": full},
        {**head, "judgements": {key: _least(words) for key, words in full.items()}},
        {
            **head,
            "interpretations": judged,
            "judgements": {row.id: _part(row) for row in rules.rows},
        },
    ]


def _fingerprint(rules: RuleSet, words: dict[str, Any]) -> list[object]:
    result = assess(rules, parse_sheet(words, rules))
    levels = {name: (level.points, level.awardable) for name, level in result.levels.items()}
    return [
        levels, dict(result.indicators), [reason.clause for reason in result.reasons],
        [(step.subject, step.raw, step.cap, step.kept) for step in result.trace],
    ]  # fmt: skip


@pytest.mark.parametrize("rule_set", ["tcrea-2023", "scs-c1"])
def test_changing_any_row_changes_a_result_or_refuses_the_sheet(rule_set: str) -> None:
    rules = load_rule_set(rule_set)
    # Sheets that fit the true rules: a mutated rule must give another result or refuse them.
    sheets = _sheets(rules)
    before = [_fingerprint(rules, words) for words in sheets]
    survivors = []
    for number, row in enumerate(rules.rows):
        for mutant in _changed(row):
            rows = (*rules.rows[:number], mutant, *rules.rows[number + 1 :])
            mutated = dataclasses.replace(rules, rows=rows)
            try:  # up to the first sheet that tells
                told = zip(sheets, before, strict=True)
                is_same = all(_fingerprint(mutated, words) == was for words, was in told)
            except (ValueError, LookupError):
                continue
            if is_same:
                survivors.append((row.id, mutant))
    assert survivors == []


def test_unknown_rule_sets_and_editions_are_named_with_what_is_on_file() -> None:
    assert editions("gb") == ()
    with pytest.raises(UnknownRuleSetError, match=r"'gb'.*tcrea-2023 V2.3"):
        load_rule_set("gb")
    with pytest.raises(UnknownRuleSetError, match="V9"):
        load_rule_set("tcrea-2023", "V9")


def test_rule_files_that_cannot_be_used_say_where(tmp_path: Path) -> None:
    with pytest.raises(RuleDataError, match=r"header.yaml"):
        load_edition(tmp_path)
    (tmp_path / "header.yaml").write_text(
        "id: x\nedition: e\ntitle_zh: a\ntitle_en: a\nissuing_body_zh: a\nissuing_body_en: a\ndate: ''\nsource: s\n"
        "mark: '80'\nlevels: [{id: A, declared: '1', requires: []}]\nsum_exceptions: []\n",
        encoding="utf-8",
    )
    (tmp_path / "interpretations.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(RuleDataError, match="no rows for level A"):
        load_edition(tmp_path)
    (tmp_path / "a.yaml").write_text("groups: []\nrows: [{id: A1.1}]\n", encoding="utf-8")
    with pytest.raises(RuleDataError, match="kind"):
        load_edition(tmp_path)


def test_lookups_of_what_is_not_there_raise_key_errors() -> None:
    rules = load_rule_set("tcrea-2023")
    for look in (rules.level, rules.row, rules.group, rules.interpretation):
        with pytest.raises(KeyError):
            look("nothing")
    with pytest.raises(KeyError):
        rules.interpretation("pass_mark").reading("nothing")


def test_the_newest_edition_has_the_latest_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, date in (("V2.3", "2023-06-30"), ("V2.10", "2025-01-01"), ("V2.4", "2024-03-01")):
        folder = tmp_path / "tcrea-2023" / name
        folder.mkdir(parents=True)
        (folder / "header.yaml").write_text(f'date: "{date}"\n', encoding="utf-8")
    monkeypatch.setattr("scoring.load.RULES", tmp_path)
    monkeypatch.setattr("corpus.load.DATA", tmp_path)
    assert editions("tcrea-2023") == ("V2.3", "V2.4", "V2.10")
    assert corpus_editions("tcrea-2023") == editions("tcrea-2023")
