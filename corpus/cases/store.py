"""
The cases on this machine: documents, their passages, score sheets, decisions on suggestions.

One database and the documents' bytes, both under the home folder:

    HOME/cases.sqlite3          read and written by several processes at once; or a server (`url`)
    HOME/files/ab/ab12…         the documents by SHA-256, each once however many cases hold it
    HOME/files/incoming/        copies under way; leftovers of a killed process are swept
    HOME/derived/, HOME/pages/  findings and pictures of pages, made again when they are missing
"""

from __future__ import annotations

from sqlalchemy import delete, select

from corpus.cases.documents import CaseDocuments
from corpus.cases.tables import case_documents, cases


class CaseStore(CaseDocuments):
    """
    All cases of one home folder. Nothing is created before the first write.

    Objects are cheap and share the connections of their home; several, in several processes, work
    at once.
    """

    def delete_case(self, case_id: str) -> None:
        """Delete a case with everything that no other case uses. The vectors are not kept here."""
        self.case(case_id)
        of_case = case_documents.c.case_id == case_id
        with self._writing() as connection:
            held = connection.execute(select(case_documents.c.sha256).where(of_case)).scalars()
            hashes = held.all()
            connection.execute(delete(cases).where(cases.c.id == case_id))
            for sha256 in hashes:
                self._drop_unused(connection, sha256)
        self._delete_left_files()
        self._derived.forget(case_id)
