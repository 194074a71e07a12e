"""The forms on which administrators configure a programme: what is typed into each."""

from collections.abc import Callable

from tests.site.changing_forms import Changing, two
from tests.site.creating_forms import Creating
from tests.site.small_site import SmallSite

WHY = {"reason": "Rettet"}
CREATING: dict[str, Callable[[SmallSite], Creating]] = {
    "programs:program_new": lambda site: Creating(
        [],
        {
            "title": "Det næste",
            "slug": "2013",
            "starts_on": "2013-01-01",
            "ends_on": "2013-12-31",
        },
    ),
    "programs:mainarea_new": lambda site: Creating(["2011"], {"title": "Nyt område"}),
    "programs:initiative_new": lambda site: Creating(
        ["2011"], {"main_area": str(site.area.pk), "title": "Ny indsats"}
    ),
    "programs:fundingsource_new": lambda site: Creating(["2011"], {"name": "En pulje mere"}),
    "activities:activity_new": lambda site: Creating(
        ["2011"], {"main_area": str(site.area.pk), "title": "En ny", "new_place": "Havnen"}
    ),
    "indicators:criterion_new": lambda site: Creating(
        ["2011"],
        {
            "main_area": str(site.area.pk),
            "wording": "Mindst 10 nye",
            "target": "10",
            "activities": str(site.activity.pk),
        },
    ),
    "resources:staffallocation_new": lambda site: Creating(
        ["2011"],
        {
            "main_area": str(site.area.pk),
            "title": "En mere",
            "weekly_hours": "3",
            "activities": str(site.activity.pk),
        },
    ),
    "economy:budgetline_new": lambda site: Creating(
        ["2011"],
        {
            "source": str(site.line.source_id),
            "title": "En ny linje",
            "activity": str(site.activity.pk),
            "amount": "5.000",
        },
    ),
    "overview:year_several": lambda site: Creating(
        ["2011"],
        {"responsible": str(site.kollega.pk)},
        query=f"?chosen=activity-{site.other_activity.pk}",
    ),
}
CHANGING: dict[str, Callable[[SmallSite], Changing]] = {
    "programs:program_change": lambda site: Changing(
        ["2011"],
        one={"annex": "Bilag 2"},
        other={"purpose": "At nå flere"},
        same=two("title", "Det ene", "Det andet"),
        beside=WHY,
    ),
    "programs:fte": lambda site: Changing(
        ["2011"],
        one={"fte": "3"},
        other={f"area_{site.area.pk}": "1"},
        same=two("fte", "4", "5"),
        beside=WHY,
    ),
    "programs:mainarea_change": lambda site: Changing(
        [site.area.pk],
        one={"challenge": "Mange"},
        other={"policy_strand": "Indsats 4"},
        same=two("title", "Det ene", "Det andet"),
        beside=WHY,
    ),
    "programs:initiative_change": lambda site: Changing(
        [site.initiative.pk],
        one={"description": "Klubber"},
        other={"ref": "klubber"},
        same=two("title", "Den ene", "Den anden"),
        beside=WHY,
    ),
    "programs:fundingsource_change": lambda site: Changing(
        [site.line.source_id], same=two("name", "Den ene pulje", "Den anden"), beside=WHY
    ),
    "activities:activity_change": lambda site: Changing(
        [site.activity.pk],
        one={"description": "På pladsen"},
        other={"responsible": str(site.kollega.pk)},
        same=two("title", "Den ene", "Den anden"),
        beside=WHY,
    ),
    "indicators:criterion_change": lambda site: Changing(
        [site.counted.pk],
        one={"heading": "Internationale Dage"},
        other={"responsible": str(site.kollega.pk)},
        same=two("target", "90", "80"),
        beside=WHY,
    ),
    "resources:staffallocation_change": lambda site: Changing(
        [site.allocation.pk],
        one={"decision_reference": "BR 12"},
        other={"title": "En anden"},
        same=two("weekly_hours", "5", "6"),
        beside=WHY,
    ),
    "economy:budgetline_change": lambda site: Changing(
        [site.line.pk],
        one={"title": "Scenen"},
        other={"decision_reference": "BR 12"},
        same=two("title", "Den ene", "Den anden"),
        beside=WHY,
    ),
    "overview:adoption": lambda site: Changing(
        ["2012"],
        same=two("adoption_reference", "BIU punkt 6", "BIU punkt 7"),
        beside={"adopted_on": "2011-01-21"},
    ),
}
BY_ADMINISTRATORS = CREATING.keys() | CHANGING.keys()
