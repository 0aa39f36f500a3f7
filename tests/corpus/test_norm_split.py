"""Splitting norms to clauses: the traps of real ones, in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.norms.lines import NormLine, norm_lines
from corpus.norms.sequence import chain, decimal_lines, gap, key_of
from corpus.norms.split import split_lines, split_norm
from corpus.norms.unit import NormUnit, SplitNorm
from corpus.reading import read_document
from tests.corpus import sample_norms as sample


def split_text(lines: list[str]) -> SplitNorm:
    return split_lines([NormLine(line) for line in lines])


def ids(split: SplitNorm, *kinds: str) -> list[str]:
    return [unit.id for unit in split.units if unit.kind in kinds]


def unit(split: SplitNorm, unit_id: str) -> NormUnit:
    return next(unit for unit in split.units if unit.id == unit_id)


def flat(text: str) -> str:
    return "".join(text.split())


WRITERS: dict[str, Callable[[Path], Path]] = {
    "txt": sample.write_txt,
    "md": sample.write_md,
    "docx": sample.write_docx,
    "pdf": sample.write_pdf,
}


@pytest.fixture(scope="module", params=sorted(WRITERS))
def read_norm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    path = tmp_path_factory.mktemp("norm") / f"norm.{request.param}"
    result = read_document(WRITERS[request.param](path))
    assert result.status == "read", result.reason
    return result


def split_of(result: object) -> SplitNorm:
    return split_norm(result.passages, sample.NUMBER, sample.TITLE)  # type: ignore[attr-defined]


def test_every_format_gives_the_same_clauses(read_norm: object) -> None:
    split = split_of(read_norm)
    assert ids(split, "clause") == sample.CLAUSES
    assert ids(split, "chapter", "appendix") == sample.CHAPTERS
    assert ids(split, "section") == ["3.1", "3.2"]


def test_items_hang_below_their_clause_in_every_format(read_norm: object) -> None:
    split = split_of(read_norm)
    below = [u.id for u in split.units if u.kind == "item" and u.id.startswith("3")]
    assert below == ["3.1.1(1)", "3.1.1(2)", "3.1.1(2)(1)", "3.1.1(2)(2)", "3.1.1(3)"]
    assert unit(split, "3.1.1(2)(1)").parent == "3.1.1(2)"
    assert flat(unit(split, "3.1.1(1)").text) == flat(
        "每个防护区应至少设置2 个探测器，且不应共用回路；"
    )


def test_a_reference_at_the_start_of_a_line_is_no_heading(read_norm: object) -> None:
    split = split_of(read_norm)
    words = flat(unit(split, "3.1.2").text)
    assert "11.5.14.2的试验结果" in words
    assert words.endswith(flat("距离按3.2.1 条的规定确定。"))
    assert not [u.id for u in split.units if u.id.startswith("11") or u.id == "2.5"]


def test_a_table_is_kept_whole_with_its_caption_and_notes(read_norm: object) -> None:
    split = split_of(read_norm)
    table = unit(split, "表3.1.3")
    assert (table.kind, table.parent, table.heading) == ("table", "3.1.3", "探测器的间距（m）")
    for word in ("7.5", "室外", "高度自地面算起", "间距为中心距"):
        assert word in table.text
    assert "报批" not in table.text
    assert "3.1.3" in unit(split, "3.1.3").words


def test_explanations_are_kept_apart_from_the_clauses_they_explain(read_norm: object) -> None:
    split = split_of(read_norm)
    explained = [u for u in split.units if u.kind == "explanation" and u.printed]
    assert [u.printed for u in explained] == sample.EXPLAINED
    assert all(u.id.startswith("条文说明 ") for u in explained)
    assert "顶棚中央最不易被遮挡" not in unit(split, "3.2.1").words
    assert "顶棚中央最不易被遮挡" in unit(split, "条文说明 3.2.1").words


def test_mandatory_words_and_letters_behind_numbers_stay(read_norm: object) -> None:
    assert "严禁在住宅内" in unit(split_of(read_norm), "3.1.2A").text


def test_parts_without_numbers_are_units_of_their_own(read_norm: object) -> None:
    split = split_of(read_norm)
    assert {"本标准用词说明", "引用标准名录"} <= set(ids(split, "matter"))
    assert "GB 55036" in unit(split, "引用标准名录").text


def test_an_amendment_in_the_front_is_not_taken_for_the_clause(read_norm: object) -> None:
    split = split_of(read_norm)
    assert unit(split, "1.0.1").text == "为规范示范报警系统的设计，制定本标准。"
    assert any("修改单" in u.words for u in split.units)


def test_no_word_of_the_norm_is_lost_and_the_order_holds(read_norm: object) -> None:
    lines = norm_lines(read_norm.passages, (sample.NUMBER, sample.TITLE))  # type: ignore[attr-defined]
    split = split_of(read_norm)
    contents = [line for line in split.left_out if line not in lines.left_out]
    kept = flat("".join(line.text for line in lines.kept))
    words = flat("".join(u.words for u in split.units))
    assert contents == [] or sum(len(flat(line.text)) for line in contents) == len(kept) - len(
        words
    )
    if not contents:
        assert words == kept


def test_contents_heads_and_page_numbers_are_left_out_with_the_reason(tmp_path: Path) -> None:
    split = split_of(read_document(sample.write_pdf(tmp_path / "n.pdf")))
    assert {"contents"} <= {line.why for line in split.left_out}
    assert not any(
        "…………" in u.words or f"{sample.TITLE} {sample.NUMBER}" in u.words for u in split.units
    )


def test_units_of_a_pdf_tell_their_page(tmp_path: Path) -> None:
    split = split_of(read_document(sample.write_pdf(tmp_path / "n.pdf")))
    assert unit(split, "1.0.1").page == 3
    assert unit(split, "A.0.2").page == 5
    assert unit(split, "条文说明 3.2.1").page == 7


def test_a_running_head_is_parted_from_the_sentence_it_was_joined_to(tmp_path: Path) -> None:
    head = f"《{sample.TITLE}》{sample.NUMBER}"
    path = sample.write_txt(
        tmp_path / "n.txt", ["3.1.1 应设报警。" + head, "3.1.2 应按GB 50116设。"]
    )
    split = split_of(read_document(path))
    assert unit(split, "3.1.1").text == "应设报警。"
    assert [(line.text, line.why) for line in split.left_out] == [(head, "running head")]


def test_contents_without_page_numbers_are_recognised_by_the_numbers_starting_again() -> None:
    split = split_text([*sample.PLAIN_CONTENTS, *sample.BODY])
    assert ids(split, "clause") == sample.CLAUSES
    assert [line.text for line in split.left_out] == sample.PLAIN_CONTENTS


def test_explanations_without_their_title_are_told_by_the_numbers_starting_again() -> None:
    split = split_text([*sample.BODY, *sample.EXPLANATIONS[1:]])
    assert ids(split, "clause") == sample.CLAUSES
    assert len(ids(split, "explanation")) == len(sample.EXPLAINED)


def test_an_explanation_between_clauses_does_not_end_the_norm() -> None:
    split = split_text(
        ["3.1.1 应设报警。", "【条文说明】报警为了安全。", "3.1.2 应设电话。", "3.1.3 应设门。"]
    )
    assert ids(split, "clause") == ["3.1.1", "3.1.2", "3.1.3"]
    assert unit(split, "条文说明 3.1.1").parent == "3.1.1"


def test_text_after_a_table_goes_on_with_the_clause() -> None:
    split = split_text(sample.BODY)
    assert "间距不足时应报批。" not in unit(split, "3.1.3").text
    assert [u.text for u in split.units if u.kind == "continued"] == ["间距不足时应报批。"]


def test_an_item_after_a_table_counts_on() -> None:
    split = split_text(
        ["5.1.1 应符合下列规定：", "1 甲应按表选；", "表5.1.1 甲", "a | b", "1 | 2", "注：a 为甲。",
         "2 乙应设；", "3 丙应设。", "5.1.2 其他。", "5.1.3 另外。"]
    )  # fmt: skip
    assert ids(split, "item") == ["5.1.1(1)", "5.1.1(2)", "5.1.1(3)"]
    assert unit(split, "表5.1.1").parent == "5.1.1"


def test_numbers_with_spaces_and_full_width_are_read() -> None:
    split = split_text(["３．１．１　甲应设。", "3. 1. 2 乙应设。", "3 .1 .3 丙应设。"])
    assert ids(split, "clause") == ["3.1.1", "3.1.2", "3.1.3"]
    assert split.units[0].printed == "３．１．１"


def test_a_clause_that_the_reader_joined_to_the_one_before_is_found() -> None:
    split = split_text(
        [
            "5.2.1 甲应设。5.2.2 乙应设。",
            "5.2.3 丙按第5.2.2 条。",
            "5.2.4 丁。5.2.5 《戊》",
            "5.2.6 己。",
        ]
    )
    assert ids(split, "clause") == [f"5.2.{number}" for number in range(1, 7)]


def test_a_law_has_chapters_articles_paragraphs_and_items() -> None:
    split = split_text(sample.LAW)
    assert ids(split, "clause") == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert ids(split, "chapter") == ["第一章", "第二章", "第三章"]
    assert ids(split, "section") == ["第二章第一节", "第二章第二节"]
    assert unit(split, "第三条").parent == "第二章第一节"
    assert unit(split, "第三条第一款(二)").text == "更衣室内部。"
    assert unit(split, "第三条第二款").text == "发现安装的，应当立即报告。"


def test_the_contents_of_a_law_are_left_out() -> None:
    contents = ["目录", "第一章 总则", "第二章 管理", "第三章 附则"]
    split = split_text([sample.LAW[0], *contents, *sample.LAW[1:]])
    assert ids(split, "chapter") == ["第一章", "第二章", "第三章"]
    assert [line.text for line in split.left_out] == contents


def test_an_article_that_is_only_cited_is_no_article() -> None:
    split = split_text(sample.LAW)
    assert "第九条" not in [u.id for u in split.units]
    assert "第九条的规定确定。" in "".join(u.text for u in split.units if u.id.startswith("第二条"))


def test_text_without_any_number_is_kept_as_rest() -> None:
    split = split_text(["这份文件没有编号。", "只有文字。"])
    assert [(u.kind, u.text) for u in split.rest] == [("rest", "这份文件没有编号。\n只有文字。")]


def test_nothing_gives_nothing() -> None:
    assert split_norm(()) == SplitNorm((), ())


def test_an_english_norm_is_split_like_a_chinese_one() -> None:
    split = split_text(
        ["1 Scope", "1.1 General", "1.1.1 This code applies to alarms.",
         "1.1.2 It does not apply to plants.", "2 Design", "2.1 Layout",
         "2.1.1 Detectors shall comply with the following:", "1 one per room;", "2 none outside.",
         "Annex A Tests", "A.0.1 Tests shall be made at 20 °C."]
    )  # fmt: skip
    assert ids(split, "clause") == ["1.1.1", "1.1.2", "2.1.1", "A.0.1"]
    assert ids(split, "item") == ["2.1.1(1)", "2.1.1(2)"]


def test_ids_are_unique_even_where_two_lists_number_alike() -> None:
    split = split_text(
        [
            "6.1.1 甲应符合下列规定：",
            "1 一；",
            "2 二。",
            "乙应符合下列规定：",
            "1 三；",
            "2 四。",
            "6.1.2 丙。",
        ]
    )
    found = [u.id for u in split.units]
    assert len(found) == len(set(found))
    assert "6.1.1(1)#2" in found


def test_the_next_number_costs_nothing_and_a_far_jump_much() -> None:
    for before, after in (
        ("5.1.9", "5.2"),
        ("5.5.32", "6"),
        ("9.3.2", "A.0.1"),
        ("5.1.3", "5.1.3A"),
    ):
        assert gap(key_of(before), key_of(after)) <= 0.2
    assert gap(key_of("5.1.3"), key_of("11.5.14.2")) > 1


def test_the_chain_survives_false_numbers_everywhere() -> None:
    lines: list[NormLine] = []
    for number in range(1, 30):
        lines.append(NormLine(f"4.2.{number} 第几条应设。"))
        lines.append(
            NormLine(f"{(number * 7) % 13 + 1}.{number % 5 + 1}.{number % 3 + 1} 倍于规定。")
        )
    found = [one.printed for one in chain(decimal_lines(lines))]
    assert found == [f"4.2.{number}" for number in range(1, 30)]


PIECES = st.sampled_from(
    ["1 总则", "1.0.1 甲应设。", "2.5m 以下", "3.1.2 的规定", "表3.1.1 乙", "a | b", "注：1 丙。", "2 丁；",
     "（一）戊；", "第三条 己。", "条文说明", "附录A 庚", "A.0.1 辛。", "【条文说明】壬", "引用标准名录", "续表3.1.1",
     "目次", "3.1 一般规定", "3.1.1 癸：", "1）子；", "文字。5.2.2 又一条。", "**5.2.3** 粗", "===== 表格：表1 丑 ====="]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_whatever_the_lines_are_every_character_is_in_a_unit_or_left_out(lines: list[str]) -> None:
    split = split_text(lines)
    words = flat("".join(u.words for u in split.units))
    left_out = flat("".join(line.text for line in split.left_out))
    assert Counter(words) + Counter(left_out) == Counter(flat("".join(lines)))
    whole = iter(flat("".join(lines)))
    assert all(character in whole for character in words), "the order changed"
    found = [u.id for u in split.units]
    assert len(found) == len(set(found))
    assert all(u.parent is None or u.parent in found for u in split.units)
