"""Small, lawful records in one line each: what a test says nothing about is made up.

``CriterionFactory()`` is a count of at least 100, summed, due when the programme ends; its traits
are the other measures: ``CriterionFactory(share=True)``, also ``milestone``, ``all``,
``narrative``, ``attendance`` and ``even``.
"""

import datetime
from decimal import Decimal

import factory

from accounts.models import User
from accounts.models.roles import Role
from activities.models import Activity, ActivityKind, LogEntry, Place
from core.search import mark_searched
from directory.models import (
    Consultant,
    Contact,
    Organisation,
    OrganisationKind,
    OrganisationName,
    Participant,
    SchoolClass,
)
from indicators.models import Action, Assessment, Criterion, Measurement, RosterRule, Tick
from indicators.models.choices import Aggregation, Answer, Measure, Pacing, Status
from programs.models import Initiative, MainArea, Program
from requisitions.models import FollowUp, Party, RegisterRule, Requisition, StateChange
from requisitions.models.choices import State

PASSWORD = "en lang adgangskode 7"


class IndexedFactory(factory.django.DjangoModelFactory):
    """Makes records; with the fixture ``indexed`` they are found, as those that services write.

    To write the index takes longer than to make the record, and few tests search.
    """

    _writes_index = False

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **fields):
        record = super()._create(model_class, *args, **fields)
        if IndexedFactory._writes_index:
            mark_searched(model_class, record.pk)
        return record


class UserFactory(IndexedFactory):
    class Meta:
        model = User

    class Params:
        manager = factory.Trait(role=Role.MANAGER)
        admin = factory.Trait(role=Role.ADMIN)
        reader = factory.Trait(role=Role.READER)

    username = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.LazyAttribute(lambda user: f"Navn på {user.username}")
    role = Role.CONSULTANT

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(password=PASSWORD, **fields)


class ProgramFactory(IndexedFactory):
    class Meta:
        model = Program

    slug = factory.Sequence(lambda n: f"program-{n}")
    title = factory.LazyAttribute(lambda program: f"Program {program.slug}")
    starts_on = datetime.date(2011, 2, 1)
    ends_on = datetime.date(2011, 12, 31)


class MainAreaFactory(IndexedFactory):
    class Meta:
        model = MainArea

    program = factory.SubFactory(ProgramFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda area: f"Hovedområde {area.number}")


class InitiativeFactory(IndexedFactory):
    class Meta:
        model = Initiative

    main_area = factory.SubFactory(MainAreaFactory)
    ref = factory.Sequence(lambda n: f"indsats-{n}")
    title = factory.LazyAttribute(lambda initiative: f"Indsatsen {initiative.ref}")


class PlaceFactory(IndexedFactory):
    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"Plads {n}")


class ActivityFactory(IndexedFactory):
    class Meta:
        model = Activity

    main_area = factory.SubFactory(MainAreaFactory)
    ref = factory.Sequence(lambda n: f"aktivitet-{n}")
    position = factory.Sequence(int)
    title = factory.LazyAttribute(lambda activity: f"Aktiviteten {activity.ref}")


class CriterionFactory(IndexedFactory):
    class Meta:
        model = Criterion
        skip_postgeneration_save = True

    class Params:
        share = factory.Trait(
            measure=Measure.SHARE, target=Decimal(70), aggregation=Aggregation.LATEST
        )
        milestone = factory.Trait(measure=Measure.MILESTONE, target=None, aggregation="")
        all = factory.Trait(measure=Measure.ALL, target=None, aggregation="")
        narrative = factory.Trait(measure=Measure.NARRATIVE, target=None, aggregation="")
        attendance = factory.Trait(source="attendance")
        even = factory.Trait(pacing=Pacing.EVEN)

    main_area = factory.SubFactory(MainAreaFactory)
    ref = factory.Sequence(lambda n: f"kriterium-{n}")
    position = factory.Sequence(int)
    wording = factory.LazyAttribute(lambda criterion: f"Kriteriet {criterion.ref}")
    measure = Measure.COUNT
    target = Decimal(100)
    aggregation = Aggregation.SUM
    due_on = factory.LazyAttribute(lambda criterion: criterion.main_area.program.ends_on)

    @factory.post_generation
    def activities(self, create, found):
        if found:
            self.activities.set(found)

    @factory.post_generation
    def base_criteria(self, create, found):
        if found:
            self.base_criteria.set(found)


class LogEntryFactory(IndexedFactory):
    """At an activity of its own; ``activity=None, main_area=…`` is for an area as a whole."""

    class Meta:
        model = LogEntry

    activity = factory.SubFactory(ActivityFactory)
    on = datetime.date(2011, 8, 20)
    text = factory.Sequence(lambda n: f"Det skete {n}")
    recorded_by = factory.SubFactory(UserFactory)


class MeasurementFactory(IndexedFactory):
    """Of a count it is 10 unless said otherwise; a share needs its pair, a milestone ``done``."""

    class Meta:
        model = Measurement

    criterion = factory.SubFactory(CriterionFactory)
    measured_on = datetime.date(2011, 8, 20)
    value = factory.LazyAttribute(
        lambda measurement: Decimal(10) if measurement.criterion.measure == Measure.COUNT else None
    )
    recorded_by = factory.SubFactory(UserFactory)


class ActionFactory(IndexedFactory):
    """Open, with the day that the form proposes on 1 October 2011."""

    class Meta:
        model = Action

    criterion = factory.SubFactory(CriterionFactory)
    cause = "Færre lokaler end ventet"
    text = factory.Sequence(lambda n: f"Skriv til skole {n}")
    owner = factory.SubFactory(UserFactory)
    recorded_by = factory.SelfAttribute("owner")
    due_on = datetime.date(2011, 10, 15)


class AssessmentFactory(IndexedFactory):
    class Meta:
        model = Assessment

    criterion = factory.SubFactory(CriterionFactory, narrative=True)
    status = Status.MET
    reason = "Vi har set det."
    on = datetime.date(2011, 9, 1)
    by = factory.SubFactory(UserFactory, manager=True)


class OrganisationFactory(IndexedFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.ASSOCIATION
    name = factory.Sequence(lambda n: f"Foreningen {n}")


class OrganisationNameFactory(IndexedFactory):
    class Meta:
        model = OrganisationName

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Tidligere navn {n}")
    until = datetime.date(2010, 12, 31)


class ContactFactory(IndexedFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Kontakt {n}")
    keep_until = datetime.date(2013, 12, 31)


class SchoolClassFactory(IndexedFactory):
    class Meta:
        model = SchoolClass

    school = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.SCHOOL)
    name = factory.Sequence(lambda n: f"8.{n}")


class ConsultantFactory(IndexedFactory):
    class Meta:
        model = Consultant

    name = factory.Sequence(lambda n: f"Dialogkonsulent {n}")
    keep_until = datetime.date(2013, 12, 31)


class ParticipantFactory(IndexedFactory):
    """An association on the roster; ``organisation=None`` with a class or a person instead."""

    class Meta:
        model = Participant

    activity = factory.SubFactory(ActivityFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    joined_on = datetime.date(2011, 3, 1)


class RosterRuleFactory(IndexedFactory):
    class Meta:
        model = RosterRule

    criterion = factory.SubFactory(CriterionFactory, source="participants")
    kind = OrganisationKind.ASSOCIATION


class TickFactory(IndexedFactory):
    class Meta:
        model = Tick

    criterion = factory.SubFactory(CriterionFactory, share=True, source="participants")
    participant = factory.SubFactory(ParticipantFactory)
    on = datetime.date(2011, 6, 1)
    answer = Answer.YES


class RequisitionFactory(IndexedFactory):
    """A case without states or parties: give them with ``StateFactory`` and ``PartyFactory``."""

    class Meta:
        model = Requisition

    activity = factory.SubFactory(ActivityFactory, kind=ActivityKind.CASE)
    received_on = datetime.date(2011, 3, 1)


class PartyFactory(IndexedFactory):
    class Meta:
        model = Party

    requisition = factory.SubFactory(RequisitionFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.ADMINISTRATION)


class StateFactory(IndexedFactory):
    class Meta:
        model = StateChange
        skip_postgeneration_save = True

    requisition = factory.SubFactory(RequisitionFactory)
    state = State.RECEIVED
    on = datetime.date(2011, 3, 1)

    @factory.post_generation
    def stored(self, create, given, **_kwargs):
        """As the service stores it on the case."""
        Requisition.objects.filter(pk=self.requisition_id).store_newest_state()


class FollowUpFactory(IndexedFactory):
    class Meta:
        model = FollowUp

    requisition = factory.SubFactory(RequisitionFactory)
    asked_on = datetime.date(2011, 6, 1)


class RegisterRuleFactory(IndexedFactory):
    class Meta:
        model = RegisterRule

    criterion = factory.SubFactory(CriterionFactory, source="requisitions")
    states = factory.LazyFunction(lambda: [State.COMPLETED, State.IN_PROGRESS])
