"""The procedure in a real browser: what is missing, forms with drafts, a step taken, downloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.cases.store import CaseStore
from tests.browser.conftest import CHROMIUM, in_language, says
from tests.browser.test_accessibility import NAMELESS, faults
from tests.ui.certified import certified_case
from tests.ui.results import judge, new_case, store_of
from ui.local_form import today

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
WORDS = {
    "zh": {
        "taken": "已记入：申请", "next": "受理（5.3）", "party": "江畔置业", "mend": "去“评分”",
        "missing": "未完成自检查与整改", "drawn": "30 / 99", "valid": "有效",
    },
    "en": {
        "taken": "Recorded: apply", "next": "accept (5.3)", "party": "Riverside Estates",
        "mend": "go to “Score”", "missing": "the self-check is missing", "drawn": "30 / 99",
        "valid": "Valid",
    },
}  # fmt: skip


def at_procedure(page: Any, address: str, case_id: str, language: str) -> dict[str, str]:
    page.goto(f"{address}?view=procedure&case={case_id}")
    page.wait_for_selector(".ap-procedure")
    in_language(page, language)
    return WORDS[language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_what_is_missing_to_the_first_step(
    page: Any, address: str, home: Path, language: str
) -> None:
    store = store_of(home)
    case_id = new_case(store)
    store.set_stage(case_id, "formal")
    words = at_procedure(page, address, case_id, language)
    says(page, "#procedure", words["missing"])
    page.click(f".ap-pp-against a:has-text('{words['mend']}')")
    page.wait_for_function("document.body.dataset.view === 'score'")
    judge(store, case_id, stage="formal")
    page.goto(f"{address}?view=procedure&case={case_id}")
    page.wait_for_selector("#pp-take-apply")
    page.fill("#pp-apply-written_application", "W-1")
    page.reload()  # a draft outlives it
    page.wait_for_selector("#pp-take-apply")
    page.wait_for_function(
        "document.querySelector('#pp-apply-written_application').value === 'W-1'"
    )
    page.fill("#pp-apply-meets_gbt_21741", "GB/T 21741")
    for clause in ("4-5-1", "4-5-2", "4-5-3"):
        page.select_option(f"#pp-apply-{clause}", index=1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#pp-take-apply")
    says(page, "#procedure", words["taken"])
    says(page, "#procedure", words["next"])
    assert [one.step for one in CaseStore(home).steps(case_id)] == ["apply"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_parties_people_and_samples_by_keyboard_without_a_fault(
    page: Any, address: str, home: Path, language: str
) -> None:
    store = store_of(home)
    case_id = new_case(store)
    words = at_procedure(page, address, case_id, language)
    page.focus("#pp-people > summary")
    page.keyboard.press("Enter")
    page.select_option("#pp-party-party", "applicant")
    page.fill("#pp-party-organisation", words["party"])
    page.keyboard.press("Enter")
    says(page, "#pp-people .ap-pp-plain", words["party"])
    assert faults(page) == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_certificate_is_shown_and_taken_away(
    page: Any, address: str, home: Path, language: str
) -> None:
    number = f"Z-{language}"
    _, case_id = certified_case(home, number, today())
    words = at_procedure(page, address, case_id, language)
    says(page, "#pp-certificate", words["valid"])
    with page.expect_download() as saved:
        page.click("#pp-certificate button[data-of=docx]")
    assert saved.value.suggested_filename == f"{number}.docx"
    assert faults(page) == []
    for width in (820, 640):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == []
