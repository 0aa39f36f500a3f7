"""
Composing answers from found clauses, without a language model.

Every number and every quote is taken from the data; the sentences around them are fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Table
from assistant.asking.question import Language
from assistant.citations import Citation, verify
from assistant.wording import points_said, say
from corpus.lexical import terms
from corpus.standard import Clause, Relation, Standard
from scoring import load_rule_set
from scoring.number import decimal_string


@dataclass(slots=True)
class Draft:
    """An answer being written: lines of text, citations in the order of their marks, notes."""

    language: Language
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    table: Table | None = None

    def title(self, clause: Clause) -> str:
        """Return our title of the clause in the answer's language."""
        return clause.title_zh if self.language == "zh" else clause.title_en

    def cite(self, clause: Clause) -> str:
        """Add a citation of the clause's own words and return its mark; "" when it has none."""
        quote = clause.text or clause.heading
        if not quote:
            return ""
        for citation in self.citations:
            if (citation.standard, citation.clause) == (clause.standard, clause.id):
                return f"[{citation.number}]"
        number = len(self.citations) + 1
        self.citations.append(
            Citation(
                number=number,
                standard=clause.standard,
                clause=clause.id,
                printed_id=clause.printed_id,
                page=None,
                quote=quote,
                check=verify(quote, clause.quote).check,
                title=self.title(clause),
            )
        )
        return f"[{number}]"

    def note(self, sentence: str) -> None:
        """Add a note once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def worth(clause: Clause, language: Language) -> str:
    """Return what a row is worth in words: its points, or that it is a gate; "" for other units."""
    if clause.kind == "gate":
        return say("gate", language)
    if clause.kind in ("item", "criterion") and clause.printed_points:
        return points_said(clause.printed_points, language)
    if clause.lost and clause.kind == "item":
        row = load_rule_set(clause.standard).row(clause.id)
        return points_said(decimal_string(row.points), language)
    return ""


def describe(draft: Draft, clause: Clause, standard: Standard) -> None:
    """Write one clause: id, title, where it stands, what it is worth, its words, its misprints."""
    language = draft.language
    facts = [standard.short_zh if language == "zh" else standard.short_en]
    if clause.level and clause.kind in ("gate", "item"):
        facts.append(say("level", language, level=clause.level))
    place = _place(clause, standard, language)
    facts += [part for part in (place, worth(clause, language)) if part]
    bracket = f"（{'，'.join(facts)}）" if language == "zh" else f" ({', '.join(facts)})"
    mark = draft.cite(clause)
    words = " ".join(part for part in (clause.text, clause.note) if part) or clause.heading
    if clause.lost:
        note_lost(draft, clause, standard)
        draft.lines.append(f"{clause.id} {draft.title(clause)}{bracket}")
    else:
        quoted = f"“{words}”" if words else ""
        draft.lines.append(f"{clause.id} {draft.title(clause)}{bracket}: {quoted}{mark}")
    note_misprints(draft, clause)


def _place(clause: Clause, standard: Standard, language: Language) -> str:
    if clause.kind not in ("gate", "item"):
        return ""
    return " ".join(
        f"{entry.id} {entry.heading if language == 'zh' else entry.title_en}"
        for entry in standard.ancestors(clause.id)[-1:]
    )


def note_misprints(draft: Draft, clause: Clause) -> None:
    """Tell that a row is printed under another id."""
    if clause.is_misnumbered:
        draft.note(say("printed_as", draft.language, id=clause.id, printed=clause.printed_id))


def note_lost(draft: Draft, clause: Clause, standard: Standard) -> None:
    """Tell what is known of a lost row."""
    defects = standard.defects_of(clause.id)
    if not defects:
        draft.note(say("lost_plain", draft.language))
    for defect in defects[:1]:
        reason = defect.text_zh if draft.language == "zh" else defect.text_en
        draft.note(say("lost", draft.language, reason=reason))


# Defects that change what a reader should do with a clause; the others are editorial.
_MOST_CLAUSES = 8
_TELLING_KINDS = ("rule", "citation", "arithmetic", "content")


def note_defects(
    draft: Draft, clause: Clause, standard: Standard, *, most: int = 2, question: str = ""
) -> None:
    """
    Tell the known defects of a clause that matter to its use, but not what holds for many; those
    that share words with the question come first.
    """
    asked = set(terms(question))
    telling = [
        defect
        for defect in standard.defects_of(clause.id)
        if defect.kind in _TELLING_KINDS and len(defect.clauses) <= _MOST_CLAUSES
    ]
    telling.sort(key=lambda one: -len(asked & set(terms(f"{one.text_zh} {one.text_en}"))))
    for defect in telling[:most]:
        text = defect.text_zh if draft.language == "zh" else defect.text_en
        draft.note(f"[{defect.id}] {text}")


def note_same_elsewhere(draft: Draft, clause: Clause, standard: Standard) -> None:
    """Tell which rows say the same word for word, and which of other levels ask the same."""
    joint = "、" if draft.language == "zh" else ", "
    same = standard.identical_to(clause.id)
    if same:
        draft.note(say("same_elsewhere", draft.language, ids=joint.join(same), id=clause.id))
    for relation in _same_requirements(clause, standard):
        rows = [standard.clause(name) for name in relation.clauses if name not in same]
        others = [row for row in rows if row.level != clause.level]
        if others:
            listed = joint.join(_with_title(draft, row) for row in others)
            values = {"id": clause.id, "rows": listed, "difference": _difference(draft, relation)}
            draft.note(say("other_levels", draft.language, **values))


def _same_requirements(clause: Clause, standard: Standard) -> tuple[Relation, ...]:
    related = standard.relations_of(clause.id)
    return tuple(entry for entry in related if entry.kind == "same_requirement")


def _difference(draft: Draft, relation: Relation) -> str:
    return relation.note_zh if draft.language == "zh" else relation.note_en


def _with_title(draft: Draft, clause: Clause) -> str:
    title = draft.title(clause)
    return f"{clause.id}（{title}）" if draft.language == "zh" else f"{clause.id} ({title})"


def describe_group(draft: Draft, clause: Clause, standard: Standard) -> None:
    """Write a heading with its points and its rows or sub-headings."""
    points = clause.printed_points or ""
    heading = draft.title(clause)
    if points and points[0].isdigit():
        line = say("group_points", draft.language, id=clause.id, heading=heading, points=points)
    else:
        line = say("group_gates", draft.language, id=clause.id, heading=heading)
    draft.lines.append(line + draft.cite(clause))
    for child in standard.children(clause.id):
        draft.lines.append(_list_line(draft, child))
        note_misprints(draft, child)
        if child.lost:
            note_lost(draft, child, standard)
    note_defects(draft, clause, standard)


def _list_line(draft: Draft, clause: Clause) -> str:
    value = worth(clause, draft.language)
    if not value and clause.printed_points and clause.printed_points[0].isdigit():
        value = points_said(clause.printed_points, draft.language)
    bracket = f"（{value}）" if draft.language == "zh" else f" ({value})"
    return f"- {clause.id} {draft.title(clause)}{bracket if value else ''}{draft.cite(clause)}"


def list_children(draft: Draft, clause: Clause, standard: Standard) -> None:
    """Write what stands below a clause: list items in their own words, headings by our title."""
    for child in standard.children(clause.id):
        if child.text and child.kind not in ("group", "subgroup"):
            draft.lines.append(f"- {child.id} “{child.text}”{draft.cite(child)}")
        else:
            draft.lines.append(_list_line(draft, child))


def list_level(
    draft: Draft,
    level: str,
    standard: Standard,
    *,
    groups: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> tuple[Clause, ...]:
    """
    Write the gates and scored rows of a level, and return them; `groups` (numbers of first-level
    groups) and `kinds` (gate, item) restrict them when given.
    """
    rules = load_rule_set(standard.id)
    prefixes = tuple(f"{level}{number}." for number in groups)
    rows = [row for row in rules.rows_of(level) if not prefixes or row.id.startswith(prefixes)]
    lost = [row for row in rows if row.lost]
    gates = [row for row in rows if row.kind == "gate" and not row.lost and "item" not in kinds]
    items = [row for row in rows if row.kind != "gate" and not row.lost and "gate" not in kinds]
    points = decimal_string(sum(row.points for row in items))  # type: ignore[arg-type]
    counts: dict[str, object] = {"gates": len(gates), "items": len(items), "points": points}
    key = f"applies_{kinds[0]}s" if kinds else "applies_part"
    counts["scope"] = _scope(draft, level, groups, standard)
    counts["required"] = "" if groups else _required(draft, level)
    draft.lines.append(say(key, draft.language, **counts))
    clauses = tuple(standard.clause(row.id) for row in (*gates, *items))
    draft.lines += [_list_line(draft, clause) for clause in clauses]
    for row in lost:
        if not kinds or row.kind in kinds:
            note_lost(draft, standard.clause(row.id), standard)
    return clauses


def list_indicators(draft: Draft, standard: Standard) -> tuple[Clause, ...]:
    """Write the dimensions of Table C-1 with their indicators, and return the indicators."""
    shown: list[Clause] = []
    for dimension in (clause for clause in standard if clause.kind == "dimension"):
        draft.lines.append(f"{dimension.id} {draft.title(dimension)}")
        indicators = standard.children(dimension.id)
        draft.lines += [_list_line(draft, clause) for clause in indicators]
        shown += indicators
    return tuple(shown)


def _scope(draft: Draft, level: str, groups: Sequence[str], standard: Standard) -> str:
    named = [standard.clause(f"{level}{number}") for number in groups]
    if draft.language == "zh":
        return f"{level} 级" + "、".join(f" {c.id} {c.heading}" for c in named)
    return ", ".join(f"{c.id} {c.title_en}" for c in named) or f"Level {level}"


def _required(draft: Draft, level: str) -> str:
    required = load_rule_set("tcrea-2023").level(level).requires
    levels = ("、" if draft.language == "zh" else ", ").join(required)
    return say("requires", draft.language, levels=levels) if required else ""


def describe_level(draft: Draft, clause: Clause, standard: Standard) -> None:
    """Write what a level (its appendix) is worth, declared and awardable, group by group."""
    rules = load_rule_set(standard.id)
    awardable = sum(row.points for row in rules.rows_of(clause.id) if not row.lost)
    draft.lines.append(
        say(
            "level_total",
            draft.language,
            level=clause.id,
            declared=decimal_string(rules.level(clause.id).declared),
            awardable=decimal_string(awardable),  # type: ignore[arg-type]
        )
        + draft.cite(clause)
        + draft.cite(standard.clause("9.1"))
    )
    draft.lines += [_list_line(draft, child) for child in standard.children(clause.id)]
    for row in rules.rows_of(clause.id):
        if row.lost:
            note_lost(draft, standard.clause(row.id), standard)
