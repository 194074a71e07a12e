"""Loading a file again, and another in its place: once, and never over what was entered."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity, Attachment, LogEntry, TimeEntry
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import ProgramInUse, load_program
from exchange.services.traces import versions_of_ties
from indicators.models import Assessment, Criterion, Measurement
from programs.models import Initiative, MainArea, Program
from tests.exchange.files import a_file, changed, raw

WITH_HISTORY = (
    Program,
    MainArea,
    Initiative,
    Activity,
    Criterion,
    LogEntry,
    TimeEntry,
    Measurement,
    Assessment,
)


def test_the_same_bytes_again_change_nothing(ann):
    content = raw(a_file())
    load_program(content)
    before = {model: list(model.objects.values_list("pk")) for model in WITH_HISTORY}
    assert load_program(content).counts == {}
    assert load_program(content, replace=True).counts == {}
    assert {model: list(model.objects.values_list("pk")) for model in WITH_HISTORY} == before


def test_another_file_with_that_slug_is_refused(ann):
    load_program(raw(a_file()))
    with pytest.raises(ProgramInUse) as caught:
        load_program(raw(changed("title", "Another")))
    assert str(caught.value) == (
        "slug: «p» is loaded already from another file; --replace puts this one in its place"
    )
    assert Program.objects.get().title == "A programme"


def test_replace_leaves_nothing_of_the_old_file(ann):
    load_program(raw(a_file()))
    load_program(raw(changed("title", "Another")), replace=True)
    assert Program.objects.get().title == "Another"
    for model in WITH_HISTORY:
        assert model.history.count() == model.objects.count()
    feeds, bases = versions_of_ties(Criterion)
    assert feeds.objects.count() == Criterion.activities.through.objects.count()
    assert bases.objects.count() == Criterion.base_criteria.through.objects.count()


def test_replace_touches_no_other_programme(ann):
    other = changed("slug", "other")
    load_program(raw(other))
    load_program(raw(a_file()))
    load_program(raw(changed("title", "Another")), replace=True)
    assert Program.objects.count() == 2
    assert Measurement.objects.filter(criterion__main_area__program__slug="other").count() == 4
    assert Measurement.history.count() == 8


@pytest.mark.parametrize("model", WITH_HISTORY)
def test_replace_is_refused_once_somebody_has_entered_something(ann, model):
    load_program(raw(a_file()))
    row = model.objects.first()
    row._history_user = ann
    row.save()
    assert_stays()


def test_replace_is_refused_for_a_row_that_somebody_made(ann):
    load_program(raw(a_file()))
    entry = LogEntry(
        activity=Activity.objects.first(), on=datetime.date(2011, 7, 1), text="By hand"
    )
    entry._history_user = ann
    entry.save()
    assert_stays()


def test_replace_is_refused_once_a_file_is_attached(ann):
    load_program(raw(a_file()))
    Attachment.objects.create(
        log_entry=LogEntry.objects.first(), name="list", size=1, uploaded_by=ann
    )
    assert_stays()


def assert_stays() -> None:
    before = Measurement.objects.count()
    with pytest.raises(ProgramInUse, match="somebody has entered something by hand"):
        load_program(raw(changed("title", "Another")), replace=True)
    assert Program.objects.get().title == "A programme"
    assert Measurement.objects.count() == before


def test_a_faulty_file_replaces_nothing(ann):
    load_program(raw(a_file()))
    with pytest.raises(ProgramFileError):
        load_program(raw(changed("criteria[0].target", "101x")), replace=True)
    assert Program.objects.count() == 1


# The command -----------------------------------------------------------------------------------
def test_the_command_says_what_it_loaded(ann, tmp_path, capsys):
    file = tmp_path / "p.json"
    file.write_bytes(raw(a_file()))
    call_command("load_program", file)
    assert "8 criteria" in capsys.readouterr().out
    call_command("load_program", file)
    assert "already loaded, nothing changed" in capsys.readouterr().out


def test_the_command_prints_one_fault_a_line_and_ends_with_one(ann, tmp_path, capsys):
    data = changed("criteria[7].denominator.criteria", ["k9"])
    data["slug"] = 1
    file = tmp_path / "p.json"
    file.write_bytes(raw(data))
    with pytest.raises(SystemExit) as ended:
        call_command("load_program", file)
    assert ended.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "slug: must be text, in quotation marks",
        "criteria[7].denominator: no criterion «k9»",
    ]


def test_a_file_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_program", tmp_path / "none.json")
