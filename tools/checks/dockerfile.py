"""Rules for a Dockerfile that its common linter leaves open: a user at the end, fixed bases, nothing fetched by ADD."""

import re
from collections.abc import Iterator

INSTRUCTION = re.compile(r"^\s*([A-Za-z]+)\s+(.*)$")


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, INSTRUCTION, arguments) with continued lines joined and comments left out."""
    pending, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not pending and not line.strip()):
            continue
        first = first if pending else number
        pending += line.rstrip().removesuffix("\\") + " "
        if not line.rstrip().endswith("\\"):
            match = INSTRUCTION.match(pending)
            if match:
                yield first, match[1].upper(), match[2].strip()
            pending = ""


def _base_problem(arguments: str, arguments_known: dict[str, str], stages: set[str]) -> str | None:
    """Why the image of a FROM is not fixed, None when it is."""
    image = next(word for word in arguments.split() if not word.startswith("--"))
    image = re.sub(r"\$\{?(\w+)\}?", lambda match: arguments_known.get(match[1], ""), image)
    if image in stages or image == "scratch" or "@sha256:" in image:
        return None
    tag = image.rpartition("/")[2].partition(":")[2]
    return f"the base image {image} has no fixed tag" if tag in {"", "latest"} else None


def rules(text: str) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) by our own rules."""
    user, stages, known, last = "", set(), {}, 1
    for line, instruction, arguments in _instructions(text):
        last = line
        if instruction == "ARG" and "=" in arguments:
            name, _, value = arguments.partition("=")
            known[name] = value.strip("\"'")
        elif instruction == "FROM":
            user = ""
            if problem := _base_problem(arguments, known, stages):
                yield line, problem
            stages.add(arguments.split()[-1])
        elif instruction == "USER":
            user = arguments
        elif instruction == "ADD" and re.search(r"\bhttps?://", arguments):
            yield line, "ADD fetches from the network without checking what comes"
    if user.partition(":")[0] in {"", "root", "0"}:
        yield last, "the last stage ends as root: set USER"
