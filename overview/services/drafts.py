"""Deleting a programme that is a draft, with all that is configured in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity
from core.records import delete_with_history
from core.text import quoted
from core.versions import atomic_change, mark_scope_changed
from economy.models import BudgetLine
from indicators.models import Criterion
from programs.models import Program
from programs.queries import lock_program
from programs.services.parts import check_may_configure
from resources.models import StaffAllocation

NAMED = 3  # so many records are named in a message


def parts_of(program: Program) -> Iterator[QuerySet]:
    """What is configured in a programme, each kind before what it stands in."""
    within = {"main_area__program": program}
    yield BudgetLine.objects.filter(source__program=program)
    yield program.funding_sources.all()
    yield StaffAllocation.objects.filter(**within)
    # Sub-criteria, and those that are measured against others, before these.
    yield Criterion.objects.filter(parent__isnull=False, **within).order_by("-pk")
    yield Criterion.objects.filter(parent__isnull=True, **within)
    yield Activity.objects.filter(**within)
    for area in program.main_areas.all():
        yield area.initiatives.all()
    yield program.main_areas.all()


def counts_of(program: Program) -> list[str]:
    """«3 main areas», «12 success criteria»: what goes with the draft."""
    counts: dict[type[Model], int] = {}
    for rows in parts_of(program):
        counts[rows.model] = counts.get(rows.model, 0) + rows.count()
    return [
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in counts.items()
        if count
    ]


@atomic_change()
def remove_draft(*, by: User, program: Program) -> None:
    """Delete it and its parts; their history stays. ValidationError: what was recorded in it."""
    check_may_configure(by)
    program = lock_program(program.pk)
    if program.adopted_on:
        raise ValidationError(_("The programme is adopted: only a draft can be deleted."))
    try:
        for rows in parts_of(program):
            for row in rows:
                delete_with_history(row, by=by)
        delete_with_history(program, by=by)
    except ProtectedError as error:
        kept = [quoted(row) for row in list(error.protected_objects)[:NAMED]]
        message = _("Something has been recorded in it, and stays: %s.")
        raise ValidationError(message % get_text_list(kept, _("and"))) from error
    mark_scope_changed()
