"""Pages of 단위과제 and their files, for the records officer and administrators."""

from typing import Any

from pyramid.view import view_config

from documents.approvals.views.common import FORM, whole
from documents.approvals.views.rules import frame
from documents.filing import tasks as services
from documents.filing.schemas import file_schema, task_facts, task_schema, task_values
from documents.filing.views.common import departments_kept
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import page_of
from portal.office.formats import official_date
from portal.people import lists
from portal.people.checks import term_text
from portal.people.models import Department
from portal.records.models import RETENTIONS, RecordFile, UnitTask

TASKS, SAVED = _("단위과제와 기록물철"), _("저장했습니다.")


@view_config(
    route_name="filing", request_method="GET", permission="records", renderer="templates:documents/filing/tasks.pt"
)
def tasks(request: Any) -> dict[str, Any]:
    """The work of today by department, or all there ever was."""
    session, today = request.dbsession, clock.today()
    department, words, ended = whole(request.GET.get("department")), word_asked(request, "q"), "ended" in request.GET
    query = services.all_tasks(department, words, None if ended else today, request.identity.departments_kept)
    return {
        **frame(request, TASKS),
        "page": lists.page(session, query, page_of(request)),
        "departments": departments_kept(request, department or None),
        "department": department,
        "text": words,
        "ended": ended,
    }


@view_config(
    route_name="filing.task", request_method="GET", permission="records", renderer="templates:documents/filing/task.pt"
)
def task(context: Any, request: Any) -> dict[str, Any]:
    """One unit of work and its files."""
    row: UnitTask = context.row
    session = request.dbsession
    department = session.get_one(Department, row.department_id)
    facts = [
        (_("부서"), department.name),
        (_("과제 번호"), row.code or "-"),
        (_("보존기간"), RETENTIONS[row.retention]),
    ]
    return {
        **frame(request, row.name, (TASKS, request.route_path("filing"))),
        "task": row,
        "facts": [*facts, (_("기간"), term_text(row))],
        "page": lists.page(session, services.files_of(row), page_of(request)),
    }


@view_config(route_name="filing.new", permission="records", renderer=FORM)
def task_new(request: Any) -> Any:
    """A new unit of work."""
    return _task_form(request, None, _("단위과제 등록"), appstruct={"starts_on": clock.today()})


@view_config(route_name="filing.task_edit", permission="records", renderer=FORM)
def task_edit(context: Any, request: Any) -> Any:
    """Correct or end a unit of work."""
    stored = task_values(context.row)
    return _task_form(request, context.row, _("단위과제 고치기"), appstruct=stored, stored=stored)


def _task_form(request: Any, row: UnitTask | None, title: Any, appstruct: Any, stored: Any = None) -> Any:
    session = request.dbsession
    back = _address(request, row) if row else request.route_path("filing")
    schema = task_schema(departments_kept(request, row.department_id if row else None))
    known = {name: value for name, value in appstruct.items() if value is not None}
    form = Form(request, schema, formid="task", appstruct=known, cancel=back, stored=stored)

    def save(values: dict[str, Any]) -> str:
        return _address(request, services.save_task(session, row, task_facts(values), request.identity))

    return handle(request, form, save, SAVED, frame(request, title, (TASKS, request.route_path("filing"))))


@view_config(
    route_name="filing.file", request_method="GET", permission="records", renderer="templates:documents/filing/file.pt"
)
def file(context: Any, request: Any) -> dict[str, Any]:
    """One file and what lies in it, of every type of record, as far as the viewer may read it."""
    row: RecordFile = context.row
    session, own, types = request.dbsession, request.identity.principals, request.registry["record_types"]
    page = lists.page(session, services.lying_in(row, own), page_of(request))
    facts = [(_("단위과제"), row.unit_task.name), (_("보존기간"), RETENTIONS[row.unit_task.retention])]
    closed = official_date(row.closed_on) if row.closed_on else _("열림")
    task_address = _address(request, row.unit_task)
    return {
        **frame(request, row.label, (TASKS, request.route_path("filing")), (row.unit_task.name, task_address)),
        "file": row,
        "facts": [*facts, (_("종결일"), closed)],
        "page": page,
        "rows": [
            (one, types[one.type].label, request.route_path(types[one.type].route, uid=one.uid)) for one in page.items
        ],
        "hidden": services.out_of_sight(session, row, own),
    }


@view_config(route_name="filing.task_file", permission="records", renderer=FORM)
def file_new(context: Any, request: Any) -> Any:
    """A new file of a unit of work."""
    return _file_form(request, context.row, None, _("기록물철 만들기"))


@view_config(route_name="filing.file_edit", permission="records", renderer=FORM)
def file_edit(context: Any, request: Any) -> Any:
    """Correct, close or open a file again."""
    row: RecordFile = context.row
    stored = {name: getattr(row, name) for name in ("title", "year", "volume", "closed_on")}
    return _file_form(request, row.unit_task, row, _("기록물철 고치기"), stored)


def _file_form(request: Any, of: UnitTask, row: RecordFile | None, title: Any, stored: Any = None) -> Any:
    back = request.route_path("filing.file", uid=row.uid) if row else _address(request, of)
    known = {name: value for name, value in (stored or {"title": of.name}).items() if value is not None}
    form = Form(request, file_schema(), formid="file", appstruct=known, cancel=back, stored=stored)

    def save(values: dict[str, Any]) -> str:
        services.save_file(request.dbsession, of, row, values, request.identity)
        return back

    crumbs = [(TASKS, request.route_path("filing")), (of.name, _address(request, of))]
    crumbs += [(row.label, back)] if row else []
    return handle(request, form, save, SAVED, frame(request, title, *crumbs))


def _address(request: Any, row: UnitTask) -> str:
    return str(request.route_path("filing.task", uid=row.uid))
