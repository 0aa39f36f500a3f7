"""What a question says about a project, and the answer to it."""

from __future__ import annotations

import pytest

from assistant.asking.compose import Draft
from assistant.asking.profile_talk import (
    ProfileAnswer,
    asked_level,
    asks_what_applies,
    profile_said,
    said_of_project,
)
from corpus import load_standard
from scoring import load_rule_set
from scoring.load import load_facts

FACTS = load_facts()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("没有地下车库也没有电梯", {"underground_garage": "no", "lift": "no"}),
        ("without lifts", {"lift": "no"}),
        ("无电梯、有电动自行车充电", {"lift": "no", "ebike_charging": "yes"}),
        ("没有充电桩、电梯和地下车库", {"charging": "no", "lift": "no", "underground_garage": "no"}),
        ("有电梯、天然气", {"lift": "yes", "gas_supply": "yes"}),
        ("不设充电，有车位", {"charging": "no", "motor_parking": "yes"}),
        ("电梯：无；燃气：有", {"lift": "no", "gas_supply": "yes"}),
        ("電梯沒有", {"lift": "no"}),
        ("we don't have a garage, but we have lifts", {"underground_garage": "no", "lift": "yes"}),
        ("no lifts, garage or gas supply", {"lift": "no", "underground_garage": "no", "gas_supply": "no"}),
        ("with lifts but without car charging", {"lift": "yes", "car_charging": "no"}),
        ("neither lifts nor a garage", {"lift": "no", "underground_garage": "no"}),
        ("没有设电梯", {"lift": "no"}),
        ("多层住宅", {"high_rise": "no"}),
        ("a low-rise estate", {"high_rise": "no"}),
        ("高层住宅小区", {"high_rise": "yes"}),
        ("没有充电，但有电动自行车充电", {"ebike_charging": "yes", "car_charging": "no"}),
        ("有非机动车停放，没有机动车停放", {"non_motor_parking": "yes", "motor_parking": "no"}),
    ],
)  # fmt: skip
def test_what_is_said_of_the_project_is_understood(text: str, facts: dict[str, str]) -> None:
    said = said_of_project(text, FACTS)
    assert dict(said.facts) == {f"has_{name}": state for name, state in facts.items()}


@pytest.mark.parametrize(
    "text",
    [
        "电梯要装摄像机吗", "有没有电梯的要求", "小区有电梯吗", "A级电梯轿厢要求", "没有不设电梯的楼",
        "高层建筑喷淋有什么要求", "低层住户外窗", "Do lifts need cameras?", "", "有无电梯",
    ],
)  # fmt: skip
def test_what_is_only_named_or_asked_says_nothing(text: str) -> None:
    said = said_of_project(text, FACTS)
    assert not said.is_profile


def test_height_and_stage_are_understood() -> None:
    said = said_of_project("高层，建筑高度 26.5 米，做预评价", FACTS)
    assert (str(said.building_height_m), said.stage) == ("26.5", "pre")
    assert "has_high_rise" not in said.facts  # the number decides
    assert said_of_project("54 m tall, formal evaluation", FACTS).stage == "formal"
    assert said_of_project("预评价还是正式评价", FACTS).stage is None


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("我们小区没有地下车库也没有电梯，申请B级要满足哪些", True),
        ("We are a low-rise estate without lifts, going for level C: which rows apply?", True),
        ("多层、无电梯、有电动自行车充电，B级预评", True),
        ("没有电梯的住区，B级适用哪些", True),
        ("B级有电梯和充电桩的小区，录像保存多久？", False),
        ("B级含电梯的条款有哪些", False),
        ("B级有哪些基本要求", False),
        ("没有电梯", False),
    ],
)
def test_a_description_is_told_from_a_question_on_one_thing(text: str, described: bool) -> None:
    assert asks_what_applies(text, FACTS) is described


def test_the_level_shown_is_the_highest_named_and_a_where_none_is() -> None:
    assert asked_level(("C", "B"), "tcrea-2023") == ("B", True)
    assert asked_level((), "tcrea-2023") == ("A", False)
    assert asked_level((), "scs-c1") == (None, False)


def written(text: str, language: str, level: str | None, rule_set: str = "tcrea-2023") -> Draft:
    draft = Draft(language)  # type: ignore[arg-type]
    profile = profile_said(text, FACTS, rule_set, level)
    assert profile is not None
    standard = load_standard(rule_set)
    ProfileAnswer(draft, load_rule_set(rule_set), standard, FACTS).write(profile)
    return draft


def test_the_answer_gives_counts_points_gaps_questions_and_documents_with_citations() -> None:
    draft = written("没有电梯，不设充电，预评价", "zh", "B")
    text = "\n".join(draft.lines)
    assert "无电梯" in text
    assert "缺少前提 4 行（16 分）" in text
    lift = load_standard("tcrea-2023").clause("C1.3.5")
    assert f"- C1.3.5 {lift.title_zh}（1 分，缺少：电梯）[" in text
    assert "住户厨房通燃气吗？ (B4.2.1: 1.5 分)" in text
    assert "D19" in text
    assert "其余行的失分须少于 16.8 分" in text
    cited = {citation.clause for citation in draft.citations}
    assert {"4.5", "4.5.1", "4.5.2", "4.5.3", "4.7.1", "4.2", "9.2", "B1.4.1"} <= cited
    assert all(citation.check == "verbatim" for citation in draft.citations)


def test_the_answer_follows_the_language_and_the_rule_set() -> None:
    text = "\n".join(written("we have no lifts", "en", "C").lines)
    assert "As you describe it: lift: no." in text
    assert "lacks: lift" in text
    table = "\n".join(written("no small places", "en", None, "scs-c1").lines)
    assert "SE72.3" in table
    assert "at most 76 points" in table


def test_nothing_lacking_and_nothing_open_is_said() -> None:
    everything = "有" + "、".join(fact.words[0] for fact in FACTS.values())
    text = "\n".join(written(everything, "zh", "C").lines)
    assert "没有一行以所缺设施为前提。" in text
    assert "没有待明确的事项。" in text


def test_a_text_without_a_project_gives_no_profile() -> None:
    assert profile_said("9.1 怎么说", FACTS, "tcrea-2023", "B") is None
