"""Suites are read strictly, and every fault is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.asking.question import Turn
from evals.errors import SuiteError
from evals.suite import SUITES, find_suites, load_suite

WHOLE = """questions:
  - {id: r001, split: dev, language: zh, kind: paraphrase, question: "多少天？",
     gold: {A1.2.1: 2, SE45.4: 1, GB 55029-2022 3.5.2(5): 2},
     history: [{role: user, content: "A级呢"}], facts: ["90", ["30 days", "30d"]]}
  - {id: r002, split: test, language: en, question: "How long?", gold: [A1.2.1, "4.10"]}
  - {id: r003, split: dev, language: en, question: "Weather?", gold: {}}
"""
# Written to find failures while developing: no half of them is kept for reporting.
DEV_ONLY = frozenset({"more-talk"})
ENTRY = "questions:\n  - {id: r1, split: dev, language: zh, question: q, gold: {}%s}\n"


def _written(folder: Path, text: str) -> Path:
    path = folder / "suite.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_grades_history_kinds_and_facts_are_read(tmp_path: Path) -> None:
    suite = load_suite(_written(tmp_path, WHOLE))
    first, second, third = suite.questions
    assert first.gold == {"A1.2.1": 2, "SE45.4": 1, "GB 55029-2022 3.5.2(5)": 2}
    assert first.history == (Turn("user", "A级呢"),)
    assert first.facts == (("90",), ("30 days", "30d"))
    assert first.kind == "paraphrase"
    assert second.gold == {"A1.2.1": 2, "4.10": 2}
    assert second.kind == "plain"
    assert third.gold == {}
    assert suite.name == "suite"


def test_a_question_crosses_when_all_its_gold_is_in_the_other_language(tmp_path: Path) -> None:
    crossing = [
        entry.is_cross_language for entry in load_suite(_written(tmp_path, WHOLE)).questions
    ]
    assert crossing == [False, True, False]


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    before = load_suite(_written(tmp_path, WHOLE)).digest
    assert load_suite(_written(tmp_path, WHOLE.replace("多少", "几"))).digest != before


@pytest.mark.parametrize("path", sorted(SUITES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_suite_is_sound_and_has_both_halves_unless_dev_only(path: Path) -> None:
    suite = load_suite(path)
    halves = {"dev"} if path.stem in DEV_ONLY else {"dev", "test"}
    assert {question.split for question in suite.questions} == halves


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must hold a mapping"),
        ("- a\n- b\n", "must hold a mapping"),
        ("questions: []\n", "at least one question"),
        ("questions: {a: b}\n", "must be a list"),
        ("questions: [a]\n", "question 1 is 'a'"),
        ("questons: []\n", "did you mean 'questions'?"),
        ("questions: [\n", "line 2"),
        ("questions: !!python/object:os.system x\n", "plain YAML"),
        (ENTRY % ", fact: [x]", "line 2: the key 'fact' is not known; did you mean 'facts'?"),
        (ENTRY % ", zzz: 1", "allowed: id, split"),
        (ENTRY % ", id: r2", "key 'id' stands twice"),
        (ENTRY % ", kind: Two words", "a word of a-z"),
        (ENTRY % ", facts: [90]", "facts hold 90; each must be text in quotes"),
        (ENTRY % ", facts: [[]]", "facts hold []"),
        (ENTRY % ", facts: x", "must be a list of texts"),
        (ENTRY % ", history: x", "The history cannot be read"),
        (ENTRY % ", history: [{role: system, content: x}]", "turn 1"),
        ("questions:\n  - {id: r1}\n", "the key 'gold' is missing"),
        (ENTRY.replace("dev", "train") % "", "split is 'train'; allowed: dev, test"),
        (ENTRY.replace("zh", "fr") % "", "language is 'fr'; allowed: zh, en"),
        (ENTRY.replace("id: r1", "id: 7") % "", "it must be text, in quotes"),
        (ENTRY.replace("{}", "[4.10]") % "", "a clause id must be in quotes"),
        (ENTRY.replace("{}", "{A1.2.11: 2}") % "", "nearest: A1.2.1"),
        (ENTRY.replace("{}", "{A1.2.1: 3}") % "", "allowed: 2 (answers), 1 (helps)"),
        (ENTRY.replace("{}", "{A1.2.1: true}") % "", "allowed: 2 (answers), 1 (helps)"),
        (ENTRY.replace("{}", "x") % "", "{} where nothing answers"),
    ],
)  # fmt: skip
def test_a_faulty_suite_says_what_is_wrong_and_where(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SuiteError) as caught:
        load_suite(_written(tmp_path, text))
    assert words in str(caught.value)


def test_all_faults_are_listed_together(tmp_path: Path) -> None:
    text = WHOLE.replace("split: test", "split: tset").replace("r003", "r001")
    with pytest.raises(SuiteError) as caught:
        load_suite(_written(tmp_path, text.replace("kind: paraphrase", "kinds: x")))
    assert len(caught.value.faults) == 3


def test_a_file_that_is_missing_or_not_utf8_says_so(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="cannot be read"):
        load_suite(tmp_path / "none.yaml")
    path = tmp_path / "gbk.yaml"
    path.write_bytes("a: b\nquestions: 问".encode("gbk"))
    with pytest.raises(SuiteError, match="line 2: it is not UTF-8"):
        load_suite(path)


def test_suites_are_found_by_name_and_by_path_and_near_names_are_told(tmp_path: Path) -> None:
    own = _written(tmp_path, WHOLE)
    assert find_suites([str(own), "first-questions"]) == [own, SUITES / "first-questions.yaml"]
    assert find_suites([]) == sorted(SUITES.glob("*.yaml"))
    with pytest.raises(SuiteError, match="near it: first-questions"):
        find_suites(["frist-questions"])
