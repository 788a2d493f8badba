"""The upload form."""

import colander

from portal.files.guard import KINDS
from portal.forms import widgets
from portal.forms.fields import File
from portal.i18n import _

MOST_AT_ONCE = 20
ACCEPT = ",".join(f".{extension}" for kind in KINDS.values() for extension in kind.extensions)


class UploadSchema(colander.Schema):
    """Files to attach."""

    files = colander.SchemaNode(
        File(),
        title=_("붙임 파일"),
        description=_("한글, 워드, 엑셀, 파워포인트, PDF, 그림, 글 파일을 한 번에 스무 개까지 고를 수 있습니다."),
        widget=widgets.FileInput(multiple=True, accept=ACCEPT),
        validator=colander.Length(max=MOST_AT_ONCE, max_err=_("한 번에 스무 개까지 올릴 수 있습니다.")),
    )
