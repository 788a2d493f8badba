"""The child process: what it reads comes back, what it suffers does not."""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.files import child
from portal.files.child import answer, extract_guarded
from portal.files.extract import READERS
from portal.files.reasons import ExtractionFailed
from tests.files import builders as make

ROOT = Path(__file__).parents[2]


def in_child(code: str) -> subprocess.CompletedProcess[bytes]:
    """Run code in a process limited like the child's own."""
    prelude = "from portal.files import child; child.limit_self({}); "
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", prelude.format("300 << 20, 1") + code],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )


def test_text_comes_back_from_the_child() -> None:
    found = extract_guarded("docx", io.BytesIO(make.docx_bytes()))
    assert found.text == "제7차 회의록\n일시 | 2021. 7. 15.\n14:00"


def test_hangul_is_read_within_the_limits_of_the_child() -> None:
    assert "칸11" in extract_guarded("hwpx", io.BytesIO(make.hwpx_document().to_bytes())).text


def test_bomb_is_refused_inside_the_child_too() -> None:
    with pytest.raises(ExtractionFailed) as caught:
        extract_guarded("docx", io.BytesIO(make.lying_docx(1_000, 60 << 20)))
    assert caught.value.reason in ("damaged", "unsafe")


def test_broken_file_is_an_answer() -> None:
    with pytest.raises(ExtractionFailed) as caught:
        extract_guarded("pdf", io.BytesIO(b"%PDF-1.7 broken"))
    assert caught.value.reason == "damaged"
    assert caught.value.message == "파일이 깨져 본문을 읽지 못했습니다."


def test_child_that_takes_too_long_is_ended_with_its_family() -> None:
    started = time.monotonic()
    code = "import subprocess, time; print(subprocess.Popen(['sleep', '61']).pid, flush=True); time.sleep(60)"
    with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as result:
        with pytest.raises(ExtractionFailed) as caught:
            child._run([sys.executable, "-c", code], nothing, result, 1.0)
        result.seek(0)
        grandchild = int(result.read())
    assert caught.value.reason == "timed-out"
    assert time.monotonic() - started < 10
    status = Path(f"/proc/{grandchild}/stat")
    for _wait in range(50):  # it is told to end; on a busy machine that takes a moment
        if not status.exists() or status.read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    assert not status.exists() or status.read_text().split()[2] == "Z"


def test_memory_beyond_the_limit_is_not_given() -> None:
    done = in_child("import sys\ntry:\n bytearray(400 << 20)\nexcept MemoryError:\n sys.exit(7)")
    assert done.returncode == 7


def test_memory_exhaustion_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, "txt", "tests.files.hungry_reader")
    assert json.loads(answer("txt", io.BytesIO(b"memory")))["reason"] == "out-of-memory"
    assert json.loads(answer("txt", io.BytesIO(b"panic"))) == {"reason": "damaged", "detail": "Panic"}


def test_processor_time_beyond_the_limit_ends_the_child() -> None:
    done = in_child("\nwhile True: pass")
    with pytest.raises(ExtractionFailed) as caught:
        child._understood(done.returncode, b"")
    assert caught.value.reason == "timed-out"


@pytest.mark.parametrize(
    ("code", "output"),
    [
        (-11, b""),
        (1, b"{}"),
        (0, b""),
        (0, b"not json"),
        (0, b"[]"),
        (0, b'"text"'),
        (0, b'{"pages": 3, "warnings": []}'),
    ],
)
def test_nonsense_from_the_child_is_a_failure(code: int, output: bytes) -> None:
    with pytest.raises(ExtractionFailed) as caught:
        child._understood(code, output)
    assert caught.value.reason == "crashed"


def test_child_gets_no_open_files_and_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILLOK_DATABASE_URL", "postgresql://user:password@host/name")
    code = "import json, os; print(json.dumps([sorted(os.environ), len(os.listdir('/proc/self/fd'))]))"
    with (tmp_path / "secret").open("w+") as secret, (tmp_path / "result").open("w+b") as result:
        os.set_inheritable(secret.fileno(), True)
        child._run([sys.executable, "-c", code], secret.buffer, result, 30)
        result.seek(0)
        environment, descriptors = json.loads(result.read())
    assert not [name for name in environment if name.startswith("SILLOK")]
    assert descriptors == 4  # its three, and the one that lists them


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=400), st.integers(0, 3000))
def test_random_and_truncated_files_always_get_an_answer(kind: str, noise: bytes, end: int) -> None:
    good = {"docx": make.bare_docx(), "pdf": make.pdf_bytes(["text"])}.get(kind, b"")
    said = json.loads(answer(kind, io.BytesIO(good[:end] + noise)))
    assert "pages" in said or said["reason"] in ("damaged", "unsafe", "encrypted", "out-of-memory")
