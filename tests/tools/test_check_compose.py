"""Each rule for production's files finds its violation; a sound pair of files passes."""

import copy

import pytest
import yaml

from tools.checks import compose, dockerfile

SOUND = {
    "services": {
        "db": {
            "image": "postgres:17",
            "user": "postgres",
            "restart": "unless-stopped",
            "healthcheck": {"test": ["CMD", "pg_isready"]},
            "environment": {"POSTGRES_PASSWORD_FILE": "/run/secrets/db"},
            "volumes": ["db:/var/lib/postgresql/data"],
            "secrets": ["db"],
        },
        "web": {
            "build": ".",
            "restart": "unless-stopped",
            "healthcheck": {"test": ["CMD", "true"]},
            "depends_on": {"db": {"condition": "service_healthy"}},
            "environment": ["ADMIN_PASSWORD=${ADMIN_PASSWORD:?set it}"],
        },
        "restore": {"build": ".", "restart": "no", "profiles": ["restore"]},
    },
    "volumes": {"db": {}},
    "secrets": {"db": {"file": "./secrets/db"}},
}
SOUND_DOCKERFILE = "ARG TAG=19.0\nFROM odoo:${TAG}\nUSER root\nRUN true \\\n  && true\nUSER odoo\n"


def findings(root, document, dockerfile_text=SOUND_DOCKERFILE):
    (root / "docker-compose.yml").write_text(document if isinstance(document, str) else yaml.safe_dump(document))
    (root / "Dockerfile").write_text(dockerfile_text)
    return [f"{finding.rule} {finding.text}" for finding in compose.check(root)]


def test_sound_files_pass(tmp_path):
    assert findings(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("service", "change", "expected"),
    [
        ("db", {"image": None}, "neither image nor build"),
        ("db", {"image": "postgres"}, "no fixed tag"),
        ("db", {"image": "postgres:latest"}, "no fixed tag"),
        ("db", {"user": None}, "runs as root"),
        ("db", {"user": "0:0"}, "runs as root"),
        ("web", {"restart": None}, "does not say when it restarts"),
        ("web", {"healthcheck": None}, "no healthcheck"),
        ("db", {"healthcheck": None}, "healthy, which has no healthcheck"),
        ("web", {"privileged": True}, "privileged"),
        ("web", {"depends_on": ["nobody"]}, "depends on nobody"),
        ("web", {"volumes": ["files:/data"]}, "volume files"),
        ("web", {"volumes": ["/var/run/docker.sock:/x"]}, "socket"),
        ("web", {"secrets": ["other"]}, "not declared under secrets"),
        ("web", {"environment": {"DB_PASSWORD": "odoo"}}, "secret DB_PASSWORD"),
        ("web", {"environment": ["DB_PASSWORD=${X:-odoo}"]}, "secret DB_PASSWORD"),
        ("web", {"imagee": "x"}, "compose-schema"),
    ],
)
def test_each_violation_is_found(tmp_path, service, change, expected):
    document = copy.deepcopy(SOUND)
    document["services"][service].update(change)
    document["services"][service] = {k: v for k, v in document["services"][service].items() if v is not None}
    assert any(expected in finding for finding in findings(tmp_path, document))


def test_a_syntax_error_has_a_line(tmp_path):
    (tmp_path / "docker-compose.yml").write_text("services:\n  web: [\n")
    assert [(finding.rule, finding.line) for finding in compose.check(tmp_path)] == [("compose-syntax", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM odoo:19.0\nUSER root\n", "ends as root"),
        ("FROM odoo:19.0\nRUN true\n", "ends as root"),
        ("FROM odoo\nUSER odoo\n", "no fixed tag"),
        ("FROM odoo:19.0 AS a\nUSER odoo\nFROM a\n", "ends as root"),
        ("FROM odoo:19.0\nADD https://example.org/x /x\nUSER odoo\n", "ADD fetches"),
    ],
)
def test_dockerfile_rules(text, expected):
    assert any(expected in problem for _, problem in dockerfile.rules(text))


def test_hadolint_runs(tmp_path):
    assert any("DL3020" in text for text in findings(tmp_path, SOUND, "FROM odoo:19.0\nADD x /x\nUSER odoo\n"))
