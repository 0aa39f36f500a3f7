"""
Questions to answers with verified citations, and evidence suggestions for indicators.

`Assistant(retriever).ask(question)` answers; `WordedAssistant(assistant, model).ask(question)` lets
a language model word the answer and checks every sentence; `case_evidence(...)` lists what a
case's documents show. Refuses to judge: a suggestion never changes a score, and a quote that is
not in the stored text is never called one.
"""

from assistant.answer import Answer, answer_json
from assistant.asking.conversation import Assistant
from assistant.asking.question import Turn, parse_history
from assistant.asking.retrieval import Filters, Retriever
from assistant.citations import Citation, verify
from assistant.errors import AssistantError, HistoryError, ModelError, ModelSettingsError
from assistant.model.language_model import Message, ModelClient, ScriptedModel
from assistant.model.settings import ModelSettings, load_model_settings
from assistant.model.worded_assistant import WordedAssistant

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "Citation",
    "Filters",
    "HistoryError",
    "Message",
    "ModelClient",
    "ModelError",
    "ModelSettings",
    "ModelSettingsError",
    "Retriever",
    "ScriptedModel",
    "Turn",
    "WordedAssistant",
    "answer_json",
    "load_model_settings",
    "parse_history",
    "verify",
]
