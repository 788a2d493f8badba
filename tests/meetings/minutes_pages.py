"""What tests of the pages of minutes share: minutes to look at, and the forms on their pages."""

import io
import zipfile

from tests.meetings import minutes_case as case

TEXT_OF = {"docx": "word/document.xml", "hwpx": "Contents/section0.xml"}


def make(database, viewer, how, **given):
    """Minutes made by one of the case's functions; answers their address."""
    with database.writing() as session:
        minutes = how(session, viewer("secretary"), **given)
        return f"/minutes/{minutes.uid}"


def stored(database):
    with database.reading() as session:
        return case.the_minutes(session)


def item_uid(database, number=0):
    with database.reading() as session:
        return case.items(session, case.the_minutes(session))[number].uid


def signing_form(page):
    return next(form for form in page.forms.values() if "sha256" in form.fields)


def file_text(response):
    """What a Word or 한글 file says, as XML."""
    with zipfile.ZipFile(io.BytesIO(response.body)) as package:
        part = next(name for name in TEXT_OF.values() if name in package.namelist())
        return package.read(part).decode()
