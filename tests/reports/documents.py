"""Documents to draw: one with every kind of block, and any that hypothesis can think of."""

import hashlib
import io

from hypothesis import strategies as st
from PIL import Image

from core.numbers import format_number, plain_number
from reports.rules.document import (
    Column,
    Document,
    Fact,
    Figure,
    Listing,
    Paragraph,
    Part,
    Picture,
    Row,
    StatusMark,
    Table,
    Text,
)

HOSTILE = [
    "{{7*7}} {% now 'Y' %} ${7*7}",
    "<b>fed</b> &amp; <script>alert(1)</script>",
    "=1+1",
    "#show: it => panic() $x^2$ *stjerne* _under_ @ref `kode` \\u{41}",
    "]]> <!-- --> \"citat\" 'enkelt'",
    "مرحبا \u200fbis\u200e 42 ہے ێ",
    "ትግርኛ தமிழ் বাংলা हिन्दी ไทย ਪੰਜਾਬੀ",
]


def picture(kind="JPEG", size=(60, 40), colour="steelblue"):
    drawn = io.BytesIO()
    Image.new("RGB", size, colour).save(drawn, kind)
    return drawn.getvalue()


PHOTO, WEBP = picture(), picture("WEBP", colour="olive")
PICTURES = {hashlib.sha256(one).hexdigest(): one for one in (PHOTO, WEBP)}
FIRST, SECOND = PICTURES


def said(text, **how):
    return Paragraph((Text(text, **how),))


def figure_cell(key, text, value="", **more):
    return (Paragraph((Figure(key, text, value, **more),)),)


FIRST_DAY = (said("Første dag"), Listing(((Text("a"),), (Text("b"),))))
TABLE = Table(
    "Målinger",
    (Column("Dag", share=30), Column("Hvad", share=50), Column("Antal", True, 20)),
    (
        Row(
            (
                figure_cell("d", "18-06-2011", "2011-06-18"),
                FIRST_DAY,
                figure_cell("m1", "1.234", "1234"),
            )
        ),
        Row(((said("19-06-2011"),), (said("Anden dag"),), figure_cell("m2", "ca. 3000", "3000"))),
        Row(((said("I alt"),), (), figure_cell("sum", "4.234", "4234")), is_total=True),
    ),
    has_row_heads=True,
)
INTRODUCTION = Part(
    "Indledning",
    "introduction",
    (
        Paragraph(
            (
                Text("Der kom "),
                Figure("v.value", "32.500", "32500", "/criteria/1/"),
                Text(" af "),
                Figure("v.target", "30.000", "30000"),
                Text(", og der ventes "),
                Figure("v.forecast", "25", "25", is_forecast=True),
                Text(". "),
                Text("Vigtigt", strong=True),
                Text(" og "),
                Text("kursiv", emphasis=True),
            )
        ),
        Listing(((Text("Først"),), (Text("Så"),)), numbered=True),
        Listing(((Text("Igen fra et"),),), numbered=True),
    ),
)
AREA = Part(
    "1. Inklusion",
    "area-1",
    (
        Picture(FIRST, "image/jpeg", 60, 40, "Folk på pladsen", "Taste the World"),
        Picture(SECOND, "image/webp", 60, 40, "Grønt"),
        Picture("0" * 64, "image/png", 10, 10, "Den er her ikke"),
    ),
    (
        Part(
            "60 foreninger",
            "c-1",
            (
                Paragraph(
                    (StatusMark("met", "Opfyldt"), Text(": "), Figure("c.value", "62", "62"))
                ),
                TABLE,
            ),
            (Part("Under", "c-1-1", (said("Nederst"),)),),
        ),
    ),
)
DOCUMENT = Document(
    "Status for 2. halvår 2007",
    "2007-11-20",
    (Fact("Dato", "20-11-2007"), Fact("Sagsnr.", "2007-50025")),
    (INTRODUCTION, AREA),
    "Bilag 3",
)


def of(*texts):
    """A document that says these texts, in a paragraph, a list, a cell, a heading and a fact."""
    cells = tuple(Row(((said(text),), figure_cell("k", text))) for text in texts)
    table = Table("Tabel", (Column("Tekst"), Column("Tal")), cells)
    listing = Listing(tuple((Text(text),) for text in texts))
    parts = tuple(
        Part(text[:60] or "-", f"p-{place}", (said(text), listing, table))
        for place, text in enumerate(texts)
    )
    return Document("Titel", "2011-10-01", (Fact("Ord", texts[0]),), parts)


# What a sentence may hold: letters, digits, what means something elsewhere. No script from right to
# left, in which figures that follow one another stand the other way round on the line.
WORDS = st.text("abcæøåÆØÅ 0123456789<>&{}[]#$*_=\"'\\/", max_size=12)


@st.composite
def figures(draw):
    number = draw(st.decimals(-999_999, 9_999_999, places=2, allow_nan=False))
    return Figure(
        draw(st.from_regex(r"[a-z]{1,5}\.(value|target)", fullmatch=True)),
        format_number(number),
        plain_number(number),
        draw(st.sampled_from(["", "/criteria/1/"])),
        draw(st.booleans()),
    )


RUNS = st.lists(
    st.one_of(
        WORDS.map(Text),
        figures(),
        st.sampled_from([StatusMark("met", "Opfyldt"), StatusMark("gone", "Ukendt")]),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
PARAGRAPHS = RUNS.map(Paragraph)
LISTINGS = st.builds(Listing, st.lists(RUNS, min_size=1, max_size=2).map(tuple), st.booleans())
CELLS = st.lists(st.one_of(PARAGRAPHS, LISTINGS), max_size=2).map(tuple)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    columns = tuple(Column(f"K{place}", draw(st.booleans())) for place in range(width))
    rows = draw(st.lists(st.tuples(*[CELLS] * width).map(Row), max_size=2))
    return Table(f"T {draw(WORDS)}", columns, tuple(rows), draw(st.booleans()))


BLOCKS = st.lists(st.one_of(PARAGRAPHS, LISTINGS, tables()), max_size=2).map(tuple)


@st.composite
def parts(draw, level=1):
    below = draw(st.lists(parts(level + 1), max_size=1)) if level < 3 else []
    return Part(f"A {draw(WORDS)}", f"a{draw(st.integers(0, 10**6))}", draw(BLOCKS), tuple(below))


DOCUMENTS = st.builds(
    Document,
    WORDS.map(lambda words: f"Titel {words}"),
    st.just("2011-10-01"),
    st.just((Fact("Sagsnr.", "2011-1"),)),
    st.lists(parts(), min_size=1, max_size=2).map(tuple),
)
