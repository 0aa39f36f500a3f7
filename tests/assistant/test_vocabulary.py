"""Which concepts a text speaks of."""

from __future__ import annotations

from assistant.evidence.expectation import Aspect, Expectation, Expectations
from assistant.evidence.load_expectations import load_concepts, load_expectations
from assistant.evidence.vocabulary import Vocabulary

ASPECT = Aspect("a", "甲", "a", (("power", "secret", "stamp"), ("gate", "道闸杆")), ())
EXPECTATIONS = Expectations(
    "test",
    {"X": Expectation("X", (ASPECT,))},
)
CONCEPTS = {
    "power": ("UPS", "不间断电源", "standby power"),
    "gate": ("barrier gate",),
    "secret": ("encrypt",),
    "stamp": ("时间…房号",),
    "pump": ("水泵",),
}


def test_words_are_found_whatever_their_width_spaces_and_case() -> None:
    vocabulary = Vocabulary(EXPECTATIONS, CONCEPTS)
    assert "power" in vocabulary.met("设 不 间断电源一台")
    assert "power" in vocabulary.met("ups 一台")
    assert "power" in vocabulary.met("Standby Power for 8 h")


def test_abbreviations_are_whole_words_and_others_may_go_on() -> None:
    vocabulary = Vocabulary(EXPECTATIONS, CONCEPTS)
    assert "power" not in vocabulary.met("UPSTREAM")
    assert "secret" in vocabulary.met("All links are encrypted")
    assert "secret" not in vocabulary.met("decrypt")


def test_words_may_stand_in_a_concepts_place() -> None:
    assert "道闸杆" in Vocabulary(EXPECTATIONS, CONCEPTS).met("道闸杆自动抬起")


def test_words_with_a_gap_stand_near_each_other_in_one_clause() -> None:
    vocabulary = Vocabulary(EXPECTATIONS, CONCEPTS)
    assert "stamp" in vocabulary.met("保存时间及呼叫房号")
    assert "stamp" not in vocabulary.met("保存时间，显示房号")
    assert "stamp" not in vocabulary.met("时间由后台服务器按照日历统一校准后写入各房号")
    assert "stamp" not in vocabulary.met("房号与时间")


def test_concepts_that_no_aspect_names_are_not_looked_for() -> None:
    assert Vocabulary(EXPECTATIONS, CONCEPTS).met("水泵两台") == frozenset()


def test_a_number_plate_that_is_written_out_is_one() -> None:
    vocabulary = Vocabulary(EXPECTATIONS, {"gate": ("车牌",)})
    for text in ("云A·12345 进场", "川Z81P6F", "粤B·***88 逃费", "沪AD12345"):
        assert "gate" in vocabulary.met(text), text
    for text in ("云A组团", "沪A区 12 号楼", "京B 标段"):
        assert "gate" not in vocabulary.met(text), text


def test_nothing_is_met_by_nothing() -> None:
    assert Vocabulary(EXPECTATIONS, CONCEPTS).met("") == frozenset()


def test_every_phrase_of_the_shipped_data_meets_its_own_aspect() -> None:
    for rule_set in ("tcrea-2023", "scs-c1"):
        expectations = load_expectations(rule_set)
        vocabulary = Vocabulary(expectations, load_concepts())
        for expectation in expectations.by_indicator.values():
            for aspect in expectation.aspects:
                met = [vocabulary.met(phrase) for phrase in aspect.phrases]
                held = [all(set(need) & words for need in aspect.needs) for words in met]
                assert any(held), (expectation.indicator, aspect.id)
