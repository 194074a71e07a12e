"""What a case may become, what it lacks and how its days are counted."""

import datetime

import pytest

from requisitions.models.choices import Lack, Scope, State
from requisitions.rules.cases import (
    CaseFacts,
    StepDirection,
    age_group,
    age_in_days,
    beside_the_case_word,
    direction_of,
    follow_up_due,
    lacks,
    link_expires,
    median_and_longest,
    needs_note,
    next_states,
    proposed_scope,
    spellings,
    turnaround_days,
)
from requisitions.rules.figures import CaseCounts, figures_of

DAY = datetime.date(2011, 10, 1)
NAMES = {1: "A", 2: "B"}
WHOLE = {
    "state": State.COMPLETED,
    "state_on": datetime.date(2011, 6, 1),
    "received_on": datetime.date(2011, 5, 1),
    "has_requester": True,
    "asked": True,
    "done": True,
    "scope": Scope.INTERNAL,
    "relevant": False,
}


def facts(**fields):
    return CaseFacts(**{**WHOLE, **fields})


class TestWhichStateFollows:
    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            ("", State.RECEIVED),
            (State.RECEIVED, State.ACCEPTED),
            (State.RECEIVED, State.COMPLETED),
            (State.ACCEPTED, State.IN_PROGRESS),
            (State.IN_PROGRESS, State.COMPLETED),
            (State.ACCEPTED, State.DECLINED),
            (State.IN_PROGRESS, State.WITHDRAWN),
        ],
    )
    def test_it_goes_on(self, was, becomes):
        assert direction_of(was, becomes) == StepDirection.ON

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            (State.COMPLETED, State.IN_PROGRESS),
            (State.IN_PROGRESS, State.ACCEPTED),
            (State.DECLINED, State.RECEIVED),
            (State.WITHDRAWN, State.IN_PROGRESS),
        ],
    )
    def test_it_goes_back_or_is_opened_again_with_a_note(self, was, becomes):
        assert direction_of(was, becomes) == StepDirection.BACK
        assert needs_note(was, becomes)

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            (State.RECEIVED, State.RECEIVED),
            (State.COMPLETED, State.DECLINED),
            (State.DECLINED, State.COMPLETED),
            ("", State.COMPLETED),
            ("nonsense", State.RECEIVED),
        ],
    )
    def test_it_does_not_jump(self, was, becomes):
        assert direction_of(was, becomes) is None

    def test_the_usual_way_on_comes_first(self):
        assert next_states(State.RECEIVED)[0] == State.ACCEPTED
        assert next_states(State.IN_PROGRESS)[0] == State.COMPLETED

    def test_an_end_without_the_work_is_explained(self):
        assert needs_note(State.RECEIVED, State.DECLINED)
        assert not needs_note(State.IN_PROGRESS, State.COMPLETED)


class TestTheProposedScope:
    def test_is_internal_when_an_administration_asks(self):
        assert proposed_scope([False, True]) == Scope.INTERNAL

    def test_is_external_when_others_ask(self):
        assert proposed_scope([False]) == Scope.EXTERNAL

    def test_is_open_while_nobody_is_known(self):
        assert proposed_scope([]) == ""


class TestWhatACaseLacks:
    @pytest.mark.parametrize(
        ("fields", "lack"),
        [
            ({"has_requester": False}, Lack.REQUESTER),
            ({"asked": False}, Lack.ASKED),
            ({"scope": ""}, Lack.SCOPE),
            ({"done": False}, Lack.DONE),
            ({"relevant": None}, Lack.RELEVANT),
            ({"relevant": True}, Lack.FOLLOW_UP),
        ],
    )
    def test_is_what_is_not_there(self, fields, lack):
        assert lacks(facts(**fields), 8, DAY) == [lack]

    def test_is_nothing_where_all_is_there(self):
        assert lacks(facts(), 8, DAY) == []

    def test_is_no_requester_that_nobody_knows(self):
        assert lacks(facts(has_requester=False, requester_unknown=True), 8, DAY) == []

    def test_is_not_yet_what_comes_with_the_completion(self):
        open_case = facts(state=State.IN_PROGRESS, done=False, relevant=None)

        assert lacks(open_case, 8, DAY) == []

    @pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN])
    def test_is_nothing_of_a_case_that_came_to_nothing(self, state):
        assert lacks(CaseFacts(state=state, state_on=DAY), 8, DAY) == []

    def test_is_no_follow_up_that_has_been_answered(self):
        assert lacks(facts(relevant=True, answered=True), 8, DAY) == []


class TestTheFollowUp:
    @pytest.mark.parametrize(("weeks", "due"), [(8, "2011-07-27"), (0, "2011-06-01")])
    def test_is_due_so_many_weeks_after_the_completion(self, weeks, due):
        assert follow_up_due(facts(relevant=True), weeks) == datetime.date.fromisoformat(due)

    @pytest.mark.parametrize(
        "fields", [{"relevant": False}, {"relevant": None}, {"state": State.IN_PROGRESS}]
    )
    def test_is_due_only_of_completed_and_relevant_cases(self, fields):
        assert follow_up_due(facts(**{"relevant": True, **fields}), 8) is None

    def test_is_lacking_from_the_day_on_which_it_is_due(self):
        case, due = facts(relevant=True), datetime.date(2011, 7, 27)

        assert lacks(case, 8, due) == [Lack.FOLLOW_UP]
        assert lacks(case, 8, due - datetime.timedelta(1)) == []

    def test_has_a_link_for_thirty_days(self):
        asked = datetime.datetime(2011, 10, 1, 12, tzinfo=datetime.UTC)

        assert link_expires(asked) - asked == datetime.timedelta(30)


class TestDays:
    def test_an_open_case_has_an_age(self):
        assert age_in_days(facts(state=State.RECEIVED), DAY) == 153

    @pytest.mark.parametrize("fields", [{"state": State.COMPLETED}, {"received_on": None}])
    def test_a_closed_case_has_none_and_one_of_unknown_receipt_neither(self, fields):
        assert age_in_days(facts(**{"state": State.RECEIVED, **fields}), DAY) is None

    def test_a_completed_case_has_taken_its_days(self):
        assert turnaround_days(facts()) == 31
        assert turnaround_days(facts(received_on=None)) is None
        assert turnaround_days(facts(state=State.DECLINED)) is None

    @pytest.mark.parametrize(
        ("days", "group"), [(0, 0), (14, 0), (15, 1), (30, 1), (90, 2), (91, 3), (None, None)]
    )
    def test_ages_fall_into_groups(self, days, group):
        assert age_group(days) == group

    @pytest.mark.parametrize(
        ("days", "found"),
        [
            ([], (None, None)),
            ([5], (5, 5)),
            ([1, 9, 2], (2, 9)),
            ([1, 2, 4, 9], (3, 9)),
            ([1, 2], (2, 2)),
        ],
    )
    def test_the_median_is_whole_days_rounded_up(self, days, found):
        assert median_and_longest(days) == found


class TestTheThreeWords:
    @pytest.mark.parametrize(
        "query",
        ["rekvirering", "REKVISITION", "rekviseringer", "rekvisitionerne", "rekvi", "rekvisit"],
    )
    def test_each_alone_asks_for_every_case(self, query):
        assert beside_the_case_word(query) == ""

    def test_what_stands_beside_one_is_looked_for(self):
        assert beside_the_case_word("rekvirering fra brandvæsenet") == "fra brandvæsenet"

    @pytest.mark.parametrize("query", ["brandvæsen", "rekvirent", "rek", ""])
    def test_other_words_are_no_case_words(self, query):
        assert beside_the_case_word(query) is None

    def test_each_finds_what_is_written_with_the_others(self):
        assert spellings("5 rekvisitioner") == [
            "5 rekvireringer",
            "5 rekvisitioner",
            "5 rekviseringer",
        ]
        assert spellings("brand") == ["brand"]


class TestFigures:
    @staticmethod
    def counted(received, requesters=(), **counts):
        """Cases by month; ``requesters``: year, key, name of then and number."""
        counted = {
            "received": received,
            "requesters": {(year, key): number for year, key, _name, number in requesters},
            "called": {(year, key): {name} for year, key, name, _number in requesters},
            "taken": {},
            "waiting": {},
        }
        return CaseCounts(**(counted | counts))

    def test_this_year_stands_beside_earlier_ones(self):
        counts = self.counted({(2011, 5): 1, (2010, 5): 1, (2012, 1): 1})

        figures = figures_of(counts, 2011, NAMES)

        assert figures.years == [2011, 2010]
        assert figures.by_month[4].numbers == [1, 1]
        assert figures.received == [1, 1]

    def test_cases_without_a_day_stand_apart(self):
        figures = figures_of(self.counted({(2007, 0): 1}), 2007, NAMES)

        assert figures.by_month[-1].month == 0
        assert figures.by_month[-1].numbers == [1]

    def test_an_administration_reads_by_its_name_at_the_years_end_with_the_earlier_beside_it(self):
        asking = [(2011, 1, "Ny", 1), (2010, 1, "Gammel", 1)]
        counts = self.counted({(2011, 5): 1, (2010, 5): 1}, asking)

        [line] = figures_of(counts, 2011, {1: "Ny"}).by_requester

        assert (line.label, line.note, line.numbers) == ("Ny", "Gammel", [1, 1])

    def test_of_several_requesters_each_counts(self):
        counts = self.counted({(2011, 5): 1}, [(2011, 1, "A", 1), (2011, 2, "B", 1)])

        figures = figures_of(counts, 2011, NAMES)

        assert [line.numbers for line in figures.by_requester] == [[1], [1]]

    def test_turnaround_is_of_the_year_of_completion(self):
        counts = self.counted({(2010, 12): 1}, taken={(2011, 31): 1, (2012, 400): 1})

        this, before = figures_of(counts, 2011, NAMES).turnaround

        assert (this.completed, this.median, this.longest) == (1, 31, 31)
        assert (before.completed, before.median) == (0, None)

    def test_open_cases_stand_by_responsible_and_age(self):
        waiting = {("Karla", 1): 1, ("Karla", 273): 1, ("Karla", None): 1}

        [found] = figures_of(self.counted({}, waiting=waiting), 2011, NAMES).waiting

        assert (found.responsible, found.numbers) == ("Karla", [1, 0, 0, 1, 1])
