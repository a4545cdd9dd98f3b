"""What comes from the operating system: a browser, the PDF writer, Chinese fonts.

As root on a Debian-like system the missing ones are installed through apt. Otherwise a message names what is missing
and what will not work without it, and setup goes on: none of them is needed to start Odoo.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from .steps import SetupError, run, say


@dataclass(frozen=True)
class Need:
    """One thing from the system: how to see that it is there, Debian's package of it, what fails without it."""

    package: str
    present: Callable[[], bool]
    without: str


def has_program(*names: str) -> Callable[[], bool]:
    """A test that one of the programs ``names`` is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def has_chinese_font() -> bool:
    """Whether a font with Chinese glyphs is installed, asking fontconfig or, without it, looking for Noto CJK."""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
        return bool(listed.stdout.strip())
    return any(Path("/usr/share/fonts").glob("**/NotoSansCJK*"))


def has_venv() -> bool:
    """Whether this Python can make virtual environments (Debian keeps ``ensurepip`` in a package of its own)."""
    return importlib.util.find_spec("ensurepip") is not None


NEEDS = (
    Need("chromium", has_program("chromium", "chromium-browser", "google-chrome"), "browser tests are not run"),
    Need("wkhtmltopdf", has_program("wkhtmltopdf"), "documents cannot be printed as PDF"),
    Need("libcairo2", lambda: bool(find_library("cairo")), "documents have no bar codes and QR codes"),
    Need("fonts-noto-cjk", has_chinese_font, "Chinese characters in PDF documents and screenshots are empty boxes"),
    Need("poppler-utils", has_program("pdftotext"), "tests cannot read the text of PDF documents"),
)


def is_root() -> bool:
    """Whether packages can be installed without asking anybody."""
    return os.geteuid() == 0


def missing() -> list[Need]:
    """The needs that this machine does not meet."""
    return [need for need in NEEDS if not need.present()]


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, after one update of the package lists when the first try fails.

    :raises SetupError: when apt is not there or still fails
    """
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ("apt-get", "install", "-y", "--no-install-recommends", *packages)
    try:
        run(*command, env=environment)
    except SetupError:
        with contextlib.suppress(SetupError):  # one dead third-party source does not matter
            run("apt-get", "update", env=environment)
        run(*command, env=environment)


def install_missing() -> str:
    """Install what is missing where that is allowed; the text says whether that was everything."""
    if is_root() and shutil.which("apt-get"):
        with contextlib.suppress(SetupError):
            apt_install([need.package for need in missing()])
        for need in missing():  # one by one: a release without one of them still gets the others
            with contextlib.suppress(SetupError):
                apt_install([need.package])
    return "not possible here" if missing() else "done"


def explain(needs: list[Need]) -> None:
    """Say what is missing, what will not work without it, and the command that a person may run."""
    for need in needs:
        say(f"    {need.package} is missing: {need.without}")
    say("    On Debian: sudo apt-get install " + " ".join(need.package for need in needs))


def ensure_venv_support() -> None:
    """Make sure that ``python3 -m venv`` works.

    :raises SetupError: when it does not and cannot be installed from here
    """
    if has_venv():
        return
    if is_root() and shutil.which("apt-get") and sys.executable == "/usr/bin/python3":
        apt_install(["python3-venv"])
        importlib.invalidate_caches()
        return
    raise SetupError(f"{sys.executable} cannot make virtual environments; on Debian: sudo apt-get install python3-venv")
