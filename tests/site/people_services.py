"""A real change by each service that lets people in, keeps them out, or gives what is theirs on."""

from collections.abc import Callable

from accounts.models.roles import Role
from accounts.queries.reviews import access_list, digest_of
from accounts.services import handing_over, people, reviews
from tests.site.small_site import SmallSite

# After all others, as it is the others' people who leave.
OF_PEOPLE: dict[Callable, Callable[[SmallSite], object]] = {
    people.invite: lambda s: people.invite(
        by=s.admin, full_name="Bo Bendtsen", email="bo@example.dk", role=Role.CONSULTANT
    ),
    people.invite_again: lambda s: people.invite_again(by=s.admin, person=s.konsulent),
    people.take_back_invitation: lambda s: people.take_back_invitation(
        by=s.admin, person=s.invited
    ),
    people.change_person: lambda s: people.change_person(
        by=s.admin, person=s.konsulent, full_name="Karla Nu"
    ),
    people.set_password: lambda s: people.set_password(
        by=s.admin, person=s.gone, password="en helt anden lang 9"
    ),
    handing_over.hand_over: lambda s: handing_over.hand_over(
        by=s.admin, leaver=s.konsulent, receivers={"activities": s.kollega, "cases": s.kollega}
    ),
    people.deactivate: lambda s: people.deactivate(by=s.admin, person=s.kollega),
    people.reactivate: lambda s: people.reactivate(by=s.admin, person=s.kollega),
    reviews.sign_off: lambda s: reviews.sign_off(by=s.admin, seen=digest_of(access_list())),
}
UNSEEN_PEOPLE = {
    *(people.invite_again, people.take_back_invitation, people.set_password),
    reviews.sign_off,
}
