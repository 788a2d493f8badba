"""Forms: deform set up once, with KRDS markup, native date and time inputs and nothing inline.

A view builds a `Form` and gives it to `handle`, the one submit path::

    form = Form(request, MeetingSchema().bind(), formid="meeting", submit=_("저장"), appstruct=values)
    return handle(request, form, on_valid=lambda values: save(session, values), done=_("저장했습니다."))

The template prints `${structure: form.render()}`. A service refuses a value by raising `FormError("title", _("…"))`.
"""

from pathlib import Path

import colander
import deform
from deform.schema import default_widget_makers
from pyramid.config import Configurator

import templates
from portal.forms import widgets
from portal.forms.errors import FormError
from portal.forms.form import Form
from portal.forms.posted import posted
from portal.forms.render import Renderer
from portal.forms.submit import handle

__all__ = ["Form", "FormError", "handle", "posted"]

DEFAULT_WIDGETS = {
    colander.Boolean: widgets.Checkbox,
    colander.Sequence: widgets.Rows,
    colander.String: widgets.TextInput,
    colander.Date: widgets.DateInput,
    colander.Time: widgets.TimeInput,
    colander.DateTime: widgets.DateTimeInput,
}


def includeme(config: Configurator) -> None:
    """Give deform our templates and translator. Settings of deform are global to the process."""
    folder = str(Path(templates.__file__).parent / "widgets")
    reload = bool(config.registry.settings.get("pyramid.reload_templates"))
    deform.Form.set_default_renderer(Renderer([folder], auto_reload=reload))
    default_widget_makers.update(DEFAULT_WIDGETS)
