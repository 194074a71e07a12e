"""The texts that a new report begins with, drafted from the evidence of its period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.records import create_with_history
from reports.models import Citation, Content, SectionState
from reports.queries.evidence import evidence_of_criteria
from reports.queries.facts import facts_of
from reports.rules.drafting import Proposal, proposal_of
from reports.rules.evidence import basis_of

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import Section, StatusReport


def draft_texts(report: StatusReport, sections: Sequence[Section]) -> list[Proposal]:
    """Give each criterion's section its text, before it is saved; the proposals in that order."""
    facts = facts_of(report)
    evidence = evidence_of_criteria(report, [pk for one in sections if (pk := one.criterion_id)])
    found = []
    for section in sections:
        one = facts.criteria.get(section.criterion_id or 0)
        proposal = Proposal("")
        if section.content == Content.CRITERION and one:
            behind = evidence[one.row.pk]
            proposal = proposal_of(basis_of(one, behind, facts.figures))
        section.text = proposal.text
        section.state = SectionState.IN_PROGRESS if proposal.text else SectionState.EMPTY
        found.append(proposal)
    return found


def cite_proposals(by: User, sections: Sequence[Section], proposals: Sequence[Proposal]) -> None:
    """The evidence that the drafted texts name, once their sections are saved."""
    rows = []
    for section, proposal in zip(sections, proposals, strict=True):
        rows += [Citation(section=section, log_entry_id=pk) for pk in proposal.entries]
        rows += [Citation(section=section, measurement_id=pk) for pk in proposal.measurements]
    if rows:
        create_with_history(rows, by=by)
