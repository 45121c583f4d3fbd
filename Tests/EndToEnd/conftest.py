"""Runs the built `linli` as anybody would: a process, its output, its exit code."""

import json
import os
import pathlib
import resource
import subprocess
import time
from dataclasses import dataclass

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CRASHES = {128 + n for n in (4, 5, 6, 7, 8, 10, 11)}


@dataclass
class Result:
    code: int
    out: str
    err: str
    seconds: float
    args: list

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"linli {' '.join(self.args)}\nexit {self.code}\nstdout: {self.out[:2000]}\nstderr: {self.err[:4000]}"


def binary():
    """The binary under test: LINLI, or the newest build. A missing one is a failure, never a skip."""
    if "LINLI" in os.environ:
        found = [pathlib.Path(os.environ["LINLI"])]
    else:
        found = [ROOT / ".build" / kind / "linli" for kind in ("debug", "release")]
    found = [p for p in found if p.is_file() and os.access(p, os.X_OK)]
    if not found:
        pytest.fail("no linli binary: build it first (swift build), or say where it is with LINLI=", pytrace=False)
    return max(found, key=lambda p: p.stat().st_mtime)


def linli(*args, cwd=None, timeout=60, memory=None):
    """Runs it. A crash or a hang fails the test at once. `memory`: the most bytes of address space it may take."""
    args = [str(a) for a in args]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    environment.pop("PYTEST_CURRENT_TEST", None)
    limits = (lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))) if memory else None
    start = time.monotonic()
    try:
        done = subprocess.run([str(binary()), *args], capture_output=True, cwd=cwd, timeout=timeout, stdin=subprocess.DEVNULL,
                              env=environment, preexec_fn=limits)
    except subprocess.TimeoutExpired:
        pytest.fail(f"linli {' '.join(args)[:500]}: no answer in {timeout} s")
    result = Result(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"),
                    time.monotonic() - start, args)
    assert result.code >= 0 and result.code not in CRASHES, f"crash\n{result}"
    assert "Fatal error" not in result.err and "Stack dump" not in result.err, f"crash\n{result}"
    return result


@pytest.fixture
def run(tmp_path):
    return lambda *args, **options: linli(*args, **{"cwd": tmp_path, **options})


@pytest.fixture
def write(tmp_path):
    """write("a.yaml", text or bytes or anything that JSON carries) -> path"""

    def save(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    return save
