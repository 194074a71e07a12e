"""The field that names somebody who is to act."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.models.roles import May


class PersonField(forms.ModelChoiceField):
    """Offers those who may; who has left is offered only where the record names them already."""

    def __init__(self, right: May, **kwargs: Any) -> None:
        self.right = right
        super().__init__(User.objects.who_may(right), **kwargs)

    def keep(self, known: int | None) -> None:
        self.queryset = User.objects.who_may(self.right, kept=known)

    def label_from_instance(self, obj: User) -> str:
        return obj.named
