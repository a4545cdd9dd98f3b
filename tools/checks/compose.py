"""The files that run production: ``docker-compose.yml`` against its schema and our rules, the Dockerfile against both.

No container engine is needed: the schema is the official one that the package check-jsonschema ships, the linter of
Dockerfiles is hadolint from its wheel. What they do not know – that a service needs a health check, that no secret is
written down, that nothing runs as root – is checked here.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import yaml

from .dockerfile import rules as dockerfile_rules
from .findings import Finding, main

COMPOSE = "docker-compose.yml"
DOCKERFILE = "Dockerfile"
SECRET_NAME = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|(API|PRIVATE)_?KEY", re.IGNORECASE)
#: ``${NAME}`` and ``${NAME:?message}`` come from outside; ``${NAME:-value}`` writes the value down.
FROM_OUTSIDE = re.compile(r"\$\{\w+(:?\?[^}]*)?\}|\$\w+")
#: A service may say why it starts as root, e.g. because its image drops privileges by itself.
ROOT_REASON = "x-starts-as-root-because"


def _schema() -> dict:
    package = Path(importlib.util.find_spec("check_jsonschema").origin).parent
    return json.loads((package / "builtin_schemas/vendor/compose-spec.json").read_text(encoding="utf-8"))


def _against_schema(document: dict) -> Iterator[str]:
    schema = _schema()
    for error in jsonschema.validators.validator_for(schema)(schema).iter_errors(document):
        where = ".".join(str(part) for part in error.absolute_path) or "the file"
        yield f"{where}: {error.message[:200]}"


def _names(value: list | dict | None, key: str = "source") -> list[str]:
    """The names in a list or mapping of references, whichever of its short and long forms was used."""
    return [item if isinstance(item, str) else item.get(key, "") for item in value or []]


def _image_rules(service: dict) -> Iterator[str]:
    image = service.get("image", "")
    if not image and "build" not in service:
        yield "has neither image nor build"
    if image and not service.get("build"):
        tag = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", image).rpartition("/")[2].partition(":")[2]
        if tag in {"", "latest"}:
            yield f"image {image} has no fixed tag"


def _life_rules(service: dict) -> Iterator[str]:
    if "restart" not in service:
        yield "does not say when it restarts"
    runs_once = str(service.get("restart")) in {"no", "False"}
    if not runs_once and "healthcheck" not in service:
        yield "has no healthcheck"
    user = str(service.get("user", "")).partition(":")[0]
    if user in {"root", "0"} or (not user and "build" not in service and ROOT_REASON not in service):
        yield f"runs as root (set user, or say in {ROOT_REASON} why not)"
    if service.get("privileged") or service.get("network_mode") == "host":
        yield "is privileged or uses the host's network"


def _environment(service: dict) -> Iterator[tuple[str, str]]:
    environment = service.get("environment") or {}
    if isinstance(environment, list):
        environment = dict(item.partition("=")[::2] for item in environment)
    return ((str(name), "" if value is None else str(value)) for name, value in environment.items())


def _secret_rules(service: dict) -> Iterator[str]:
    for name, value in _environment(service):
        if SECRET_NAME.search(name) and not name.endswith("_FILE") and value and not FROM_OUTSIDE.fullmatch(value):
            yield f"writes the secret {name} down (use a secrets file or ${{{name}:?}})"


def _reference_rules(service: dict, document: dict) -> Iterator[str]:
    services = document.get("services") or {}
    for name in service.get("depends_on") or []:
        if name not in services:
            yield f"depends on {name}, which does not exist"
    dependencies = service.get("depends_on")
    for name, how in dependencies.items() if isinstance(dependencies, dict) else ():
        if how.get("condition") == "service_healthy" and "healthcheck" not in services.get(name, {}):
            yield f"waits for {name} to be healthy, which has no healthcheck"
    for mount in service.get("volumes") or []:
        source = mount.partition(":")[0] if isinstance(mount, str) else mount.get("source", "")
        if "docker.sock" in source:
            yield "mounts the container engine's socket"
        named = source and not source.startswith((".", "/", "~", "$"))
        if named and source not in (document.get("volumes") or {}):
            yield f"uses the volume {source}, which is not declared"
    for kind in ("secrets", "configs", "networks"):
        for name in _names(service.get(kind)):
            if name not in (document.get(kind) or {}) and name != "default":
                yield f"uses {name}, which is not declared under {kind}"


def compose_rules(document: dict) -> Iterator[tuple[str, str]]:
    """(service, what is wrong) by our own rules."""
    for name, service in (document.get("services") or {}).items():
        for rules in (_image_rules, _life_rules, _secret_rules):
            yield from ((name, text) for text in rules(service))
        yield from ((name, text) for text in _reference_rules(service, document))


def _in_compose(path: Path) -> Iterator[Finding]:
    text = path.read_text(encoding="utf-8")
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield Finding(path.name, mark.line + 1 if mark else 1, "compose-syntax", str(error).replace("\n", " "))
        return
    yield from (Finding(path.name, 1, "compose-schema", problem) for problem in _against_schema(document))
    for service, problem in compose_rules(document):
        line = text[: max(text.find(f"\n  {service}:"), 0)].count("\n") + 2
        yield Finding(path.name, line, "compose", f"service {service} {problem}")


def _hadolint(path: Path) -> Iterator[Finding]:
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if not program:
        yield Finding(path.name, 1, "hadolint", "hadolint is not installed: make setup")
        return
    done = subprocess.run([program, "--format", "json", path], capture_output=True, text=True, check=False)
    for problem in json.loads(done.stdout or "[]"):
        if problem["level"] in {"error", "warning"}:
            yield Finding(path.name, problem["line"], problem["code"], problem["message"])


def check(root: Path) -> list[Finding]:
    """The compose file and the Dockerfile, where they exist."""
    compose, dockerfile = root / COMPOSE, root / DOCKERFILE
    found = list(_in_compose(compose)) if compose.exists() else []
    if dockerfile.exists():
        problems = dockerfile_rules(dockerfile.read_text(encoding="utf-8"))
        found += [Finding(DOCKERFILE, line, "dockerfile", text) for line, text in problems]
        found += _hadolint(dockerfile)
    return found


if __name__ == "__main__":
    sys.exit(main(check))
