"""What a generated programme is made of: Danish words, and every kind of criterion there is."""

from dataclasses import dataclass

from directory.models import CONSULTANT, OrganisationKind
from indicators.models.choices import (
    HOURS,
    PARTICIPANTS,
    Aggregation,
    Base,
    Comparison,
    Measure,
    Pacing,
)
from requisitions.models.choices import Question, State
from requisitions.sources import REQUISITIONS

TEN = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """A criterion to make. ``part_of`` and ``bases`` are places in ``CYCLE``, earlier ones."""

    measure: str
    wording: str
    unit: str = ""
    aggregation: str = ""
    comparison: str = Comparison.AT_LEAST
    pacing: str = Pacing.AT_DUE
    source: str = "manual"
    base: str = ""
    part_of: int | None = None
    bases: tuple[int, ...] = ()
    # The least and the most that one measurement of a count says.
    span: tuple[int, int] = (3, 60)
    # What it looks for on rosters, and in the register of requisitions.
    roster: str = ""
    months: int | None = None
    states: tuple[str, ...] = ()
    question: str = ""


COUNT, SHARE = Measure.COUNT, Measure.SHARE
SUM, LATEST = Aggregation.SUM, Aggregation.LATEST
HIGHEST, AVERAGE = Aggregation.HIGHEST, Aggregation.AVERAGE
EVEN, PLANNED = Pacing.EVEN, Pacing.PLANNED

# The first ten are measured by hand: the form that is measured asks for them.
CYCLE = (
    Kind(COUNT, "Besøgende ved {where}, talt ved indgangen", "besøgende", SUM, pacing=EVEN),
    Kind(COUNT, "Foreninger, der tager del i {where}", "foreninger", SUM, pacing=PLANNED),
    Kind(COUNT, "Frivillige, der er knyttet fast til {where}", "frivillige", LATEST),
    Kind(COUNT, "Samtidige deltagere på den bedst besøgte dag ved {where}", "deltagere", HIGHEST),
    Kind(COUNT, "Deltagere i gennemsnit ved møderne om {where}", "deltagere", AVERAGE),
    Kind(
        COUNT, "Klager over støj og trængsel ved {where}", "klager", SUM,
        Comparison.AT_MOST, span=(0, 3),
    ),
    Kind(SHARE, "Deltagere, der oplever, at {where} har givet dem et nyt netværk", "", LATEST),
    Kind(SHARE, "Adspurgte, der kender byens tilbud bedre efter {where}", "", SUM),
    Kind(SHARE, "Foreninger, der fortsætter samarbejdet efter {where}", "", LATEST, base="fixed"),
    Kind(Measure.MILESTONE, "Plan for forankring af {where} er udarbejdet og godkendt"),
    Kind(
        COUNT, "Fremmødte ved {where} gennem hele perioden", "fremmødte", SUM,
        pacing=EVEN, source="attendance",
    ),
    Kind(COUNT, "Unge, der har gennemført et forløb ved {where}", "unge", SUM, pacing=EVEN),
    Kind(COUNT, "Heraf unge uden for job og uddannelse", "unge", SUM, part_of=11, span=(1, 20)),
    Kind(Measure.MILESTONE, "Heraf er mindst ét forløb lagt hos en boligforening", part_of=11),
    Kind(Measure.ALL, "Partnerskabet om {where} er på plads i alle sine dele"),
    Kind(
        COUNT, "Restauranter, der er med i partnerskabet", "restauranter", SUM,
        source=PARTICIPANTS, part_of=14, roster=OrganisationKind.RESTAURANT,
    ),
    Kind(
        SHARE, "Restauranter i partnerskabet, der har fået et nyt netværk", "", LATEST,
        source=PARTICIPANTS, base=Base.LINKED, part_of=14, bases=(15,),
        roster=OrganisationKind.RESTAURANT,
    ),
    Kind(Measure.NARRATIVE, "Kommunikation og netværk mellem aktørerne ved {where} er styrket"),
    Kind(SHARE, "Tilfredse deltagere ved det bedste arrangement under {where}", "", HIGHEST),
    Kind(COUNT, "Nye aftaler om brug af lokaler til {where}", "aftaler", SUM, Comparison.MORE_THAN),
    Kind(COUNT, "Åbne hold ved {where}", "hold", LATEST, Comparison.EXACTLY),
    Kind(
        SHARE, "Dialogkonsulenter fra {where}, der er i arbejde som det et kvart år efter", "",
        LATEST, source=PARTICIPANTS, roster=CONSULTANT, months=3,
    ),
    Kind(
        SHARE, "Fremmødte, der har skrevet sig op til mere ved {where}", "", SUM,
        base=Base.LINKED, bases=(10, 19),
    ),
    Kind(
        COUNT, "Rekvireringer om {where} og andet, der er gennemført eller i gang",
        "rekvireringer", SUM, source=REQUISITIONS, states=(State.COMPLETED, State.IN_PROGRESS),
    ),
    Kind(
        SHARE, "Relevante rekvirenter, der har brugt nye metoder efter {where}", "", LATEST,
        source=REQUISITIONS, question=Question.NEW_METHODS,
    ),
    Kind(COUNT, "Timer brugt på {where}", "timer", SUM, pacing=EVEN, source=HOURS),
)  # fmt: skip

PEOPLE = (
    ("prove-amal", "Amal Yildiz"), ("prove-birgit", "Birgit Thomsen"),
    ("prove-casper", "Casper Nygaard"), ("prove-dina", "Dina Rahimi"),
    ("prove-erik", "Erik Østergaard"), ("prove-freja", "Freja Winther"),
)  # fmt: skip
SURNAMES = ["Andersen", "Bech", "Clausen", "Dahl", "Eriksen", "Friis", "Gram", "Holm", "Juhl"]
AREAS = (
    "Medborgerskab og lokale netværk", "Udsatte boligområder", "Uddannelse og job",
    "Børn, unge og fritid", "Kultur i byens rum", "Sundhed og bevægelse",
    "Tryghed i hverdagen", "Rådgivning og samarbejde",
)  # fmt: skip
INITIATIVES = (
    "Mobilisering af foreninger",
    "Uddannelse af dialogkonsulenter",
    "Samarbejde med helhedsplanerne",
)
ACTIVITIES = (
    "Åbent hus", "Dialogmøder", "Sommerfest", "Lektiecafé", "Kvindeklub", "Fælles madlavning",
    "Jobværksted", "Byvandringer", "Fædregruppe", "Idrætsdag", "Workshops for skoleklasser",
)  # fmt: skip
PLACES = (
    "Mjølnerparken", "Akacieparken", "Titanparken", "Haraldsgade", "Nørrebrohallen", "Tingbjerg",
)  # fmt: skip
ADMINISTRATIONS = (
    "Økonomiforvaltningen", "Kultur- og Fritidsforvaltningen", "Børne- og Ungdomsforvaltningen",
    "Sundheds- og Omsorgsforvaltningen", "Socialforvaltningen", "Teknik- og Miljøforvaltningen",
    "Beskæftigelses- og Integrationsforvaltningen",
)  # fmt: skip
SOURCES = ("Byens fælles pulje", "Puljen til lokale netværk", "Områdefornyelsens midler")
BOUGHT = (
    "Leje af sal og borde", "Tryk af plakater", "Forplejning til frivillige",
    "Honorar til oplægsholder", "Transport af udstyr", "Materialer til værkstedet",
)  # fmt: skip
ASKED = (
    "Oplæg om dialogmøder for nye medarbejdere",
    "Råd om kontakt til foreninger i kvarteret",
    "Sparring på en plan for frivilligt arbejde",
    "Dialogkonsulenter til et borgermøde",
    "Gennemgang af et kursus om mødeledelse",
)
ENTRY_TEXTS = (
    "God dag med mange nye ansigter. Foreningerne stod selv for programmet og vil gentage det.",
    "Færre end ventet på grund af regn, men de fremmødte blev længe og gav brugbare svar.",
    "Holdt sammen med skolen og boligforeningen. Vi aftalte næste møde og delte opgaverne.",
    "Roligt forløb. Tre nye frivillige meldte sig, og lokalet er lånt resten af året.",
    "Optælling og korte samtaler ved indgangen; skemaerne er regnet sammen samme aften.",
    "Fælles opfølgning med partnerne. Der mangler stadig en aftale om udgifterne til transport.",
)
REASONS = (
    "Talt to gange; det rigtige tal står på den næste registrering.",
    "Tallet dækker også naboområdet og kan ikke bruges her.",
    "Parterne er enige om forløbet, og det sidste møde er aftalt.",
    "Interviewene viser en tydelig fremgang, også hvor der ikke er talt.",
)
