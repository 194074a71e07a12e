"""The pages on which a workbook is taken, looked at, and read."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.services.loading import load_program
from exchange.services.traces import remove
from indicators.models import Criterion
from programs.models import Program
from tests.exchange.books import edited, exported, setting
from tests.exchange.files import raw, with_registers

pytestmark = pytest.mark.django_db
CRITERIA = "Succeskriterier"
NEW, NEW_CONFIRM = reverse("exchange:import_new"), reverse("exchange:import_new_confirm")


@pytest.fixture
def program(ann):
    return load_program(raw(with_registers())).program


def address(page, *arguments):
    return reverse(f"exchange:{page}", args=arguments)


def sent(content):
    return {"file": SimpleUploadedFile("p.xlsx", content)}


def confirmed(response, **more):
    context = response.context
    shown = {"shown": context["preview"].token} if "program" in context else {}
    return {"carried": context["carried"], **shown, **more}


def test_a_workbook_is_taken_under_the_programmes_name(admin_client, program):
    response = admin_client.get(address("export", "p"))
    assert response["Content-Disposition"] == 'attachment; filename="program-p.xlsx"'
    assert response.content.startswith(b"PK")


def test_a_change_is_seen_before_it_is_saved_and_saved_once(admin_client, program):
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    seen = admin_client.post(address("import", "p"), sent(content))
    text = seen.content.decode()
    assert "Succeskriterier!J2" in text
    assert '<td data-label="Før">100</td>' in text
    assert Criterion.objects.get(ref="guests").target == 100

    for _press in range(2):
        response = admin_client.post(address("import_confirm", "p"), confirmed(seen))
    assert Criterion.objects.get(ref="guests").target == 120
    assert Criterion.objects.get(ref="guests").history.count() == 2
    assert response.status_code == 200  # there is nothing left to change


def test_what_is_wrong_is_told_and_nothing_is_offered(admin_client, program):
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "30,000"))
    response = admin_client.post(address("import", "p"), sent(content))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Succeskriterier!J2: »30,000« er ikke et dansk tal. Mente du 30.000?" in text
    assert "Gem alle ændringer" not in text


def test_what_was_adopted_wants_a_reason(admin_client, program):
    Program.objects.update(adopted_on=datetime.date(2011, 2, 1))
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    seen = admin_client.post(address("import", "p"), sent(content))
    assert 'name="reason"' in seen.content.decode()
    again = admin_client.post(address("import_confirm", "p"), confirmed(seen))
    assert again.status_code == 422

    given = confirmed(again, reason="Fordi.", holds_from="03-05-2011")
    assert admin_client.post(address("import_confirm", "p"), given).status_code == 302
    assert Criterion.objects.get(ref="guests").revisions[0]["reason"] == "Fordi."


def test_a_conflict_is_shown_and_replaced_by_choice(admin_client, program):
    content = edited(exported(program), setting(CRITERIA, "guests", "Måltal", "120"))
    Criterion.objects.filter(ref="guests").update(target=110)
    seen = admin_client.post(address("import", "p"), sent(content))
    assert "ændret imens: det var 100" in seen.content.decode()
    admin_client.post(address("import_confirm", "p"), confirmed(seen, replaces="on"))
    assert Criterion.objects.get(ref="guests").target == 120


def test_a_new_programme_is_made_once_of_all_that_the_workbook_holds(admin_client, program):
    content = exported(program)
    remove(program)
    seen = admin_client.post(NEW, sent(content))
    assert "A programme" in seen.content.decode()
    assert not Program.objects.exists()

    response = admin_client.post(NEW_CONFIRM, confirmed(seen))
    assert response.url == reverse("overview:year", args=["p"])
    assert Program.objects.get().history.first().history_user == admin_client.user

    again = admin_client.post(NEW_CONFIRM, confirmed(seen))
    assert "»p« findes i systemet" in again.content.decode()
    assert Program.objects.count() == 1


def test_a_programme_that_is_there_is_not_made_again(admin_client, program):
    response = admin_client.post(NEW, sent(exported(program)))
    assert response.status_code == 422
    assert "»p« findes i systemet" in response.content.decode()


@pytest.mark.parametrize("content", [b"x", b"", b"PK\x03\x04x", b"%PDF-1.4"])
def test_other_files_are_refused_beside_the_field(admin_client, program, content):
    for page in (address("import", "p"), NEW):
        response = admin_client.post(page, sent(content))
        assert response.status_code == 422
        assert response.context["form"].errors["file"]


@pytest.mark.parametrize("carried", ["", "x", "e30=:x:y"])
def test_what_did_not_come_through_is_asked_for_again(admin_client, program, carried):
    for page in (address("import_confirm", "p"), NEW_CONFIRM):
        response = admin_client.post(page, {"carried": carried})
        assert response.status_code == 302


@pytest.mark.parametrize("who", ["konsulent", "leder", "laeser"])
def test_only_an_administrator_reads_one(request, client_of, program, who):
    client = client_of(request.getfixturevalue(who))
    for page in (address("import", "p"), address("import_confirm", "p"), NEW, NEW_CONFIRM):
        assert client.post(page).status_code == 403
