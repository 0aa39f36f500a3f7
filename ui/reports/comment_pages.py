"""A table of comments on an edition as DOCX, to hand in to its issuer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ui.editions.comment import Comment
from ui.editions.edition import Edition
from ui.reports.docx_pages import Pages
from ui.wording import t

_COLUMNS = (
    ("number", 1.2), ("clauses", 3.4), ("problem", 8.6), ("proposal", 5.4), ("reason", 6.8)
)  # fmt: skip


def comment_pages(edition: Edition, found: tuple[Comment, ...], language: str) -> Any:
    """Return the document; its `save` writes it. The lines about who comments are left blank."""
    pages = Pages(language, is_wide=True)
    standard = edition.standard
    title = standard.title_en if language == "en" else standard.title_zh
    pages.title(t("comment_title", language))
    pages.facts(
        [
            (t("comment_standard", language), title),
            (t("comment_document_number", language), standard.number),
            (t("comment_edition", language), " · ".join(filter(None, _edition(edition)))),
            (t("comment_total", language), told_total(found, language)),
            (t("comment_by", language), ""),
            (t("comment_contact", language), ""),
            (t("comment_day", language), ""),
        ]
    )
    pages.words(t("comment_about", language), quiet=True, size=9)
    pages.table(
        [t(f"comment_{name}", language) for name, _ in _COLUMNS],
        [(str(one.number), one.clauses, one.problem, one.proposal, one.reason) for one in found],
        [width for _, width in _COLUMNS],
    )
    short = standard.short_en if language == "en" else standard.short_zh
    pages.header(f"{t('comment_title', language)} · {short}", t("page_numbers", language))
    return pages.finish(f"{t('comment_title', language)} · {title}", "Anping")


def told_total(found: tuple[Comment, ...], language: str) -> str:
    """Return how many comments there are, in all and by kind."""
    kinds = Counter(one.kind for one in found)
    told = ", ".join(
        f"{t(f'comment_kind_{kind}', language)} {number}" for kind, number in kinds.items()
    )
    return t("comment_total_told", language, number=len(found), kinds=told)


def _edition(edition: Edition) -> tuple[str, str]:
    return (edition.standard.edition, edition.standard.date)
