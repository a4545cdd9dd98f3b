"""Nothing in the repository names the machine it was written on: no absolute path, no package mirror, no local tool.

A clone has to work in any folder, and its owner chooses where packages come from. The patterns below are put together
from parts or hold a bracket, so that this file does not break its own rule.
"""

import re
import sys
from pathlib import Path

from .findings import Finding, main, source_files

_TEMPORARY = "tmp"
_FOLDERS = ("work", "root", _TEMPORARY)
_HOSTS = (("debian", "org"), ("ubuntu", "com"), ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))
_HOSTS += (("npmjs", "com"), ("yarnpkg", "com"), ("crates", "io"), ("rubygems", "org"))
_INDEX_FOLDERS = ("simple", "pypi", "npm", "debian", "debian-security")
_LOCAL_TOOLS = "farm[-](bench|studio)|[.]library/|before[-]stop|issues[ ]show"

ABSOLUTE_PATH = re.compile(rf"(?<![\w.~$}}*)-])/(?P<folder>{'|'.join(_FOLDERS)})/[\w.]")
HOST = re.compile(rf"\b(?:{'|'.join('[.]'.join(parts) for parts in _HOSTS)})\b")
INDEX_URL = re.compile(rf"https?://[^\s/\"'<>]+(?:/[^\s\"'<>]*)?/(?:{'|'.join(_INDEX_FOLDERS)})(?:/|\b)")
LOCAL_TOOL = re.compile(_LOCAL_TOOLS, re.IGNORECASE)

#: What runs inside a container may use that container's own folder for temporary files.
IN_CONTAINER = re.compile(r"(^|/)(Dockerfile[^/]*|docker-compose[^/]*\.ya?ml)$|^config/")

RULES = (
    ("absolute-path", ABSOLUTE_PATH, "an absolute path of one machine; derive it from the checkout or the environment"),
    ("package-mirror", HOST, "the host of a package registry; let the client's own configuration choose it"),
    ("package-mirror", INDEX_URL, "the address of a package index; let the client's own configuration choose it"),
    ("local-tool", LOCAL_TOOL, "the name of a tool that is not part of the project"),
)


def _allowed(path: str, match: re.Match) -> bool:
    return match.groupdict().get("folder") == _TEMPORARY and bool(IN_CONTAINER.search(path))


def check(root: Path) -> list[Finding]:
    """Every line of every text file of the project; files with a NUL byte are pictures and the like."""
    found = []
    for path in source_files(root):
        content = path.read_bytes()
        if b"\0" in content:
            continue
        name = str(path.relative_to(root))
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            for rule, pattern, text in RULES:
                match = pattern.search(line)
                if match and not _allowed(name, match):
                    found.append(Finding(name, number, rule, f"{match.group()!r}: {text}"))
    return found


if __name__ == "__main__":
    sys.exit(main(check))
