"""What 복지정책과 prints on its documents: a logo, two hills under a sun."""

import io

from sqlalchemy import select

from documents.approvals.letterhead_form import letterhead_values, save_letterhead
from documents.sample.office import Office
from portal.commands.drawing import WHITE, Colour, png
from portal.files.stores import blob_store
from portal.forms.fields import Upload
from portal.records.models import IssuingUnit

UNIT = "복지정책과"
WIDTH, HEIGHT = 220, 140
SUN, HILL, FAR = (245, 158, 11), (22, 101, 52), (74, 140, 90)


def give_letterhead(office: Office) -> None:
    """Let the department's unit print its logo from now on."""
    session = office.session
    unit = session.scalars(select(IssuingUnit).where(IssuingUnit.name == UNIT)).one()
    data = png(WIDTH, HEIGHT, _logo)
    none = {"seal": None, "no_logo": False, "no_seal": False}
    values = letterhead_values(unit) | none | {"logo": Upload("logo.png", io.BytesIO(data), len(data))}
    save_letterhead(session, blob_store(office.registry, session), unit, values, None)


def _logo(x: int, y: int) -> Colour:
    if y > 78 + (x - 70) ** 2 / 80:
        return HILL
    if y > 60 + (x - 155) ** 2 / 60:
        return FAR
    return SUN if (x - 95) ** 2 + (y - 42) ** 2 < 28**2 else WHITE
