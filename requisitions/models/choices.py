"""The words in which cases and follow-ups are described, for models, rules and screens alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("Mail")
    MEETING = "meeting", _("Meeting")


class Scope(TextChoices):
    INTERNAL = "internal", _("Internal")
    EXTERNAL = "external", _("External")


class PartyRole(TextChoices):
    REQUESTER = "requester", _("Requester")
    PARTNER = "partner", _("Partner")


class State(TextChoices):
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS)
CLOSED = (State.COMPLETED, State.DECLINED, State.WITHDRAWN)


class Question(TextChoices):
    """The two questions of the programme, by the names of their fields on a follow-up."""

    NEW_METHODS = "new_methods", _("New methods used?")
    BETTER_COOPERATION = "better_cooperation", _("Better cooperation with other actors?")


class Reply(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    DONT_KNOW = "dont_know", _("Don't know")


class Lack(TextChoices):
    """What is asked for later, so that a case can be taken down in half a minute."""

    REQUESTER = "requester", _("Who asked")
    ASKED = "asked", _("What is asked")
    SCOPE = "scope", _("Internal or external")
    DONE = "done", _("What was done")
    RELEVANT = "relevant", _("Relevant for the follow-up or not")
    FOLLOW_UP = "follow_up", _("The follow-up is due")
