"""The options of the sources, in the configuration."""

import pytest

from indicators.models import Criterion
from tests.indicators.configuring.shared import COUNT, SHARE, add, criterion, measure
from tests.programs.part_pages import address, messages_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

# Where the figures come from -------------------------------------------------------------------

ROSTER = {"options-kind": "association"}

REGISTER = {"options-states": ["completed", "in_progress"]}


def test_a_count_of_a_roster_is_saved_with_who_is_counted(admin_client, area, activity):
    changes = {"source": "participants", "activities": [activity.pk], **ROSTER, **COUNT}
    assert messages_of(add(admin_client, area, **changes)) == []
    rule = Criterion.objects.get().roster_rule
    assert (rule.kind, rule.bilingual_over, rule.follow_up_months) == ("association", None, None)
    assert rule.history.get().history_user == admin_client.user


def test_a_count_of_requisitions_is_saved_with_its_states(admin_client, area):
    changes = {"source": "requisitions", "options-scope": "internal", **REGISTER, **COUNT}
    assert messages_of(add(admin_client, area, **changes)) == []
    rule = Criterion.objects.get().register_rule
    assert (rule.states, rule.scope) == (["completed", "in_progress"], "internal")


OPTIONS = """
measure source       options                                    | message
count   participants bilingual_over=40            | This field is required
count   participants kind=association bilingual_over=40         | Only schools and school classes
count   participants kind=school_class bilingual_over=140       | from 0 to below 100
count   participants kind=consultant follow_up_months=6         | Only a share is followed up
share   participants kind=consultant follow_up_months=0         | Enter 1 or more
count   requisitions                                            | Choose the states in which
count   requisitions states=completed question=new_methods      | Only a share asks a question
share   requisitions                                            | Choose the question
share   requisitions states=completed question=new_methods      | Only a count looks at states
"""


@pytest.mark.parametrize("line", OPTIONS.strip().splitlines()[1:])
def test_options_that_do_not_fit_are_refused(admin_client, area, activity, line):
    words, message = (part.strip() for part in line.split("|"))
    measure, source, *options = words.split()
    pairs = dict(option.split("=") for option in options)
    changes = {f"options-{name}": value for name, value in pairs.items()}
    asked = COUNT if measure == "count" else SHARE
    response = add(admin_client, area, source=source, activities=[activity.pk], **asked, **changes)
    found = messages_of(response)
    assert any(message in text for text in found), found
    assert not Criterion.objects.exists()


def test_participants_are_those_of_activities(admin_client, area):
    found = messages_of(add(admin_client, area, source="participants", **ROSTER, **COUNT))
    assert found == ["Choose the activities whose participants it counts."]


class TestFromHandToRegisterAndBack:
    @pytest.fixture
    def found(self, area):
        found = criterion(area, "Foreninger")
        measure(found)
        return found

    def test_asks_why(self, admin_client, found):
        response = submit(admin_client, address(found), source="requisitions", **REGISTER)
        [message] = messages_of(response)
        assert message.endswith("say here why the source changes.")

    def test_asks_why_on_the_way_back_though_nobody_has_measured(self, admin_client, found):
        found.measurements.all().delete()
        to_register = {"source": "requisitions", "reason": "Nu", **REGISTER}
        submit(admin_client, address(found), **to_register)

        [message] = messages_of(submit(admin_client, address(found), source="manual"))

        assert message.endswith("say here why the source changes.")

    def test_is_kept_with_who_and_why(self, admin_client, found):
        changes = {"source": "requisitions", "reason": "Registret er ført fra nu af"}
        assert messages_of(submit(admin_client, address(found), **changes, **REGISTER)) == []
        version = found.history.first()
        assert (version.source, version.history_user) == ("requisitions", admin_client.user)
        assert version.history_change_reason == "Registret er ført fra nu af"
        assert found.measurements.active().exists()

    def test_keeps_what_the_register_was_asked_for(self, admin_client, found):
        to_register = {"source": "requisitions", "reason": "Nu", **REGISTER}
        submit(admin_client, address(found), **to_register)
        back = {"source": "manual", "reason": "Tilbage"}
        assert messages_of(submit(admin_client, address(found), **back)) == []
        found.refresh_from_db()
        assert (found.source, found.register_rule.states) == (
            "manual", ["completed", "in_progress"],
        )  # fmt: skip
