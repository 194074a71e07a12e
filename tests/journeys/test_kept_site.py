"""What one journey does to the site, the next does not find."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from indicators.models import Criterion, Measurement
from tests.factories import CriterionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]


def end_a_journey() -> None:
    """Empty the tables as it is done after every test that commits."""
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def state() -> tuple:
    return (
        list(Criterion.objects.order_by("pk").values_list()),
        list(Measurement.objects.order_by("pk").values_list()),
    )


def test_the_rows_are_as_they_were_built_and_new_ones_come_after(kept_site):
    first = kept_site.site()
    built = state()
    assert all(built)
    Measurement.objects.all().delete()
    CriterionFactory(main_area=first.area)
    end_a_journey()

    second = kept_site.site()

    assert state() == built
    assert second.criterion is not first.criterion
    new = CriterionFactory(main_area=second.area)
    others = Criterion.objects.exclude(pk=new.pk).values_list("pk", flat=True)
    assert new.pk > max(others)


def test_the_types_that_django_makes_anew_belong_to_it(kept_site):
    kept_site.site()
    end_a_journey()

    kept_site.site()

    of_criteria = ContentType.objects.get_for_model(Criterion)
    assert Permission.objects.filter(content_type=of_criteria).exists()
    assert ContentType.objects.get(pk=of_criteria.pk).model_class() is Criterion
