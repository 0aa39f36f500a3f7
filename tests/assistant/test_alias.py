"""Names that a project gives to its things, and what follows for a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.alias import aliases_in
from assistant.evidence.indicator import case_evidence
from corpus.cases.store import CaseStore


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("各系统并入住区综合管理平台（以下简称“河畔云眼”）。", {"河畔云眼": "综合管理平台"}),
        ("值守在一层安防监控室（SCR）。", {"SCR": "层安防监控室"}),
        ("平台取名“灯塔”，住户端小程序名为灯塔到家。", {"灯塔": "平台", "灯塔到家": "小程序"}),
        ("“里程通”智慧物业平台 2 套", {"里程通": "平台"}),
        ("TowerEye 管理平台由甲方提供", {"TowerEye": "平台"}),
        ("数据落在 ParkMind 园区云", {"ParkMind": "平台"}),
        ("潮声综合管理平台交付说明，潮声 2.4", {"潮声": "平台"}),
        ("The guard sits in the park control room (PCR).", {"PCR": "park control room"}),
    ],
)
def test_names_of_things(text: str, names: dict[str, str]) -> None:
    assert aliases_in([text]) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "管径（DN100）、单位（m）、数量（Unit）",
        "系统为双机热备，平台为浏览器架构。",
        "公安综合服务平台另案",
        "设备清单见附表（续）",
        "RS-485 总线接入平台",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert aliases_in([text]) == {}


def test_a_name_means_in_every_document_what_one_says(tmp_path: Path) -> None:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("某小区", "tcrea-2023", "C")
    texts = {
        "a.md": "# 说明\n\n入侵报警系统、视频监控系统已集成到 TideEye。\n",
        "b.md": "# 交付\n\nTideEye 管理平台部署在机房。\n",
    }
    shown = []
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        store.add_document(case_id, path, name=name)
        found = {entry.indicator: entry for entry in case_evidence(store, case_id)}
        shown.append(sum(found["C5.3.1"].aspects.values()))
    assert shown[0] < shown[1]
