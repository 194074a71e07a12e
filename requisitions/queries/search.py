"""What of cases is searched."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from activities.models import Activity, Place
from core.dates import format_date_short
from core.search import Searched
from directory.models import Organisation, OrganisationName
from requisitions.models import Party, Requisition
from requisitions.rules.cases import CASE_WORDS


def _records() -> QuerySet[Requisition]:
    return Requisition.objects.select_related(
        "activity__main_area__program", "activity__place"
    ).only(
        *("asked", "done", "received_on", "retracted_at", "activity__title", "activity__ref"),
        *("activity__place__name", "activity__main_area__program__title"),
    )


def _with_names(cases: QuerySet[Requisition]) -> QuerySet[Requisition]:
    parties = Prefetch("parties", Party.objects.select_related("organisation"))
    return cases.prefetch_related(parties, "parties__organisation__former_names")


def _texts(case: Requisition) -> list[str]:
    """«Rekvirering», in whatever spelling, is what all of them are."""
    named = list[str]()
    for party in case.parties.all():
        whose = party.organisation
        named += [whose.name, *(former.name for former in whose.former_names.all())]
    texts = [case.activity.title, case.asked, case.done, case.activity.ref, *named, *CASE_WORDS]
    return [*texts, str(case.activity.place or "")]


def _note(case: Requisition) -> str:
    day = [format_date_short(case.received_on)] if case.received_on else []
    return " · ".join((*day, str(case.program)))


KINDS = (
    Searched(
        code="cases",
        label=_("Requisitions"),
        records=_records,
        texts=_texts,
        read_texts=_with_names,
        note=_note,
        day=lambda one: one.received_on,
        right=lambda one: May.KEEP_REGISTERS,
        follows=[
            *((Activity, "activity"), (Place, "activity__place"), (Party, "parties")),
            (Organisation, "parties__organisation"),
            (OrganisationName, "parties__organisation__former_names"),
        ],
    ),
)
