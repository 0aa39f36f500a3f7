"""
Our own template of the evaluation report, one for each language: `python -m
ui.reports.template_source` writes them anew to ui/assets/templates.

Words come from the catalogue, fields from `ui.reports.report_fields`. A body changes a copy of the
file in Word; this module is not needed for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from ui.reports.docx_pages import Pages
from ui.wording import t

FOLDER = Path(__file__).parents[1] / "assets" / "templates"
LANGUAGES = ("zh", "en")
_ROW = ("row.id", "row.title", "row.worth", "row.awarded", "row.judged", "row.refs")
_ROW_KEYS = ("column_row", "column_title", "er_worth", "er_awarded", "er_reason", "er_refs")
_ROW_WIDTHS = (1.7, 5.2, 1.3, 1.4, 5.6, 1.8)


def template_path(language: str) -> Path:
    """Return where the template of a language stands."""
    return FOLDER / f"evaluation.{language}.docx"


def build_template(language: str) -> Any:
    """Return the template of a language as a python-docx document."""
    pages = Pages(language)
    pages.header("{{ community }} · {{ title }}", t("page_numbers", language))
    _cover(pages)
    pages.contents(t("report_contents", language))
    _overview(pages)
    _summary(pages)
    _improvements(pages)
    _opinion(pages)
    _names(pages)
    _annexes(pages)
    return pages.finish(t("er_title", language), t("title", language))


def _say(pages: Pages, key: str) -> str:
    return t(key, pages.language)


def _heading_on_a_page(pages: Pages, key: str) -> None:
    """Add a heading that begins a page."""
    pages.heading(_say(pages, key))
    pages.document.paragraphs[-1].paragraph_format.page_break_before = True


def _only(pages: Pages, words: str) -> None:
    """Add a paragraph that holds a tag alone; filling takes the paragraph away."""
    pages.words(f"{{%p {words} %}}")


def _each(pages: Pages, listed: str, words: str) -> None:
    """Add a paragraph for each text of a list."""
    _only(pages, f"for one in {listed}")
    pages.words(words)
    _only(pages, "endfor")


def _bullets(pages: Pages, listed: str) -> None:
    _only(pages, f"for one in {listed}")
    pages.bullets(["{{ one }}"])
    _only(pages, "endfor")


def _loose_heading(pages: Pages, words: str, level: int) -> None:
    """Add a heading that can be missing or stand often: the contents do not list it."""
    pages.document.add_heading(words, level)


def _table(
    pages: Pages, loop: str, keys: Sequence[str], cells: Sequence[str], widths: Sequence[float]
) -> Any:
    """
    Add a table with a row for each entry of a list and return that row; loop: such as "row in
    group.rows".
    """
    blank = [""] * (len(cells) - 1)
    rows = [
        (f"{{%tr for {loop} %}}", *blank),
        tuple(f"{{{{ {one} }}}}" for one in cells),
        ("{%tr endfor %}", *blank),
    ]
    return pages.table([_say(pages, key) for key in keys], rows, widths).rows[2]


def _cover(pages: Pages) -> None:
    pages.words("")
    pages.title("{{ title }}")
    pages.words("{{ community }}", bold=True, size=18)
    pages.words("{% if level %}{{ level }} · {% endif %}{{ stage }}", size=14)
    pages.words(_say(pages, "er_draft"), quiet=True)
    facts = (
        ("er_number", "{{ number }}"), ("er_community", "{{ community }}"),
        ("er_applicant", "{{ applicant }}"), ("er_body", "{{ body }}"),
        ("er_date", "{{ date }}"), ("result_rules", "{{ rules.title }}"),
        ("column_edition", "{{ rules.edition }}"), ("case", "{{ case_id }}"),
    )  # fmt: skip
    pages.facts([(_say(pages, key), words) for key, words in facts])


def _overview(pages: Pages) -> None:
    """9.5, item 1."""
    _heading_on_a_page(pages, "er_overview")
    _each(pages, "overview", "{{ one }}")
    pages.heading(_say(pages, "er_profile"), 2)
    facts = (
        ("er_address", "{{ address }}"), ("er_applicant", "{{ applicant }}"),
        ("er_builder", "{{ builder }}"), ("er_operator", "{{ operator }}"),
    )  # fmt: skip
    pages.facts([(_say(pages, key), words) for key, words in facts])
    _only(pages, "if profile")
    _table(
        pages, "fact in profile", ("column_title", "er_there"), ("fact.name", "fact.state"), (12, 5)
    )
    _only(pages, "else")
    pages.words(_say(pages, "er_profile_none"))
    _only(pages, "endif")
    pages.heading(_say(pages, "er_documents"), 2)
    _only(pages, "if documents")
    _table(
        pages, "file in documents",
        ("column_file", "column_pages", "status", "column_checksum"),
        ("file.name", "file.pages", "file.status", "file.checksum"), (8.6, 1.6, 2.6, 4.2),
    )  # fmt: skip
    _only(pages, "else")
    pages.words(_say(pages, "report_no_files"))
    _only(pages, "endif")


def _summary(pages: Pages) -> None:
    """9.5, item 2."""
    pages.heading(_say(pages, "er_summary"))
    _each(pages, "summary", "{{ one }}")
    pages.heading(_say(pages, "er_basis"), 2)
    facts = (
        ("er_rules", "{{ rules.title }} · {{ rules.issuing_body }}"),
        ("column_edition", "{{ rules.edition }}"), ("result_hash", "{{ rules.scoring_hash }}"),
        ("stage", "{{ stage }}"), ("result_sheet", "{{ sheet }}"),
        ("record_head", "{{ record }}"), ("er_methods", "{{ methods }}"),
    )  # fmt: skip
    pages.facts([(_say(pages, key), words) for key, words in facts])
    _only(pages, "if body_rules")
    _loose_heading(pages, _say(pages, "body_rules"), 2)
    _bullets(pages, "body_rules")
    _only(pages, "if body_differences")
    _table(
        pages, "one in body_differences",
        ("body_column_subject", "body_column_without", "body_column_with"),
        ("one.subject", "one.without", "one.with_rules"), (6, 5.5, 5.5),
    )  # fmt: skip
    _only(pages, "endif")
    _only(pages, "endif")
    pages.heading(_say(pages, "er_panel"), 2)
    fields = ("name", "organisation", "role", "expert", "independence", "sheet")
    keys = (
        "er_member",
        "er_organisation",
        "er_role",
        "er_expert",
        "er_independence",
        "er_sheet_given",
    )
    cells = [f"member.{one}" for one in fields]
    _only(pages, "if members")
    _table(pages, "member in members", keys, cells, (2.4, 3.4, 2.4, 1.6, 4, 3.2))
    _only(pages, "endif")
    _only(pages, "if reviewer")
    reviewer = " · ".join(
        f"{{{{ reviewer.{one} }}}}" for one in ("name", "organisation", "role", "independence")
    )
    pages.words(t("er_reviewer_is", pages.language, reviewer=reviewer))
    _only(pages, "endif")
    _bullets(pages, "panel_findings")
    _results(pages)


def _results(pages: Pages) -> None:
    _only(pages, "if levels")
    _loose_heading(pages, _say(pages, "er_results"), 2)
    _table(
        pages, "level in levels",
        ("column_level", "column_points", "column_awardable", "table_mark", "column_gates",
         "column_outcome"),
        ("level.id", "level.points", "level.awardable", "level.mark", "level.gates",
         "level.outcome"), (1.6, 2.2, 2.2, 2.2, 3, 5.8),
    )  # fmt: skip
    _loose_heading(pages, _say(pages, "er_tables"), 2)
    pages.words(_say(pages, "er_views_about"), quiet=True)
    _only(pages, "for level in levels")
    _loose_heading(pages, "{{ level.title }}", 3)
    _only(pages, "for group in level.groups")
    pages.words("{{ group.id }} {{ group.title }} · {{ group.told }}", bold=True)
    _table(pages, "row in group.rows", _ROW_KEYS, _ROW, _ROW_WIDTHS)
    _only(pages, "endfor")
    _bullets(pages, "level.beside")
    _only(pages, "endfor")
    _only(pages, "endif")
    _only(pages, "if dimensions")
    _loose_heading(pages, _say(pages, "er_results_c1"), 2)
    pages.words("{{ weights_note }}", quiet=True)
    _table(
        pages, "dimension in dimensions", ("column_dimension", "column_title", "column_points"),
        ("dimension.id", "dimension.title", "dimension.points"), (2.5, 11, 3.5),
    )  # fmt: skip
    _table(
        pages, "indicator in indicators",
        ("column_indicator", "column_title", "column_points", "table_weight"),
        ("indicator.id", "indicator.title", "indicator.points", "indicator.weight"),
        (2.5, 9.5, 3, 2),
    )  # fmt: skip
    pages.words(_say(pages, "er_views_about"), quiet=True)
    _only(pages, "for dimension in dimensions")
    _loose_heading(pages, "{{ dimension.id }} {{ dimension.title }} · {{ dimension.points }}", 3)
    _only(pages, "for indicator in dimension.indicators")
    pages.words("{{ indicator.id }} {{ indicator.title }} · {{ indicator.points }}", bold=True)
    _table(pages, "row in indicator.rows", _ROW_KEYS, _ROW, _ROW_WIDTHS)
    _only(pages, "endfor")
    _only(pages, "endfor")
    _only(pages, "endif")


def _improvements(pages: Pages) -> None:
    """9.5, item 3."""
    pages.heading(_say(pages, "er_improve"))
    _only(pages, "if improvements")
    _table(
        pages, "row in improvements",
        ("column_row", "column_title", "er_lack", "er_loses", "er_refs"),
        ("row.id", "row.title", "row.lack", "row.loses", "row.refs"), (1.8, 5.4, 6.2, 1.6, 2),
    )  # fmt: skip
    _only(pages, "else")
    pages.words(_say(pages, "er_improve_none"))
    _only(pages, "endif")
    _only(pages, "if body_improvements")
    _loose_heading(pages, _say(pages, "er_body_says"), 2)
    _bullets(pages, "body_improvements")
    _only(pages, "endif")
    _only(pages, "if way")
    _loose_heading(pages, _say(pages, "er_way"), 2)
    _only(pages, "for level in way")
    pages.words("{{ level.words }}")
    _only(pages, "if level.steps")
    _table(
        pages, "step in level.steps", ("column_row", "column_title", "column_gain", "column_total"),
        ("step.id", "step.title", "step.gain", "step.total"), (2, 10, 2.5, 2.5),
    )  # fmt: skip
    _only(pages, "endif")
    _only(pages, "endfor")
    _only(pages, "endif")


def _opinion(pages: Pages) -> None:
    """9.5, item 4."""
    pages.heading(_say(pages, "er_opinion"))
    pages.heading(_say(pages, "er_verdict"), 2)
    pages.words("{{ verdict }}", bold=True, size=14)
    _bullets(pages, "reasons")
    _only(pages, "if opinion")
    _loose_heading(pages, _say(pages, "er_opinion_text"), 2)
    _each(pages, "opinion", "{{ one }}")
    _only(pages, "endif")
    pages.heading(_say(pages, "er_decisive"), 2)
    keys = ("column_question", "column_reading", "er_otherwise")
    cells = ("one.question", "one.reading", "one.otherwise")
    _only(pages, "if decisive")
    _table(pages, "one in decisive", keys, cells, (6.5, 5, 5.5))
    _only(pages, "else")
    pages.words(_say(pages, "decisive_none"))
    _only(pages, "endif")
    _only(pages, "if differences")
    _loose_heading(pages, _say(pages, "er_differences"), 2)
    _table(
        pages, "one in differences",
        ("column_row", "column_title", "er_views_of", "er_consensus", "er_reason"),
        ("one.id", "one.title", "one.views", "one.consensus", "one.reason"), (1.8, 4.6, 4.6, 2.4, 3.6),
    )  # fmt: skip
    _bullets(pages, "consensus_findings")
    _only(pages, "endif")


def _names(pages: Pages) -> None:
    """9.5, item 5: names, date, seal, signature."""
    _heading_on_a_page(pages, "er_names")
    facts = (
        ("er_community", "{{ community }}"), ("er_registered", "{{ registered_name }}"),
        ("er_body", "{{ body }}"), ("er_date", "{{ date }}"),
    )  # fmt: skip
    pages.facts([(_say(pages, key), words) for key, words in facts])
    _only(pages, "if members")
    to_sign = _table(
        pages, "member in members", ("er_signatures", "er_role", "er_signature"),
        ("member.name", "member.role", "''"), (4.5, 5.5, 7),
    )  # fmt: skip
    to_sign.height = Cm(1.2)
    _only(pages, "endif")
    signed = pages.document.add_table(rows=1, cols=2)
    for cell, key, below in zip(
        signed.rows[0].cells, ("er_seal", "er_signer"), ("{{ body }}", "{{ signer }}"), strict=True
    ):
        cell.paragraphs[0].add_run(
            f"{_say(pages, key)}：" if pages.language == "zh" else f"{_say(pages, key)}:"
        ).bold = True
        cell.add_paragraph(below)
        for _ in range(4):
            cell.add_paragraph("")
        day = cell.add_paragraph(f"{_say(pages, 'er_date')}: ____________")
        day.alignment = WD_ALIGN_PARAGRAPH.LEFT
        cell.width = Cm(8.5)
    signed.rows[0].height = Cm(5)
    pages.document.add_paragraph().paragraph_format.space_after = Pt(2)


def _annexes(pages: Pages) -> None:
    _heading_on_a_page(pages, "er_annex_quotes")
    _only(pages, "if quotes")
    _table(
        pages, "one in quotes", ("er_refs", "column_row", "column_quote", "er_quote_place"),
        ("one.number", "one.rows", "one.text", "one.source"), (1.3, 3.4, 7.6, 4.7),
    )  # fmt: skip
    _only(pages, "else")
    pages.words(_say(pages, "er_quotes_none"))
    _only(pages, "endif")
    pages.heading(_say(pages, "er_annex_readings"))
    _table(
        pages, "one in readings", ("column_question", "column_reading"),
        ("one.question", "one.reading"), (9.5, 7.5),
    )  # fmt: skip


def main() -> None:
    """Write the templates."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        build_template(language).save(str(template_path(language)))


if __name__ == "__main__":
    main()
