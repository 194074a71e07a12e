"""The form in which somebody looks at a list before anything of it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from directory.models import Consultant, Organisation, OrganisationKind
from directory.rules.lists import LineKind, LineMatch, LineProposal
from directory.services.rosters import AT, LEFT_OUT, NEW, SAME, LineDecision

# In the order in which somebody reads them: first what wants an answer.
IN_ORDER = (
    *(LineMatch.NEAR, LineMatch.ALIKE, LineMatch.SEVERAL, LineMatch.WORKPLACES),
    *(LineMatch.NAMESAKE, LineMatch.NEW, LineMatch.KNOWN),
)
# What nothing can be assumed of.
TO_BE_CHOSEN = (LineMatch.NEAR, LineMatch.ALIKE, LineMatch.SEVERAL, LineMatch.WORKPLACES)


@dataclass(frozen=True)
class ReviewRow:
    proposal: LineProposal
    field: BoundField


class ReviewForm(forms.Form):
    """What becomes of each line: a choice where there is one, nothing saved before."""

    def __init__(
        self,
        *args: Any,
        proposed: Sequence[LineProposal],
        what: LineKind,
        kind: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.what, self.kind = what, kind
        self.asked = [proposal for proposal in proposed if proposal.is_asked]
        self.names = _names(self.asked, what)
        self.workplaces = _workplaces(self.asked)
        for proposal in self.asked:
            self.fields[_field_name(proposal)] = self._field(proposal)

    def _field(self, proposal: LineProposal) -> forms.ChoiceField:
        choices = list(self._choices(proposal))
        if proposal.finding in TO_BE_CHOSEN:
            choices.insert(0, ("", _("Choose …")))
        return forms.ChoiceField(
            label=proposal.line.text.replace("\t", ", "),
            choices=choices,
            initial=choices[0][0],
            widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            error_messages={
                "required": _("Choose what the line means."),
                "invalid_choice": _("The directory has changed in the meantime: choose again."),
            },
        )

    def _choices(self, proposal: LineProposal) -> Iterator[tuple[str, str]]:
        out = (LEFT_OUT, _("Leave it out"))
        known = [(f"{AT}{pk}", self._named(pk, proposal)) for pk in proposal.known]
        if proposal.finding == LineMatch.NAMESAKE:
            yield from (out, *self._new(proposal), *known)
            return
        yield from known
        if proposal.alike:
            same = _("The same as «%(name)s»") % {"name": proposal.alike.name}
            yield f"{SAME}{proposal.alike.number}", same
        if proposal.finding != LineMatch.KNOWN or self.what == LineKind.CONSULTANT:
            yield from self._new(proposal)
        yield out

    def _named(self, pk: int, proposal: LineProposal) -> str:
        name = self.names[pk]
        return f"{proposal.line.beside}, {name}" if self.what == LineKind.SCHOOL_CLASS else name

    def _new(self, proposal: LineProposal) -> Iterator[tuple[str, str]]:
        if self.what == LineKind.CONSULTANT and len(proposal.workplaces) > 1:
            for pk in proposal.workplaces:
                at = {"workplace": self.workplaces[pk]}
                yield f"{NEW}{pk}", _("A new person at %(workplace)s") % at
            return
        if self.what == LineKind.CONSULTANT:
            yield NEW, _("A new person")
            return
        kinds = dict(OrganisationKind.choices)
        if self.what == LineKind.SCHOOL_CLASS:
            kinds = {OrganisationKind.SCHOOL: kinds[OrganisationKind.SCHOOL]}
        for kind in sorted(kinds, key=lambda kind: kind != self.kind):
            yield f"{NEW}{kind}", _("New: %(kind)s") % {"kind": kinds[kind]}

    def rows(self) -> list[ReviewRow]:
        rows = [ReviewRow(proposal, self[_field_name(proposal)]) for proposal in self.asked]
        return sorted(rows, key=lambda row: IN_ORDER.index(row.proposal.finding))

    def decisions(self) -> list[LineDecision]:
        return [
            LineDecision(proposal.line, self.cleaned_data[_field_name(proposal)])
            for proposal in self.asked
        ]


def _field_name(proposal: LineProposal) -> str:
    return f"line-{proposal.line.number}"


def _names(proposed: Sequence[LineProposal], what: LineKind) -> dict[int, str]:
    """Of everybody whom a line may mean: a name to choose by. One query."""
    pks = {pk for proposal in proposed for pk in proposal.known}
    if what == LineKind.CONSULTANT:
        people = Consultant.objects.select_related("workplace").filter(pk__in=pks)
        return {
            person.pk: f"{person.name} ({person.workplace})" if person.workplace else person.name
            for person in people
        }
    found = Organisation.objects.filter(pk__in=pks)
    return {one.pk: one.name if what == LineKind.SCHOOL_CLASS else _with_kind(one) for one in found}


def _workplaces(proposed: Sequence[LineProposal]) -> dict[int, str]:
    """Of the organisations among which a new person's workplace is chosen. One query, or none."""
    several = (proposal.workplaces for proposal in proposed if len(proposal.workplaces) > 1)
    pks = {pk for workplaces in several for pk in workplaces}
    return {one.pk: _with_kind(one) for one in Organisation.objects.filter(pk__in=pks)}


def _with_kind(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.get_kind_display()})"
