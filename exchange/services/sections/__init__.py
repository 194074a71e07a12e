"""The kinds of rows of a programme file. A new kind is a module here, and a line in ``SECTIONS``.

In the order in which they are saved: each after those that it refers to.
"""

from exchange.services.sections import (
    activities,
    allocations,
    budget_lines,
    commitments,
    consultants,
    criteria,
    expenses,
    funding_sources,
    initiatives,
    log_entries,
    main_areas,
    measurements,
    organisations,
    participants,
    requisitions,
    ticks,
    time_entries,
)

SECTIONS = (
    main_areas.SECTION,
    initiatives.SECTION,
    organisations.SECTION,
    consultants.SECTION,
    funding_sources.SECTION,
    activities.SECTION,
    allocations.SECTION,
    budget_lines.SECTION,
    participants.SECTION,
    criteria.SECTION,
    ticks.SECTION,
    requisitions.SECTION,
    log_entries.SECTION,
    measurements.SECTION,
    time_entries.SECTION,
    commitments.SECTION,
    expenses.SECTION,
)
