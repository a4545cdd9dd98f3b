"""Where Odoo 19's source comes from: a checkout named by ``ODOO_SOURCE``, Debian's ``odoo-19``, or a shallow clone.

Debian's package is taken from its development suite (sid), unpacked in the cache and never installed: apt is pointed
at private lists, so neither root nor a change to the machine is needed, and the mirror is the one this machine uses.
"""

import contextlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from . import paths
from .python_env import pip
from .steps import SetupError, locked, run, say

CLONE_URL = "https://github.com/odoo/odoo"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
#: ``odoo-19`` and the packages that symbolic links of its web assets point into.
PACKAGES = (
    "odoo-19", "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-roboto-unhinted", "fonts-montserrat",
)  # fmt: skip
ICON_WHEEL = "XStatic-Font-Awesome==4.7.0.0"
DEBIAN_TREE = paths.CACHE / "odoo" / "debian"
CLONE_TREE = paths.CACHE / "odoo" / "clone"


def _named() -> Path | None:
    """The checkout that ``ODOO_SOURCE`` names, None when it names none.

    :raises SetupError: when there is no Odoo 19 at that place
    """
    value = os.environ.get("ODOO_SOURCE")
    if not value:
        return None
    source = Path(value).expanduser().resolve()
    release = source / "odoo" / "release.py"
    if not release.is_file() or "(19, 0" not in release.read_text():
        raise SetupError(f"ODOO_SOURCE is {source}, but there is no Odoo 19 (odoo/release.py) in it.")
    return source


def _packages_root(tree: Path) -> Path:
    """The folder of an unpacked Debian tree that holds the package ``odoo``."""
    return tree / "usr/lib/python3/dist-packages"


def located() -> Path | None:
    """The folder to put on Python's path, None when Odoo was not obtained yet."""
    for candidate in (_named(), _packages_root(DEBIAN_TREE), CLONE_TREE):
        if candidate and (candidate / "odoo" / "release.py").is_file():
            return candidate
    return None


def obtain() -> str:
    """Get Odoo 19 by the first way that works.

    :raises SetupError: when none does, with the reason of each
    """
    with locked(paths.CACHE / "odoo.lock"):
        if located():
            return "already there"
        reasons = []
        for way in (_from_debian, _from_clone):
            try:
                return way()
            except SetupError as error:
                reasons.append(f"- {way.__doc__.splitlines()[0]}\n  {error}")
        raise SetupError("Odoo 19 could not be obtained; set ODOO_SOURCE to a checkout.\n" + "\n".join(reasons))


def _from_debian() -> str:
    """Debian's package odoo-19, unpacked locally."""
    for program in ("apt-get", "dpkg-deb"):
        if not shutil.which(program):
            raise SetupError(f"{program} is not on this machine.")
    if not KEYRING.is_file():
        raise SetupError(f"Debian's keyring {KEYRING} is not on this machine.")
    workshop = paths.CACHE / "odoo" / "apt"
    apt = _private_apt(workshop, _debian_mirror(workshop))
    run(*apt, "update")
    archives = workshop / "archives"
    shutil.rmtree(archives, ignore_errors=True)
    archives.mkdir()
    run(*apt, "download", *PACKAGES, cwd=archives)
    with tempfile.TemporaryDirectory(dir=DEBIAN_TREE.parent) as temporary:
        draft = Path(temporary, "tree")
        draft.mkdir()
        for archive in sorted(archives.glob("*.deb")):
            run("dpkg-deb", "--extract", archive, draft)
        complete(_packages_root(draft))
        shutil.rmtree(DEBIAN_TREE, ignore_errors=True)
        draft.rename(DEBIAN_TREE)
    version = next(archives.glob("odoo-19_*")).name.split("_")[1]
    shutil.rmtree(workshop)
    return f"Debian's {version}"


def _debian_mirror(workshop: Path) -> str:
    """The address of the Debian mirror in this machine's apt configuration.

    Without package lists (a fresh container) apt cannot tell which archive is Debian's: then it reads the same sources
    into private lists first.
    """
    query = ("indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(SITE)", "Created-By: Packages")
    lists = workshop / "system-lists"
    private = ("-o", f"Dir::State::lists={lists}", "-o", "APT::Sandbox::User=")
    for prepare, options in ((False, ()), (True, private)):
        if prepare:
            (lists / "partial").mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(SetupError):  # one dead third-party source must not hide Debian's
                run("apt-get", *options, "update")
        for line in run("apt-get", *options, *query).splitlines():
            origin, label, site = line.split("|", 2)
            if (origin, label) == ("Debian", "Debian"):
                return site
    raise SetupError("No Debian mirror is among this machine's apt sources.")


def _private_apt(workshop: Path, mirror: str) -> tuple[str, ...]:
    """The ``apt-get`` command that sees nothing but the sid suite of ``mirror`` and keeps its state in ``workshop``."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (workshop / folder).mkdir(parents=True, exist_ok=True)
    (workshop / "status").touch()
    sources = workshop / "sources.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {mirror} sid main\n")
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State": workshop,
        "Dir::State::lists": workshop / "lists",
        "Dir::State::status": workshop / "status",
        "Dir::Cache": workshop / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    return ("apt-get", "-q", *(part for key, value in settings.items() for part in ("-o", f"{key}={value}")))


def complete(root: Path) -> None:
    """Add to Debian's tree what it leaves out, so that the web client shows its icons and loads its assets."""
    stub = root / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not stub.exists():  # a prebuilt blur filter for video calls, which Debian cannot ship; nothing here uses it
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("")
    _add_icons(root)


def _add_icons(root: Path) -> None:
    """Put Font Awesome 4.7 where the web client looks for it.

    Debian links these files to its package fonts-font-awesome, which is at version 7 in sid: the old file names are
    gone, the links dangle and every icon is an empty box. The real 4.7 files come from PyPI.
    """
    targets = [
        folder
        for folder in (root / "odoo/addons/web/static").glob("*/**/fontawesome/fonts")
        if any(not path.exists() for path in folder.iterdir())
    ]
    if not targets:
        return
    with tempfile.TemporaryDirectory() as download:
        pip("download", "--no-deps", "--quiet", "--only-binary=:all:", "--dest", download, ICON_WHEEL)
        with zipfile.ZipFile(next(Path(download).glob("*.whl"))) as wheel:
            fonts = {Path(name).name: wheel.read(name) for name in wheel.namelist() if "/fonts/" in name}
    for folder in targets:
        for name, content in fonts.items():
            (folder / name).unlink(missing_ok=True)
            (folder / name).write_bytes(content)


def _from_clone() -> str:
    """A shallow clone of Odoo's repository."""
    draft = CLONE_TREE.with_name("clone.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    say("cloning … ", end="")
    run("git", "clone", "--quiet", "--depth", "1", "--branch", "19.0", CLONE_URL, draft)
    draft.rename(CLONE_TREE)
    return "shallow clone"
