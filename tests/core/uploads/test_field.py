"""The form field that takes several files."""

from django import forms
from django.utils.datastructures import MultiValueDict

from core.forms.files import FilesField
from tests.core.uploads.shared import PDF_BYTES, upload


# The field ------------------------------------------------------------------------------------
class FilesForm(forms.Form):
    files = FilesField()


def form_with(*uploads):
    return FilesForm({}, MultiValueDict({"files": list(uploads)} if uploads else {}))


def test_files_are_not_required():
    form = form_with()

    assert form.is_valid()
    assert form.cleaned_data["files"] == []
    assert not form.has_changed()


def test_several_files_are_prepared_in_their_order():
    form = form_with(upload("a.pdf", PDF_BYTES), upload("b.txt", b"b"))

    assert form.is_valid()
    assert form.has_changed()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.pdf", "b.txt"]


def test_each_refused_file_is_named():
    form = form_with(
        upload("god.pdf", PDF_BYTES), upload("tom.pdf", b""), upload("kode.svg", b"<svg/>")
    )

    first, second = form.errors["files"]
    assert "tom.pdf" in first
    assert "kode.svg" in second


def test_a_hostile_name_is_escaped_in_its_message():
    errors = str(form_with(upload("<script>x", b"<svg/>")).errors)

    assert "<script>" not in errors


def test_more_files_than_allowed_are_refused_together(settings):
    limit = settings.UPLOAD_MAX_FILES
    files = [upload(f"{number}.txt", b"x") for number in range(limit + 1)]

    assert form_with(*files[:limit]).is_valid()
    (message,) = form_with(*files).errors["files"]
    assert str(limit) in message


def test_the_input_takes_several_files_and_offers_an_iphones_pictures():
    html = str(form_with()["files"])

    assert " multiple" in html
    assert "image/heic" in html
    assert ".heic" in html
    assert form_with().is_multipart()
