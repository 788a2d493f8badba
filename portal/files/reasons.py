"""Why a file is not taken or not read: short codes that can be stored, and the sentences people see."""

from typing import Any

from portal.i18n import _

REFUSALS = {
    "empty": _("빈 파일입니다. 파일을 확인하고 다시 올려 주십시오."),
    "too-large": _("파일이 너무 큽니다. ${limit}MB까지 올릴 수 있습니다."),
    "unknown-type": _("받을 수 없는 형식입니다. 한글, 워드, 엑셀, 파워포인트, PDF, 그림, 글 파일만 올릴 수 있습니다."),
    "old-office": _(
        "예전 형식(.doc, .xls, .ppt)은 받지 않습니다. 새 형식(.docx, .xlsx, .pptx)이나 PDF로 저장해 올려 주십시오."
    ),
    "old-hwp": _("한글 3.0 이전 형식은 받지 않습니다. HWPX나 HWP(5.0)로 저장해 올려 주십시오."),
    "wrong-extension": _(
        "파일 이름은 ‘.${extension}’인데 내용은 ‘.${actual}’ 파일입니다. 이름을 바로잡아 올려 주십시오."
    ),
    "encrypted": _("암호가 걸린 파일입니다. 암호를 풀고 다시 올려 주십시오."),
    "macro": _("매크로가 들어 있는 파일입니다. 매크로 없이 저장해 다시 올려 주십시오."),
    "damaged": _("파일이 깨졌거나 형식이 올바르지 않습니다. 원래 프로그램에서 다시 저장해 올려 주십시오."),
    "unsafe": _("파일 안에 안전하지 않은 내용이 있습니다. 원래 프로그램에서 다시 저장해 올려 주십시오."),
    "expands-too-much": _("압축을 풀면 지나치게 커지는 파일입니다. 내용을 나누어 다시 올려 주십시오."),
    "image-too-large": _("그림이 너무 큽니다. ${limit}만 화소 이하로 줄여 올려 주십시오."),
    "not-image": _("그림 파일(PNG, JPEG)만 넣을 수 있습니다."),
}

FAILURES = {
    "timed-out": _("시간이 너무 오래 걸려 본문을 읽지 못했습니다."),
    "out-of-memory": _("파일의 구조가 너무 커서 본문을 읽지 못했습니다."),
    "encrypted": _("암호가 걸려 있어 본문을 읽지 못했습니다."),
    "damaged": _("파일이 깨져 본문을 읽지 못했습니다."),
    "unsafe": _("안전하지 않은 내용이 있어 본문을 읽지 않았습니다."),
    "crashed": _("본문을 읽는 중에 문제가 생겼습니다."),
}

WARNINGS = {
    "no-text": _("글자 없음(스캔본)"),
    "some-pages-no-text": _("글자가 없는 쪽이 있습니다(스캔본)."),
    "cut": _("내용이 많아 앞부분만 읽었습니다."),
    "encoding-guessed": _("글자 부호를 짐작하여 읽었습니다. 깨진 글자가 있는지 확인하십시오."),
    "not-everything": _("옮기지 못한 내용이 있습니다."),
}


class FileRefused(Exception):
    """The file may not be taken; ``message`` says why in the reader's language, ``reason`` is the code."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = _(REFUSALS[reason], mapping=values)


class ExtractionFailed(Exception):
    """The text could not be read; ``message`` says why in the reader's language, ``reason`` is the code.

    ``detail`` (an exception's name or an exit code) is for the log only.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason if reason in FAILURES else "crashed"
        self.detail = detail
        self.message = FAILURES[self.reason]
