"""
Questions to answers with verified citations, and evidence suggestions for indicators.

`Assistant(retriever).ask(question)` answers; `case_evidence(...)` lists what a case's documents
show. Refuses to judge: a suggestion never changes a score, and a quote that is not in the stored
text is never called one.
"""

from assistant.answer import Answer, answer_json
from assistant.citations import Citation, verify
from assistant.conversation import Assistant
from assistant.errors import AssistantError, HistoryError
from assistant.question import Turn, parse_history
from assistant.retrieval import Filters, Retriever

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "Citation",
    "Filters",
    "HistoryError",
    "Retriever",
    "Turn",
    "answer_json",
    "parse_history",
    "verify",
]
