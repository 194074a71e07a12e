"""A photograph from the phone, and what a reader does not get to see."""

import io

from PIL import ExifTags, Image
from playwright.sync_api import expect

from activities.models import LogEntry
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import STATUS, arrive_as, assert_answer, come_in, save


def photograph_with_its_position() -> bytes:
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "SecretPhone"
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (55.6761, 0.0, 0.0)
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(content, "JPEG", exif=tags)
    return content.getvalue()


def test_a_photograph_is_kept_without_its_position_and_not_for_readers(phone_page, open_page, site):
    # Given a consultant at the event with a phone
    page = phone_page
    come_in(page, "konsulent")
    page.goto("/my/")
    page.get_by_role("link", name="Registrér resultat", exact=True).tap()
    page.get_by_role("link", name=site.activity.title, exact=True).first.tap()

    # When a photograph is logged with the text
    page.get_by_label("Hvad skete der?").fill("Pladsen set fra scenen.")
    photograph = photograph_with_its_position()
    assert Image.open(io.BytesIO(photograph)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photograph}
    page.locator("[name=files]").set_input_files(files=[file])
    page.get_by_role("button", name="Gem", exact=True).tap()

    # Then it comes back as a picture that tells nothing of where it was taken
    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    assert_accessible(page)
    address = page.get_by_role("link", name="IMG_0001.jpg").get_attribute("href")
    picture = Image.open(io.BytesIO(page.request.get(address).body()))
    assert (picture.format, picture.size) == ("JPEG", (640, 480))
    assert dict(picture.getexif()) == {}

    # And a reader learns that there is a file, and does not get it
    reader = open_page()
    entry = LogEntry.objects.get(text="Pladsen set fra scenen.")
    arrive_as(reader, "laeser", entry.get_absolute_url())
    expect(reader.get_by_role("main")).to_contain_text("1 fil, som ikke vises for læsere.")
    expect(reader.get_by_text("IMG_0001.jpg")).to_have_count(0)
    assert reader.request.get(address).status == 403


def test_names_of_files_that_must_be_chosen_again_are_current_text(phone_page, site):
    page = phone_page
    come_in(page, "konsulent")
    page.goto(f"/log/activity/{site.activity.pk}/")
    file = {"name": "referat.txt", "mimeType": "text/plain", "buffer": b"Referat"}
    page.locator("[name=files]").set_input_files(files=[file])
    save(page)

    expect(page.get_by_role("main")).to_contain_text("Vælg disse filer igen: referat.txt")
    assert_accessible(page)


def test_a_reader_is_offered_nothing_to_log(open_page, site):
    page = open_page()
    come_in(page, "laeser")
    page.goto("/")
    assert page.url.endswith(STATUS)
    expect(page.get_by_role("link", name="Registrér resultat")).to_have_count(0)
    page.goto(site.activity.get_absolute_url())
    expect(page.get_by_role("link", name="Registrér resultat")).to_have_count(0)
    page.goto(site.criterion.get_absolute_url())
    expect(page.get_by_role("link", name="Vurdér")).to_have_count(0)

    assert_answer(page.goto(f"/log/activity/{site.activity.pk}/"), 403)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har ikke adgang til dette")
    page.get_by_role("link", name="Til forsiden").click()
    assert page.url.endswith(STATUS)
