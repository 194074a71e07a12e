"""The history of a user holds what was changed, and no sign-ins."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.models.roles import Role

pytestmark = pytest.mark.django_db


def test_a_sign_in_leaves_no_version_of_the_user():
    user = User.objects.create_user("konsulent", "a long password", full_name="Karin")

    Client().post("/accounts/login/", {"username": "konsulent", "password": "a long password"})

    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == 1


def test_another_role_leaves_a_version():
    user = User.objects.create_user("konsulent", "a long password", full_name="Karin")

    user.role = Role.MANAGER
    user.save()

    assert [version.role for version in user.history.all()] == [Role.MANAGER, Role.READER]
