"""What is found overrules what was proposed, where it is to the point."""

from __future__ import annotations

import pytest

from assistant.evidence.aspect_match import AspectMatch
from assistant.evidence.authority import is_proposal
from assistant.evidence.case_findings import CaseFindings
from assistant.evidence.expectation import Aspect, Expectation
from assistant.evidence.finding import Bearing, Finding, Quote
from assistant.evidence.row_status import row_status
from assistant.evidence.suggestion import suggestions

ASPECT = Aspect("a", "水塔水位监测", "a", (("水塔",), ("水位",)), ())
SHOWS = AspectMatch("a", 1.0, "provided", covers=True)
DENIES = AspectMatch("a", 1.0, "absent", denied=0.5)
DENIES_WHOLLY = AspectMatch("a", 1.0, "absent", denied=1.0)


@pytest.mark.parametrize(
    ("file", "proposes"),
    [
        ("弱电投标文件.pdf", True), ("施工图设计说明.docx", True), ("bid-volume-2.pdf", True),
        ("设计变更单.xlsx", False), ("竣工说明.docx", False), ("消防检测报告.pdf", False),
        ("月度运行记录.xlsx", False), ("", False), ("forbidden-items.txt", False),
    ],
)  # fmt: skip
def test_what_a_document_is_by_its_name(file: str, proposes: bool) -> None:
    assert is_proposal(file) is proposes


def _status(
    shown_in: str,
    denied_in: str,
    near: float | None,
    shown_near: float = 0.6,
    *,
    denied_as_a_whole: bool = False,
    denied_in_words: str = "水塔水位",
    shown_in_words: str = "水塔水位",
) -> str:
    denies = DENIES_WHOLLY if denied_as_a_whole else DENIES
    files = {"1": shown_in, "2": denied_in}
    found = [
        Finding(
            Quote(document, document, document, text, None, "", (), None, is_ocr=False),
            Bearing((match,)),
            (level,),
        )
        for document, text, match, level in (
            ("1", shown_in_words, SHOWS, shown_near),
            ("2", denied_in_words, denies, near),
        )
    ]
    case = CaseFindings({"X": found}, files)
    return row_status(Expectation("X", (ASPECT,)), "水塔水位应监测", case)[0]


def test_a_finding_to_the_point_overrules_a_proposal() -> None:
    assert _status("方案.docx", "月报.xlsx", 0.5) == "contradicted"
    assert _status("竣工说明.docx", "月报.xlsx", 0.5) == "supported"
    assert _status("方案.docx", "月报.xlsx", 0.2) == "supported"
    assert _status("方案.docx", "技术标.docx", 0.5) == "supported"
    assert _status("方案.docx", "月报.xlsx", None) == "supported"
    assert _status("竣工说明.docx", "月报.xlsx", 0.05) == "supported"


def test_a_row_that_lacks_what_another_row_of_its_table_has_leaves_it_shown_in_part() -> None:
    rows = (
        ("p1", "处: 东水塔; 水位: 有", SHOWS, 0.35),
        ("p2", "处: 西水塔; 水位: 否", DENIES, 0.5),
    )
    found = [
        Finding(
            Quote(passage, "1", passage, text, None, "", (), None, is_ocr=False),
            Bearing((match,)),
            (near,),
        )
        for passage, text, match, near in rows
    ]
    case = CaseFindings({"X": found}, {"1": "月报.xlsx"})
    status, _ = row_status(Expectation("X", (ASPECT,)), "水塔水位应监测", case)
    assert status == "partial"


def test_a_denial_far_beside_what_shows_the_thing_built_speaks_of_something_else() -> None:
    def status(shown: float, denied: float) -> str:
        return _status("竣工说明.docx", "月报.xlsx", denied, shown, denied_as_a_whole=True)

    assert status(0.6, 0.45) == "contradicted"
    assert status(0.6, 0.3) == "supported"
    assert status(0.4, 0.35) == "contradicted"


def test_what_was_put_right_later_overrules_what_others_found() -> None:
    def status(words: str, file: str = "回复函.docx") -> str:
        return _status(
            file, "专家意见.docx", 0.6, 0.5, denied_as_a_whole=True, shown_in_words=words
        )

    assert status("水塔水位") == "contradicted"
    assert status("水塔水位探头已补装，复测正常") == "supported"
    assert status("水塔水位探头待补装") == "contradicted"
    assert status("水塔水位探头已补装", "设计方案.docx") == "contradicted"


def test_an_item_that_was_tried_again_and_passed_is_denied_no_more() -> None:
    def status(again: str) -> str:
        return _status(
            "复试记录.docx",
            "调试记录.docx",
            0.6,
            0.4,
            denied_as_a_whole=True,
            denied_in_words="号: W-3; 试什么: 水塔水位; 判定: 不通过",
            shown_in_words=again,
        )

    assert status("号: W-3; 改了什么: 换探头; 再试: 水塔水位上屏; 判定: 通过") == "supported"
    assert status("号: W-4; 改了什么: 换探头; 再试: 水塔水位上屏; 判定: 通过") == "contradicted"
    assert status("号: W-3; 改了什么: 换探头; 再试: 水塔水位无; 判定: 不通过") == "contradicted"


def test_a_verdict_of_in_part_leaves_the_row_shown_in_part() -> None:
    def status(verdict: str) -> str:
        words = f"试什么: 水塔水位; 见到的: 白天能看，夜里没有; 判定: {verdict}"
        return _status("竣工说明.docx", "调试记录.docx", 0.6, 0.4, denied_in_words=words)

    assert status("带条件") == status("部分符合") == "partial"
    assert status("不通过") == "contradicted"


def test_what_some_buildings_lack_and_no_paper_shows_is_denied() -> None:
    words = "1～3号楼水塔水位探头全部取消"
    quote = Quote("1", "1", "1", words, None, "", (), None, is_ocr=False)
    found = {"X": [Finding(quote, Bearing((DENIES_WHOLLY,)), (0.6,))]}
    case = CaseFindings(found, {"1": "变更单.xlsx"}, buildings=frozenset(range(1, 9)))
    status, _ = row_status(Expectation("X", (ASPECT,)), "水塔水位应监测", case)
    assert status == "contradicted"


def test_a_finding_much_nearer_than_what_shows_the_thing_holds_against_it() -> None:
    assert _status("竣工说明.docx", "月报.xlsx", 0.6, 0.45) == "contradicted"
    assert _status("竣工说明.docx", "月报.xlsx", 0.6, 0.55) == "supported"
    assert _status("竣工说明.docx", "技术标.docx", 0.6, 0.45) == "supported"


def test_what_denies_something_else_far_more_plainly_denies_this_not() -> None:
    quote = Quote("2", "2", "2", "连续输错不锁定", None, "", (), None, is_ocr=False)
    here = Finding(quote, Bearing((DENIES_WHOLLY,)), (0.4,))

    def status(elsewhere: float) -> str:
        there = Finding(quote, Bearing((DENIES_WHOLLY,)), (elsewhere,))
        found = {"X": [here], "Y": [there]}
        case = CaseFindings(found, {"2": "检测报告.pdf"})
        return row_status(Expectation("X", (ASPECT,)), "登录密码管理", case)[0]

    assert status(0.5) == "contradicted"
    assert status(0.7) == "none"


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("东侧水塔没有水位计", 0.5, "partial"),
        ("东侧水塔没有水位计", 0.3, "supported"),
        ("水塔没有水位计", 0.5, "supported"),
    ],
)
def test_a_part_that_plainly_lacks_it_leaves_the_row_shown_in_part(
    text: str, near: float, expected: str
) -> None:
    assert _status("竣工说明.docx", "月报.xlsx", near, denied_in_words=text) == expected


@pytest.mark.parametrize(
    ("file", "overruled", "expected"),
    [
        ("方案.docx", {"a"}, ("mentions", "superseded")),
        ("方案.docx", {"b"}, ("supports", "provided")),
        ("方案.docx", {"c"}, ("supports", "provided")),
        ("方案.docx", set(), ("supports", "provided")),
        ("竣工说明.docx", {"a"}, ("supports", "provided")),
    ],
)
def test_what_was_proposed_and_does_not_hold_is_superseded(
    file: str, overruled: set[str], expected: tuple[str, str]
) -> None:
    quote = Quote("1", "1", "1", "水塔水位、门禁", None, "", (), None, is_ocr=False)
    beside = AspectMatch("c", 1.0, "provided", covers=True)
    case = CaseFindings({"X": [Finding(quote, Bearing((beside, SHOWS)), (0.2, 0.6))]}, {"1": file})
    (one,) = suggestions("X", case, overruled)
    assert (one.relation, one.stance) == expected
