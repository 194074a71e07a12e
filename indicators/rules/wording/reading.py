"""From the wording of a success criterion to a proposal of how it is measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from indicators.models.choices import Aggregation, Base, Comparison, Measure
from indicators.rules.wording.clues import Clue, measure_without_figure, strongest
from indicators.rules.wording.deadlines import deadline_in
from indicators.rules.wording.masks import masked
from indicators.rules.wording.nouns import noun_after
from indicators.rules.wording.proposals import Condition, Doubt, Proposal, Read
from indicators.rules.wording.quantities import Quantity, quantities_in
from indicators.rules.wording.words import SPANS_OF_TIME, plain

LONGEST = 5000  # of a wording; what is longer is no criterion

_ALL = re.compile(r"(?<!\w)(?:alle|samtlige)(?=\s)(?:\s+de(?=\s))?", re.IGNORECASE)
_NONE = re.compile(
    r"(?:^\W*|(?<!\w)(?:der|er|har|får|modtager|modtages|kommer|været|med)\s+)(?P<none>ingen)(?=\s)",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"(?<!\w)(?:hvoraf|heraf|deraf)(?!\w)", re.IGNORECASE)
_WHERE = re.compile(r"(?<!\w)(?:hvor|i\s+samarbejde\s+med|sammen\s+med)(?!\w)", re.IGNORECASE)
_AND = re.compile(r"^[\s,]*(?:og|samt)(?:\s+(?:med|at))?\s*$", re.IGNORECASE)
_JOINED = re.compile(r"(?<!\w)(?:og|samt)(?!\w)[^,.;]*$", re.IGNORECASE)
_RELATIVE_CLAUSE = re.compile(r"(?<!\w)(?:hvor|der|som|med|fra|på|i)(?!\w)", re.IGNORECASE)
_STOP = re.compile(r"[,.;:]|(?<!\w)(?:hvoraf|heraf|deraf|hvor)(?!\w)", re.IGNORECASE)
_AVERAGE = re.compile(r"(?<!\w)(?:gennemsnitligt?|i\s+(?:gennemsnit|snit))(?!\w)", re.IGNORECASE)
_EACH = re.compile(
    r"(?<!\w)(?:(?:pr\.|per)\s+\w+|hvert?\s+\w+|om\s+(?:året|måneden|ugen|dagen)"
    r"|(?:år|måned|uge|dag)(?:ent)?lige?t?)(?!\w)",
    re.IGNORECASE,
)
_A_WEEK = re.compile(
    r"(?<!\w)(?:ugentlige?t?|om\s+ugen|i\s+ugen|(?:pr\.?|per)\s+uge)(?!\w)", re.IGNORECASE
)
_ANOTHER_DEMAND = re.compile(
    r",?\s+og\s+(?P<rest>(?!at\b|de\b|der\b|den\b|har\b)[^,.;]{1,200}?\s(?:er|bliver)\s[^.;]*)",
    re.IGNORECASE,
)
_DONE = re.compile(r"(?<!\w)(?:er|bliver)(?!\w)", re.IGNORECASE)


def read_wording(text: str, clues: Sequence[Clue] = ()) -> Proposal:
    """What the wording proposes; ``clues`` are the words by which the sources know theirs."""
    text = text[:LONGEST]
    due = deadline_in(text)
    plainly = masked(text, [(due.start, due.end)] if due else [])
    quantities = [each for each in quantities_in(plainly) if _counts(each)]
    if not quantities:
        return _without_figure(text, plainly, due, clues)
    main, rest, several = _main_of(plainly, quantities)
    parts = _parts_of(plainly, main, rest)
    ends = [*(start for start, _quantity in parts), len(text)]
    whole = _proposal(text, plainly, main, (0, ends[0]), clues)
    conditions, unclear = _conditions(plainly, main, rest, parts)
    doubts = (*whole.doubts, *several, *unclear)
    whole = replace(whole, due=due, conditions=conditions, doubts=doubts)
    children = _nested(
        [
            _proposal(text, plainly, quantity, place, clues)
            for (_start, quantity), place in zip(parts, pairwise(ends), strict=True)
        ]
    )
    if parts and _is_joined(plainly, main, parts[0][1]):
        return _all_of(whole, children)
    return _with_another_demand(text, plainly, replace(whole, parts=tuple(children)), main)


def _counts(quantity: Quantity) -> bool:
    """A bare number wants its noun; a span of time is demanded where something compares."""
    if quantity.is_strong or quantity.target is None:
        return True
    return quantity.unit is not None and plain(quantity.unit.value) not in SPANS_OF_TIME


def _main_of(
    text: str, quantities: list[Quantity]
) -> tuple[Quantity, list[Quantity], list[Read[Doubt]]]:
    """The quantity that is demanded, the others, and those that may be meant just as well."""
    main, *rest = quantities
    same_clause = [each for each in rest if not _STOP.search(text, main.end, each.start)]
    if (
        main.is_strong
        or not same_clause
        or _AND.match(text[_unit_end(main) : same_clause[0].start])
    ):
        return main, rest, []
    strong = next((each for each in same_clause if each.is_strong), None)
    doubts = [Read(Doubt.SEVERAL, each.start, each.end) for each in (main, *same_clause)]
    if strong is None:
        return replace(main, target=None, unit=None), [], doubts
    return strong, [each for each in rest if each.start > strong.start], doubts[:1]


def _unit_end(quantity: Quantity) -> int:
    return max(quantity.end, quantity.unit.end if quantity.unit else 0)


def _parts_of(text: str, main: Quantity, rest: Sequence[Quantity]) -> list[tuple[int, Quantity]]:
    """What is demanded beside it, and where its words begin: «hvoraf mindst 1 …, hvor 25 …»."""
    parts, before = [], main
    for quantity in rest:
        begins = _unit_end(before)
        link = text[begins : quantity.start]
        of_which, where = _OF_WHICH.search(link), _WHERE.search(link)
        if of_which:
            parts.append((begins + of_which.start(), quantity))
        elif quantity.measure != Measure.SHARE and where and main.measure != Measure.SHARE:
            parts.append((begins + where.start(), quantity))
        elif _AND.match(link) or (quantity.is_strong and _is_joined(text, before, quantity)):
            parts.append((quantity.start, quantity))
        else:
            continue
        before = quantity
    return parts


def _nested(children: list[Proposal]) -> list[Proposal]:
    """«hvoraf mindst 1 for unge, hvor 100 er med»: the hundred are a part of the one."""
    found: list[Proposal] = []
    for child in children:
        above = found[-1] if found else None
        if above and _begins(_OF_WHICH, above) and _begins(_WHERE, child):
            found[-1] = replace(above, parts=(*above.parts, child))
        else:
            found.append(child)
    return found


def _begins(pattern: re.Pattern[str], proposal: Proposal) -> bool:
    return pattern.match(proposal.text, proposal.start) is not None


def _is_joined(text: str, main: Quantity, other: Quantity) -> bool:
    link = text[_unit_end(main) : other.start]
    if _OF_WHICH.search(link) or _WHERE.search(link):
        return False
    return bool(_AND.match(link) or (_JOINED.search(link) and other.comparison))


def _conditions(
    text: str, main: Quantity, rest: Sequence[Quantity], parts: list[tuple[int, Quantity]]
) -> tuple[tuple[Condition, ...], list[Read[Doubt]]]:
    """Demands on what is counted, as «hvor over 40 % er tosprogede»; and what is none of them."""
    taken = [quantity for _start, quantity in parts]
    conditions, unclear = [], []
    for each in rest:
        if each in taken:
            continue
        if each.target and each.is_strong and _RELATIVE_CLAUSE.search(text, main.end, each.start):
            is_percent = each.measure == Measure.SHARE
            conditions.append(Condition(each.target, each.comparison, is_percent))
        else:
            unclear.append(Read(Doubt.SEVERAL, each.start, each.end))
    return tuple(conditions), unclear


def _proposal(
    text: str, plainly: str, quantity: Quantity, place: tuple[int, int], clues: Sequence[Clue]
) -> Proposal:
    """A quantity as a proposal, with what its own part of the text says beside."""
    start, end = place
    is_share = quantity.measure == Measure.SHARE
    own = plainly[:end]
    nouns = quantity.whole if is_share else (quantity.unit,) if quantity.unit else ()
    source, who = strongest(clues, quantity.measure, own, nouns)
    average = None if is_share else _AVERAGE.search(own, start)
    week = _A_WEEK.search(own, start) if source and source.value == "hours" else None
    each = None if is_share or average or week else _EACH.search(own, start)
    doubts = (*quantity.doubts, Read(Doubt.EACH, *each.span())) if each else quantity.doubts
    # «10 % flere» says nothing of how it is measured.
    unsure = is_share and quantity.target is None
    return Proposal(
        text,
        start,
        end,
        measure=None if unsure else Read(str(quantity.measure), quantity.start, quantity.end),
        comparison=quantity.comparison,
        target=None if each else quantity.target,
        unit=quantity.unit,
        base=_base(quantity),
        base_value=quantity.base_value,
        whole=quantity.whole,
        baseline=quantity.baseline,
        aggregation=Read(str(Aggregation.AVERAGE), *average.span()) if average else None,
        per_week=Read(True, *week.span()) if week else None,
        source=source,
        who=who,
        doubts=doubts,
    )


def _base(quantity: Quantity) -> Read[str] | None:
    if quantity.base_value:
        return Read(str(Base.FIXED), quantity.base_value.start, quantity.base_value.end)
    if len(quantity.whole) > 1:
        return Read(str(Base.LINKED), quantity.whole[0].start, quantity.whole[-1].end)
    return None


def _all_of(whole: Proposal, children: list[Proposal]) -> Proposal:
    """«mindst 3 møder og mindst 50 deltagere»: met when each of them is."""
    first = replace(whole, due=None)
    return Proposal(
        whole.text,
        0,
        len(whole.text),
        measure=Read(str(Measure.ALL), children[0].start, children[-1].end),
        due=whole.due,
        parts=(first, *children),
    )


def _with_another_demand(text: str, plainly: str, proposal: Proposal, main: Quantity) -> Proposal:
    """«mindst 25 besøg er gennemført, og rapporterne er lagt i basen»: two demands."""
    another = _ANOTHER_DEMAND.search(plainly, main.end, proposal.end)
    if main.measure != Measure.COUNT or not another or proposal.parts or proposal.conditions:
        return proposal
    if not _DONE.search(plainly, proposal.start, another.start()):
        return proposal
    start, end = another.span("rest")
    milestone = measure_without_figure(text[start:end])
    if milestone is None or milestone.value != Measure.MILESTONE:
        return replace(proposal, doubts=(*proposal.doubts, Read(Doubt.AND_MORE, start, end)))
    measure = Read(milestone.value, start + milestone.start, start + milestone.end)
    return _all_of(
        replace(proposal, end=another.start()), [Proposal(text, start, end, measure=measure)]
    )


def _without_figure(text: str, plainly: str, due: Read | None, clues: Sequence[Clue]) -> Proposal:
    """«alle møder» and «ingen klager» are figures too; else a milestone, a narrative or nothing."""
    everything, nothing = _ALL.search(plainly), _NONE.search(plainly)
    found = Proposal(text, 0, len(text), due=due, measure=measure_without_figure(text))
    if nothing and (noun := noun_after(plainly, nothing.end())):
        place = nothing.span("none")
        at_most = Read(str(Comparison.AT_MOST), *place)
        quantity = Quantity(Measure.COUNT, *place, Read(Decimal(0), *place), at_most, unit=noun)
    elif everything and (noun := noun_after(plainly, everything.end())):
        place = everything.span()
        quantity = Quantity(Measure.SHARE, *place, Read(Decimal(100), *place), whole=(noun,))
    else:
        return found
    return replace(_proposal(text, plainly, quantity, (0, len(text)), clues), due=due)
