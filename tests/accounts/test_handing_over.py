"""A leaver hands over all that they are to act on, and is named for nothing any more."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from simple_history.models import HistoricalChanges

from accounts.forms.choosing import PersonField
from accounts.models import User
from accounts.models.roles import May
from accounts.queries.responsibilities import shares_of
from accounts.rules.responsibilities import responsibilities
from accounts.services.handing_over import hand_over
from core.clock import now
from indicators.models import Criterion
from indicators.rules.criteria import responsible_of
from reports.models import ReportState
from requisitions.models import Requisition
from requisitions.queries.figures import figures
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    CriterionFactory,
    MainAreaFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
)
from tests.factories.reports import (
    DecisionFactory,
    QuestionFactory,
    SectionFactory,
    StatusReportFactory,
)
from tests.factories.resources import StaffAllocationFactory
from tests.site.posting import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = datetime.date(2011, 9, 20)
LAST_YEAR = {
    "slug": "2010",
    "starts_on": datetime.date(2010, 1, 1),
    "ends_on": datetime.date(2010, 12, 31),
}
# Foreign keys to a person that tell who did something, or whose it is; nobody is to act on them.
TELLS_WHO = {
    *("recorded_by", "retracted_by", "uploaded_by", "history_user"),
    *("approved_by", "issued_by", "asked_by", "answered_by"),
    *("Assessment.by", "TimeEntry.person", "SectionRead.user", "OpenedForm.author"),
    "LogEntry.user",  # of Django's admin
}


def test_no_foreign_key_to_a_person_is_forgotten():
    """One that says who is to act is in the registry; one that tells who did it, is named above."""
    known = {(kind.waiting().model, kind.field) for kind in responsibilities}
    forgotten = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
        and not issubclass(model, HistoricalChanges)
        and (model, field.name) not in known
        and not {field.name, f"{model.__name__}.{field.name}"} & TELLS_WHO
    }

    assert forgotten == set()


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"))


@pytest.fixture
def held(area, leder):
    """One of each kind that the manager is to act on."""
    activity = ActivityFactory(main_area=area, responsible=leder)
    criterion = CriterionFactory(main_area=area, responsible=leder)
    case = RequisitionFactory(activity__main_area=area, activity__responsible=leder)
    section = SectionFactory(report__program=area.program, author=leder, reviewer=leder)
    return {
        "activities": activity,
        "criteria": criterion,
        "actions": ActionFactory(criterion=criterion, owner=leder),
        "cases": case.activity,
        "allocations": StaffAllocationFactory(main_area=area, person=leder, activities=[activity]),
        "sections": section,
        "reviews": section,
        "decisions": DecisionFactory(report=section.report, responsible=leder),
        "questions": QuestionFactory(program=area.program, given_to=leder),
    }


@pytest.fixture
def over(area, leder):
    """What the manager was named for, and nobody is to act on any more."""
    before = MainAreaFactory(program=ProgramFactory(**LAST_YEAR))
    issued = StatusReportFactory(
        program=area.program, state=ReportState.ISSUED, issued_at=now(), issued_by=leder
    )
    RequisitionFactory(activity__main_area=area, activity__responsible=leder)
    StateFactory(requisition=Requisition.objects.get(), state="completed", on=DAY)
    Requisition.objects.all().store_newest_state()
    SectionFactory(report=issued, author=leder, reviewer=leder)
    DecisionFactory(report=issued, responsible=leder, closed_on=DAY)
    QuestionFactory(program=area.program, given_to=leder, approved=True)
    ActivityFactory(main_area=before, responsible=leder)
    CriterionFactory(main_area=before, responsible=leder, due_on=datetime.date(2010, 12, 1))
    StaffAllocationFactory(main_area=before, person=leder)
    ActionFactory(criterion__main_area=area, owner=leder, done_on=DAY)


def named(record, kind):
    record.refresh_from_db()
    return getattr(record, responsibilities[kind].field)


def numbers(person):
    return {share.kind.code: share.number for share in shares_of([person])[person.pk]}


class TestHandingOver:
    def test_of_every_kind_there_is_something(self, held, leder):
        assert held.keys() == {kind.code for kind in responsibilities}
        assert numbers(leder) == dict.fromkeys(held, 1)

    def test_what_is_over_is_not_counted(self, over, leder):
        assert numbers(leder) == {}

    def test_gives_all_of_it_in_one_step(self, admin, leder, held):
        another = User.objects.create_user("ny", role="manager", full_name="Ny Leder")

        number = hand_over(
            by=admin, leaver=leder, receivers=dict.fromkeys(held, another), deactivated=True
        )

        assert number == 9
        assert {kind: named(record, kind) for kind, record in held.items()} == dict.fromkeys(
            held, another
        )
        leder.refresh_from_db()
        assert not leder.is_active
        version = held["allocations"].history.first()
        assert (version.history_user, version.person) == (admin, another)
        assert version.history_change_reason == "Handed over from Leo Leder to Ny Leder."
        assert version.activities.count() == 1

    def test_is_refused_where_the_receiver_may_not(self, admin, leder, konsulent, held):
        with pytest.raises(ValidationError, match="Karla Konsulent may not do this"):
            hand_over(
                by=admin,
                leaver=leder,
                receivers={"criteria": konsulent, "reviews": konsulent},
            )
        assert named(held["criteria"], "criteria") == leder

    @pytest.mark.parametrize("fields", [{"is_active": False}, {"role": "reader"}])
    def test_is_refused_to_whoever_has_left_or_only_reads(self, admin, leder, held, fields):
        gone = User.objects.create_user("gone", full_name="Gitte", **{"role": "manager", **fields})
        with pytest.raises(ValidationError):
            hand_over(by=admin, leaver=leder, receivers={"criteria": gone})


class TestThePage:
    @pytest.fixture
    def address(self, leder):
        return reverse("accounts:user_hand_over", args=[leder.pk])

    def test_counts_each_kind_and_offers_those_who_may(
        self, admin_client, address, held, konsulent, kollega, leder
    ):
        kollega.is_active = False
        kollega.save()

        form = admin_client.get(address).context["form"]

        labels = [str(form[name].label) for name in ("to_criteria", "to_decisions")]
        assert labels == ["Success criteria (1)", "The committee's decisions (1)"]
        offered = {name: set(form.fields[name].queryset) for name in form.fields if "_" in name}
        of_them = {konsulent, kollega, leder, admin_client.user}
        assert offered["to_sections"] & of_them == {konsulent}
        assert offered["to_reviews"] & of_them == set()
        assert offered["to_criteria"] & of_them == {konsulent, admin_client.user}

    def test_gives_some_to_one_and_the_rest_to_another(
        self, admin_client, address, held, konsulent, kollega, leder
    ):
        sent = Opened.at(admin_client, address, {})
        answer = sent.send(
            everything=konsulent.pk, to_criteria=kollega.pk, to_reviews="", deactivated="on"
        )
        assert answer.status_code == 422
        assert "Karla Konsulent may not do this" in answer.content.decode()
        assert named(held["criteria"], "criteria") == leder

        held["reviews"].reviewer = None
        held["reviews"].save()
        answer = Opened.at(admin_client, address, {}).send(
            everything=konsulent.pk, to_criteria=kollega.pk, deactivated="on"
        )

        assert answer.headers["Location"] == reverse("accounts:user", args=[leder.pk])
        assert named(held["criteria"], "criteria") == kollega
        assert named(held["cases"], "cases") == konsulent
        assert numbers(leder) == {}
        page = admin_client.get(answer.headers["Location"]).content.decode()
        assert "8 records were handed over." in page and "has left" in page

    def test_asks_for_somebody(self, admin_client, address, held):
        answer = Opened.at(admin_client, address, {}).send()
        assert "Choose who gets it." in answer.content.decode()

    def test_never_shuts_oneself_out(self, admin_client):
        address = reverse("accounts:user_hand_over", args=[admin_client.user.pk])
        assert "deactivated" not in admin_client.get(address).context["form"].fields


@pytest.fixture
def gone(leder):
    leder.is_active = False
    leder.save()
    return leder


class TestALeaver:
    def test_answers_for_no_criterion(self, area, gone, konsulent):
        """Not one's own, and not that of the first activity: the next one's is asked."""
        of_two = [
            ActivityFactory(main_area=area, responsible=who, position=place)
            for place, who in enumerate((gone, konsulent))
        ]
        passed_on = CriterionFactory(main_area=area, responsible=gone, activities=of_two)
        nobodys = CriterionFactory(main_area=area, responsible=gone, activities=of_two[:1])

        answerable = dict(Criterion.objects.with_answerable().values_list("pk", "answerable_id"))

        assert answerable == {passed_on.pk: konsulent.pk, nobodys.pk: None}
        assert (responsible_of(passed_on), responsible_of(nobodys)) == (konsulent, None)

    def test_is_named_as_one_on_what_is_theirs_still(self, admin_client, area, gone):
        activity = ActivityFactory(main_area=area, responsible=gone)
        criterion = CriterionFactory(main_area=area, activities=[activity])
        pages = [activity, criterion, area]
        texts = [admin_client.get(page.get_absolute_url()).content.decode() for page in pages]
        assert ["Leo Leder (has left)" in text for text in texts] == [True, False, True]
        assert "nobody responsible" in texts[1]

    def test_waits_for_no_case(self, area, gone):
        RequisitionFactory(activity__main_area=area, activity__responsible=gone)
        StateFactory(requisition=Requisition.objects.get(), state="accepted", on=DAY)
        Requisition.objects.all().store_newest_state()
        assert [one.responsible for one in figures(2011).waiting] == [""]

    def test_keeps_who_has_left_where_they_are_named_already(self, gone, konsulent):
        field = PersonField(May.LOG, empty_label=None)
        offered = [label for _pk, label in field.choices]
        field.keep(gone.pk)

        assert offered == ["Karla Konsulent"]
        assert [label for _pk, label in field.choices] == [
            "Karla Konsulent",
            "Leo Leder (has left)",
        ]
