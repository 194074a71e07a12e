"""Every form that changes something that stands, and two people's changes of different and of the
same fields in it. What they type beside that, as their reasons, is the same for both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.clock import today
from economy.services.posting import newest_revision
from indicators.services.results import newest_judgement
from tests.site.small_site import SmallSite

Typed = dict[str, Any]
REASON = {"reason": "Rettet"}


@dataclass(frozen=True)
class Changing:
    """``stands`` reads the fields where the page does not show what stands."""

    arguments: list[Any]
    same: tuple[Typed, Typed]
    one: Typed = field(default_factory=dict)
    other: Typed = field(default_factory=dict)
    beside: Typed = field(default_factory=dict)
    stands: Callable[[], Typed] | None = None


def two(name: str, first: Any, second: Any) -> tuple[Typed, Typed]:
    return {name: first}, {name: second}


def _judgement(site: SmallSite) -> Typed:
    newest = newest_judgement(site.narrative)
    return {"status": newest.status, "reason": newest.reason}


def _revised(site: SmallSite) -> Typed:
    return {"amount": f"{newest_revision(site.line).amount:.0f}"}


def _renamed(site: SmallSite) -> Typed:
    site.organisation.refresh_from_db()
    return {"name": site.organisation.name}


def _share(site: SmallSite) -> Typed:
    return {"percent": f"{site.school.bilingual_shares.get(on=today()).percent:.0f}"}


OF_RESULTS: dict[str, Callable[[SmallSite], Changing]] = {
    "indicators:entry_correct": lambda site: Changing(
        [site.entries[0].pk],
        one={"text": "Et langt møde"},
        other={"attendance": "14"},
        same=two("text", "Det ene", "Det andet"),
        beside=REASON,
    ),
    "indicators:measurement_correct": lambda site: Changing(
        [site.measurements[0].pk],
        one={"value": "77"},
        other={"on": "2011-09-19"},
        same=two("value", "78", "79"),
        beside=REASON,
    ),
    "indicators:action_change": lambda site: Changing(
        [site.actions[1].pk],
        one={"cause": "Regn"},
        other={"due_on": "2011-11-01"},
        same=two("text", "Lej et telt", "Lej en sal"),
    ),
    "indicators:judge": lambda site: Changing(
        [site.narrative.pk],
        same=({"status": "met", "reason": "Set"}, {"status": "missed", "reason": "Hørt"}),
        stands=lambda: _judgement(site),
    ),
}
OF_CASES: dict[str, Callable[[SmallSite], Changing]] = {
    "requisitions:facts": lambda site: Changing(
        [site.cases[0].pk],
        one={"subject": "Nyt emne"},
        other={"channel": "mail"},
        same=two("subject", "Det ene", "Det andet"),
    ),
    "requisitions:texts": lambda site: Changing(
        [site.cases[0].pk],
        one={"asked": "Et møde"},
        other={"done": "Vi holdt det."},
        same=two("done", "Vi ringede.", "Vi skrev."),
    ),
    "requisitions:scope": lambda site: Changing(
        [site.cases[2].pk], same=two("scope", "internal", "external")
    ),
    "requisitions:relevant": lambda site: Changing(
        [site.undecided.pk], same=two("relevant", "yes", "no")
    ),
    "requisitions:party_contact": lambda site: Changing(
        [site.cases[0].pk, site.party.pk],
        same=two("contact", str(site.contacts[0].pk), str(site.contacts[1].pk)),
    ),
    "requisitions:follow_up_correct": lambda site: Changing(
        [site.answered.pk],
        one={"new_methods": "no"},
        other={"remarks": "Det gik godt."},
        same=two("remarks", "Det ene", "Det andet"),
        beside=REASON,
    ),
}
OF_THE_DIRECTORY: dict[str, Callable[[SmallSite], Changing]] = {
    "directory:organisation_correct": lambda site: Changing(
        [site.participants[4].organisation_id],
        one={"name": "Lyset"},
        other={"kind": "restaurant"},
        same=two("name", "Det ene lys", "Det andet lys"),
        beside=REASON,
    ),
    "directory:organisation_rename": lambda site: Changing(
        [site.organisation.pk],
        same=(
            {"name": "Det ene navn", "since": "2011-05-01"},
            {"name": "Det andet navn", "since": "2011-06-01"},
        ),
        stands=lambda: _renamed(site),
    ),
    "directory:bilingual_share": lambda site: Changing(
        [site.school.pk],
        same=two("percent", "30", "50"),
        beside=REASON,
        stands=lambda: _share(site),
    ),
    "directory:contact_change": lambda site: Changing(
        [site.contacts[0].pk],
        one={"phone": "11 22 33 44"},
        other={"role": "Formand"},
        same=two("name", "Den ene", "Den anden"),
    ),
    "directory:consultant_change": lambda site: Changing(
        [site.consultants[0].pk],
        one={"phone": "11 22 33 44"},
        other={"workplace": site.kept.name},
        same=two("name", "Den ene", "Den anden"),
    ),
    "directory:participant_change": lambda site: Changing(
        [site.participants[0].pk],
        one={"completed_on": "2011-09-01"},
        other={"left_on": "2011-09-20"},
        same=two("left_on", "2011-09-21", "2011-09-22"),
        beside=REASON,
    ),
}
OF_MONEY_AND_USERS: dict[str, Callable[[SmallSite], Changing]] = {
    "economy:expense_correct": lambda site: Changing(
        [site.expenses[0].pk],
        one={"text": "Scene og telt"},
        other={"amount": "2.000"},
        same=two("text", "Det ene", "Det andet"),
        beside=REASON,
    ),
    "economy:budget_line_revise": lambda site: Changing(
        [site.line.pk],
        same=two("amount", "50000", "60000"),
        beside=REASON,
        stands=lambda: _revised(site),
    ),
    "accounts:user_change": lambda site: Changing(
        [site.konsulent.pk],
        one={"email": "karla@example.dk"},
        other={"full_name": "Karla Nu"},
        same=two("role", "manager", "reader"),
    ),
}
OF_REPORTS: dict[str, Callable[[SmallSite], Changing]] = {
    "reports:change": lambda site: Changing(
        [site.program.slug, site.report.number],
        one={"addressee": "Udvalget nu"},
        other={"dated": "2011-07-05"},
        same=two("title", "Den ene", "Den anden"),
    ),
    "reports:journal": lambda site: Changing(
        [site.program.slug, site.issued.number],
        one={"case_number": "2011-7"},
        other={"document_number": "2011-8"},
        same=two("case_number", "2011-1", "2011-2"),
    ),
    "reports:section_heading": lambda site: Changing(
        [site.program.slug, site.report.number, site.sections[0].pk],
        one={"title": "Forord"},
        other={"guidance": "Skriv kort."},
        same=two("title", "Den ene", "Den anden"),
    ),
}
OF_WRITING: dict[str, Callable[[SmallSite], Changing]] = {
    "reports:section": lambda site: Changing(
        [site.program.slug, site.report.number, site.counted_section.pk],
        one={"text": "Det gik godt."},
        other={"overruled_status": "met", "overruled_reason": "Set"},
        same=two("text", "Det ene", "Det andet"),
    ),
    "reports:section_hand_over": lambda site: Changing(
        [site.program.slug, site.report.number, site.sections[0].pk],
        same=two("author", str(site.konsulent.pk), str(site.kollega.pk)),
    ),
    "reports:section_picture_words": lambda site: Changing(
        [site.program.slug, site.report.number, site.counted_section.pk, site.picture.pk],
        one={"alternative_text": "Et stort telt"},
        other={"caption": "Festen"},
        same=two("alternative_text", "Et hvidt telt", "Et gult telt"),
    ),
    "reports:decision_change": lambda site: Changing(
        [site.decisions[0].pk],
        one={"text": "Fortsæt til jul"},
        other={"due_on": "2011-12-01"},
        same=two("text", "Begynd", "Stands"),
    ),
    "reports:decision_follow_up": lambda site: Changing(
        [site.decisions[0].pk],
        one={"followed_up": "Det går"},
        other={"closed_on": "2011-09-30"},
        same=two("followed_up", "Det går", "Det står"),
    ),
    "reports:question_change": lambda site: Changing(
        [site.questions[0].pk],
        one={"asked": "Hvor mange børn?"},
        other={"due_on": "2011-10-20"},
        same=two("asked", "Hvor mange?", "Hvor få?"),
    ),
    "reports:question_answer": lambda site: Changing(
        [site.questions[0].pk], same=two("answer", "Mange", "Få")
    ),
}
CHANGING = OF_WRITING | OF_REPORTS | OF_RESULTS | OF_CASES | OF_THE_DIRECTORY | OF_MONEY_AND_USERS
