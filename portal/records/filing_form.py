"""편철 on a page: the files that are offered, and the form that puts a record in one of them or moves it to another.

Drafts of approval documents choose their file among their other facts; what is there already (incoming documents,
minutes) is filed on a page of its own.
"""

from collections.abc import Sequence
from typing import Any

import colander

from portal.forms import Form, handle
from portal.forms.fields import choice
from portal.i18n import _
from portal.records.acting import read_anew, refusing, require
from portal.records.filing import FILE, offered_files, put_in_file
from portal.records.models import RecordFile

HINT = _("보존기간은 그 단위과제를 따르고, 등록하거나 확정한 다음 해부터 셉니다.")
NO_FILES = _("쓸 수 있는 기록물철이 없습니다. 기록물관리책임자에게 기록물철을 만들어 달라고 하십시오.")


def file_node(files: Sequence[RecordFile], **kw: Any) -> colander.SchemaNode:
    """The choice of one of these files, by name and with how long it is kept."""
    offered = [(str(file.id), f"{file.unit_task.name} › {file.label} ({file.unit_task.retention})") for file in files]
    return choice(offered, name="file", title=_("기록물철"), **kw)


def filing_schema(files: Sequence[RecordFile]) -> colander.SchemaNode:
    """The form of 편철. A file that is no longer offered is refused in the words of the service, which knows why."""
    node = file_node(files, description=HINT if files else NO_FILES)
    node.validator = colander.Regex("[0-9]{1,9}$", _("목록에 있는 것 가운데 골라 주십시오."))
    schema = colander.Schema()
    schema.add(node)
    return schema


def filing_page(request: Any, departments: Sequence[int | None], back: str, page: dict[str, Any]) -> Any:
    """The page on which the record of the request is filed with one of these departments; 403 for who may not."""
    session, record = request.dbsession, request.context.record
    require(request, FILE)
    read_anew(request, record)
    stored = {"file": str(record.record_file_id or "")}
    schema = filing_schema(offered_files(session, departments, record.record_file_id))
    form = Form(request, schema, submit=_("편철"), formid="filing", appstruct=stored, stored=stored, cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            put_in_file(session, record, int(values["file"]), departments, request.identity)
        return back

    return handle(request, form, save, _("편철했습니다."), page)
