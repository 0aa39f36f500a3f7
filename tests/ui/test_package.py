"""One file a case: whole, the same every time, verified without a home, taken over elsewhere."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.cases.extract import tables_of_cases
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import CaseThereError, PackageError, SheetCoveredError
from corpus.record.chain import Head
from corpus.sealed_zip import kept
from tests.corpus.cases.acts import bytes_at
from tests.ui.results import judge, new_case, read
from ui.case_rules import change_rules
from ui.cli.main import main
from ui.package.export import export_case
from ui.package.members import EVENTS, MANIFEST
from ui.package.take_in import FaultyPackageError, import_case
from ui.package.verify import verify_package
from ui.rule_stamp import rule_stamp

EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"
Members = dict[str, bytes]


def store_at(home: Path) -> CaseStore:
    return CaseStore(home, read=read, rules=rule_stamp)


def whole_case(store: CaseStore, rule_set: str = "tcrea-2023") -> str:
    """Return a case with everything that a case can have, an own sheet and one of an expert."""
    case_id = new_case(store, rule_set, "C" if rule_set == "tcrea-2023" else None)
    if rule_set == "tcrea-2023":
        change_rules(store, case_id, body=("细则.yaml", EXAMPLE.read_bytes()))
    judge(store, case_id)
    store.join_case(case_id, "token-of-wang", "王工")
    judge(store, case_id, person="token-of-wang")
    judge(store, case_id, person="token-of-wang")
    store.submit_sheet(case_id, person="token-of-wang")
    first = store.passages(case_id)[0]
    row = "C1.1.1" if rule_set == "tcrea-2023" else "SE11.1"
    store.set_suggestion_decision(case_id, row, first.id, "accepted")
    store.set_note(case_id, row, "见图\u2028与说明")
    store.set_profile(case_id, {"level": "C"})
    return case_id


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return store_at(tmp_path / "home")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    store = store_at(folder / "home")
    export_case(store, whole_case(store), folder / "case.zip")
    return folder / "case.zip"


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, found: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return path


def relisted(found: Members) -> Members:
    """Return a package whose list was made to fit what somebody put into it."""
    manifest = json.loads(found[MANIFEST])
    listed = {name: kept(data) for name, data in found.items() if name != MANIFEST}
    manifest["members"] = {n: {"size": k.size, "sha256": k.sha256} for n, k in listed.items()}
    return {**found, MANIFEST: json.dumps(manifest).encode()}


def codes(path: Path, expected: Head | None = None) -> set[tuple[str, str]]:
    return {(one.code, one.member) for one in verify_package(path, expected).faults}


@pytest.mark.parametrize("rule_set", ["tcrea-2023", "scs-c1"])
def test_a_case_goes_from_home_to_home_with_its_record(tmp_path: Path, rule_set: str) -> None:
    store, other = store_at(tmp_path / "one"), store_at(tmp_path / "other")
    case_id, out = whole_case(store, rule_set), tmp_path / "case.zip"
    made = export_case(store, case_id, out)
    check = verify_package(out)
    assert (check.faults, check.scores, check.documents) == ((), 2, 1)
    assert made.head == str(store.head(case_id)) == str(check.head)
    import_case(other, out)
    assert not any(one.findings for one in RecordAudit(other.home).verify_all())
    last = other.events(case_id)[-1]
    assert (last.what, last.subject["sha256"]) == ("case.imported", made.sha256)
    assert other.events(case_id)[:-1] == store.events(case_id)
    assert other.case(case_id) == store.case(case_id)
    assert other.passages(case_id) == store.passages(case_id)
    assert other.rules(case_id) == store.rules(case_id)
    assert other.notes(case_id) == store.notes(case_id)
    assert [one.name for one in other.case_people(case_id)] == ["王工"]
    assert other.load_sheet(case_id) == store.load_sheet(case_id)
    path = bytes_at(other.home, other.documents(case_id)[0].sha256)
    assert path.read_bytes().startswith(b"%PDF")
    again = tmp_path / "again.zip"
    export_case(other, case_id, again)
    assert verify_package(again).faults == ()


def test_equal_cases_give_equal_bytes(store: CaseStore, tmp_path: Path) -> None:
    case_id = whole_case(store)
    first, second = (export_case(store, case_id, tmp_path / name) for name in ("1.zip", "2.zip"))
    assert first == second
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_nobody_is_given_away(package: Path) -> None:
    assert not any(b"token-of-wang" in data for data in members(package).values())
    assert any("王工".encode() in data for data in members(package).values())


def test_every_table_of_cases_is_in_it(package: Path) -> None:
    found = members(package)
    assert {f"tables/{table.name}.jsonl" for table in tables_of_cases()} <= found.keys()
    assert "reports/pre-zh.docx" in found
    assert found["rules/body.yaml"] == EXAMPLE.read_bytes()


def test_its_scores_are_what_the_command_prints(package: Path, tmp_path: Path) -> None:
    found = members(package)
    sheet, body = tmp_path / "sheet.json", tmp_path / "body.yaml"
    sheet.write_bytes(found["sheets/case-pre.json"])
    body.write_bytes(found["rules/body.yaml"])
    told = CliRunner().invoke(main, ["score", str(sheet), "--body", str(body), "--json"])
    assert told.stdout.encode() == found["scores/case-pre.json"]


# --- tampering ---

NAMES = (
    "README.txt", "documents/", "record/events.jsonl", "reports/pre-zh.docx", "rules/body.yaml",
    "rules/clauses.json", "rules/edition/c.yaml", "rules/edition/header.yaml",
    "scores/case-pre.json", "sheets/case-pre.json", "tables/body_rules.jsonl",
    "tables/case_documents.jsonl", "tables/case_people.jsonl", "tables/cases.jsonl",
    "tables/documents.jsonl", "tables/indicator_notes.jsonl", "tables/passages.jsonl",
    "tables/sheet_versions.jsonl", "tables/sheets.jsonl", "tables/suggestion_decisions.jsonl",
)  # fmt: skip


def named(found: Members, start: str) -> str:
    return next(name for name in found if name.startswith(start))


@pytest.mark.parametrize("start", NAMES)
def test_a_member_that_was_altered_is_named(package: Path, tmp_path: Path, start: str) -> None:
    found = members(package)
    name = named(found, start)
    found[name] += b" "
    assert ("member-altered", name) in codes(write(tmp_path / "x.zip", found))
    del found[name]
    assert ("member-missing", name) in codes(write(tmp_path / "x.zip", found))


def replaced(start: str, old: str, new: str) -> Callable[[Members], None]:
    def change(found: Members) -> None:
        name = named(found, start)
        assert old.encode() in found[name]
        found[name] = found[name].replace(old.encode(), new.encode(), 1)

    return change


def without(start: str) -> Callable[[Members], None]:
    return lambda found: found.pop(named(found, start)) and None


def with_line_gone(start: str) -> Callable[[Members], None]:
    def change(found: Members) -> None:
        name = named(found, start)
        found[name] = b"".join(found[name].splitlines(keepends=True)[1:])

    return change


CHANGES: dict[str, tuple[Callable[[Members], None], str]] = {
    "a document": (replaced("documents/", "%PDF", "%XXX"), "document-altered"),
    "no document": (without("documents/"), "document-missing"),
    "an event": (replaced(EVENTS, '"met":true', '"met":null'), "altered"),
    "an event gone": (with_line_gone(EVENTS), "missing"),
    "points of a rule": (replaced("rules/edition/c.yaml", 'points: "4"', 'points: "5"'), "rules-differ"),
    "no edition": (without("rules/edition/header.yaml"), "rules-unreadable"),
    "steps of the body": (replaced("rules/body.yaml", '"0.5", "1"', '"0.4", "1"'), "rules-differ"),
    "a clause": (replaced("rules/clauses.json", "电子", "电了"), "clause-differs"),
    "no clauses": (without("rules/clauses.json"), "rules-unreadable"),
    "a score": (replaced("scores/case-pre.json", '"100"', '"101"'), "score-differs"),
    "no score": (without("scores/case-pre.json"), "score-differs"),
    "a sheet": (replaced("sheets/case-pre.json", "true", "false"), "sheet-differs"),
    "the stored sheet": (replaced("tables/sheets.jsonl", "true", "false"), "rows-disagree"),
    "what a sheet said": (replaced("tables/sheet_versions.jsonl", "true", "false"), "rows-disagree"),
    "the rules kept": (replaced("tables/body_rules.jsonl", "2024.1", "2024.2"), "rows-disagree"),
    "the name": (replaced("tables/cases.jsonl", "江畔", "江边"), "rows-disagree"),
    "a person": (replaced("tables/case_people.jsonl", "王工", "李工"), "rows-disagree"),
    "no person": (with_line_gone("tables/case_people.jsonl"), "rows-disagree"),
    "a passage": (replaced("tables/passages.jsonl", "电梯", "扶梯"), "rows-disagree"),
    "a decision": (replaced("tables/suggestion_decisions.jsonl", "accepted", "rejected"), "rows-disagree"),
    "a note": (replaced("tables/indicator_notes.jsonl", "见图", "无图"), "rows-disagree"),
    "a file's name": (replaced("tables/case_documents.jsonl", "说明", "证明"), "rows-disagree"),
    "another case": (replaced("tables/indicator_notes.jsonl", '"c-', '"c-x'), "rows-unreadable"),
    "a strange table": (lambda found: found.update({"tables/x.jsonl": b"{}\n"}), "rows-unreadable"),
    "no JSON": (replaced("tables/cases.jsonl", "{", "["), "rows-unreadable"),
    "deep JSON": (lambda found: found.update({EVENTS: b"[" * 20_000}), "rows-unreadable"),
    "a strange event": (replaced(EVENTS, '"what"', '"that"'), "rows-unreadable"),
    "a bomb of rules": (
        lambda found: found.update({"rules/edition/c.yaml": b"a: &a [1]\nb: [*a, *a]\n"}), "rules-unreadable",
    ),
    "endless digits": (replaced("rules/edition/c.yaml", 'points: "4"', 'points: "4e99"'), "rules-unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_altered_with_its_list_is_found(package: Path, tmp_path: Path, name: str) -> None:
    change, code = CHANGES[name]
    found = members(package)
    change(found)
    path = write(tmp_path / "x.zip", relisted(found))
    assert code in {fault for fault, _ in codes(path)}
    told = run("verify", str(path), "--lang", "zh")
    assert told.exit_code == 1, told.output
    with pytest.raises((FaultyPackageError, PackageError)):
        import_case(store_at(tmp_path / "home"), path)


def test_a_record_written_anew_is_found_by_a_printed_head(package: Path) -> None:
    head = verify_package(package).head
    assert codes(package, head) == set()
    assert ("head-differs", EVENTS) in codes(package, Head(head.number, "0" * 64))


def run(*words: str, home: Path | None = None) -> Result:
    env = {"ANPING_HOME": str(home)} if home else {}
    return CliRunner().invoke(main, ["case", *words], env=env)


# --- harm ---


def listed(found: Members, name: str, data: bytes) -> Members:
    return relisted({**found, name: data})


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:/x", "a\\..\\x", "a//b"])
def test_paths_outside_are_refused(package: Path, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "x.zip", listed(members(package), name, b"x"))
    with pytest.raises(PackageError, match="is no path within it"):
        verify_package(path)


def test_links_and_names_that_stand_twice_are_refused(package: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "x.zip", members(package))
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(PackageError, match="link"):
        verify_package(path)
    path = write(tmp_path / "y.zip", members(package))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("README.txt", "other")
    with pytest.raises(PackageError, match="twice"):
        verify_package(path)


def test_what_unpacks_beyond_measure_is_not_read(package: Path, tmp_path: Path) -> None:
    bomb = listed(members(package), "tables/cases.jsonl", b" " * 50_000_000)
    found = codes(write(tmp_path / "x.zip", bomb))
    assert ("member-too-large", "tables/cases.jsonl") in found
    huge = {**members(package), MANIFEST: b" " * 50_000_000}
    with pytest.raises(PackageError, match="too large"):
        verify_package(write(tmp_path / "y.zip", huge))


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + b"\0" * 18, b"not a zip"])
def test_what_is_no_package_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(PackageError):
        verify_package(path)
    assert "[corpus-package]" in run("verify", str(path)).output


def test_another_form_is_refused(package: Path, tmp_path: Path) -> None:
    found = members(package)
    found[MANIFEST] = found[MANIFEST].replace(b'"form": 1', b'"form": 2')
    with pytest.raises(PackageError, match="form 2"):
        verify_package(write(tmp_path / "x.zip", found))


# --- import ---


def test_a_case_that_is_there_is_never_changed(package: Path, tmp_path: Path) -> None:
    store = store_at(tmp_path / "home")
    case_id = import_case(store, package).case_id
    head = store.head(case_id)
    with pytest.raises(CaseThereError, match="anping case remove"):
        import_case(store, package)
    assert store.head(case_id) == head


def test_a_removed_case_comes_back(package: Path, tmp_path: Path) -> None:
    store = store_at(tmp_path / "home")
    case_id = import_case(store, package).case_id
    store.delete_case(case_id)
    import_case(store, package)
    assert not any(one.findings for one in RecordAudit(store.home).verify_all())
    home = [event.what for event in store.events("home")]
    assert [one for one in home if one != "file.deleted"] == [
        "case.imported",
        "case.removed",
        "case.imported",
    ]


def test_documents_that_are_here_stay_as_they_were_read_here(package: Path, tmp_path: Path) -> None:
    def read_one(path: Path, **words: Any) -> Any:
        result = read(path, **words)
        return type(result)(result.file, result.sha256, "read", 1, result.passages[:1], None)

    store = CaseStore(tmp_path / "home", read=read_one, rules=rule_stamp)
    other = store.create_case("乙", "tcrea-2023", "C")
    document = tmp_path / "d.pdf"
    document.write_bytes(members(package)[named(members(package), "documents/")])
    store.add_document(other, document)
    case_id = import_case(store, package).case_id
    assert len(store.passages(case_id)) == 1
    assert [one.what for one in store.events(case_id)[-2:]] == ["case.imported", "document.read"]
    assert not any(one.findings for one in RecordAudit(store.home).verify_all())


def test_a_package_without_files_needs_a_home_that_has_them(tmp_path: Path) -> None:
    store = store_at(tmp_path / "home")
    case_id, out = whole_case(store), tmp_path / "case.zip"
    export_case(store, case_id, out, with_files=False)
    check = verify_package(out)
    assert (check.faults, check.with_files, check.documents) == ((), False, 1)
    assert not any(name.startswith("documents/") for name in members(out))
    with pytest.raises(PackageError, match="--without-files"):
        import_case(store_at(tmp_path / "other"), out)
    assert store_at(tmp_path / "other").cases() == ()


def test_nobody_can_act_as_a_person_of_a_package(package: Path, tmp_path: Path) -> None:
    store = store_at(tmp_path / "home")
    case_id = import_case(store, package).case_id
    brought = store.case_people(case_id)[0].person
    with pytest.raises(ValueError, match="nobody can act"):
        store.acting(brought)


def test_a_package_shows_one_state_while_others_work(store: CaseStore, tmp_path: Path) -> None:
    case_id, ends = whole_case(store), threading.Event()

    def work() -> None:
        other = store_at(store.home)
        while not ends.is_set():
            judge(other, case_id, {"C1.2.1": {"met": False}})
            judge(other, case_id)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            out = tmp_path / f"{number}.zip"
            export_case(store, case_id, out)
            assert verify_package(out).faults == ()
    finally:
        ends.set()
        worker.join()


def test_a_document_that_was_changed_keeps_the_package_from_being_made(
    store: CaseStore, tmp_path: Path
) -> None:
    case_id, out = whole_case(store), tmp_path / "case.zip"
    sha256 = store.documents(case_id)[0].sha256
    bytes_at(store.home, sha256).write_bytes(b"%PDF other")
    with pytest.raises(PackageError, match="is not what was added"):
        export_case(store, case_id, out)
    bytes_at(store.home, sha256).unlink()
    with pytest.raises(PackageError, match="is missing"):
        export_case(store, case_id, out)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_whoever_may_not_see_every_sheet_gets_no_package(store: CaseStore, tmp_path: Path) -> None:
    case_id, out = whole_case(store), tmp_path / "case.zip"
    store.join_case(case_id, "token-of-li", "李工")
    with pytest.raises(SheetCoveredError):
        export_case(store.acting("token-of-li"), case_id, out)
    judge(store, case_id, person="token-of-li")
    store.submit_sheet(case_id, person="token-of-li")
    export_case(store.acting("token-of-li"), case_id, out)
    assert verify_package(out).faults == ()


# --- the commands ---


def test_the_commands_make_verify_and_take_over(tmp_path: Path) -> None:
    store, out = store_at(tmp_path / "home"), tmp_path / "case.zip"
    case_id = whole_case(store)
    made = json.loads(run("export", case_id, str(out), "--json", home=store.home).output)
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert run("export", case_id, str(out), home=store.home).exit_code == 2
    told = run("verify", str(out), "--head", made["head"], "--lang", "en")
    assert told.exit_code == 0, told.output
    assert "2 sheet(s) scored anew to the same bytes" in told.output
    assert json.loads(run("verify", str(out), "--json").output)["sound"]
    taken = run("import", str(out), "--lang", "zh", home=tmp_path / "other")
    assert taken.exit_code == 0, taken.output
    assert "完好" in taken.output
    again = run("import", str(out), home=tmp_path / "other")
    assert (again.exit_code, "[corpus-case-there]" in again.output) == (1, True)


# --- somebody else's verifier ---


def test_a_verifier_of_a_few_lines_agrees(package: Path) -> None:
    """The record and the list, checked as docs/formats.md says, with the standard library alone."""
    with zipfile.ZipFile(package) as archive:
        manifest = json.loads(archive.read("MANIFEST.json"))
        for name, one in manifest["members"].items():
            data = archive.read(name)
            assert (len(data), hashlib.sha256(data).hexdigest()) == (one["size"], one["sha256"])
        lines = archive.read("record/events.jsonl").decode("utf-8").split("\n")
    previous = "0" * 64
    for number, line in enumerate(lines[:-1], 1):
        event = json.loads(line)
        found = event.pop("hash")
        form = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert found == hashlib.sha256(form.encode("utf-8")).hexdigest()
        assert (event["number"], event["previous"]) == (number, previous)
        assert event["chain"] == manifest["case"]
        previous = found
    assert manifest["record"] == f"{len(lines) - 1}:{previous}"
