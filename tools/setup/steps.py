"""The steps' frame: a lock, a stamp for each finished step, a line of progress, commands that fail with a sentence."""

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import paths


class SetupError(Exception):
    """Something the person at the terminal has to know or do; shown without a traceback."""


def say(text: str, end: str = "\n") -> None:
    """Write progress to standard error, which leaves standard output to the commands that setup precedes."""
    sys.stderr.write(text + end)
    sys.stderr.flush()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on ``path``; the kernel drops it when the process dies, so no lock is ever stale."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another setup is running; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(*command: str | Path, **options) -> str:
    """Run a command quietly and return what it printed; on failure raise SetupError with the end of its output."""
    argv = [str(part) for part in command]
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **options}
    try:
        done = subprocess.run(argv, text=True, errors="replace", check=False, **options)
    except FileNotFoundError as error:
        raise SetupError(f"The program “{argv[0]}” is not installed.") from error
    if done.returncode:
        tail = "\n".join((done.stdout or "").strip().splitlines()[-25:])
        raise SetupError(f"This command failed ({done.returncode}): {' '.join(argv)}\n{tail}")
    return done.stdout or ""


def digest(*parts: object) -> str:
    """A short hash of values and of the contents of files: the key by which a step knows that its inputs changed."""
    content = hashlib.sha256()
    for part in parts:
        content.update(part.read_bytes() if isinstance(part, Path) else json.dumps(part, default=str).encode())
    return content.hexdigest()[:20]


def tree_digest(folder: Path, skip: tuple[str, ...] = ("__pycache__", "tests", "node_modules")) -> str:
    """A hash of every file below ``folder`` by name, size and content, without compiled files and tests."""
    content = hashlib.sha256()
    for base, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in skip)
        for name in sorted(files):
            path = Path(base, name)
            content.update(f"{path.relative_to(folder)}\0".encode())
            content.update(hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()[:20]


def stamp_is(name: str, key: str) -> bool:
    """Whether the step ``name`` was finished with the inputs ``key``."""
    with contextlib.suppress(FileNotFoundError):
        return (paths.STAMPS / name).read_text() == key
    return False


def set_stamp(name: str, key: str) -> None:
    """Record that the step ``name`` is finished; written beside and renamed, so that a crash leaves no half stamp."""
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    draft = paths.STAMPS / f".{name}.new"
    draft.write_text(key)
    draft.replace(paths.STAMPS / name)


def clear_stamps(*names: str) -> None:
    """Forget that these steps were finished."""
    for name in names:
        (paths.STAMPS / name).unlink(missing_ok=True)


def step(name: str, title: str, key: str, action: Callable[[], object], *, done: bool = True) -> None:
    """Do ``action`` unless it was finished with the same ``key`` and its result is there; say how long it took.

    :param name: the stamp's name
    :param title: what the step does, in the words of the progress line
    :param key: a digest of all that the result depends on
    :param done: False when the result is known to be missing whatever the stamp says
    """
    if done and stamp_is(name, key):
        return
    say(f"  {title} … ", end="")
    began = time.monotonic()
    note = action()
    set_stamp(name, key)
    say(f"{note + ', ' if isinstance(note, str) else ''}{time.monotonic() - began:.1f} s")
