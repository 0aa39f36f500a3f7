"""The tutorial's pipeline that the product is held against."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.encoder import HashEncoder
from corpus.index import StandardIndex
from corpus.load import load_standard
from evals.plain_chain import CHUNK, clauses_in, plain_chain, plain_text
from tests.evals.samples import question

pytest.importorskip("langchain_chroma")


def test_the_plain_text_holds_every_clause_in_order_under_its_printed_id() -> None:
    standard = load_standard("tcrea-2023")
    text = plain_text(standard)
    place = 0
    for clause in standard:
        if clause.quote:
            place = text.index(f"{clause.printed_id or ''} {clause.quote}".strip(), place)
    assert "\n\n" not in text


def test_a_chunk_counts_for_every_clause_whose_first_words_it_holds() -> None:
    standard = load_standard("tcrea-2023")
    row = standard.clause("A1.2.1")
    assert "A1.2.1" in clauses_in(f"x {row.text[:25]}", [row])
    assert clauses_in(row.text[:10], [row]) == ()
    assert clauses_in("", list(standard)) == ()


def test_the_pipeline_finds_a_clause_by_its_own_words(tmp_path: Path) -> None:
    index = StandardIndex(HashEncoder(), tmp_path)
    search = plain_chain(index, HashEncoder())
    row = index.standards["tcrea-2023"].clause("A1.2.1")
    found = search(question("q1", question=row.text)).ranked
    assert 1 <= len(found) <= 10
    assert any("A1.2.1" in names for names in found)
    assert all(len(plain_text(s)) > CHUNK for s in index.standards.values())


def test_two_pipelines_in_one_process_do_not_share_their_chunks(tmp_path: Path) -> None:
    index = StandardIndex(HashEncoder(), tmp_path)
    asked = question("q1", question="周界入侵报警")
    first = plain_chain(index, HashEncoder())(asked)
    assert plain_chain(index, HashEncoder())(asked) == first
