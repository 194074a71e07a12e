"""Hours and kroner in words, as several pages say them. Pure."""

from decimal import Decimal

from django.utils.translation import gettext as _

from core.numbers import format_money, format_number
from economy.queries.lines import LineMoney
from economy.rules.amounts import Money
from resources.models import StaffAllocation
from resources.rules.hours import Hours


def of_granted(money: Money) -> str:
    """«90.000 kr. af 150.000 kr. nu (bevilget 140.000 kr.)»: what is used of what there is."""
    of = {
        "used": format_money(money.used),
        "revised": format_money(money.revised),
        "granted": format_money(money.granted),
    }
    if money.revised == money.granted:
        return _("%(used)s of %(revised)s") % of
    return _("%(used)s of %(revised)s now (granted %(granted)s)") % of


def over_words(line: LineMoney) -> str:
    """Of a line that is overspent, or will be once what is committed has been paid."""
    money = line.money
    of = {
        "over": format_money(money.over or money.too_much_committed),
        "of": of_granted(money),
        "committed": format_money(money.committed),
    }
    if money.will_be_overspent:
        return _("%(over)s too much is committed. Used %(of)s, committed %(committed)s") % of
    if money.revised == money.granted:
        said = _("%(over)s more than granted. Used %(of)s") % of
    else:
        said = _("%(over)s more than there is now. Used %(of)s") % of
    besides = _("Committed besides: %(committed)s") % of
    return f"{said} · {besides}" if money.committed else said


def line_words(line: LineMoney) -> str:
    """Of a line that holds."""
    money = line.money
    return _("%(of)s used, %(committed)s committed, %(left)s left") % {
        "of": of_granted(money),
        "committed": format_money(money.committed),
        "left": format_money(money.left),
    }


def amount_words(allocation: StaffAllocation) -> str:
    """«22 timer om ugen» or «1 årsværk»."""
    if allocation.weekly_hours is not None:
        return _("%(hours)s hours a week") % {"hours": format_number(allocation.weekly_hours)}
    return _("%(fte)s FTE") % {"fte": format_number(allocation.fte or 0)}


def so_far_words(hours: Hours, a_week: Decimal | None) -> str:
    """«9,93 timer om ugen indtil nu: 345 af 763,71 …»."""
    if a_week is None or hours.logged is None:
        return _("no hours logged")
    return _("%(week)s hours a week so far: %(logged)s of %(planned)s planned to date") % {
        "week": format_number(a_week, 2),
        "logged": format_number(hours.logged, 2),
        "planned": format_number(hours.planned_to_date or 0, 2),
    }
