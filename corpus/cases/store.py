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

from corpus.cases.retention import require_removable
from corpus.cases.steps import certificates_of
from corpus.cases.taking_over import CasesTakenOver
from corpus.record import chain
from corpus.record.event import HOME, Subject
from corpus.record.tables import case_documents, cases, chains, events


class CaseStore(CasesTakenOver):
    """
    All cases of one home folder. Nothing is created before the first write.

    Objects are cheap and share the connections of their home; several, in several processes, work
    at once.
    """

    def delete_case(self, case_id: str) -> None:
        """
        Delete a case with everything that no other case uses. The vectors are not kept here.

        The home's record keeps that it was there, how its own record ended, and the numbers of its
        certificates.

        Raises:
            UnknownCaseError: there is no such case.
            RecordsKeptError: its records must be kept (4.9), or a legal hold stands.
        """
        of_case = case_documents.c.case_id == case_id
        with self._writing() as connection:
            self._require_case(connection, case_id)
            subject = Subject("case", (case_id,))
            self._require_right(connection, case_id, "case.removed", subject)
            require_removable(connection, case_id, self._clock())
            held = connection.execute(select(case_documents.c.sha256).where(of_case)).scalars()
            hashes = sorted(held)
            proof = {"record": str(chain.head_of(connection, case_id)), "documents": hashes}
            if numbers := certificates_of(connection, case_id):
                proof["certificates"] = numbers
            self._write(connection, HOME, "case.removed", subject, basis={"proof": proof})
            connection.execute(delete(events).where(events.c.chain == case_id))
            connection.execute(delete(chains).where(chains.c.chain == case_id))
            connection.execute(delete(cases).where(cases.c.id == case_id))
            for sha256 in hashes:
                self._drop_unused(connection, sha256)
        self._delete_left_files()
        self._derived.forget(case_id)
