"""A proposal in one line, as the tables of the tests have it."""

import datetime

from core.dates import format_date_short
from core.numbers import plain_number

YEAR = (datetime.date(2011, 2, 1), datetime.date(2011, 12, 31))


def told(proposal):
    """«share >= 40 of 60 foreninger, participants(association)»; a dash where nothing is read."""
    said = [value(proposal, "measure"), value(proposal, "comparison"), target(proposal)]
    said += [value(proposal, "unit")]
    if proposal.per_week:
        said.append("a week")
    if proposal.base_value or proposal.whole:
        nouns = "+".join(noun.value for noun in proposal.whole)
        said += ["of", number(proposal.base_value), nouns]
    if proposal.aggregation:
        said += ["by", proposal.aggregation.value]
    if proposal.baseline:
        said += ["from", number(proposal.baseline)]
    told = " ".join(word for word in said if word) or "-"
    for condition in proposal.conditions:
        sign = "%" if condition.is_percent else ""
        compared = condition.comparison.value if condition.comparison else ""
        told += f", where {compared} {number(condition.target)}{sign}"
    if proposal.source:
        who = f"({proposal.who.value})" if proposal.who else ""
        told += f", {proposal.source.value}{who}"
    if proposal.due:
        on = proposal.due.value.within(*YEAR)
        told += f", by {format_date_short(on) if on else '?'}"
    told += "".join(f", {doubt.value}?" for doubt in proposal.doubts)
    return told + "".join(f" & {{{part}}}" for part in map(_told, proposal.parts))


_told = told


def value(proposal, name):
    read = getattr(proposal, name)
    return read.value if read else ""


def target(proposal):
    return number(proposal.target)


def number(read):
    return plain_number(read.value) if read else ""
