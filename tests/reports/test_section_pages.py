"""A section's page: drafted, written, cited, on to the next hands, and two who write at once."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Measurement
from reports.models import Citation, SectionRead, SectionState
from reports.queries.reports import material_of
from reports.rules.assembling import document_of
from reports.rules.section_states import NEED_TEXT
from reports.services.workflow import send_to_review
from tests.factories import LogEntryFactory
from tests.factories.reports import PictureFileFactory
from tests.reports.shared import small_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(clock):
    return small_year()


@pytest.fixture
def writer(year, client_of):
    return client_of(year.writer)


@pytest.fixture
def manager(year, client_of):
    return client_of(year.manager)


def address(section, name="section", *rest):
    report = section.report
    return reverse(f"reports:{name}", args=[report.program.slug, report.number, section.pk, *rest])


def opened(client, section):
    """What the open form sends back as it stands."""
    form = client.get(address(section)).context["form"]
    names = [name for name in form.fields if name != "press"]
    return {name: form[name].value() or "" for name in names}


def send(client, section, **typed):
    return client.post(address(section), {**opened(client, section), **typed})


def test_it_is_drafted_when_the_report_is_started_and_reads_with_its_figures(year, writer):
    section = year.section()
    assert "[[value]]" in section.text
    assert section.state == SectionState.IN_PROGRESS
    page = writer.get(address(section)).content.decode()
    assert 'data-figure="visitors.value">12.125</a>' in page
    assert "Målet er" in page


def test_what_is_cited_has_live_figures_of_its_own(year, writer):
    section = year.section()
    entry = LogEntryFactory(
        activity=year.visitors.activities.get(), on=datetime.date(2011, 5, 1), attendance=400
    )
    send(writer, section, text="Vi gik i gang.", press=f"cite-entry-{entry.pk}")
    section.refresh_from_db()
    assert section.text.startswith(f"Vi gik i gang. Den [[entry-{entry.pk}.on]] samlede")
    entry.attendance = 450
    entry.save()
    figures = {one.key: one.text for one in document_of(material_of(year.report)).figures()}
    assert figures[f"entry-{entry.pk}.attendance"] == "450"
    # Named in the text it is not taken away; once it is not, it is.
    citation = section.citations.get(log_entry=entry)
    kept = send(writer, section, press=f"uncite-{citation.pk}")
    assert kept.status_code == 422
    send(writer, section, text="Vi gik i gang.", press=f"uncite-{citation.pk}")
    assert not Citation.objects.filter(pk=citation.pk).exists()


def test_evidence_that_was_retracted_shows_as_a_gap(year, writer):
    section = year.section()
    entry = section.citations.filter(log_entry__isnull=False).get().log_entry
    entry.retracted_at, entry.retraction_reason = entry.recorded_at, "Fejl"
    entry.save()
    page = writer.get(address(section)).content.decode()
    assert f"Der er intet levende tal [[entry-{entry.pk}.on]]" in page


def test_another_programmes_evidence_is_not_cited(year, writer):
    other = LogEntryFactory()
    answer = send(writer, year.section(), press=f"cite-entry-{other.pk}")
    assert answer.status_code == 422
    text = f"[[entry-{other.pk}.on]] [[entry-999999999999999999.on]]"
    send(writer, year.section(), text=text)
    assert not Citation.objects.filter(log_entry=other).exists()


def test_a_figure_that_differs_is_pointed_out_and_not_refused(year, writer):
    answer = send(writer, year.section(), text="Der kom 14.000 besøgende.")
    assert answer.status_code == 302
    page = writer.get(address(year.section())).content.decode()
    assert "»14.000 besøgende« er skrevet i hånden" in page
    preview = writer.post(address(year.section(), "section_preview"), {"text": "13 besøgende"})
    assert "»13 besøgende« er skrevet i hånden" in preview.content.decode()
    assert year.section().text == "Der kom 14.000 besøgende."


def test_an_overruled_status_stands_beside_the_computed_with_its_reason(year, writer):
    without = send(writer, year.section(), overruled_status="met")
    assert without.status_code == 422
    send(writer, year.section(), overruled_status="met", overruled_reason="Alle så det")
    page = writer.get(address(year.section())).content.decode()
    assert "Alle så det" in page and "beregnet: I risiko" in page


def test_it_goes_to_the_reviewer_back_with_a_comment_and_is_approved(year, writer, manager):
    section = year.section()
    my_page = reverse("overview:my_page")
    assert address(section) in writer.get(my_page).content.decode()
    send(writer, section, text="Færdig.", press="ready")
    assert address(section) not in writer.get(my_page).content.decode()
    assert address(section) in manager.get(my_page).content.decode()

    send(manager, section, press="return")
    manager.post(address(section, "section_return"), {"comment": "Skriv om børnene."})
    page = writer.get(address(section)).content.decode()
    assert "Skriv om børnene." in page
    assert "Returneret" in writer.get(my_page).content.decode()

    send(writer, section, text="Færdig. Der kom mange børn.", press="ready")
    since = manager.get(address(section)).context["since"]
    assert [(line.kind, line.text) for line in since.lines] == [
        ("theirs", "Færdig."),
        ("mine", "Færdig. Der kom mange børn."),
    ]
    assert since.by == "Karla Konsulent"
    send(manager, section, press="approve")
    section.refresh_from_db()
    assert (section.state, section.comment) == (SectionState.APPROVED, "")
    assert not manager.get(address(section)).context["since"]
    send(writer, section, text="Noget andet.")
    assert year.section().state == SectionState.IN_PROGRESS


def test_an_author_does_not_approve_and_an_empty_text_is_not_ready(year, writer):
    assert send(writer, year.section(), press="approve").status_code == 403
    assert send(writer, year.section(), text="", press="ready").status_code == 422
    assert writer.get(address(year.section(), "section_return")).status_code == 403


def test_two_texts_stand_beside_each_other_line_by_line(year, writer, manager):
    section = year.section()
    before = opened(manager, section)
    send(writer, section, text="Fælles\nForfatterens")
    second = manager.post(address(section), {**before, "text": "Fælles\nLederens"})
    assert second.status_code == 422
    assert [(line.kind, line.text) for line in second.context["form"].difference] == [
        ("same", "Fælles"),
        ("theirs", "Forfatterens"),
        ("mine", "Lederens"),
    ]
    assert year.section().text == "Fælles\nForfatterens"


def test_a_colleague_reads_it_and_writes_once_it_is_handed_over(year, writer, client_of, kollega):
    colleague = client_of(kollega)
    section = year.section()
    assert "section-form" not in colleague.get(address(section)).content.decode()
    assert colleague.post(address(section), {"text": "Mit"}).status_code == 403
    send(writer, section, press="hand_over")
    writer.post(address(section, "section_hand_over"), {"author": kollega.pk})
    assert "section-form" in colleague.get(address(section)).content.decode()
    assert writer.post(address(section), {"text": "Mit"}).status_code == 403


def test_a_report_in_review_is_only_read(year, writer, manager):
    section, before = year.section(), opened(writer, year.section())
    send_to_review(by=year.manager, report=year.report)
    assert "section-form" not in writer.get(address(section)).content.decode()
    answer = writer.post(address(section), {**before, "text": "For sent"})
    assert answer.status_code == 422
    assert "For sent" in answer.content.decode()
    assert year.section().text != "For sent"


def test_a_picture_has_its_words(year, writer):
    section = year.section()
    entry = section.citations.filter(log_entry__isnull=False).get().log_entry
    file = PictureFileFactory(log_entry=entry)
    answer = send(writer, section, press=f"picture-{file.pk}")
    assert answer["Location"] == address(section, "section_picture", file.pk)
    assert writer.post(answer["Location"], {"alternative_text": ""}).status_code == 422
    writer.post(answer["Location"], {"alternative_text": "Et telt"})
    picture = section.pictures.get()
    assert "Et telt" in writer.get(address(section)).content.decode()
    send(writer, section, press=f"unpicture-{picture.pk}")
    assert not section.pictures.exists()


def test_a_proposal_stands_beside_the_text_and_never_over_it(year, writer):
    section = year.section()
    assert writer.get(address(section)).context["shown"].proposal is None
    send(writer, section, text="Mit eget.")
    proposal = writer.get(address(section)).context["shown"].proposal
    assert "[[value]]" in proposal.text
    assert year.section().text == "Mit eget."


def test_what_is_read_is_remembered_of_whoever_worked_with_it(year, writer, manager):
    send(writer, year.section(), text="Et.")
    send(manager, year.section(), text="To.")
    assert SectionRead.objects.count() == 2
    assert writer.get(address(year.section())).context["since"].by == "Leo Leder"
    send(writer, year.section(), press="seen")
    assert not writer.get(address(year.section())).context["since"]


@pytest.mark.parametrize("more", [0, 3])
def test_a_page_costs_the_same_however_much_is_behind_it(
    more, clock, client_of, django_assert_num_queries
):
    year = small_year()
    section = year.section()
    activity = year.visitors.activities.get()
    for day in range(1, more + 1):
        entry = LogEntryFactory(activity=activity, on=datetime.date(2011, 6, day))
        PictureFileFactory(log_entry=entry)
        Measurement.objects.create(
            criterion=year.visitors, measured_on=entry.on, log_entry=entry, value=Decimal(day)
        )
    client = client_of(year.writer)
    client.get(address(section))
    with django_assert_num_queries(38):
        client.get(address(section))


def test_those_that_fill_themselves_are_approved_by_one_press(year, manager):
    where = [year.program.slug, year.report.number]
    page = manager.get(year.report.get_absolute_url())
    filled = page.context["page"].filled

    answer = manager.post(reverse("reports:approve", args=where), follow=True)

    approved = year.report.sections.filter(state=SectionState.APPROVED)
    assert approved.count() == filled > 3
    assert not approved.filter(content__in=NEED_TEXT).exists()
    assert all(one.history.first().history_user == year.manager for one in approved)
    assert answer.context["page"].filled == 0
    assert reverse("reports:approve", args=where) not in answer.content.decode()
