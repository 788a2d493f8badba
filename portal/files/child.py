"""Reading an uploaded file in a child process: whatever a document does to its reader, the portal goes on.

`extract_guarded` is the parent's side. ``python -m portal.files.child KIND`` is the child's: the file on standard
input, one JSON object on standard output. The child limits itself before it imports any library of a format.
"""

import contextlib
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from portal.files.extract import extract
from portal.files.extracted import TEXT_LIMIT, Extracted
from portal.files.reasons import ExtractionFailed, FileRefused

MEMORY_LIMIT = 2 << 30  # bytes of address space
CPU_LIMIT = 30  # seconds
WALL_LIMIT = 60  # seconds
OUTPUT_LIMIT = 8 * TEXT_LIMIT  # bytes: a Hangul syllable takes three, a line break two
_ROOT = Path(__file__).resolve().parents[2]
_LOG = logging.getLogger(__name__)


def extract_guarded(kind: str, stream: IO[bytes], wall_limit: float = WALL_LIMIT) -> Extracted:
    """The text of a file, read in a child process; `ExtractionFailed` for anything that goes wrong there.

    The child gets no open files but its three, no environment but the language, and a session of its own so that
    it can be ended with everything it may have started.
    """
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        stream.seek(0)
        while block := stream.read(1 << 20):
            source.write(block)
        source.seek(0)
        code = _run([sys.executable, "-s", "-m", __name__, kind], source, result, wall_limit)
        result.seek(0)
        return _understood(code, result.read(OUTPUT_LIMIT + 1))


def _run(command: list[str], source: IO[bytes], result: IO[bytes], wall_limit: float) -> int:
    process = subprocess.Popen(  # noqa: S603 - our own module; the only argument is a name from our table of kinds
        command,
        stdin=source,
        stdout=result,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8", "PATH": os.defpath, "PYTHONWARNINGS": "ignore"},
        start_new_session=True,
        close_fds=True,
    )
    try:
        return process.wait(wall_limit)
    except subprocess.TimeoutExpired:
        raise ExtractionFailed("timed-out", "wall") from None
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _understood(code: int, output: bytes) -> Extracted:
    """What the child said, or what its end means."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):  # SIGKILL is how the system takes memory back
        raise ExtractionFailed("timed-out" if code == -signal.SIGXCPU else "out-of-memory", f"exit {code}")
    try:
        said = json.loads(output) if code == 0 and len(output) <= OUTPUT_LIMIT else {}
        if "reason" in said:
            failure = ExtractionFailed(str(said["reason"]), str(said.get("detail", ""))[:200])
            _LOG.info("a file could not be read: %s", failure)
            raise failure
        return Extracted.from_value(said)
    except ValueError:
        raise ExtractionFailed("crashed", f"exit {code}") from None


def limit_self(memory: int = MEMORY_LIMIT, cpu: int = CPU_LIMIT) -> None:
    """Bounds of this process that it cannot lift again: memory, processor time, what it may write, open files."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))  # the softer one tells the parent what happened
    for what, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, max(OUTPUT_LIMIT, 64 << 20)),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (bound, bound))


def answer(kind: str, stream: IO[bytes]) -> str:
    """The JSON that the child writes. Every error becomes an answer, even those that are no `Exception`."""
    try:
        return extract(kind, stream).to_json()
    except (FileRefused, ExtractionFailed) as error:
        return json.dumps({"reason": error.reason, "detail": getattr(error, "detail", "")})
    except (MemoryError, RecursionError) as error:
        return json.dumps({"reason": "out-of-memory", "detail": type(error).__name__})
    except BaseException as error:  # noqa: BLE001 - some native readers raise outside Exception
        return json.dumps({"reason": "damaged", "detail": type(error).__name__})


def main() -> None:
    """The child's life."""
    limit_self()
    sys.stdout.write(answer(sys.argv[1], sys.stdin.buffer))
    sys.stdout.flush()
    os._exit(0)  # native libraries that tear down a broken document are not waited for


if __name__ == "__main__":
    main()
