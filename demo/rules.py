"""What the benchmark measures, and how many times an empty signed-in page it may take."""

from dataclasses import dataclass

# What a database holds, as `generate_program` is told.
SIZES = {
    "S": ["--size", "S"],
    "M": ["--size", "M"],
    "L": ["--size", "L"],
    "5K": ["--size", "M", "--requisitions", "5000"],
    "50K": ["--size", "M", "--requisitions", "50000"],
    "500K": ["--size", "M", "--measurements", "500000"],
}
SML, CASES = ("S", "M", "L"), ("5K", "50K")

# The moments of a page: right after a change, with nothing changed since, asked for by its ETag.
FIRST, AGAIN, UNCHANGED, SAVED = "first", "again", "304", "saved"
MOMENTS = (FIRST, AGAIN, UNCHANGED, SAVED)
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Page:
    """A page by the sizes it is measured at; what stands in braces is one of a database's facts.

    ``fields`` names what is typed into it, where it is saved and not only read.
    """

    name: str
    path: str
    sizes: tuple[str, ...]
    fields: str = ""


STATUS = "/programs/{slug}/status"
PAGES = [
    Page("status", f"{STATUS}/", SML),
    Page("status.json", f"{STATUS}.json", SML),
    Page("status.csv", f"{STATUS}.csv", SML),
    Page("status.xlsx", f"{STATUS}.xlsx", SML),
    Page("my_page", "/my/", ("M", "L", *CASES)),
    Page("resources", "/programs/{slug}/resources/", ("M",)),
    Page("year", "/programs/{slug}/outline/", ("M",)),
    Page("search", "/search/?q=m%C3%B8de", ("M", "L")),
    Page("search_slip", "/search/?q=sommerfset", ("M", "L")),
    Page("logbook", "/programs/{slug}/logbook/", ("S", "M")),
    Page("economy", "/programs/{slug}/economy/", ("S", "M")),
    Page("log_form", "/log/activity/{activity}/", SML),
    Page("criterion", "/criteria/{busiest}/", (*SML, "500K")),
    Page("register", "/requisitions/", CASES),
    Page("register.xlsx", "/requisitions/register.xlsx", CASES),
    Page("figures", "/requisitions/figures/", CASES),
    Page("week", "/hours/{this_week}/", CASES),
    Page("save_results", "/log/activity/{activity}/", SML, fields="results"),
    Page("save_week", "/hours/{quiet_week}/", SML, fields="week"),
]
PROGRAM_FILE, REPORT = "program_file", "report"
NAMES = [*(page.name for page in PAGES), PROGRAM_FILE, REPORT]

# How many times the empty page: on SQLite and on PostgreSQL.
TARGETS = {
    ("year", "M", FIRST): (12, 18),
    ("status", "M", FIRST): (15, 26),
    ("status", "L", FIRST): (60, 85),
    ("status", "M", AGAIN): (4, 6),
    ("status", "L", AGAIN): (6, 9),
    **{("status", size, UNCHANGED): (1.5, 2.2) for size in SML},
    ("status.json", "M", AGAIN): (4, 6),
    ("resources", "M", AGAIN): (5, 8),
    # These at either moment.
    **{
        (name, size, moment): targets
        for moment in (FIRST, AGAIN)
        for name, size, targets in (
            ("status.xlsx", "M", (15, 28)),
            ("search", "M", (4, 8)),
            ("search", "L", (6, 12)),
            ("my_page", "M", (6, 10)),
            ("my_page", "L", (6, 10)),
            ("logbook", "S", (6, 9)),
            ("economy", "S", (6, 9)),
        )
    },
}
# Milliseconds, whatever an empty page takes.
LONGEST = {("criterion", "500K", FIRST): 200}
# How many times its time at the smaller size a page may take at the larger one.
GROWTH = {
    ("status", "M", "L"): 5,
    ("log_form", "S", "L"): 1.5,
    ("save_results", "S", "L"): 1.5,
    **{(name, *CASES): 1.5 for name in ("my_page", "register", "register.xlsx", "figures", "week")},
}
MOST_KILOBYTES = 400
MOST_SECONDS_TO_PAINT = 0.4
RESULTS_OF_FILE, MOST_SECONDS_TO_LOAD, MOST_MEGABYTES_TO_LOAD = 50_000, 25, 150
# Of a report by its number of criteria: to Word and to PDF each, and the process's peak of memory.
MOST_SECONDS_TO_DRAW, MOST_MEGABYTES_TO_DRAW = {10: 0.3, 100: 3}, 300
# A build saves as quickly as the one beside it, but for what a run does not tell from chance.
CHANCE = 1.1


def target_of(name: str, size: str, moment: str, vendor: str) -> float | None:
    targets = TARGETS.get((name, size, moment))
    return targets[vendor == "postgresql"] if targets else None
