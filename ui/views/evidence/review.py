"""
Looking through evidence: which indicator, which suggestion, which page, what was decided.

`Review` is what one user looks at; `ReviewDesk` turns what a user does into the next one and into
what the page shows. Decisions are kept in the case; they never change a score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.suggestion import Suggestion
from corpus import CorpusError, load_standard
from corpus.cases.case import Case, CaseDocument, Decision
from corpus.cases.store import CaseStore
from corpus.errors import PageImageError
from corpus.page_image import page_image
from corpus.quote_mark import quote_mark
from corpus.record.errors import FileAlteredError, FileGoneError
from scoring import load_rule_set
from ui.fault_words import fault_words
from ui.reports.evidence_workbook import matrix_workbook
from ui.services import Services
from ui.views.clause.words import note_html
from ui.views.evidence.coverage_map import coverage_map
from ui.views.evidence.indicator import Look, indicator_html, list_html
from ui.views.evidence.source import PageShown, excerpt_html, nothing_html, page_html
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.wording import t

_FIT_WIDTH, _LARGER_WIDTH = 1000, 1700
_DRAWN = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif")


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that can be taken back: what held for the passage before it."""

    indicator: str
    passage: str
    before: Decision | None


@dataclass(frozen=True, slots=True)
class Review:
    """
    What one user looks at in a case.

    viewer: who looks, a person's token. shown: the number of the suggestion whose document is beside. page: another page than the
    quote's, when the user turned to one. done: decisions of this visit, the latest last.
    message: what was just done, as (key of the catalogue, indicator, decision). refusal: why it was
    not done.
    """

    case_id: str = ""
    found: tuple[IndicatorEvidence, ...] = ()
    indicator: str = ""
    shown: int | None = None
    page: int | None = None
    is_larger: bool = False
    done: tuple[Done, ...] = ()
    message: tuple[str, str, str] | None = None
    refusal: CorpusError | None = None
    viewer: str = ""

    @property
    def entry(self) -> IndicatorEvidence | None:
        """The chosen indicator's evidence; None before one is chosen."""
        return next((one for one in self.found if one.indicator == self.indicator), None)

    def numbered(self, of: str) -> Suggestion | None:
        """Return the suggestion that a button names; None when there is none."""
        entry, number = self.entry, _number(of)
        has_it = entry is not None and 0 <= number < len(entry.suggestions)
        return entry.suggestions[number] if entry is not None and has_it else None

    @property
    def suggestion(self) -> Suggestion | None:
        """The suggestion whose document is beside; None when none is."""
        return None if self.shown is None else self.numbered(str(self.shown))


class ReviewDesk:
    """What the evidence part of the page does and shows; without Gradio, tested as such."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._steps: dict[str, Callable[[Review, str], Review]] = {
            "open": _opened,
            "show": _shown,
            "page": self._turned,
            "zoom": lambda review, of: replace(review, is_larger=of == "larger"),
            "accept": lambda review, of: self._decided(review, of, "accepted"),
            "reject": lambda review, of: self._decided(review, of, "rejected"),
            "undo": lambda review, _: self._undone(review),
        }

    def noted(self, review: Review, note: str) -> Review:
        """Keep a note on the chosen indicator; "" takes it away."""
        if review.entry is None:
            return review
        try:
            self._cases(review).set_note(review.case_id, review.indicator, note)
        except CorpusError as fault:
            return replace(review, message=None, refusal=fault)
        return replace(review, message=("noted", review.indicator, ""), refusal=None)

    def found(self, case_id: str, viewer: str = "") -> Review:
        """
        Look for evidence in a case.

        Raises:
            UnknownCaseError: no such case, or the viewer may not see it.
        """
        self._services.cases_for(viewer).case(case_id)
        return Review(case_id, self._services.evidence.of(case_id), viewer=viewer)

    def renewed(self, review: Review, case_id: str, viewer: str = "") -> Review:
        """
        Return the review of a case as it is now; the same one when nothing has changed.

        Raises:
            UnknownCaseError: no such case, or the viewer may not see it.
        """
        fresh = self.found(case_id, viewer)
        if review.case_id != case_id or review.viewer != viewer:
            return fresh
        if review.found == fresh.found:
            return review
        again = replace(review, found=fresh.found, shown=None, message=None)
        return _opened(again, review.indicator) if review.indicator else again

    def after(self, review: Review, act: Act) -> Review:
        """Return the review after an act; one that makes no sense changes nothing."""
        step = self._steps.get(act.name)
        if step is None or not review.case_id:
            return review
        before = replace(review, message=None, refusal=None)
        try:
            return step(before, act.of)
        except CorpusError as fault:
            return replace(before, refusal=fault)

    def map_html(self, review: Review, language: str) -> str:
        """Return the map of indicators."""
        if not review.found:
            return note_html(t("no_evidence_yet", language))
        case = self._case(review)
        rules = load_rule_set(case.rule_set, case.edition)
        standard = load_standard(case.rule_set, case.edition)
        return coverage_map(review.found, rules, standard, language, review.indicator)

    def indicator_html(self, review: Review, language: str) -> str:
        """Return the chosen indicator with its suggestions."""
        entry = review.entry
        if entry is None:
            return note_html(t("choose_cell", language)) if review.found else ""
        case = self._case(review)
        message = ""
        if review.message:
            key, indicator, decision = review.message
            word = t(decision, language) if decision else ""
            message = t(key, language, indicator=indicator, decision=word)
        if review.refusal:
            message = fault_words(review.refusal, language)
        names = [one.indicator for one in review.found]
        at = names.index(entry.indicator)
        look = Look(
            shown=review.shown,
            can_undo=bool(review.done),
            message=message,
            note=self._cases(review).notes(review.case_id).get(entry.indicator, ""),
            before=names[at - 1] if at else "",
            after=names[at + 1] if at + 1 < len(names) else "",
            place=Place("evidence", review.case_id, entry.indicator),
            may_decide=self._cases(review).allows(review.case_id, "suggestion.decided"),
        )
        expectation = load_expectations(case.rule_set).of(entry.indicator)
        standard = load_standard(case.rule_set, case.edition)
        return indicator_html(entry, standard, expectation, language, look)

    def list_html(self, review: Review, language: str) -> str:
        """Return the indicators as a folded table with links, and the matrix to download."""
        if not review.found:
            return ""
        here = Place("evidence", review.case_id)
        case = self._case(review)
        standard = load_standard(case.rule_set, case.edition)
        return list_html(review.found, standard, here, language)

    def matrix(self, review: Review, language: str) -> bytes:
        """Return the evidence matrix as a workbook."""
        cases = self._cases(review)
        case = cases.case(review.case_id)
        book = matrix_workbook(case, review.found, cases.notes(case.id), language)
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    def source_html(self, review: Review, language: str) -> str:
        """Return the document of the chosen suggestion, its page drawn where it has pages."""
        one = review.suggestion
        if one is None:
            return nothing_html(language) if review.found else ""
        document = self._document(review, one)
        if document is None:
            return note_html(t("gone", language))
        cases = self._cases(review)
        passages = cases.passages(review.case_id, document.sha256)
        has_pages = one.page is not None and document.file.lower().endswith(_DRAWN)
        if one.page is None or not has_pages:
            return excerpt_html(document.file, passages, one.passage, one.quote, language)
        page = review.page or one.page
        width = _LARGER_WIDTH if review.is_larger else _FIT_WIDTH
        try:
            with cases.document_file(review.case_id, document.sha256) as path:
                image = page_image(path, page, width=width, cache=cases.home)
        except (PageImageError, FileGoneError, FileAlteredError):
            return excerpt_html(
                document.file, passages, one.passage, one.quote, language, is_fallback=True
            )
        passage = next((kept for kept in passages if kept.id == one.passage), None)
        is_here = page == one.page and passage is not None
        mark = quote_mark(one.quote, passage, image.glyphs) if is_here and passage else None
        pages = document.pages
        shown = PageShown(document.file, page, pages, one.page, image, mark, review.is_larger)
        return page_html(shown, language)

    def _cases(self, review: Review) -> CaseStore:
        return self._services.cases_for(review.viewer)

    def _case(self, review: Review) -> Case:
        return self._cases(review).case(review.case_id)

    def _document(self, review: Review, one: Suggestion) -> CaseDocument | None:
        """Return the document that a suggestion quotes: passages are named by its SHA-256."""
        owner = one.passage.partition("-")[0]
        documents = self._cases(review).documents(review.case_id)
        return next((kept for kept in documents if kept.sha256.startswith(owner)), None)

    def _turned(self, review: Review, of: str) -> Review:
        one, page = review.suggestion, _number(of)
        document = self._document(review, one) if one else None
        if document is None or page < 1 or (document.pages is not None and page > document.pages):
            return review
        return replace(review, page=page)

    def _decided(self, review: Review, of: str, wanted: Decision) -> Review:
        """Decide, or take the same decision back when it is made again."""
        one = review.numbered(of)
        if one is None:
            return review
        decision = None if one.decision == wanted else wanted
        self._keep(review, review.indicator, one.passage, decision)
        done = Done(review.indicator, one.passage, one.decision)
        key = "undecided" if decision is None else "decided"
        message = (key, review.indicator, decision or "")
        review = replace(review, done=(*review.done, done), message=message)
        return self._again(review, review.suggestion)

    def _undone(self, review: Review) -> Review:
        if not review.done:
            return review
        *rest, last = review.done
        self._keep(review, last.indicator, last.passage, last.before)
        same = review if review.indicator == last.indicator else _opened(review, last.indicator)
        message = ("undecided", last.indicator, "")
        return self._again(replace(same, done=tuple(rest), message=message), same.suggestion)

    def _keep(
        self, review: Review, indicator: str, passage: str, decision: Decision | None
    ) -> None:
        self._cases(review).set_suggestion_decision(review.case_id, indicator, passage, decision)

    def _again(self, review: Review, beside: Suggestion | None) -> Review:
        """Return the review with its evidence judged anew, and the same quote beside."""
        fresh = self.found(review.case_id, review.viewer)
        review = replace(review, found=fresh.found)
        entry = review.entry
        if entry is None or beside is None:
            return review
        places = [(one.passage, one.quote) for one in entry.suggestions]
        wanted = (beside.passage, beside.quote)
        return replace(review, shown=places.index(wanted) if wanted in places else None)


def _opened(review: Review, indicator: str) -> Review:
    opened = replace(review, indicator=indicator, page=None)
    entry = opened.entry
    if entry is None:
        return review
    return replace(opened, shown=0 if entry.suggestions else None)


def _shown(review: Review, of: str) -> Review:
    return review if review.numbered(of) is None else replace(review, shown=_number(of), page=None)


def _number(of: str) -> int:
    """Return what a button names as a number; -1 for what is none."""
    return int(of) if of.isascii() and of.isdigit() else -1
