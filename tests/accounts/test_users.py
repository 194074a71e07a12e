"""The screens of users: who sees them, who is invited, changed and kept out."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from accounts.models.roles import Role
from accounts.services import people
from core.records import save_with_history
from tests.accounts.people import PASSWORD, person, signed_in
from tests.site.posting import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LIST, NEW_USER = reverse("accounts:users"), reverse("accounts:user_new")
NEW = "en helt anden lang 9"
BO = {"username": "bo", "full_name": "Bo Bendtsen", "role": "consultant", "email": "bo@example.dk"}


@pytest.fixture
def admin_client(client):
    return signed_in(client, Role.ADMIN, username="anna")


def of(user, page=""):
    return reverse(f"accounts:user_{page}" if page else "accounts:user", args=[user.pk])


def opened(client, address, **typed):
    """What the form at the address sends, with what is typed."""
    return Opened.at(client, address, typed).fields | typed


def submit(client, address, **typed):
    return client.post(address, opened(client, address, **typed))


def invited(client, **changes):
    return submit(client, NEW_USER, **{**BO, **changes})


def messages_of(response):
    """Everything that the page complains about; nothing when it was saved."""
    if response.status_code == 302:
        return []
    assert response.status_code == 422
    return [message for found in response.context["form"].errors.values() for message in found]


# Who sees the screens -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "listed", "one", "changed", "added"),
    [
        (Role.READER, 403, 403, 403, 403),
        (Role.CONSULTANT, 403, 403, 403, 403),
        (Role.MANAGER, 200, 200, 403, 403),
        (Role.ADMIN, 200, 200, 200, 200),
    ],
)
def test_managers_look_and_administrators_change(client, role, listed, one, changed, added):
    signed_in(client, role)
    other = person(Role.READER, "other")
    pages = [LIST, of(other), of(other, "change"), NEW_USER]
    answers = [client.get(page).status_code for page in pages]
    assert answers == [listed, one, changed, added]


def test_a_manager_s_change_is_refused(client):
    signed_in(client, Role.MANAGER)
    assert client.post(of(client.user, "change"), {"role": "admin"}).status_code == 403


def test_without_sign_in_the_screens_lead_to_the_site_s_own_sign_in(client):
    response = client.get(LIST)
    assert response.headers["Location"] == f"{reverse('accounts:login')}?next={LIST}"


def test_the_list_is_searched_and_filtered(admin_client):
    person(Role.READER, "rikke", full_name="Rikke Rask")
    person(Role.READER, "gitte", full_name="Gitte Gået", is_active=False)
    shown = {
        query: [user.username for user in admin_client.get(LIST + query).context["table"].shown()]
        for query in ("?q=rask", "?role=manager", "?access=left", "?role=%00&access=x", "")
    }
    everybody = ["anna", "rikke", "gitte"]
    assert shown == {
        "?q=rask": ["rikke"],
        "?role=manager": [],
        "?access=left": ["gitte"],
        "?role=%00&access=x": everybody,
        "": everybody,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_so_many_queries(admin_client, django_assert_num_queries, number):
    for one in range(number - 1):
        person(Role.CONSULTANT, f"nr{one}")
    # The session and its user, the programmes of the menu, the users twice, and nine kinds.
    with django_assert_num_queries(14):
        admin_client.get(LIST)


# A new user -----------------------------------------------------------------------------------


def test_a_user_is_made_with_a_link_to_choose_a_password(
    admin_client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = invited(admin_client)
    assert messages_of(response) == []
    made = User.objects.get(username="bo")
    assert (made.role, made.history.get().history_user) == (Role.CONSULTANT, admin_client.user)
    assert response.headers["Location"] == of(made)
    [message] = mail.outbox
    assert message.to == ["bo@example.dk"]
    assert message.subject == "TFI: welcome, choose your password"
    assert "Your user name is bo." in message.body
    assert "invited, has not come yet" in admin_client.get(of(made)).content.decode()
    choose(link_in(message))
    made.refresh_from_db()
    assert made.check_password(NEW)
    assert "may sign in" in admin_client.get(of(made)).content.decode()


def link_in(message):
    return message.body.split("http://testserver")[1].split()[0]


def choose(link):
    """Whether the link let somebody choose a password."""
    stranger = Client()
    form = stranger.get(link, follow=True)
    data = {"new_password1": NEW, "new_password2": NEW}
    return stranger.post(form.request["PATH_INFO"], data).status_code == 302


@pytest.mark.parametrize(
    ("email", "username"),
    [("karl.k@x.dk", "karl.k"), ("ANNA@x.dk", "anna2"), ("anna@x.dk", "anna2"), ("!#@x.dk", "x")],
)
def test_a_user_name_that_is_left_out_is_made_of_the_address(admin_client, email, username):
    assert messages_of(invited(admin_client, username="", email=email)) == []
    assert User.objects.get(email__iexact=email).username == username


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": ""}, "This field is required"),
        ({"full_name": ""}, "This field is required"),
        ({"username": "ANNA"}, "Another user has that"),
        ({"username": "a b"}, "valid username"),
        ({"role": "god"}, "Select a valid choice"),
        ({"full_name": "CPR 010190-1234"}, "CPR"),
        ({"email": "010190-1234@x.dk"}, "CPR"),
    ],
)
def test_an_incomplete_user_is_refused_with_what_to_do(admin_client, changes, message):
    assert any(message in found for found in messages_of(invited(admin_client, **changes)))
    assert User.objects.count() == 1


class TestAnInvitation:
    @pytest.fixture
    def bo(self, admin_client):
        invited(admin_client)
        return User.objects.get(username="bo")

    def test_is_sent_again_and_either_link_works_once(self, admin_client, bo):
        assert messages_of(submit(admin_client, of(bo, "link"))) == []
        first, second = map(link_in, mail.outbox)
        assert choose(second)
        assert not choose(first) and not choose(second)

    def test_says_when_its_link_has_run_out(self, admin_client, bo):
        hours = datetime.timedelta(hours=5)
        User.objects.filter(pk=bo.pk).update(invited_at=timezone.now() - hours)
        assert "the link has run out" in admin_client.get(of(bo)).content.decode()

    def test_that_is_taken_back_opens_nothing(self, admin_client, bo):
        assert messages_of(submit(admin_client, of(bo, "take_back"))) == []
        assert not choose(link_in(mail.outbox[0]))
        bo.refresh_from_db()
        assert not bo.is_active
        assert bo.history.first().history_change_reason == "The invitation was taken back."

    def test_that_was_used_is_not_taken_back(self, admin_client, bo):
        page = opened(admin_client, of(bo, "take_back"))
        choose(link_in(mail.outbox[0]))
        [message] = messages_of(admin_client.post(of(bo, "take_back"), page))
        assert message.startswith("The invitation is not open any more")
        bo.refresh_from_db()
        assert bo.is_active

    def test_of_a_user_whose_access_ends_opens_nothing(self, admin_client, bo):
        submit(admin_client, of(bo, "end"))
        assert not choose(link_in(mail.outbox[0]))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": ""}, "Give the user an e-mail address"),
        ({"email": "x@x.dk", "is_active": False}, "open the access again first"),
    ],
)
def test_a_link_goes_to_nobody_without_address_or_access(admin_client, fields, message):
    bo = person(Role.READER, "bo", **fields)
    assert any(message in found for found in messages_of(submit(admin_client, of(bo, "link"))))
    assert mail.outbox == []


# A known user ---------------------------------------------------------------------------------


def test_a_change_keeps_the_password_and_says_who_and_why(admin_client):
    bo = person(Role.READER, "bo")
    response = submit(admin_client, of(bo, "change"), role="manager", reason="Ny stilling")
    assert messages_of(response) == []
    bo.refresh_from_db()
    assert bo.role == Role.MANAGER
    assert bo.check_password(PASSWORD)
    version = bo.history.first()
    assert (version.history_user, version.history_change_reason) == (
        admin_client.user,
        "Ny stilling",
    )
    page = admin_client.get(of(bo)).content.decode()
    assert "Ny stilling" in page and "Reader" in page and "Manager" in page


def test_a_user_name_of_somebody_else_is_refused(admin_client):
    bo = person(Role.READER, "bo")
    response = submit(admin_client, of(bo, "change"), username="Anna")
    assert any("Another user has that" in found for found in messages_of(response))
    bo.refresh_from_db()
    assert bo.username == "bo"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ((NEW, ""), "This field is required"),
        ((NEW, NEW + "x"), "The two passwords differ"),
        (("short", "short"), "at least 12 characters"),
        (("bobendtsen12", "bobendtsen12"), "too similar"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(admin_client, typed, message):
    bo = person(Role.READER, "bobendtsen")
    both = dict(zip(("password1", "password2"), typed, strict=True))
    found = messages_of(submit(admin_client, of(bo, "password"), **both))
    assert any(message in one for one in found)
    bo.refresh_from_db()
    assert bo.check_password(PASSWORD)


def test_an_administrator_sets_somebody_s_password(admin_client):
    bo = person(Role.READER, "bo")
    submit(admin_client, of(bo, "password"), password1=NEW, password2=NEW)
    bo.refresh_from_db()
    assert bo.check_password(NEW)


def test_an_administrator_who_sets_the_own_password_stays_signed_in(admin_client):
    submit(admin_client, of(admin_client.user, "password"), password1=NEW, password2=NEW)
    assert admin_client.get(LIST).status_code == 200


def test_somebody_who_leaves_is_deactivated_and_never_deleted(admin_client):
    bo = person(Role.READER, "bo")
    with pytest.raises(NoReverseMatch):
        of(bo, "delete")
    assert messages_of(submit(admin_client, of(bo, "end"))) == []
    bo.refresh_from_db()
    assert not bo.is_active
    assert messages_of(submit(admin_client, of(bo, "open_again"))) == []
    bo.refresh_from_db()
    assert bo.is_active
    assert [version.history_user for version in bo.history.all()[:2]] == [admin_client.user] * 2


def test_a_session_ends_with_the_next_request_once_the_access_ends(admin_client):
    other = signed_in(Client(), Role.MANAGER, username="bo")
    assert other.get(LIST).status_code == 200
    people.deactivate(by=admin_client.user, person=other.user)
    assert other.get(LIST).headers["Location"].startswith(reverse("accounts:login"))


# Administrators -------------------------------------------------------------------------------
ROLE, END = ("change", {"role": "manager"}), ("end", {})


@pytest.mark.parametrize(("page", "typed"), [ROLE, END])
def test_administrators_cannot_shut_themselves_out(admin_client, page, typed):
    person(Role.ADMIN, "second")
    [message] = messages_of(submit(admin_client, of(admin_client.user, page), **typed))
    assert message == "You cannot shut yourself out: ask another administrator to change this."
    admin_client.user.refresh_from_db()
    assert (admin_client.user.role, admin_client.user.is_active) == (Role.ADMIN, True)


@pytest.mark.parametrize(("page", "typed"), [ROLE, END])
def test_one_of_several_administrators_can_be_changed(admin_client, page, typed):
    second = person(Role.ADMIN, "second")
    assert messages_of(submit(admin_client, of(second, page), **typed)) == []


@pytest.mark.parametrize(("page", "typed"), [ROLE, END])
def test_the_last_administrator_is_kept(admin_client, page, typed, monkeypatch):
    # As when the one at work is made a reader by somebody else in the same moment.
    last = person(Role.ADMIN, "last")
    lock = people.lock_people

    def meanwhile(by, user):
        User.objects.filter(pk=by.pk).update(role=Role.READER)
        return lock(by, user)

    monkeypatch.setattr(people, "lock_people", meanwhile)
    [message] = messages_of(submit(admin_client, of(last, page), **typed))
    assert message == "This is the last administrator: make somebody else administrator first."
    last.refresh_from_db()
    assert (last.role, last.is_active) == (Role.ADMIN, True)


class TestAnOldPage:
    """One that stood open while another administrator changed the user."""

    @pytest.fixture
    def sent(self, admin_client, konsulent, admin):
        """The page as it was opened, and the changes of another since."""
        data = opened(admin_client, of(konsulent, "change"), full_name="Karla Nu")
        konsulent.role, konsulent.is_active = Role.READER, False
        save_with_history(konsulent, by=admin)
        return data

    def test_makes_nobody_active_again_and_brings_no_role_back(self, admin_client, konsulent, sent):
        assert messages_of(admin_client.post(of(konsulent, "change"), sent)) == []

        konsulent.refresh_from_db()
        assert (konsulent.full_name, konsulent.role) == ("Karla Nu", Role.READER)
        assert not konsulent.is_active

    def test_that_changes_the_same_is_shown_what_stands(self, admin_client, konsulent, sent):
        response = admin_client.post(of(konsulent, "change"), {**sent, "role": Role.MANAGER})

        page = response.content.decode()
        assert response.status_code == 422
        assert "Somebody else has changed this meanwhile" in page
        assert "Changed by Ada Administrator" in page
        konsulent.refresh_from_db()
        assert konsulent.role == Role.READER
        assert response.context["form"]["role"].value() == Role.MANAGER

    def test_a_press_too_many_saves_no_version(self, admin_client, konsulent):
        data = opened(admin_client, of(konsulent, "change"), full_name="Karla Nu")
        admin_client.post(of(konsulent, "change"), data)

        admin_client.post(of(konsulent, "change"), data)

        assert konsulent.history.count() == 2
