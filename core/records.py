"""Records: writing with a history; abstract models of what people recorded and retracted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core.clock import now, today
from core.constraints import check
from core.history import ClockedHistory
from core.search import mark_searched
from core.versions import mark_all_changed, mark_changed

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django_stubs_ext import StrOrPromise


def save_with_history(record: Any, *, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Save a record and write its author and reason into its history."""
    _sign(record, by, reason)
    is_new = record._state.adding
    record.save()
    mark_searched(type(record), record.pk, new=is_new)
    mark_changed(record)


def save_changes(
    record: Any, values: Mapping[str, Any], *, by: AbstractBaseUser | None, reason: str = ""
) -> bool:
    """Set fields, and save with a new version where any becomes another; whether one did."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        save_with_history(record, by=by, reason=reason)
    return bool(changed)


def delete_with_history(record: Any, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Delete a record; its history keeps author and reason."""
    _sign(record, by, reason)
    pk = record.pk
    record.delete()
    mark_searched(type(record), pk)
    mark_changed(record)


def create_with_history(
    rows: Sequence[Any], *, by: AbstractBaseUser | None, reason: str = "", batch: int | None = None
) -> list[Any]:
    """Save new rows of one model in few statements, each with its first version."""
    created = bulk_create_with_history(
        rows,
        type(rows[0]),
        batch_size=batch,
        default_user=by,
        default_change_reason=reason or None,
    )
    mark_searched(type(rows[0]), *(row.pk for row in created), new=True)
    mark_all_changed(created)
    return created


def update_with_history(
    rows: Sequence[Any], fields: Sequence[str], *, by: AbstractBaseUser, reason: str = ""
) -> None:
    """Save fields of rows of one model in few statements, each row with a new version."""
    bulk_update_with_history(
        rows, type(rows[0]), fields, default_user=by, default_change_reason=reason or None
    )
    mark_all_changed(rows)


def _sign(record: Any, by: AbstractBaseUser | None, reason: str) -> None:
    record._history_user = by
    record._change_reason = reason or None


def lock(record: models.Model) -> None:
    """Re-read and lock the row, so that what others saved meanwhile is not overwritten."""
    rows = type(record)._default_manager.select_for_update()
    record.refresh_from_db(from_queryset=rows)


def check_date(on: datetime.date | None, field: str = "") -> None:
    """Raise a ValidationError for a day that lies ahead: of a form's ``field``, if one is named."""
    if on and on > today():
        message = _("The date lies ahead: only what has happened is logged.")
        raise ValidationError({field: message} if field else message)


def retract_record(record: Any, *, by: AbstractBaseUser, reason: str) -> None:
    record.retracted_at, record.retracted_by, record.retraction_reason = now(), by, reason
    save_with_history(record, by=by, reason=reason)


class AlreadyRetracted(ValidationError):
    """Raised where somebody changes a record that was retracted meanwhile: by whom and when."""

    def __init__(self, record: RetractableRow, message: StrOrPromise = "") -> None:
        self.record: Any = record
        words = {
            "by": record.retracted_by,
            "at": date_format(localtime(record.retracted_at), "d-m-Y H:i"),
            "reason": record.retraction_reason,
        }
        told = _("By %(by)s, %(at)s: «%(reason)s». What you typed has not been saved.")
        already = message or gettext("It has been taken back already.")
        super().__init__([already, told % words])


def check_active(record: RetractableRow, message: StrOrPromise = "") -> None:
    """Raise AlreadyRetracted, in other words where a ``message`` is given."""
    if record.is_retracted:
        raise AlreadyRetracted(record, message)


class AuthoredRow(ClockedHistory, models.Model):
    """A row with the user who recorded it, and when."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=now)

    class Meta:
        abstract = True


class RetractableRow(AuthoredRow):
    """A row that is retracted, by whom, when and why, and never deleted."""

    retracted_at = models.DateTimeField(_("retracted at"), null=True, blank=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retracted by"),
    )
    retraction_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def is_retracted(self) -> bool:
        return self.retracted_at is not None


def retraction_has_its_reason(what: str, message: StrOrPromise) -> models.CheckConstraint:
    """The constraint that a retracted row has its reason, with a message of the table's own."""
    return check(
        f"{what}_retraction_has_its_reason",
        Q(retracted_at__isnull=True, retraction_reason="")
        | (Q(retracted_at__isnull=False) & ~Q(retraction_reason="")),
        message,
    )
