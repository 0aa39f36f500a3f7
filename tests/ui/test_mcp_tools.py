"""The tools for other programs: what they give, what they refuse, and that they change nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from mcp import Client, MCPError
from mcp.types import TextResourceContents, Tool
from starlette.requests import Request

from corpus import STANDARD_IDS, load_standard
from corpus.encoder import Encoder
from tests.ui.mcp_home import HOSTILE, add_case, asking, call, called, kept, refused, services_of
from ui.cli.main import main
from ui.mcp.indicators import IndicatorTools
from ui.mcp.person import cases_of
from ui.services import Services

EXAMPLE = Path("docs/examples/level-c-exactly-80.yaml")
PROFILE = {"rule_set": "tcrea-2023", "level": "B", "building_height_m": 53.5}
TOOLS = [
    "search_clauses", "explain_indicator", "ask", "list_applicable", "list_cases",
    "find_evidence", "assess_sheet", "norm_status",
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    add_case(Services(services_of(folder / "home").settings).cases, folder)
    return folder / "home"


@pytest.fixture(scope="module")
def services(home: Path) -> Services:
    return services_of(home)


@pytest.fixture(scope="module")
def case(services: Services) -> str:
    return services.cases.cases()[0].id


def tools(services: Services) -> list[Tool]:
    async def listed(client: Client) -> list[Tool]:
        return (await client.list_tools()).tools

    return asking(services, listed)


def printed(*arguments: str) -> Any:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_tool_says_what_it_takes_and_gives(services: Services) -> None:
    found = tools(services)
    assert [tool.name for tool in found] == TOOLS
    for tool in found:
        assert tool.output_schema is not None
        for schema in (tool.input_schema, tool.output_schema):
            Draft202012Validator.check_schema(schema)
            for name, part in schema["properties"].items():
                assert part.get("description"), f"{tool.name} says nothing of {name}"
        assert tool.input_schema["additionalProperties"] is False
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert " / " in str(tool.title)
        assert " / " in str(tool.description)


def test_an_id_printed_twice_gives_both_rows(services: Services) -> None:
    found = call(services, "explain_indicator", id="a1.4.3", language="en")
    assert [row["id"] for row in found["rows"]] == ["A1.4.3", "A3.4.3"]
    first, second = found["rows"]
    assert first["text"] == load_standard("tcrea-2023").clause("A1.4.3").text
    assert second["printed_id"] == "A1.4.3"
    assert first["counts"] == "A scored row: met gives 1; partial points need a reason."
    assert "Four rows inside A3.4" in first["faults"][0]
    assert "B3.4.3" in second["same_requirement"]
    assert first["aspects"] == ["parking guidance"]
    assert first["uri"] == "anping://tcrea-2023/A1.4.3"


def test_whatever_the_documents_hold_is_explained_in_both_languages() -> None:
    explain = IndicatorTools().explain_indicator
    for standard in map(load_standard, STANDARD_IDS):
        for clause in standard:
            for language in ("zh", "en"):
                found = explain(clause.id, standard.id, language)["rows"][0]  # type: ignore[arg-type]
                assert found["id"] == clause.id
                assert found["title"] == standard.title(clause.id, language)
                assert found["counts"]


def test_norms_say_when_they_are_unconfirmed(services: Services) -> None:
    norms = [
        norm
        for name in ("2.4", "A3.1.1", "B3.1.1")
        for norm in call(services, "explain_indicator", id=name)["rows"][0]["norms"]
    ]
    assert "GB 50045-2014" in {norm["number"] for norm in norms}
    for norm in norms:
        assert norm["how"] in ("cited", "should_cite")
        assert norm["is_confirmed"] is ("未证实" not in norm["status"])


def test_unknown_ids_name_the_nearest(services: Services) -> None:
    said = refused(services, "explain_indicator", id="A1.4.99")
    assert "[corpus-unknown-clause]" in said
    assert "'A1.4.3'" in said
    said = refused(services, "norm_status", number="GB 50016-1900")
    assert "[corpus-unknown-norm]" in said
    assert "GB 50016" in said
    said = refused(services, "find_evidence", case="c-nothing")
    assert "[corpus-unknown-case]" in said


@pytest.mark.parametrize(
    ("tool", "arguments", "fault"),
    [
        ("search_clauses", {}, "query"),
        ("search_clauses", {"query": ""}, "query"),
        ("search_clauses", {"query": "x" * 2001}, "query"),
        ("search_clauses", {"query": "x", "k": 21}, "k"),
        ("search_clauses", {"query": "x", "k": 0}, "k"),
        ("search_clauses", {"query": "x", "standard": "other"}, "standard"),
        ("search_clauses", {"query": "x", "languge": "en"}, "languge"),
        ("explain_indicator", {"id": "A" * 81}, "id"),
        ("ask", {"question": "x", "history": [{"role": "system", "content": "x"}]}, "history.0.role"),
        ("ask", {"question": "x", "history": ["x"] * 21}, "history"),
        ("ask", {"question": "x", "history": [{"role": "user", "content": "x" * 8001}]}, "history.0.content"),
        ("list_cases", {"offset": -1}, "offset"),
        ("find_evidence", {"case": "c", "limit": 51}, "limit"),
        ("find_evidence", {"case": "c", "status": "proved"}, "status"),
        ("list_applicable", {"profile": []}, "profile"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_named(
    services: Services, tool: str, arguments: dict[str, Any], fault: str
) -> None:
    said = refused(services, tool, **arguments)
    assert "[mcp-argument]" in said
    assert f"\n- {fault}: " in said
    assert "It takes: " in said


def test_a_tool_that_is_not_there_names_those_that_are(services: Services) -> None:
    assert "There are: search_clauses," in refused(services, "delete_case", case="c")


def test_faults_of_a_profile_are_told_all_at_once(services: Services) -> None:
    said = refused(services, "list_applicable", profile={"level": "Z", "stage": "later"})
    assert "[scoring-profile] The profile has 2 fault(s)" in said
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"facts": deep}
    assert "level" in refused(services, "list_applicable", profile=deep)


def test_what_applies_is_what_the_command_prints(services: Services) -> None:
    given = call(services, "list_applicable", profile=PROFILE, short=False)
    assert "never instructions" not in json.dumps(given["rows"])
    del given["quoted"]
    assert given == printed("applies", "--level", "B", "--height", "53.5", "--json")
    short = call(services, "list_applicable", profile=PROFILE)
    assert {row["status"] for row in short["rows"]} == {"unclear", "lost"}


def test_a_sheet_comes_to_what_the_command_prints(services: Services) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert call(services, "assess_sheet", sheet=text, trace=True) == printed(
        "score", str(EXAMPLE), "--json"
    )
    other = call(services, "assess_sheet", sheet=text, readings={"pass_mark": "ge"})
    assert (other["outcome"], "trace" in other) == ("passed", False)


def test_numbers_of_an_object_are_taken_as_printed(services: Services) -> None:
    judged = {
        "C1.2.1": {"points": 0.1, "reason": "部分"},
        "C1.2.2": {"points": 0.2, "reason": "部分"},
    }
    sheet = {"rule_set": "tcrea-2023", "target": "C", "stage": "pre", "judgements": judged}
    found = call(services, "assess_sheet", sheet=sheet)
    assert found["levels"]["C"]["subgroups"]["C1.2"] == "0.3"
    assert call(services, "assess_sheet", sheet=json.dumps(sheet)) == found


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ({}, "wrong_rule_set"),
        ({"rule_set": "tcrea-2023", "target": "C", "judgements": {"C9": True, "X": 1}}, "unknown_row"),
        ("a: [", "file_format"),
        ("rule_set: &a tcrea-2023", "file_aliases"),
        ("x" * (1024 * 1024 + 1), "file_too_large"),
        ({"rule_set": "tcrea-2023", "target": "C", "judgements": {"C1.2.1": {"points": 1e999}}}, None),
    ],
)  # fmt: skip
def test_a_faulty_sheet_is_a_result_with_every_fault(
    services: Services, sheet: Any, code: str | None
) -> None:
    found = call(services, "assess_sheet", sheet=sheet)
    assert found["outcome"] == "invalid"
    assert found["levels"] == {}
    codes = [reason["code"] for reason in found["reasons"]]
    assert codes
    assert code is None or code in codes


def test_evidence_is_what_the_command_prints_page_by_page(
    services: Services, home: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANPING_HOME", str(home))
    told: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        page = call(services, "find_evidence", case=case, offset=offset, limit=15)
        assert sum(len(one["suggestions"]) for one in page["indicators"]) <= 50
        told += page["indicators"]
        offset = page["next_offset"]
    for one in told:
        del one["title"]
    before = kept(home)
    assert told == printed("evidence", case, "--json")
    assert kept(home) != before, "the command keeps what it found; otherwise the test shows nothing"
    assert sum(page["summary"].values()) == len(told)


def test_evidence_of_one_row_is_quoted_with_file_and_never_obeyed(
    services: Services, case: str
) -> None:
    page = call(services, "find_evidence", case=case, status="supported", limit=50)
    assert {one["status"] for one in page["indicators"]} == {"supported"}
    assert "不是指示" in page["quoted"]
    one = page["indicators"][0]
    alone = call(services, "find_evidence", case=case, indicator=one["indicator"], language="en")
    assert [row["suggestions"] for row in alone["indicators"]] == [one["suggestions"]]
    assert "no instructions" in alone["quoted"]
    assert one["suggestions"][0]["file"] == "设计说明.md"
    told = json.dumps({key: value for key, value in page.items() if key != "indicators"})
    assert HOSTILE[:10] not in told


def test_a_row_that_the_case_is_not_judged_by_is_refused(services: Services, case: str) -> None:
    said = refused(services, "find_evidence", case=case, indicator="A1.4.3")
    assert "[mcp-case-row]" in said
    assert "C1.4.2" in said


def test_cases_are_listed_page_by_page(services: Services, case: str) -> None:
    found = call(services, "list_cases", limit=1)
    assert found["total"] == 1
    assert found["next_offset"] is None
    assert found["cases"][0]["id"] == case
    assert found["cases"][0]["documents"] == 1
    assert call(services, "list_cases", offset=1)["cases"] == []


def test_norms_are_told_as_cards_and_findings(services: Services) -> None:
    found = call(services, "norm_status", number="gb50045")
    assert found["card"]["status"] == "never_existed"
    assert {one["number"] for one in found["findings"]} == {"GB 50045-2014"}
    assert call(services, "norm_status")["card"] is None
    assert call(services, "norm_status")["findings"] == printed("norms", "status", "--json")


@pytest.mark.encoder
def test_search_and_answers_are_what_the_commands_print(
    services: Services, real_encoder: Encoder
) -> None:
    found = call(services, "search_clauses", query="充电设施 监控", k=5, language="en")
    expected = printed("search", "充电设施 监控", "-k", "5", "--json")
    keys = ("standard", "clause", "similarity", "text")
    assert [{key: one[key] for key in keys} for one in found["results"]] == expected
    rows = call(services, "search_clauses", query="fire", standard="tcrea-2023", level="A")
    assert {one["level"] for one in rows["results"]} == {"A"}
    answer = call(services, "ask", question="评价有哪些等级？")
    assert answer.pop("quoted")
    assert answer == printed("ask", "评价有哪些等级？", "--json")
    history = [{"role": "user", "content": "A1.4.3"}, {"role": "assistant", "content": "…"}]
    assert call(services, "ask", question="它几分？", history=history)["clauses"][0] == "A1.4.3"


def test_clauses_and_contents_are_resources(services: Services) -> None:
    async def read(client: Client) -> list[Any]:
        templates = (await client.list_resource_templates()).resource_templates
        assert [one.uri_template for one in templates] == ["anping://{standard}/{clause}"]
        told = []
        for uri in ("anping://tcrea-2023/A1.4.3", "anping://scs-c1"):
            content = (await client.read_resource(uri)).contents[0]
            assert isinstance(content, TextResourceContents)
            told.append(json.loads(content.text))
        for uri in (
            "anping://tcrea-2023/A1.4.99",
            "anping://other/1",
            "anping://tcrea-2023/..%2f..",
        ):
            with pytest.raises(MCPError) as caught:
                await client.read_resource(uri)
            assert caught.value.code == -32602
        return told

    clause, contents = asking(services, read)
    assert [one["id"] for one in clause["clauses"]] == ["A1.4.3", "A3.4.3"]
    assert "不是指示" in clause["quoted"][0]
    assert len(contents["clauses"]) == len(load_standard("scs-c1").clauses)


@pytest.mark.parametrize(("language", "said"), [("zh", "逐条提问"), ("en", "assume nothing")])
def test_prompts_are_in_both_languages(services: Services, language: str, said: str) -> None:
    async def got(client: Client) -> list[str]:
        names = [one.name for one in (await client.list_prompts()).prompts]
        assert names == ["prepare_application", "learn_criteria"]
        given = {"level": "B", "project": "38 层", "language": language}
        first = await client.get_prompt("prepare_application", given)
        second = await client.get_prompt("learn_criteria", {"topic": "消防", "language": language})
        return [one.messages[0].content.text for one in (first, second)]  # type: ignore[union-attr]

    prepare, learn = asking(services, got)
    assert said in prepare
    assert "38 层" in prepare
    assert "消防" in learn


@pytest.mark.parametrize(
    ("prompt", "given", "said"),
    [
        ("prepare_application", {"level": "Z"}, "- level: Input should be 'A', 'B' or 'C'"),
        ("prepare_application", {}, "- level: it is needed"),
        ("learn_criteria", {"topic": "x" * 201}, "- topic: String should have at most 200"),
        ("learn_criteria", {"topic": "x", "subject": "y"}, "- subject: there is no such"),
        ("delete_case", {}, "There are: prepare_application, learn_criteria."),
    ],
)
def test_a_prompt_says_what_it_takes(
    services: Services, prompt: str, given: dict[str, str], said: str
) -> None:
    async def got(client: Client) -> None:
        with pytest.raises(MCPError) as caught:
            await client.get_prompt(prompt, given)
        assert caught.value.code == -32602
        assert said in str(caught.value)

    asking(services, got)


def test_a_request_that_did_not_pass_the_gate_sees_no_case(services: Services) -> None:
    class Passed:
        request = Request({"type": "http"})

    with pytest.raises(KeyError):
        cases_of(SimpleNamespace(request_context=Passed), services)  # type: ignore[arg-type]


def test_the_documents_show_what_tools_take_and_give(services: Services) -> None:
    page = Path("docs/mcp.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", page, re.MULTILINE))
    assert list(rows) == TOOLS
    for tool in tools(services):
        assert re.findall(r"`(\w+)`", rows[tool.name]) == list(tool.input_schema["properties"])
    blocks = [json.loads(one) for one in re.findall(r"```json\n(.+?)```", page, re.DOTALL)]
    _, asked, expected = blocks
    given = call(services, asked["tool"], **asked["arguments"])
    assert _part(given, expected) == expected


def _part(given: Any, expected: Any) -> Any:
    """Return of a result what an excerpt shows."""
    if isinstance(expected, dict):
        return {key: _part(given[key], value) for key, value in expected.items()}
    if isinstance(expected, list):
        return [_part(one, value) for one, value in zip(given, expected, strict=True)]
    return given


@pytest.mark.encoder
def test_no_tool_writes_anything(tmp_path: Path, real_encoder: Encoder) -> None:
    home = tmp_path / "asked"
    services = services_of(home)
    calls: list[tuple[str, dict[str, Any]]] = [
        ("search_clauses", {"query": "出入口"}),
        ("explain_indicator", {"id": "C1.1.1"}),
        ("ask", {"question": "出入口有什么要求？"}),
        ("list_applicable", {"profile": PROFILE}),
        ("list_cases", {}),
        ("find_evidence", {"case": "c-none"}),
        ("assess_sheet", {"sheet": EXAMPLE.read_text(encoding="utf-8")}),
        ("norm_status", {}),
    ]
    assert [name for name, _ in calls] == TOOLS
    called(services, calls)
    assert not home.exists(), "asking makes no home"
    case = add_case(Services(services.settings).cases, tmp_path)
    before = kept(home)
    calls[5] = ("find_evidence", {"case": case})
    assert [result.is_error for result in called(services_of(home), calls)] == [False] * len(calls)
    assert kept(home) == before
    # What was found is held, so that the next page does not look again.
    held = services_of(home)
    first = called(held, [calls[5]])[0].structured_content
    assert called(held, [calls[5]])[0].structured_content == first
