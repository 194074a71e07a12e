"""The first text of a section: sentences with live figures, of what was logged and measured."""

import datetime

import pytest

from indicators.models.choices import Measure
from reports.rules.citing import cited_in, with_sentence
from reports.rules.drafting import Acting, Basis, Happening, Measured, proposal_of

JUNE = datetime.date(2011, 6, 15)
DUE = datetime.date(2011, 9, 1)


def basis(*known, **given):
    keys = frozenset(f"visitors.{part}" for part in known)
    usual = {"name": "visitors", "measure": Measure.COUNT, "unit": "besøgende", "known": keys}
    return Basis(**{**usual, **given})


ACTING = Acting("For få lokaler.", "Lej et telt.", "Karla Konsulent", DUE)
FEST = Happening(7, JUNE, "Smag verden", "Rådhuspladsen", 12_125, ("Foreningen A", "B"))


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (basis(), ""),
        (basis("target"), ""),
        (
            basis("value", "target"),
            "Pr. [[report.cut_off]] er der [[value]] besøgende. Målet er [[target]].",
        ),
        (
            basis("value", unit=""),
            "Pr. [[report.cut_off]] er værdien [[value]].",
        ),
        (
            basis("value", "target", "numerator", "denominator", measure=Measure.SHARE),
            "Pr. [[report.cut_off]] er det [[numerator]] af [[denominator]], svarende til "
            "[[value]]. Målet er [[target]].",
        ),
        (
            basis("value", measure=Measure.MILESTONE),
            "Pr. [[report.cut_off]] er milepælen [[value]].",
        ),
        (
            basis("forecast", "forecast_on"),
            "Prognosen er [[forecast]] pr. [[forecast_on]].",
        ),
        (
            basis(happenings=[FEST]),
            "Den [[entry-7.on]] samlede Smag verden (Rådhuspladsen) [[entry-7.attendance]] "
            "deltagere, sammen med Foreningen A og B.",
        ),
        (
            basis(happenings=[Happening(8, JUNE, "Fest på Rådhuspladsen", "Rådhuspladsen")]),
            "Den [[entry-8.on]] blev der arbejdet med Fest på Rådhuspladsen.",
        ),
        (
            basis(measured=[Measured(3, JUNE, note="Talt ved indgangen.")]),
            "Den [[measurement-3.on]] blev der målt [[measurement-3.value]] (Talt ved indgangen).",
        ),
        (
            basis(measured=[Measured(3, JUNE, is_pair=True), Measured(4, JUNE, done=True)]),
            "Den [[measurement-3.on]] blev der målt [[measurement-3.numerator]] af "
            "[[measurement-3.denominator]]. Den [[measurement-4.on]] blev det meldt gennemført.",
        ),
        (basis(acting=[ACTING]), ""),  # nothing lags
        (
            basis(acting=[ACTING], lags=True),
            "Årsag: For få lokaler. Det gør vi: Lej et telt (Karla Konsulent, senest 1. september "
            "2011).",
        ),
        (
            basis(acting=[Acting("Regn", "Telt", "Karla", DUE, JUNE)], lags=True),
            "Årsag: Regn. Det gjorde vi: Telt (Karla, 15. juni 2011).",
        ),
    ],
)
def test_a_text_is_drafted(given, text):
    assert proposal_of(given).text == text


def test_of_many_entries_the_largest_are_told_by_their_days_and_cited():
    many = [
        Happening(pk, JUNE - datetime.timedelta(days=pk), "Møde", attendance=10 * pk)
        for pk in range(1, 7)
    ]
    found = proposal_of(basis("log_entries", happenings=many, measured=[Measured(1, JUNE)]))
    assert found.entries == (6, 5, 4, 3)
    assert found.measurements == ()
    assert found.text.startswith("Der er [[log_entries]] registreringer om det i logbogen")


@pytest.mark.parametrize(
    ("number", "end"),
    [(1, "med A."), (3, "med A, B og C."), (8, "A, B, C, D, E, F og 2 andre.")],
)
def test_many_partners_are_counted(number, end):
    one = Happening(1, JUNE, "Fest", partners=list("ABCDEFGH"[:number]))
    assert proposal_of(basis(happenings=[one])).text.endswith(end)


def test_partners_are_named_at_the_first_entry_of_an_activity():
    two = [Happening(pk, JUNE, "Fest", partners=["A"]) for pk in (1, 2)]
    assert proposal_of(basis(happenings=two)).text.count("sammen med A") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vi mødtes kl. 17. Alle kom.", "Vi mødtes kl. 17. Alle kom."),
        ("Vi mødtes. Alle kom.", "Vi mødtes."),
        ("Vi mødtes\nog talte", "Vi mødtes og talte."),
        ("ord " * 60, "ord " * 49 + "ord…"),
        ("", ""),
    ],
)
def test_the_first_sentence_of_the_log_is_told(text, told):
    draft = proposal_of(basis(happenings=[Happening(1, JUNE, "Fest", text=text)])).text
    assert draft == f"Den [[entry-1.on]] blev der arbejdet med Fest. {told}".strip()


def test_a_text_cites_what_it_has_figures_of():
    text = "[[entry-7.on]] [[measurement-3.value]] [[entry-x.on]] [[value]] entry-9.on"
    found = cited_in(text)
    assert (found.entries, found.measurements) == ({7}, {3})


def test_a_sentence_is_added_once():
    once = with_sentence("Før.\n", "Så.")
    assert once == "Før. Så."
    assert with_sentence(once, "Så.") == once
    assert with_sentence("", "Så.") == "Så."
