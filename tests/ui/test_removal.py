"""Removing a case from the services: nothing of it stays anywhere under the home folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.asking.case_search import index_case
from assistant.asking.dialogue import Thread
from assistant.evidence.indicator import case_evidence
from corpus.encoder import Encoder
from corpus.errors import UnknownCaseError
from ui.services import Services
from ui.settings import load_settings


@pytest.mark.encoder
def test_nothing_of_a_removed_case_stays(tmp_path: Path, real_encoder: Encoder) -> None:
    services = Services(load_settings({}, home=tmp_path / "home"))
    paths = [tmp_path / name for name in ("甲.md", "乙.md")]
    for path in paths:
        path.write_text(f"# {path.stem}\n\n电梯轿厢内安装半球摄像机。\n", encoding="utf-8")
    gone, stays = (services.cases.create_case(path.stem, "tcrea-2023", "C") for path in paths)
    for case_id, path in ((gone, paths[0]), (gone, paths[1]), (stays, paths[1])):
        services.cases.add_document(case_id, path)
    for case_id in (gone, stays):
        case_evidence(services.cases, case_id)
        index_case(services.cases, case_id, real_encoder)
        services.dialogue.record(Thread("me", case_id), "问", {"answer": "答"})

    services.remove_case(gone)

    with pytest.raises(UnknownCaseError):
        services.cases.case(gone)
    assert services.dialogue.exchanges(Thread("me", gone)) == ()
    assert len(services.dialogue.exchanges(Thread("me", stays))) == 1
    mark, size = real_encoder.fingerprint, real_encoder.dimension
    assert services.passages.vectors.of(gone, mark, size).count() == 0
    assert services.passages.vectors.of(stays, mark, size).count() > 0
    (shared,) = services.cases.documents(stays)
    kept = [path.name for path in (services.settings.home / "derived").iterdir()]
    assert kept == [shared.sha256]
    with pytest.raises(UnknownCaseError):
        services.remove_case(gone)
