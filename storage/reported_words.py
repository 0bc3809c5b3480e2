"""The reporters' own words of a case, for comparing an exposure with: read, and kept nowhere."""

from sqlalchemy import or_, select

from domain.discretion import words_withheld
from storage.database import Tx
from storage.tables import CaseRow, NoteRow, Statement


async def words_of(tx: Tx, case_id: int) -> list[str]:
    """Everything that reporters wrote about it, in every version: the report, what they added and answered, and the
    same of reports that were linked to it. What staff found themselves is nobody's secret."""
    linked = or_(
        CaseRow.id == case_id,
        CaseRow.duplicate_of == case_id,
        CaseRow.id == select(CaseRow.duplicate_of).where(CaseRow.id == case_id).scalar_subquery(),
    )
    rows = (await tx.execute(select(CaseRow.id, CaseRow.source, CaseRow.happened).where(linked))).all()
    told = [(id_, happened) for id_, source, happened in rows if words_withheld(source, guest=True, referred=False)]
    ids = [id_ for id_, _ in told]
    statements = await tx.scalars(select(Statement.text).where(Statement.case_id.in_(ids)))
    answers = await tx.scalars(select(NoteRow.text).where(NoteRow.case_id.in_(ids), NoteRow.author_id.is_(None)))
    return [happened for _, happened in told] + list(statements) + list(answers)
