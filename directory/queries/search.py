"""What of organisations, their classes and people is searched."""

from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from core.names import class_key
from core.search import Searched
from directory.models import Consultant, Contact, Organisation, OrganisationName, SchoolClass

KINDS = (
    Searched(
        code="organisations",
        label=_("Organisations"),
        records=Organisation.objects.unmerged,
        read_texts=lambda records: records.prefetch_related("former_names", "merged_from"),
        texts=lambda one: [
            one.name,
            *(former.name for former in (*one.former_names.all(), *one.merged_from.all())),
        ],
        note=lambda one: one.get_kind_display(),
        right=lambda one: May.KEEP_REGISTERS,
        follows=[(OrganisationName, "former_names"), (Organisation, "merged_from")],
    ),
    Searched(
        code="classes",
        label=_("School classes"),
        records=lambda: SchoolClass.objects.select_related("school"),
        # In the spellings that one key stands for.
        texts=lambda one: [one.name, class_key(one.name), "klasse", one.school.name],
        address=lambda one: one.school.get_absolute_url(),
        right=lambda one: May.KEEP_REGISTERS,
        follows=[(Organisation, "school")],
    ),
    Searched(
        code="contacts",
        label=_("Contacts"),
        records=lambda: Contact.objects.select_related("organisation"),
        texts=lambda one: [one.name, one.role, one.phone, one.email],
        note=lambda one: one.organisation,
        address=lambda one: one.organisation.get_absolute_url(),
        right=lambda one: May.SEE_PEOPLE,
    ),
    Searched(
        code="consultants",
        label=_("Dialogue consultants"),
        records=lambda: Consultant.objects.filter(removed_at__isnull=True).select_related(
            "workplace"
        ),
        texts=lambda one: [one.name, one.phone, one.email],
        title=lambda one: one.name,
        note=lambda one: one.workplace or "",
        right=lambda one: May.SEE_PEOPLE,
    ),
)
