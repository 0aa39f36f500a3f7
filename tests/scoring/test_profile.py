"""Profiles and their files: what is understood, what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.errors import ProfileError
from scoring.fact import fact_named, near_facts
from scoring.load import load_facts
from scoring.profile import Profile
from scoring.profile_file import load_profile, profile_of_words

FACTS = load_facts()


def faults(words: object) -> dict[str, str]:
    with pytest.raises(ProfileError) as caught:
        profile_of_words(words)
    assert all(fault.text_zh and fault.text_en for fault in caught.value.faults)
    return {fault.where: fault.code for fault in caught.value.faults}


def test_a_profile_is_read_with_facts_by_id_short_name_or_word() -> None:
    profile = profile_of_words(
        {
            "level": "B", "stage": "pre", "building_height_m": "17.5", "other": "儿童乐园",
            "facts": {"has_lift": False, "gas-supply": "有", "地下车库": "no", "EV charging": None},
        }
    )  # fmt: skip
    assert profile == Profile(
        rule_set="tcrea-2023",
        level="B",
        stage="pre",
        facts={
            "has_lift": "no",
            "has_gas_supply": "yes",
            "has_underground_garage": "no",
            "has_car_charging": "unknown",
        },
        building_height_m=Decimal("17.5"),
        other=("儿童乐园",),
    )


def test_every_fault_is_listed_at_once_with_near_names() -> None:
    words = {
        "levl": "B", "stage": "later", "building_height_m": "high", "rule_set": "gb",
        "other": [3], "name": [1], "facts": {"has_lft": "yes", "has_lift": "maybe", "gas": 1},
    }  # fmt: skip
    assert faults(words) == {
        "levl": "unknown_key",
        "rule_set": "wrong_rule_set",
        "level": "missing_level",
        "stage": "wrong_stage",
        "building_height_m": "wrong_height",
        "facts.has_lft": "unknown_fact",
        "facts.has_lift": "wrong_state",
        "facts.gas": "wrong_state",
        "other": "wrong_shape",
        "name": "wrong_shape",
    }
    with pytest.raises(ProfileError, match=r"There is no fact 'has_lft'; use has_lift"):
        profile_of_words(words)
    with pytest.raises(ProfileError, match=r"There is no key 'levl'; use level"):
        profile_of_words(words)


@pytest.mark.parametrize(
    ("words", "where", "code"),
    [
        (["B"], "profile", "wrong_shape"),
        ({"level": "D"}, "level", "wrong_level"),
        ({"level": "B", "facts": ["lift"]}, "facts", "wrong_shape"),
        ({"rule_set": "scs-c1", "level": "B"}, "level", "level_not_known"),
        ({"level": "B", "building_height_m": True}, "building_height_m", "wrong_height"),
        ({"level": "B", "building_height_m": "NaN"}, "building_height_m", "wrong_height"),
        ({"level": "B", "building_height_m": 0}, "building_height_m", "wrong_height"),
        ({"level": "B", "facts": {"lift": "yes", "电梯": "no"}}, "facts.电梯", "contradiction"),
        (
            {"level": "B", "facts": {"charging": "no", "ev charging": "yes"}},
            "facts.has_charging",
            "contradiction",
        ),
        (
            {"level": "B", "building_height_m": 18, "facts": {"high-rise": "yes"}},
            "facts.has_high_rise",
            "contradiction",
        ),
    ],
)
def test_a_wrong_entry_is_refused_at_its_place(words: object, where: str, code: str) -> None:
    assert faults(words) == {where: code}


def test_what_is_not_said_is_unknown_and_only_follows_where_it_must() -> None:
    def state(name: str, **more: object) -> str:
        profile = profile_of_words({"level": "C", **more})
        return profile.state(FACTS[name], FACTS)

    assert state("has_lift") == "unknown"
    assert state("has_high_rise") == "unknown"
    # GB 50016-2014 2.1.1: a dwelling is high-rise above 27 m, not at 27 m.
    assert state("has_high_rise", building_height_m="27") == "no"
    assert state("has_high_rise", building_height_m="27.1") == "yes"
    assert state("has_charging", facts={"has_car_charging": "yes"}) == "yes"
    assert state("has_charging", facts={"has_car_charging": "no"}) == "unknown"
    both = {"has_car_charging": "no", "has_ebike_charging": "no"}
    assert state("has_charging", facts=both) == "no"
    assert state("has_ebike_charging", facts={"has_charging": "no"}) == "no"
    assert state("has_ebike_charging", facts={"has_charging": "yes"}) == "unknown"


def test_names_of_facts_are_found_and_mistyped_ones_get_near_ones() -> None:
    found = fact_named("E-Bike charging", FACTS)
    assert found is not None
    assert found.id == "has_ebike_charging"
    assert fact_named("", FACTS) is None
    assert near_facts("elevatr", FACTS.values())[0] == "has_lift"
    assert near_facts("zzzz", FACTS.values()) == tuple(sorted(FACTS))


def test_every_fact_has_its_words_in_both_languages() -> None:
    for fact in FACTS.values():
        assert fact.question("zh").endswith("？")
        assert fact.question("en").endswith("?")
        assert fact.name("zh") != fact.name("en")
        assert bool(fact.remark("zh")) == bool(fact.remark("en"))
        assert {word.isascii() for word in fact.words} == {True, False}


def test_faults_of_a_file_carry_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("level: B\nstge: pre\nfacts:\n  has_lft: no\n", encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert {fault.where: fault.line for fault in caught.value.faults} == {
        "stge": 2,
        "facts.has_lft": 4,
    }
    assert caught.value.code == "scoring-profile"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("p.txt", b"level: B", "file_kind"),
        ("p.yaml", b"level: [", "file_format"),
        ("p.yaml", b"\xff\xfe", "file_encoding"),
        ("p.yaml", b"a: &x 1\nb: *x\n", "file_aliases"),
        ("p.yaml", b"level: B\nlevel: A\n", "duplicate_key"),
        ("p.yaml", b"", "wrong_shape"),
        ("p.json", b"{", "file_format"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert code in [fault.code for fault in caught.value.faults]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"nothing\.yaml"):
        load_profile(tmp_path / "nothing.yaml")


def test_options_replace_entries_of_the_file_however_it_names_them(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"level": "B", "facts": {"电梯": True, "gas": False}}))
    profile = load_profile(path, {"level": "C", "facts": {"has_lift": "no"}})
    assert profile.level == "C"
    assert profile.facts == {"has_lift": "no", "has_gas_supply": "no"}
    path.write_text(json.dumps({"level": "B"}))
    assert load_profile(path, {"facts": {"has_lift": "no"}}).facts == {"has_lift": "no"}
