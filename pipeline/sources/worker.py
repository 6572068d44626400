"""A process of its own for each run of papers: one that hangs or eats memory is stopped, and the run goes on.

Started as ``python -m pipeline.sources.worker``; it takes paths line by line and answers each with one line of JSON.
"""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from pipeline.shared.reading import Reading
from pipeline.sources.options import Options
from pipeline.sources.pieces import Refused
from pipeline.sources.reading import read

CODE = Path(__file__).resolve().parents[2]
MEMORY = 4 << 30
PATIENCE = 10  # on a busy machine a second of computing takes longer; and other programs (OCR) are not counted
TIMER = int(getattr(signal, "SIGPROF", 0))  # absent on Windows: there only patience ends a paper
SLOW = "das Lesen dauerte länger als {} Sekunden und wurde abgebrochen; bitte die Datei neu speichern oder teilen"
LOST = "das Lesen brach ab (zu groß oder beschädigt); bitte die Datei neu speichern oder teilen"


class Worker:
    """One reading process; it is started when needed and again after a paper that stopped it."""

    def __init__(self, options: Options, seconds: float) -> None:
        """Keep what readers may do, and how long a paper may take."""
        self.options = options
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def read(self, path: Path) -> Reading:
        """Return the reading of ``path``; raises Refused where it has none, takes too long or stops the process."""
        process = self._started()
        if process.stdin is None:
            raise Refused(LOST)
        try:
            process.stdin.write(json.dumps(str(path.resolve())).encode("ascii") + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self.seconds * PATIENCE)
        except queue.Empty:
            self.close()
            raise Refused(SLOW.format(round(self.seconds))) from None
        except OSError:
            line = b""
        if not line:
            spent = process.wait() == -TIMER
            self.close()
            raise Refused(SLOW.format(round(self.seconds)) if spent else LOST)
        answer: dict[str, Any] = json.loads(line)
        if "refused" in answer:
            raise Refused(str(answer["refused"]))
        return Reading.from_bytes(json.dumps(answer["reading"]).encode())

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [
                sys.executable,
                "-m",
                "pipeline.sources.worker",
                json.dumps(vars(self.options)),
                str(self.seconds),
            ]
            self._answers = queue.Queue()
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, cwd=CODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process


def _listen(process: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    """Pass on what the process says; an empty line says that it has ended."""
    if process.stdout is not None:
        for line in process.stdout:
            answers.put(line)
    answers.put(b"")


def answer(path: Path, options: Options) -> dict[str, Any]:
    """Return the reading of ``path`` or the reason why there is none; never raises."""
    try:
        return {"reading": json.loads(read(path, options).to_bytes())}
    except Refused as reason:
        return {"refused": str(reason)}
    except MemoryError:
        return {"refused": LOST}
    except Exception as error:  # noqa: BLE001 - a paper must not stop the run; the kind of error is no word of its text
        return {"refused": f"unerwarteter Lesefehler ({type(error).__name__}); bitte in ein anderes Format umspeichern"}


def limit_memory() -> None:
    """Let a paper have a bounded amount of memory, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))


def limit_time(seconds: float) -> None:
    """Let the next paper have ``seconds`` of computing time, however busy the machine; then the system ends us."""
    if TIMER:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def serve() -> None:
    """Answer paths until the input ends."""
    limit_memory()
    options, seconds = Options(**json.loads(sys.argv[1])), float(sys.argv[2])
    for line in sys.stdin.buffer:
        limit_time(seconds)
        said = answer(Path(json.loads(line)), options)
        sys.stdout.buffer.write(json.dumps(said).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
