"""A workbook back into its programme: what changed where, and all of it or nothing."""

import datetime
from decimal import Decimal

import pytest

from exchange.services.importing import import_workbook
from exchange.services.loading import load_program
from exchange.services.workbooks.reading import read_workbook
from indicators.models import Criterion, PlannedPoint
from programs.models import Initiative
from resources.models import StaffAllocation
from tests.exchange.books import adding, edited, exported, setting
from tests.exchange.files import raw, with_registers
from tests.exchange.test_workbook_round_trip import content_of

pytestmark = pytest.mark.django_db
CRITERIA, ACTIVITIES = "Succeskriterier", "Aktiviteter"
ALLOCATED = {
    "allocations": [
        {"main_area": 1, "title": "Staff", "initiative": "young", "fte": "1"},
    ],
    "funding_sources": [{"ref": "pool", "name": "The pool"}],
    "budget_lines": [
        {"ref": "line", "source": "pool", "title": "Money", "activity": "fair", "amount": "1000"},
    ],
}


@pytest.fixture
def program(ann):
    return load_program(raw({**with_registers(), **ALLOCATED})).program


@pytest.fixture
def look(program, admin):
    """What becomes of a workbook; ``save`` confirms what was seen."""

    def looked(content, *, save=False, **options):
        seen = import_workbook(by=admin, program=program, read=read_workbook(content), **options)
        if not save:
            return seen
        return import_workbook(
            by=admin,
            program=program,
            read=read_workbook(content),
            shown_token=seen.token,
            **options,
        )

    return looked


def told(changes):
    return [
        (change.kind, change.name, change.key, change.before, change.after) for change in changes
    ]


def test_a_workbook_as_it_was_taken_changes_nothing(program, look):
    seen = look(exported(program), save=True)
    assert not seen.changes_anything
    assert seen.faults == []
    assert seen.meanwhile == []


def test_what_was_changed_is_told_cell_by_cell_and_saved(program, look):
    content = edited(
        exported(program),
        setting(CRITERIA, "guests", "Måltal", "120"),
        setting(CRITERIA, "heads", "Frist", datetime.datetime(2011, 11, 20)),
        setting(ACTIVITIES, "walk", "Sted", "The park"),
        setting("Ressourcefordelinger", f"r{StaffAllocation.objects.get().pk}", "Årsværk", 1.5),
        setting("Program", "p", "Formål", "Another purpose"),
        setting("Hovedområder", "2", "Titel", "The second"),
    )
    seen = look(content)
    assert ("criteria", "guests", "target", "100", "120") in told(seen.changes)
    assert len(seen.changes) == 6
    assert not seen.is_saved
    assert Criterion.objects.get(ref="guests").target == 100

    assert look(content, save=True).is_saved
    guests = Criterion.objects.get(ref="guests")
    assert guests.target == 120
    assert guests.history.first().history_user.username == "admin"
    assert Criterion.objects.get(ref="heads").due_on == datetime.date(2011, 11, 20)
    assert program.main_areas.get(number=2).activities.get(ref="walk").place.name == "The park"
    assert StaffAllocation.objects.get().fte == Decimal("1.5")
    program.refresh_from_db()
    assert program.purpose == "Another purpose"
    assert program.main_areas.get(number=2).title == "The second"
    assert Criterion.objects.get(ref="happy").history.count() == 1


def test_after_saving_the_same_workbook_changes_nothing_more(program, look):
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    look(content, save=True)
    before = content_of(program)
    assert not look(content, save=True).changes_anything
    assert content_of(program) == before


def test_new_rows_are_added_with_all_that_they_are_tied_to(program, look):
    content = edited(
        exported(program),
        adding("Indsatser", Reference="ny-indsats", Hovedområde=1, Titel="A new initiative"),
        adding(CRITERIA, Reference="part-of-new", Hovedområde=1, Ordlyd="A part", Type="Milepæl",
               Del_af="new-one"),
        adding(CRITERIA, Reference="new-one", Hovedområde=1, Indsats="ny-indsats",
               Ordlyd="Half of the guests", Type="Andel", Måltal=50, Koblet_nævner="more-guests",
               Aktiviteter="fair"),
        adding(CRITERIA, Reference="more-guests", Hovedområde=1, Ordlyd="More guests",
               Type="Antal", Måltal=10, Enhed="guests", Forventes_hvornår="Efter delmål"),
        adding("Delmål", Succeskriterium="more-guests", Dato=datetime.datetime(2011, 5, 1),
               Planlagt_værdi=10),
    )  # fmt: skip
    seen = look(content, save=True)
    assert seen.faults == []
    assert len(seen.new) == 4
    new = Criterion.objects.get(ref="new-one")
    assert new.initiative == Initiative.objects.get(ref="ny-indsats")
    assert [one.ref for one in new.base_criteria.all()] == ["more-guests"]
    assert [one.ref for one in new.children.all()] == ["part-of-new"]
    assert [one.ref for one in new.activities.all()] == ["fair"]
    assert PlannedPoint.objects.get(criterion__ref="more-guests").value == 10


def test_two_copies_of_one_workbook_are_put_together(program, look):
    first = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    second = edited(
        exported(program),
        setting(CRITERIA, "guests", "Måltal", "150"),
        setting(CRITERIA, "happy", "Måltal", "80"),
    )
    look(first, save=True)
    seen = look(second)
    assert [change.name for change in seen.conflicts] == ["guests"]
    assert told(seen.conflicts) == [("criteria", "guests", "target", "120", "150")]

    look(second, save=True)
    assert Criterion.objects.get(ref="guests").target == 120
    assert Criterion.objects.get(ref="happy").target == 80

    look(second, save=True, replaces=True)
    assert Criterion.objects.get(ref="guests").target == 150


def test_what_changed_in_the_system_meanwhile_is_told_and_stays(program, look):
    content = edited(exported(program), setting(CRITERIA, "happy", "Måltal", "80"))
    Criterion.objects.filter(ref="guests").update(wording="Other words")
    seen = look(content, save=True)
    assert told(seen.meanwhile) == [("criteria", "guests", "wording", "Guests", "Other words")]
    assert Criterion.objects.get(ref="guests").wording == "Other words"


def test_a_row_that_is_left_out_stays(program, look):
    content = edited(exported(program), lambda book: book[ACTIVITIES].delete_rows(2))
    seen = look(content, save=True)
    assert ("activities", "fair") in seen.absent
    assert program.main_areas.get(number=1).activities.filter(ref="fair").exists()


def test_the_order_of_rows_is_that_of_their_numbers(program, look):
    content = edited(
        exported(program),
        setting(CRITERIA, "guests", "Rækkefølge", 3.5),
    )
    seen = look(content, save=True)
    assert seen.sorted_anew == ["criteria"]
    area = program.main_areas.get(number=1)
    refs = [one.ref for one in area.criteria.order_by("position")]
    assert refs[:3] == ["happy", "signed", "guests"]


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (setting(CRITERIA, "of-guests", "Reference", None),
         "Succeskriterier!A8: ser ud til at være »of-guests«, som har mistet sin reference"),
        (lambda book: setattr(book["Målinger"]["D2"], "value", 45),
         "Målinger!A2: er ny eller ændret her"),
        (adding("Registreringer", Aktivitet="fair", Dato=datetime.datetime(2011, 7, 1),
                Hvad_der_skete="More"),
         "Registreringer!A"),
        (setting(CRITERIA, "told", "Vurdering: begrundelse", "Because"),
         "Succeskriterier!AF12: ændres på sin egen side og ikke i arbejdsbogen"),
        (setting(CRITERIA, "guests", "Type", "Andel"),
         "Succeskriterier!H2: 1 måling er lavet efter det gamle valg"),
        (setting("Program", "p", "Kort navn", "q"),
         "Program!A2: ændres på programmets egne sider"),
        (lambda book: book.remove(book["Grundlag"]),
         "Arbejdsbogen mangler sit skjulte ark »Grundlag«"),
        (setting("Program", "p", "Slutter", datetime.datetime(2011, 5, 1)), "Program!D2: "),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_by_its_cell_and_nothing_is_saved(program, look, edit, line):
    before = content_of(program)
    seen = look(
        edited(exported(program), edit, setting(CRITERIA, "happy", "Måltal", 80)), save=True
    )
    assert any(each.startswith(line) for each in seen.faults), seen.faults
    assert not seen.is_saved
    assert content_of(program) == before


def test_another_programmes_workbook_is_refused(program, look):
    content = exported(program)
    type(program).objects.update(slug="q")
    program.refresh_from_db()
    assert look(content).faults == ["Arbejdsbogen er hentet fra »p«, og dette er »q«."]


def test_a_row_that_is_gone_from_the_system_is_told(program, look):
    content = exported(program)
    Initiative.objects.filter(ref="old").delete()
    (line,) = look(content).faults
    assert line.startswith("Indsatser!A3: »old« er fjernet fra systemet")


def test_an_adopted_target_wants_a_reason_which_is_kept(program, look):
    type(program).objects.update(adopted_on=datetime.date(2011, 2, 1))
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    seen = look(content, save=True)
    assert seen.needs_reason
    assert not seen.is_saved

    day = datetime.date(2011, 5, 3)
    assert look(content, save=True, reason="The committee said so.", holds_from=day).is_saved
    guests = Criterion.objects.get(ref="guests")
    (revision,) = guests.revisions
    assert (revision["reason"], revision["holds_from"]) == ("The committee said so.", "2011-05-03")
    assert (revision["before"], revision["after"]) == (
        {"target": "100.0000"}, {"target": "120"},
    )  # fmt: skip
    assert guests.history.first().history_change_reason == "The committee said so."


def test_an_adopted_grant_is_not_changed_here(program, look):
    type(program).objects.update(adopted_on=datetime.date(2011, 2, 1))
    seen = look(edited(exported(program), setting("Budgetlinjer", "line", "Bevilget (kr.)", 2000)))
    assert seen.faults[0].startswith("Budgetlinjer!G2: kan ikke ændres her.")


def test_what_was_not_seen_is_not_saved(program, look, admin):
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    seen = look(content)
    Criterion.objects.filter(ref="guests").update(target=110)
    again = import_workbook(
        by=admin, program=program, read=read_workbook(content), shown_token=seen.token
    )
    assert not again.is_saved
