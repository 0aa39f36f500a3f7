"""The library of imported norms: nothing lost, nothing left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.encoder import HashEncoder, Vectors
from corpus.errors import (
    NormExistsError,
    NormFileError,
    NormNotImportedError,
    NormNumberError,
    UnknownClauseError,
)
from corpus.index import StandardIndex
from corpus.norms.imported_norm import norm_of_record, record_of
from corpus.norms.library import NormLibrary, NormLimits, summary_json
from corpus.norms.number import mentions, parse_number, slug
from corpus.notation import norm_numbers
from corpus.unit_name import unit_names
from tests.corpus import sample_norms as sample


@pytest.fixture
def library(tmp_path: Path) -> NormLibrary:
    return NormLibrary(tmp_path / "home", tmp_path / "cache")


@pytest.fixture
def norm_file(tmp_path: Path) -> Path:
    return sample.write_txt(tmp_path / "示范.txt")


def files_under(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def vectors_under(folder: Path) -> list[str]:
    return [name for name in files_under(folder) if "norm-" in name]


@pytest.mark.parametrize(
    "write", [sample.write_txt, sample.write_md, sample.write_docx, sample.write_pdf]
)
def test_a_norm_is_imported_from_every_format(
    library: NormLibrary, tmp_path: Path, write: Any
) -> None:
    path = write(tmp_path / f"norm.{write.__name__.removeprefix('write_')}")
    outcome = library.import_norm(path, "gb59999－2031")
    assert outcome.change == "imported"
    assert outcome.norm.number == sample.NUMBER
    assert "严禁" in outcome.norm.full_text("3.1.2A")
    assert library.original(sample.NUMBER).read_bytes() == path.read_bytes()
    assert (outcome.norm.pages is None) == (path.suffix != ".pdf")


def test_the_same_file_again_changes_nothing_and_says_so(
    library: NormLibrary, norm_file: Path, tmp_path: Path
) -> None:
    first = library.import_norm(norm_file, sample.NUMBER)
    before = files_under(tmp_path / "home")
    again = library.import_norm(norm_file, sample.NUMBER)
    assert again.change == "unchanged"
    assert again.norm == first.norm
    assert files_under(tmp_path / "home") == before


def test_another_file_needs_replace_and_then_takes_the_whole_place(
    library: NormLibrary, norm_file: Path, tmp_path: Path
) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    other = sample.write_txt(tmp_path / "other.txt", [*sample.BODY, "A.0.3 新加的一条。"])
    with pytest.raises(NormExistsError, match="--replace"):
        library.import_norm(other, sample.NUMBER)
    assert "A.0.3" not in library.norm(sample.NUMBER)
    assert library.import_norm(other, sample.NUMBER, replace=True).change == "replaced"
    assert "A.0.3" in library.norm(sample.NUMBER)
    assert len(files_under(tmp_path / "home")) == 2


@pytest.mark.parametrize("number", ["", "50116", "../../etc/passwd", "GB 50116/../x", "GB", "GB 50116-2013 和 GB 1", "x" * 500, "GB\n50116\n\n"])  # fmt: skip
def test_what_is_no_number_is_refused_with_examples(
    library: NormLibrary, norm_file: Path, number: str
) -> None:
    with pytest.raises(NormNumberError, match="GB 50116-2013"):
        library.import_norm(norm_file, number)


def test_files_that_cannot_be_norms_are_refused(library: NormLibrary, tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"PK"), ("a", b"x"), ("a.txt", b""), ("a.pdf", b"%PDF-no")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(NormFileError, match="PDF, DOCX, MD and TXT"):
            library.import_norm(path, sample.NUMBER)
    with pytest.raises(NormFileError):
        library.import_norm(tmp_path / "missing.txt", sample.NUMBER)
    assert library.norms() == ()
    assert files_under(tmp_path / "home") == []


def test_more_units_than_allowed_are_refused(tmp_path: Path, norm_file: Path) -> None:
    library = NormLibrary(tmp_path / "home", tmp_path / "cache", limits=NormLimits(max_units=5))
    with pytest.raises(NormFileError, match="more than 5"):
        library.import_norm(norm_file, sample.NUMBER)


def test_an_import_that_is_killed_leaves_the_norm_as_it_was(
    library: NormLibrary, norm_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    other = sample.write_txt(tmp_path / "other.txt", [*sample.BODY, "A.0.3 新加的一条。"])

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("corpus.norms.library.json.dump", killed)
        with pytest.raises(KeyboardInterrupt):
            library.import_norm(other, sample.NUMBER, replace=True)
    assert "A.0.3" not in NormLibrary(tmp_path / "home", tmp_path / "cache").norm(sample.NUMBER)
    assert library.original(sample.NUMBER).exists()
    library.import_norm(other, sample.NUMBER, replace=True)
    assert len(files_under(tmp_path / "home")) == 2


def test_a_torn_record_is_not_taken_for_a_norm_and_can_be_imported_again(
    library: NormLibrary, norm_file: Path, tmp_path: Path
) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    (record,) = (tmp_path / "home").rglob("record.json")
    record.write_text("{", encoding="utf-8")
    assert library.norms() == ()
    assert library.import_norm(norm_file, sample.NUMBER).change == "imported"


def test_removing_takes_file_record_and_vectors(
    library: NormLibrary, norm_file: Path, tmp_path: Path
) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    library.index(sample.NUMBER, HashEncoder(), may_encode=True)
    other = sample.write_txt(tmp_path / "o.txt", sample.BODY)
    library.import_norm(other, "GB 59999")
    library.index("GB 59999", HashEncoder(), may_encode=True)
    assert len(vectors_under(tmp_path / "cache")) == 2
    assert library.remove("gb 59999-2031").number == sample.NUMBER
    assert len(vectors_under(tmp_path / "cache")) == 1
    assert [norm.number for norm in library.norms()] == ["GB 59999"]
    library.remove("GB 59999")
    assert vectors_under(tmp_path / "cache") == files_under(tmp_path / "home") == []
    with pytest.raises(NormNotImportedError, match="None is imported yet"):
        library.remove("GB 59999")


def test_a_number_without_its_year_finds_the_newest_edition(
    library: NormLibrary, norm_file: Path, tmp_path: Path
) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    library.import_norm(sample.write_txt(tmp_path / "o.txt", sample.BODY), "GB 59999-2020")
    assert library.norm("GB59999").number == sample.NUMBER
    assert library.norm("GB59999-2020").number == "GB 59999-2020"
    with pytest.raises(NormNotImportedError, match="GB 59999-2031"):
        library.norm("GB 59998")


class CountingEncoder(HashEncoder):
    def __init__(self, stop_after: int = 10**9) -> None:
        self.texts: list[str] = []
        self._stop_after = stop_after

    def encode_passages(self, texts: Any) -> Vectors:
        if len(self.texts) >= self._stop_after:
            raise KeyboardInterrupt
        self.texts += texts
        return super().encode_passages(texts)


def test_encoding_that_is_broken_off_goes_on_where_it_stopped(
    library: NormLibrary, tmp_path: Path
) -> None:
    long = [f"4.1.{number} 第 {number} 条应设报警。" for number in range(1, 900)]
    library.import_norm(sample.write_txt(tmp_path / "long.txt", long), "GB 59000-2031")
    with pytest.raises(KeyboardInterrupt):
        library.index("GB 59000", CountingEncoder(stop_after=600), may_encode=True)
    assert not library.index("GB 59000", HashEncoder()).has_vectors
    rest = CountingEncoder()
    seen: list[tuple[int, int]] = []
    index = library.index("GB 59000", rest, lambda *done: seen.append(done), may_encode=True)
    assert index.has_vectors
    assert seen[-1] == (899, 899)
    assert sum("条应设报警" in text for text in rest.texts) < 499
    whole = StandardIndex(
        HashEncoder(), tmp_path / "fresh", standards=[library.norm("GB 59000").standard()]
    )
    assert (index.search("报警").dense == whole.search("报警").dense).all()


def test_words_find_clauses_before_there_are_vectors(library: NormLibrary, norm_file: Path) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    encoder = CountingEncoder()
    index = library.index(sample.NUMBER, encoder)
    assert not index.has_vectors
    assert encoder.texts == []
    scores = index.search("探测器应布置在顶棚")
    assert scores.keys[int(scores.lexical.coverage.argmax())][1] == "3.2.1"


def test_nothing_is_encoded_twice_for_want_of_a_title(
    library: NormLibrary, norm_file: Path
) -> None:
    norm = library.import_norm(norm_file, sample.NUMBER).norm
    encoder = CountingEncoder()
    library.index(sample.NUMBER, encoder, may_encode=True)
    own = [
        text
        for text in encoder.texts
        if any(unit.text and unit.text in text for unit in norm.units)
    ]
    assert len(own) <= len(norm.units)


def test_a_norms_clauses_have_nothing_of_the_standards_with_the_same_ids(
    library: NormLibrary, norm_file: Path
) -> None:
    library.import_norm(norm_file, sample.NUMBER)
    index = library.index(sample.NUMBER, HashEncoder(), may_encode=True)
    assert index.search("什么是居住小区、住区指什么").lexical.coverage.max() < 0.5


def test_clauses_carry_page_parent_and_language(library: NormLibrary, tmp_path: Path) -> None:
    norm = library.import_norm(sample.write_pdf(tmp_path / "n.pdf"), sample.NUMBER).norm
    standard = norm.standard()
    clause = standard.clause("A.0.2")
    assert (standard.id, standard.language, clause.kind, clause.page) == (
        "norm:GB 59999-2031",
        "zh",
        "norm_clause",
        5,
    )
    assert standard.clause("3.1").title_zh == "一般规定"
    assert standard.clause("3.1").title_en == ""
    assert clause.title_zh == clause.title_en == ""
    assert clause.parent == "附录A"


def test_a_clause_is_given_with_all_that_stands_in_it(
    library: NormLibrary, norm_file: Path
) -> None:
    norm = library.import_norm(norm_file, sample.NUMBER).norm
    text = norm.full_text("3.1.1")
    assert text.startswith("3.1.1 系统设计应符合下列规定：\n1 ")
    assert text.endswith("3 系统应按表3.1.1 选择。")
    assert "2）值班室应设电话。" in text
    assert "间距为中心距" in norm.full_text("3.1.3")
    assert norm.clause_of("3.1.1(2)(1)").id == "3.1.1"
    with pytest.raises(UnknownClauseError, match=r"Nearest ids: '3\.1\.1'"):
        norm.full_text("3.1.1B")


def test_the_record_holds_everything(library: NormLibrary, norm_file: Path) -> None:
    norm = library.import_norm(norm_file, sample.NUMBER, title="《示范》").norm
    assert norm.title == "示范"
    assert norm_of_record(record_of(norm)) == norm
    summary = summary_json(norm)
    assert summary["units"]["clause"] == len(sample.CLAUSES)
    assert {line["why"] for line in summary["left_out"]} == {"contents"}


def test_the_title_is_found_in_the_file_or_its_name(library: NormLibrary, tmp_path: Path) -> None:
    lines = ["中华人民共和国国家标准", sample.TITLE, "Sample code", sample.NUMBER, *sample.LINES]
    assert (
        library.import_norm(sample.write_txt(tmp_path / "a.txt", lines), sample.NUMBER).norm.title
        == sample.TITLE
    )
    path = sample.write_txt(tmp_path / "GB1_某某验收规范.txt", sample.BODY)
    assert library.import_norm(path, "GB 10001").norm.title == "某某验收规范"


def test_numbers_agree_with_the_notation_of_the_documents() -> None:
    for text in (
        "GB 50116-2013",
        "ＧＢ／Ｔ22239—2019",
        "GA/T 75-1994",
        "jgj 100",
        "T/CREA 002-2020",
    ):
        assert [mention.norm for mention in mentions(text)] == list(norm_numbers(text))
    assert parse_number("DB11/T 1234-2020") is not None
    assert slug(mentions("GB 50116")[0].norm) != slug(mentions("GB/T 50116")[0].norm)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("第7条第1款", "第七条第一款"), ("第七条", "第七条"), ("3.1.1第2款", "3.1.1(2)"), ("3.1.1 第2款第1项", "3.1.1(2)(1)"),
     ("第3.1.2A条", "3.1.2A"), ("附录 A", "附录A"), ("A.0.1", "A.0.1"), ("表 3.1.3", "表3.1.3"), ("第三章", "3"),
     ("３．１．１", "3.1.1"), ("3.1.1第9款", "3.1.1")],
)  # fmt: skip
def test_units_are_named_in_any_notation(text: str, expected: str) -> None:
    known = {
        "3",
        "3.1.1",
        "3.1.1(2)",
        "3.1.1(2)(1)",
        "3.1.2A",
        "附录A",
        "A.0.1",
        "表3.1.3",
        "第七条",
        "第七条第一款",
    }
    assert unit_names(text, known) == ((expected,), ())


def test_figures_are_not_taken_for_units() -> None:
    assert unit_names("不小于 2.5 m，约 1.5", {"2.5"}) == ((), ())
    assert unit_names("9.9.9 说什么", {"1.1.1"}) == ((), ("9.9.9",))
