import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.models.roles import Role
from core.records import save_with_history
from tests.accounts.admin_pages import address, filled, messages_of, submit
from tests.accounts.people import PASSWORD, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LIST, ADD = address(User, "changelist"), address(User, "add")
NEW = "en helt anden lang 9"


@pytest.fixture
def admin_client(client):
    return signed_in(client, Role.ADMIN, username="anna")


def add(client, **changes):
    data = {"username": "bo", "full_name": "Bo Bendtsen", "role": "consultant", "is_active": "on"}
    return submit(client, ADD, **data, **changes)


# Who sees the screens -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "index", "listed", "change", "added"),
    [
        (Role.READER, 403, 403, 403, 403),
        (Role.CONSULTANT, 403, 403, 403, 403),
        (Role.MANAGER, 200, 200, 200, 403),
        (Role.ADMIN, 200, 200, 200, 200),
    ],
)
def test_managers_look_and_administrators_change(client, role, index, listed, change, added):
    signed_in(client, role)
    other = person(Role.READER, "other")
    pages = [reverse("admin:index"), LIST, address(other), ADD]
    assert [client.get(page).status_code for page in pages] == [index, listed, change, added]


def test_a_manager_s_change_is_refused(client):
    signed_in(client, Role.MANAGER)
    assert client.post(address(client.user), {"role": "admin"}).status_code == 403


def test_without_sign_in_the_screens_lead_to_the_site_s_own_sign_in(client):
    response = client.get(LIST)
    assert response.headers["Location"] == f"{reverse('accounts:login')}?next={LIST}"


def test_rights_come_from_the_role_alone():
    assert not admin.site.is_registered(Group)


def test_the_list_is_searched_and_filtered(admin_client):
    person(Role.READER, "rikke", full_name="Rikke Rask")
    assert "Rikke Rask" in admin_client.get(f"{LIST}?q=rask").content.decode()
    assert "Rikke Rask" not in admin_client.get(f"{LIST}?role__exact=manager").content.decode()


# A new user -----------------------------------------------------------------------------------


def test_a_user_is_made_with_a_password(admin_client):
    assert messages_of(add(admin_client, password1=NEW, password2=NEW)) == []
    made = User.objects.get(username="bo")
    assert made.check_password(NEW)
    assert made.role == Role.CONSULTANT
    assert made.history.get().history_user == admin_client.user


def test_a_user_is_made_with_a_link_to_choose_a_password(
    admin_client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = add(admin_client, email="bo@example.dk", send_link="on")
    assert messages_of(response) == []
    [message] = mail.outbox
    assert message.to == ["bo@example.dk"]
    assert message.subject == "TFI: welcome, choose your password"
    assert "Your user name is bo." in message.body
    link = message.body.split("http://testserver")[1].split()[0]
    form = admin_client.get(link, follow=True)
    data = {"new_password1": NEW, "new_password2": NEW}
    admin_client.post(form.request["PATH_INFO"], data)
    assert User.objects.get(username="bo").check_password(NEW)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Type a password, or let a link be sent by e-mail."),
        ({"password1": NEW}, "The two passwords differ"),
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        (
            {"username": "bobendtsen", "password1": "bobendtsen12", "password2": "bobendtsen12"},
            "too similar",
        ),
        ({"send_link": "on"}, "Give the e-mail address"),
        (
            {"send_link": "on", "email": "b@example.dk", "password1": NEW, "password2": NEW},
            "not both",
        ),
        ({"password1": NEW, "password2": NEW, "username": "ANNA"}, "Another user has that"),
        ({"password1": NEW, "password2": NEW, "username": "a b"}, "valid username"),
        ({"password1": NEW, "password2": NEW, "role": "god"}, "Select a valid choice"),
        ({"password1": NEW, "password2": NEW, "full_name": "CPR 010190-1234"}, "CPR"),
    ],
)
def test_an_incomplete_user_is_refused_with_what_to_do(admin_client, changes, message):
    data = {"username": "bo", "full_name": "Bo Bendtsen", "role": "consultant", **changes}
    assert any(message in found for found in messages_of(submit(admin_client, ADD, **data)))
    assert User.objects.count() == 1


# A known user ---------------------------------------------------------------------------------


def test_a_change_keeps_the_password_and_says_who_and_why(admin_client):
    bo = person(Role.READER, "bo")
    response = submit(admin_client, address(bo), role="manager", change_reason="Ny stilling")
    assert messages_of(response) == []
    bo.refresh_from_db()
    assert bo.role == Role.MANAGER
    assert bo.check_password(PASSWORD)
    version = bo.history.first()
    assert (version.history_user, version.history_change_reason) == (
        admin_client.user,
        "Ny stilling",
    )


def test_an_administrator_sets_somebody_s_password(admin_client):
    bo = person(Role.READER, "bo")
    submit(admin_client, address(bo), password1=NEW, password2=NEW)
    bo.refresh_from_db()
    assert bo.check_password(NEW)


def test_an_administrator_who_sets_the_own_password_stays_signed_in(admin_client):
    submit(admin_client, address(admin_client.user), password1=NEW, password2=NEW)
    assert admin_client.get(LIST).status_code == 200


def test_somebody_who_leaves_is_deactivated_and_never_deleted(admin_client):
    bo = person(Role.READER, "bo")
    assert admin_client.post(address(bo, "delete"), {"post": "yes"}).status_code == 403
    submit(admin_client, address(bo), is_active=None)
    bo.refresh_from_db()
    assert not bo.is_active


@pytest.mark.parametrize("change", [{"role": "manager"}, {"is_active": None}])
def test_administrators_cannot_shut_themselves_out(admin_client, change):
    person(Role.ADMIN, "second")
    [message] = messages_of(submit(admin_client, address(admin_client.user), **change))
    assert message == "You cannot shut yourself out: ask another administrator to change this."


@pytest.mark.parametrize("change", [{"role": "manager"}, {"is_active": None}])
def test_one_of_several_administrators_can_be_changed(admin_client, change):
    second = person(Role.ADMIN, "second")
    assert messages_of(submit(admin_client, address(second), **change)) == []


@pytest.mark.parametrize("change", [{"role": "manager"}, {"is_active": None}])
def test_the_last_administrator_is_kept(admin_client, change, monkeypatch):
    # As when the one at work is made a reader by somebody else in the same moment.
    last = person(Role.ADMIN, "last")
    monkeypatch.setattr(
        "accounts.forms.UserForm._check_password",
        lambda form, cleaned: User.objects.filter(username="anna").update(role=Role.READER),
    )
    [message] = messages_of(submit(admin_client, address(last), **change))
    assert message == "This is the last administrator: make somebody else administrator first."


class TestAnOldPage:
    """One that stood open while another administrator changed the user."""

    @pytest.fixture
    def sent(self, admin_client, konsulent, admin):
        """The page as it was opened, and the changes of another since."""
        data = filled(admin_client, address(konsulent), full_name="Karla Nu")
        konsulent.role, konsulent.is_active = Role.READER, False
        save_with_history(konsulent, by=admin)
        return data

    def test_makes_nobody_active_again_and_brings_no_role_back(self, admin_client, konsulent, sent):
        assert messages_of(admin_client.post(address(konsulent), sent)) == []

        konsulent.refresh_from_db()
        assert (konsulent.full_name, konsulent.role) == ("Karla Nu", Role.READER)
        assert not konsulent.is_active

    def test_that_changes_the_same_is_shown_what_stands(self, admin_client, konsulent, sent):
        response = admin_client.post(address(konsulent), {**sent, "role": Role.MANAGER})

        page = response.content.decode()
        assert response.status_code == 200
        assert "Somebody else has changed this meanwhile" in page
        assert "Changed by Ada Administrator" in page
        konsulent.refresh_from_db()
        assert konsulent.role == Role.READER
        form = response.context["adminform"].form
        assert (form["role"].value(), form["is_active"].value()) == (Role.MANAGER, False)

    def test_a_press_too_many_saves_no_version(self, admin_client, konsulent):
        data = filled(admin_client, address(konsulent), full_name="Karla Nu")
        admin_client.post(address(konsulent), data)

        admin_client.post(address(konsulent), data)

        assert konsulent.history.count() == 2
