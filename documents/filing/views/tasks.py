"""Pages of 단위과제 and their files, for the records officer and administrators."""

from typing import Any

from pyramid.view import view_config

from documents.approvals.views.common import FORM, whole
from documents.approvals.views.rules import frame
from documents.filing import tasks as services
from documents.filing.schemas import file_schema, task_facts, task_schema, task_values
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import page_of
from portal.people import choices, lists
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
    query = services.all_tasks(department, words, None if ended else today)
    return {
        **frame(request, TASKS),
        "page": lists.page(session, query, page_of(request)),
        "departments": choices.departments(session, today, department or None),
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
    schema = task_schema(choices.departments(session, clock.today(), row.department_id if row else None))
    known = {name: value for name, value in appstruct.items() if value is not None}
    form = Form(request, schema, formid="task", appstruct=known, cancel=back, stored=stored)

    def save(values: dict[str, Any]) -> str:
        return _address(request, services.save_task(session, row, task_facts(values), request.identity))

    return handle(request, form, save, SAVED, frame(request, title, (TASKS, request.route_path("filing"))))


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
    back = _address(request, of)
    known = {name: value for name, value in (stored or {"title": of.name}).items() if value is not None}
    form = Form(request, file_schema(), formid="file", appstruct=known, cancel=back, stored=stored)

    def save(values: dict[str, Any]) -> str:
        services.save_file(request.dbsession, of, row, values, request.identity)
        return back

    return handle(
        request, form, save, SAVED, frame(request, title, (TASKS, request.route_path("filing")), (of.name, back))
    )  # fmt: skip


def _address(request: Any, row: UnitTask) -> str:
    return str(request.route_path("filing.task", uid=row.uid))
