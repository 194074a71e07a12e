"""A real change by each service that configures a programme."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

from activities.services.configuration import save_activity
from activities.services.log import LogEntryInput
from core.clock import today
from exchange.services.importing import import_workbook
from exchange.services.new_program import create_program
from exchange.services.workbooks.reading import read_workbook
from indicators.rules.results import Result
from indicators.services.configuring import save_criterion
from indicators.services.pasting import TakenActivity, TakenArea, TakenGroup, take_section
from indicators.services.values import log_values
from overview.services import adoption, year
from overview.services.drafts import remove_draft
from programs.models import Initiative
from programs.services import parts, staffing
from tests.exchange.books import edited, exported, setting
from tests.factories import ProgramFactory
from tests.site.small_site import DAY, SmallSite

Change = Callable[[SmallSite], object]


def _retitled(site: SmallSite) -> object:
    site.area.refresh_from_db()
    site.area.title = "Byen nu"
    return parts.save_part(by=site.admin, part=site.area, reason="Kortere")


def _renamed_activity(site: SmallSite) -> object:
    site.activity.refresh_from_db()
    site.activity.title = "Festen nu"
    return save_activity(by=site.admin, activity=site.activity, new_place="Havnen")


def _criterion(site: SmallSite) -> object:
    site.counted.refresh_from_db()
    site.counted.target = Decimal(95)
    ties = {"activities": [site.activity], "base_criteria": []}
    return save_criterion(by=site.admin, criterion=site.counted, ties=ties, points=[])


def _removed(site: SmallSite) -> object:
    initiative = Initiative(main_area=site.area, ref="kort", title="Den korte", position=9)
    parts.save_part(by=site.admin, part=initiative)
    return parts.remove_part(by=site.admin, part=initiative)


def _pasted(site: SmallSite) -> object:
    group = TakenGroup("", [TakenActivity("Afholdelse af en fest")], [])
    return take_section(
        by=site.admin, program=site.program, areas=[TakenArea(site.area, "", [group])]
    )


def _read_from_workbook(site: SmallSite) -> object:
    area = str(site.later_area.number)
    changed = setting("Hovedområder", area, "Titel", "Det senere område")
    read = read_workbook(edited(exported(site.later), changed))
    seen = import_workbook(by=site.admin, program=site.later, read=read)
    return import_workbook(
        by=site.admin, program=site.later, read=read, shown_token=seen.token, reason="Kortere"
    )


def _made_of_workbook(site: SmallSite) -> object:
    program = ProgramFactory(slug="bog")
    read = read_workbook(exported(program))
    program.delete()
    return create_program(by=site.admin, read=read)


OF_THE_CONFIGURATION: dict[Callable, Change] = {
    parts.save_part: _retitled,
    parts.remove_part: _removed,
    staffing.share_out_fte: lambda s: staffing.share_out_fte(
        by=s.admin,
        program=s.program,
        areas=list(s.program.main_areas.all()),
        typed={"fte": Decimal(3), f"area_{s.area.pk}": Decimal(3)},
    ),
    save_activity: _renamed_activity,
    save_criterion: _criterion,
    take_section: _pasted,
    import_workbook: _read_from_workbook,
    create_program: _made_of_workbook,
    remove_draft: lambda s: remove_draft(by=s.admin, program=ProgramFactory(slug="kladde")),
    year.move_part: lambda s: year.move_part(
        by=s.admin, program=s.program, name="criterion", pk=s.narrative.pk, to="up"
    ),
    log_values: lambda s: log_values(
        by=s.konsulent,
        said=LogEntryInput(on=DAY, text="Talt op"),
        results=[Result(s.counted, value=Decimal(3))],
        submission=uuid4(),
    ),
    year.change_several: lambda s: year.change_several(
        by=s.admin,
        program=s.program,
        activities=[s.other_activity],
        criteria=[],
        given=year.ForSeveral(responsible=s.kollega),
    ),
    adoption.adopt: lambda s: adoption.adopt(
        by=s.admin, program=s.later, adopted_on=today(), adoption_reference="BIU punkt 4"
    ),
    adoption.close: lambda s: adoption.close(by=s.admin, program=s.later),
    adoption.open_again: lambda s: adoption.open_again(
        by=s.admin, program=s.later, reason="En faktura mangler"
    ),
    adoption.withdraw_adoption: lambda s: adoption.withdraw_adoption(
        by=s.admin, program=s.later, reason="Forkert år"
    ),
}
