"""Exactly one choice of every question is right by the data, in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.errors import PracticeDataError
from assistant.evidence.load_expectations import load_concepts, load_expectations
from assistant.practice import KINDS, PracticeQuestion, Wanted, chosen, practice_questions
from assistant.practice.evidence import EvidenceQuestions
from assistant.practice.load_figures import FIGURES, figure_questions
from assistant.practice.pool import _questions
from assistant.practice.source import Source
from corpus.load import load_standard, read_yaml
from scoring import assess, load_rule_set, parse_sheet
from scoring.panel import EXPERTS, MEMBERS
from scoring.procedure import KEPT_YEARS, VALID_YEARS
from scoring.sampling import sample_size

RULE_SETS = ("tcrea-2023", "scs-c1")
ALL = practice_questions()


def source(name: str, seed: str = "") -> Source:
    return Source(load_standard(name), load_rule_set(name), load_expectations(name), seed)


SOURCES = {name: source(name) for name in RULE_SETS}


def of(prefix: str, *parts: str) -> list[PracticeQuestion]:
    return [q for q in ALL if q.id.startswith(prefix) and all(part in q.id for part in parts)]


def amounts(question: PracticeQuestion) -> list[Decimal]:
    return [Decimal(choice.text.zh.split(" ")[0]) for choice in question.choices]


def folded(text: str) -> str:
    """Fold spaces, width and punctuation: rows that differ in nothing else say the same."""
    return re.sub(r"[\s\W]", "", unicodedata.normalize("NFKC", text))


def test_there_are_hundreds_of_each_rule_set_and_every_kind() -> None:
    counts = Counter((q.rule_set, q.kind) for q in ALL)
    assert sum(n for (name, _), n in counts.items() if name == "tcrea-2023") > 900
    assert sum(n for (name, _), n in counts.items() if name == "scs-c1") > 200
    assert {kind for _, kind in counts} == set(KINDS)


def test_ids_are_unique_and_do_not_depend_on_the_seed() -> None:
    assert len({q.id for q in ALL}) == len(ALL)
    assert {q.id for q in practice_questions("another")} == {q.id for q in ALL}
    assert max(len(q.id) for q in ALL) <= 80  # what an address may carry
    for name in ("points-tcrea-2023-A3.3.2", "gate-tcrea-2023-A1.1.1", "level-tcrea-2023-C1.5.1"):
        assert name in {q.id for q in ALL}


def test_every_question_has_four_choices_or_two_and_both_languages() -> None:
    for q in ALL:
        assert len(q.choices) == (2 if q.id.startswith("gate") and q.is_ranked else 4), q.id
        for language in ("zh", "en"):
            assert len({c.text.of(language) for c in q.choices}) == len(q.choices), q.id
            said = [q.prompt, q.explanation, *(c.text for c in q.choices)]
            assert all(words.of(language).strip() for words in said), q.id
            assert not any(re.search(r"[{}]|None", words.of(language)) for words in said), q.id
        assert 0 <= q.answer < len(q.choices)


def test_english_prompts_hold_no_chinese() -> None:
    for q in ALL:
        assert not re.search(r"[一-鿿]", re.sub(r"[（(].*?[)）]", "", q.prompt.en)), q.id


def test_the_same_seed_gives_the_same_questions() -> None:
    sources = [list(_questions(SOURCES[name])) for name in RULE_SETS]
    assert tuple(question for made in sources for question in made) == ALL


def test_lost_rows_are_not_asked_about() -> None:
    lost = {row.id for name in RULE_SETS for row in load_rule_set(name).rows if row.lost}
    assert lost == {"A5.3.1", "C3.1.1"}
    for q in ALL:
        assert q.clause not in lost
        assert lost.isdisjoint(c.clause for c in q.choices)


def test_every_quote_is_verbatim_and_every_clause_exists() -> None:
    for q in ALL:
        standard = SOURCES[q.rule_set].standard
        quotes = [standard.clause(q.clause).quote]
        quotes += [child.quote for child in standard.children(q.clause)]
        rest = q.quote
        for quote in quotes:
            rest = rest.replace(quote, "", 1) if quote else rest
        assert q.quote, q.id
        assert rest.strip() == "", q.id
        for name in (*q.also, *(c.clause for c in q.choices if c.clause)):
            assert name in standard, (q.id, name)


def test_points_are_the_printed_ones_and_no_other_choice_is() -> None:
    for q in of("points-"):
        clause = SOURCES[q.rule_set].standard.clause(q.clause)
        printed = Decimal(clause.printed_points or "")
        assert [value == printed for value in amounts(q)].index(True) == q.answer, q.id
        assert amounts(q).count(printed) == 1
        assert amounts(q) == sorted(amounts(q))


def test_the_sum_of_a_heading_that_lost_a_row_is_no_wrong_choice() -> None:
    for name, reached in (("A5", 19), ("A5.3", Decimal("1.5"))):
        (q,) = [one for one in ALL if one.id == f"points-tcrea-2023-{name}"]
        assert reached not in amounts(q)
        assert "A5.3.1" in q.explanation.zh


def test_a_misnumbered_row_says_how_it_is_printed() -> None:
    for q in of("points-tcrea"):
        clause = SOURCES[q.rule_set].standard.clause(q.clause)
        if clause.is_misnumbered:
            assert f"草案把这一行印作 {clause.printed_id}" in q.explanation.zh, q.id


def test_the_points_of_other_levels_are_told() -> None:
    (q,) = [x for x in ALL if x.id == "points-tcrea-2023-A3.3.2"]
    assert q.right.text.zh == "1 分"
    assert "条文相同的 B3.3.2（B 级）为 0.5 分。" in q.explanation.zh
    why = {c.text.en: c.why.en for c in q.choices}
    assert why["0.5 points"] == "B3.3.2 (level B), word for word the same, has 0.5 points."


def test_counted_rows_earn_what_the_scoring_says_under_every_reading() -> None:
    rules = load_rule_set("scs-c1")
    asked = [q for q in of("counting-") if not q.id.endswith("-list")]
    assert len(asked) > 15
    for q in asked:
        row, number = rules.row(q.clause), int(q.id.rsplit("-", 1)[1])
        key = {"count": "count", "deduction": "incidents", "checklist": "options"}[row.kind]
        judged = {key: [o.key for o in row.options[:number]] if row.options else number}
        base = {"rule_set": "scs-c1", "judgements": {row.id: judged}}
        for chosen_reading in _readings():
            sheet = parse_sheet({**base, "interpretations": chosen_reading}, rules)
            steps = [s for s in assess(rules, sheet).trace if s.subject == row.id]
            kept = [s.kept for s in steps if s.kept is not None]
            assert kept, q.id
            assert amounts(q)[q.answer] == kept[-1], (q.id, chosen_reading)
        assert len(set(amounts(q))) == 4


def _readings() -> Iterator[dict[str, str]]:
    yield {}
    for entry in load_rule_set("scs-c1").interpretations:
        for reading in entry.readings:
            if not reading.needs_judgement:
                yield {entry.id: reading.id}


def test_what_is_not_listed_stands_in_no_option_of_the_row() -> None:
    rules = load_rule_set("scs-c1")
    for q in (q for q in of("counting-") if q.id.endswith("-list")):
        own = {option.title_zh for option in rules.row(q.clause).options}
        assert [c.text.zh in own for c in q.choices].count(False) == 1
        assert q.right.text.zh not in own


def test_gates_are_the_rows_without_points() -> None:
    for q in of("gate-"):
        standard = SOURCES[q.rule_set].standard
        if q.is_ranked:
            printed = standard.clause(q.clause).printed_points or ""
            assert q.answer == (1 if printed[0].isdigit() else 0), q.id
        else:
            kinds = [standard.clause(c.clause).kind for c in q.choices]
            assert kinds.count("gate") == 1, q.id
            assert kinds[q.answer] == "gate"
            assert {standard.clause(c.clause).level for c in q.choices} == {q.level}


def test_only_levels_whose_rows_say_it_are_right() -> None:
    rows = [c for c in SOURCES["tcrea-2023"].standard if c.kind in ("gate", "item") and c.text]
    asked = [q for q in of("level-") if "-among-" not in q.id]
    assert len(asked) > 100
    for q in asked:
        levels = {c.level for c in rows if folded(c.text) == folded(q.quote)}
        expected = "ABC".index(str(levels.pop())) if len(levels) == 1 else 3
        assert q.answer == expected, q.id
        assert q.clause not in q.prompt.zh + q.prompt.en
    assert sum(q.answer == 3 for q in asked) >= 10


def test_of_rows_set_side_by_side_one_is_of_the_level_asked() -> None:
    standard = SOURCES["tcrea-2023"].standard
    rows = [c for c in standard if c.kind in ("gate", "item")]
    asked = of("level-", "-among-")
    assert len(asked) > 40
    for q in asked:
        level = standard.clause(q.clause).level
        assert f"{level} 级" in q.prompt.zh
        for number, choice in enumerate(q.choices):
            words = folded(standard.clause(choice.clause).text)
            stands_at = {c.level for c in rows if folded(c.text) == words}
            assert (level in stands_at) == (number == q.answer), (q.id, choice.clause)


def test_samples_are_sure_and_one_choice_is_right() -> None:
    rules = load_rule_set("tcrea-2023")
    asked = of("quantity-tcrea-2023-7.4-")
    assert len(asked) > 10
    for q in asked:
        number = int(q.id.rsplit("-", 1)[1])
        sizes = {
            sample_size(number, {**rules.default_readings, entry.id: reading.id}).size
            for entry in rules.interpretations
            if entry.effect == "sampling"
            for reading in entry.readings
        }
        assert {amounts(q)[q.answer]} == sizes
        assert len(set(amounts(q))) == 4


def test_what_must_be_shown_is_the_rows_own_aspect() -> None:
    for q in of("evidence-"):
        own = SOURCES[q.rule_set].expectations.of(q.clause)
        assert own is not None
        titles = {aspect.zh for aspect in own.aspects}
        if q.id.endswith("-asks"):
            assert [c.text.zh in titles for c in q.choices].count(True) == 1
            assert q.right.text.zh in titles
        elif q.id.endswith("-not"):
            assert [c.text.zh in titles for c in q.choices].count(False) == 1
            assert q.right.text.zh not in titles


def test_only_the_right_passage_shows_what_the_row_needs() -> None:
    for name in RULE_SETS:
        judge = EvidenceQuestions(SOURCES[name], load_concepts())
        asked = of(f"evidence-{name}", "-shows-")
        assert len(asked) > 60
        for q in asked:
            own = SOURCES[name].expectations.of(q.clause)
            assert own is not None
            aspect = next(a for a in own.aspects if a.id == q.id.split("-shows-")[1])
            for number, choice in enumerate(q.choices):
                for text in (choice.text.zh, choice.text.en):
                    shown = judge.shows(text, aspect)
                    assert shown == (number == q.answer), (q.id, text)
                    assert shown or not judge.shows_any(text, own), (q.id, text)


def test_authored_figures_stand_in_their_clauses_and_wrong_ones_do_not() -> None:
    records = {record["id"]: record for record in read_yaml(FIGURES)}
    for name, record in records.items():
        words = record["words"]
        if record.get("asks") == "not":
            continue
        figures = re.findall(r"\d+", record["right"]["zh"])
        if figures and "GB" not in record["right"]["zh"] and name not in _COUNTED:
            said = re.findall(r"\d+", words)
            assert set(figures) <= set(said), name
            for wrong in record["wrong"]:
                assert not set(re.findall(r"\d+", wrong["zh"])) & set(said), (name, wrong)


# Counted in the clause, or written as a word.
_COUNTED = ("number-of-levels", "first-level-indices", "yearly-exercises")


def test_authored_figures_agree_with_the_scoring() -> None:
    rights = {q.id.removeprefix("procedure-tcrea-2023-"): q.right.text.zh for q in of("procedure-")}
    mark = load_rule_set("tcrea-2023").mark
    assert rights["panel-members"] == f"{MEMBERS} 人"
    assert rights["panel-experts"] == f"{EXPERTS} 名"
    assert rights["years-of-validity"] == f"{VALID_YEARS} 年"
    assert rights["years-of-keeping"] == f"{KEPT_YEARS} 年"
    assert rights["pass-mark"] == f"{mark} 分"
    assert rights["number-of-levels"].startswith(f"{len(load_rule_set('tcrea-2023').levels)} 级")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("words: 有效期为5年", "words: 有效期为7年"), "does not say"),
        (('clause: "4.10"\n  words', 'clause: "4.99"\n  words'), "4.99"),
        (("right: {zh: 5 年, en: 5 years}", "right: {zh: 3 年, en: 3 years}"), "the same"),
        (("defects: [D15]", "defects: [D99]"), "D99"),
        (("zh: 评价结果的有效期是几年？", "title: x"), "zh"),
    ],
)
def test_a_wrong_record_is_told(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    text = FIGURES.read_text(encoding="utf-8")
    start = text.index("- id: years-of-validity")
    record = text[start : text.index("- id: years-of-keeping")]
    assert change[0] in record
    file = tmp_path / "figures.yaml"
    file.write_text(record.replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(PracticeDataError, match=fault):
        list(figure_questions(SOURCES["tcrea-2023"], file))


def test_shuffling_keeps_the_right_choice_and_ranked_ones_stay() -> None:
    for q in ALL[::7]:
        again = q.shuffled(3)
        assert again.right == q.right
        assert sorted(c.text.zh for c in again.choices) == sorted(c.text.zh for c in q.choices)
        assert again == q.shuffled(3)
        if q.is_ranked:
            assert again.choices == q.choices
    moved = [q for q in ALL if q.shuffled(1).answer != q.answer]
    assert len(moved) > len(ALL) / 4


def test_what_is_wanted_is_taken() -> None:
    only = chosen(ALL, Wanted("tcrea-2023", "B", ("points", "procedure")))
    assert {q.kind for q in only} == {"points", "procedure"}
    assert {q.level for q in only} == {"B", None}
    assert chosen(ALL, Wanted(about="A1.2.1"))
    assert [q.id for q in chosen(ALL, Wanted(about="gate-tcrea-2023-A1.1.1"))] == [
        "gate-tcrea-2023-A1.1.1"
    ]
    assert chosen(ALL, Wanted()) == ALL
    assert chosen(ALL, Wanted("scs-c1", "", ("level",))) == ()
