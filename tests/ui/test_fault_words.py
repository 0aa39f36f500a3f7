"""What went wrong is told in the language of the page."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import NotAllowedError, StoreFullError, UnknownCaseError
from ui.fault_words import fault_words


def test_what_one_may_not_do_is_told_with_whose_right_it_is() -> None:
    fault = NotAllowedError("document.removed", {"clerk", "applicant"})
    assert fault_words(fault, "zh") == (
        "您的账号现在不能在本案卷中进行此项操作（移除文件）；可由申报方、办事员进行。未作任何改动。"
    )
    assert "document removed" in fault_words(fault, "en")
    assert "applicant, clerk" in fault_words(fault, "en")


def test_what_nobody_who_signs_in_may_do_is_told_so() -> None:
    assert "本机" in fault_words(NotAllowedError("record.carried", ()), "zh")
    assert "to nobody" in str(NotAllowedError("record.carried", ()))


def test_a_full_disk_is_told_and_others_speak_for_themselves() -> None:
    assert "磁盘" in fault_words(StoreFullError(Path("cases.sqlite3")), "zh")
    unknown = UnknownCaseError("c-none", ())
    assert fault_words(unknown, "zh") == str(unknown)
