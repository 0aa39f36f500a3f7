"""What the pages show, without a browser."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from assistant.evidence import IndicatorEvidence, Suggestion
from corpus import load_standard
from scoring import SheetError, load_rule_set
from ui.settings import SettingsError, load_settings
from ui.views.clause_view import open_clause
from ui.views.evidence_view import evidence_rows, indicator_html
from ui.views.score_sheet import SheetOnPage, choice_of, judgement_words
from ui.views.verdict_view import derivation_text, faults_html, plan_html, verdict_html
from ui.wording import TEXT, t

EVIL = '<img src=x onerror="alert(1)">'


def test_every_string_has_both_languages_and_the_same_values() -> None:
    for key, texts in TEXT.items():
        assert set(texts) == {"zh", "en"}, key
        names = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in texts.values()
        ]
        assert names[0] == {name.split("!")[0] for name in names[1]}, key
        assert all(text.strip() for text in texts.values())


def test_a_clause_opens_by_canonical_and_printed_id_in_both_languages() -> None:
    page = open_clause("a1.4.3", "zh")
    assert page.count("<article") == 2
    assert "草案印作 A1.4.3" in page
    assert "Known defects" in open_clause("A2.3.4", "en")
    assert "pass_mark = gt" in open_clause("9.1", "zh")
    assert "列举项" in open_clause("SE42.2", "zh")
    assert "B5.1" in open_clause("B5.1.3", "zh")
    assert "草案遗失" in open_clause("A5.3.1", "zh")


def test_unknown_ids_are_told_with_near_ones_and_escaped() -> None:
    assert "A1.2" in open_clause("A1.2.9", "zh")
    assert "<img" not in open_clause(EVIL, "zh")
    assert "ap-note" in open_clause("", "en")


def test_text_of_documents_is_shown_as_text() -> None:
    suggestion = Suggestion(EVIL, 1, EVIL, EVIL, None, "supports", 0.9, (), "p", (EVIL,))
    entry = IndicatorEvidence("A1.2.1", "supported", {}, (suggestion,))
    standard = load_standard("tcrea-2023")
    page = indicator_html(entry, standard, None, "zh", message=EVIL)
    assert "<img" not in page
    assert "&lt;img" in page
    assert evidence_rows([entry], standard, "en")[0][0] == "A1.2.1"
    nothing = IndicatorEvidence("A1.2.1", "none", {}, ())
    assert "没有找到" in indicator_html(nothing, standard, None, "zh")


def test_a_sheet_is_judged_row_by_row_with_undo() -> None:
    sheet = SheetOnPage("tcrea-2023", "C")
    assert len(sheet.rows) == 50
    sheet.meet_open_gates()
    sheet.judge("C1.2.1", {"met": True})
    assert sheet.assessed().levels["C"].points == 4
    with pytest.raises(SheetError):
        sheet.judge("C1.2.1", {"points": "9"})
    assert sheet.judgements["C1.2.1"] == {"met": True}
    sheet.judge("C1.2.1", None)
    assert "C1.2.1" not in sheet.judgements
    assert sheet.undo()
    assert sheet.judgements["C1.2.1"] == {"met": True}
    while sheet.undo():
        pass
    assert sheet.judgements == {}


def test_the_verdict_page_names_outcome_reasons_plan_and_steps() -> None:
    sheet = SheetOnPage("tcrea-2023", "C")
    sheet.judge("C1.1.1", {"met": False})
    sheet.judge("C1.2.1", {"points": "1", "reason": EVIL})
    rules, assessment = sheet.rules, sheet.assessed()
    for language in ("zh", "en"):
        page = verdict_html(rules, assessment, language)
        assert "C1.1.1" in page
        assert "<img" not in page
        assert "C1.2.1" in derivation_text(assessment, language)
    from scoring.plan import plan

    assert "C1.1.1" in plan_html(plan(rules, sheet.checked()), "zh")
    table = SheetOnPage("scs-c1", None)
    table.judge("SE11.2", {"count": "4"})
    assert "SE11" in verdict_html(table.rules, table.assessed(), "en")


def test_fields_of_the_page_become_the_words_of_a_sheet() -> None:
    rules, table = load_rule_set("tcrea-2023"), load_rule_set("scs-c1")
    item, gate = rules.row("C1.2.1"), rules.row("C1.1.1")
    assert judgement_words(gate, "met", "", [], "", "") == {"met": True}
    assert judgement_words(item, "partial_points", " 2.5 ", [], "", "因") == {
        "points": "2.5",
        "reason": "因",
    }
    assert judgement_words(item, "clear", "", [], "", "") is None
    assert judgement_words(table.row("SE11.2"), "counted", "2", [], "", "") == {"count": "2"}
    assert judgement_words(table.row("SE21.2"), "counted", "2", [], "", "") == {"incidents": "2"}
    words = judgement_words(table.row("SE52.4"), "counted", "", ["2", "1"], "跌倒\n\n", "")
    assert words == {"options": ["1", "2"], "others": ["跌倒"]}
    assert choice_of(table.row("SE52.4"), words) == "counted"
    assert choice_of(item, {"points": "1"}) == "partial_points"
    assert choice_of(item, None) == "clear"


def test_an_invalid_file_leaves_the_page_as_it_was() -> None:
    sheet = SheetOnPage("tcrea-2023", "C", judgements={"C1.1.1": {"met": True}})
    with pytest.raises(SheetError) as caught:
        sheet.load_words(
            {"rule_set": "tcrea-2023", "target": "C", "judgements": {"C1.1.1": {EVIL: 1}}}
        )
    assert sheet.judgements == {"C1.1.1": {"met": True}}
    assert "<img" not in faults_html(caught.value, "zh")
    sheet.load_words({"rule_set": "scs-c1"})
    assert sheet.target is None


def test_settings_come_from_defaults_environment_and_flags(tmp_path: Path) -> None:
    settings = load_settings(
        {"ANPING_HOME": str(tmp_path), "ANPING_LLM_MODEL": "x", "OTHER": "1"}, port=81, host=None
    )
    assert settings.home == tmp_path
    assert settings.port == 81
    for name, value in (("ANPING_PORT", "x"), ("ANPING_LANGUAGE", "de"), ("ANPING_HOMER", "x")):
        with pytest.raises(SettingsError):
            load_settings({name: value})
    assert t("points", "en", points=3) == "3 points"


def test_the_handlers_of_the_sheet_work_without_a_browser(tmp_path: Path) -> None:
    from ui.services import Services
    from ui.views.score_tab import SheetHandlers, after, before, json_file, workbook_file

    services = Services(load_settings({"ANPING_HOME": str(tmp_path)}))
    act = SheetHandlers(services)
    case_id = services.cases.create_case("x", "tcrea-2023", "C")
    sheet = act.load_case(case_id, SheetOnPage(), "zh")[0]
    page = act.judge(sheet, "C1.1.1", "met", [], "", "", "", "zh")
    assert page[0].judgements == {"C1.1.1": {"met": True}}
    assert "已保存" in page[8]
    stale = act.judge(sheet, "C1.1.2", "met", [], "", "", "", "en")
    assert "changed elsewhere" in stale[8]
    refused = act.judge(page[0], "C1.2.1", "partial_points", [], "9", "", "", "zh")
    assert refused[0] is page[0]
    assert "超出范围" in refused[8]
    assert after(page[0], "C1.1.1") == "C1.1.2"
    assert before(page[0], "C1.1.2") == "C1.1.1"
    assert before(page[0], "C1.1.1") == "C1.1.1"
    assert act.undo(page[0], "C1.1.1", "zh")[0].judgements == {}
    assert "没有可撤销" in act.undo(SheetOnPage(), None, "zh")[8]
    gates = act.meet_gates(act.load_case(case_id, SheetOnPage(), "zh")[0], None, "zh")[0]
    assert len(gates.judgements) == 12
    again = act.load_case(case_id, SheetOnPage(), "zh")[0]
    assert again.judgements == gates.judgements
    imported = act.import_file(SheetOnPage(), json_file(gates), "zh")[0]
    assert imported.judgements == gates.judgements
    assert act.import_file(SheetOnPage(), workbook_file(gates), "zh")[0].target == "C"
    bad = tmp_path / "bad.yaml"
    bad.write_text("rule_set: nothing", encoding="utf-8")
    assert "nothing" in act.import_file(gates, str(bad), "en")[8]
    assert "no case" in act.load_case(None, gates, "en")[8].lower()
