"""공람그룹: kept by a department for its own people."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from documents.boxes import side_menu
from documents.circulation import services
from documents.circulation.models import CirculationGroup
from documents.circulation.schemas import group_schema
from portal.forms import Form, handle
from portal.forms.fields import lines_of
from portal.i18n import _
from portal.people.finding import label_of, require_person
from portal.people.models import Department

FORM = "templates:documents/approvals/form.pt"
TITLE = _("공람그룹")


def _crumbs(request: Any, here: Any) -> list[tuple[Any, str]]:
    return [
        (_("결재", context="list"), request.route_path("approvals")),
        (TITLE, request.route_path("circulation.groups")),
        (here, ""),
    ]


@view_config(
    route_name="circulation.groups", request_method="GET", permission="documents",
    renderer="templates:documents/circulation/groups.pt",
)  # fmt: skip
def groups(request: Any) -> dict[str, Any]:
    """The groups of the reader's departments with their people."""
    session = request.dbsession
    side_menu(request)
    found = services.groups_of(session, request.identity.department_ids)
    return {
        "page_title": TITLE,
        "breadcrumbs": _crumbs(request, TITLE)[::2],
        "groups": [(one, [person.name for person in services.members_of(session, one)]) for one in found],
    }


@view_config(route_name="circulation.group_new", renderer=FORM, permission="documents")
def new(request: Any) -> Any:
    """A new group."""
    own = request.identity.department_ids
    if not own:
        raise HTTPForbidden(_("보직이 있는 사람만 공람그룹을 만들 수 있습니다."))
    return _edited(request, CirculationGroup(department_id=own[0]), own, _("공람그룹 만들기"))


@view_config(route_name="circulation.group_edit", renderer=FORM, permission="documents")
def edit(context: Any, request: Any) -> Any:
    """Another name or other people."""
    group: CirculationGroup = context.row
    return _edited(request, group, [group.department_id], _("공람그룹 고치기"))


def _edited(request: Any, group: CirculationGroup, own: list[int], title: Any) -> Any:
    session = request.dbsession
    choices = [(str(one), session.get_one(Department, one).name) for one in own]
    people = services.members_of(session, group) if group.id else []
    shown = {
        "name": group.name or "",
        "people": "\n".join(label_of(one.name, one.affiliation, one.id) for one in people),
    }
    back = request.route_path("circulation.groups")
    form = Form(request, group_schema(choices), submit=_("저장"), formid="group", appstruct=shown, cancel=back)

    def save(values: dict[str, Any]) -> str:
        chosen = [require_person(session, one, "people").id for one in lines_of(values["people"])]
        if "department" in values:
            group.department_id = int(values["department"])
        services.keep_group(session, group, values["name"], chosen, request.identity)
        return str(back)

    page = {"page_title": title, "breadcrumbs": _crumbs(request, title)}
    return handle(request, form, save, _("저장했습니다."), page)
