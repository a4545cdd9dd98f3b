"""docker-compose.yml and the Dockerfile: what ``make lint`` does not look at – isolation, and that the pieces fit."""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from .conftest import REPOSITORY, SCRIPTS

COMPOSE = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
TEXT = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\$\{(\w+)")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_kept_in_its_place(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "cap_add" not in service
    assert service["logging"]["options"]["max-size"]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert SERVICES["proxy"]["networks"] == ["public"]
    assert SERVICES["db"]["networks"] == ["data"]


def test_web_and_cron_wait_for_the_database_to_be_brought_up_to_date():
    for name in ("web", "cron", "backup"):
        assert SERVICES[name]["depends_on"]["init"]["condition"] == "service_completed_successfully"
    assert SERVICES["cron"]["command"] == ["cron"]
    assert "ODOO_MAX_CRON_THREADS" not in SERVICES["web"]["environment"]


def test_web_can_be_many():
    assert "container_name" not in SERVICES["web"]
    assert "ports" not in SERVICES["web"]


def test_a_restore_cannot_touch_the_backups():
    (backups,) = [mount for mount in SERVICES["restore"]["volumes"] if "/backups" in mount]
    assert backups.endswith(":ro")
    (files,) = [mount for mount in SERVICES["backup"]["volumes"] if "/var/lib/odoo" in mount]
    assert files.endswith(":ro")


def test_an_unset_replica_is_not_handed_on_as_an_empty_one():
    assert SERVICES["web"]["environment"]["PGHOST_REPLICA"] is None


def test_every_mounted_file_is_there_and_every_script_can_be_run():
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            if mount.startswith("./"):
                assert (REPOSITORY / mount.split(":")[0]).exists(), mount
    for script in [*SCRIPTS.glob("*.sh"), *(REPOSITORY / "config/postgres").glob("*.sh")]:
        assert script.name == "lib.sh" or script.stat().st_mode & 0o111 == 0o111, script
    scripts = re.findall(r"/opt/street-safety/docker/([\w.-]+)", TEXT + DOCKERFILE)
    assert {"entrypoint.sh", "proxy-entrypoint.sh", "healthcheck.sh", "check_addons.py"} <= set(scripts)
    for name in scripts:
        assert (SCRIPTS / name).is_file(), name


def test_every_secret_is_made_by_the_script(tmp_path):
    subprocess.run([SCRIPTS / "make-secrets.sh", tmp_path], check=True, capture_output=True)
    wanted = {secret["file"].rpartition("/")[2] for secret in COMPOSE["secrets"].values()}
    assert wanted == {path.name for path in tmp_path.iterdir()}
    mounted = set(re.findall(r"/run/secrets/(\w+)", TEXT))
    assert mounted <= set(COMPOSE["secrets"])


def test_what_must_not_be_committed_is_ignored():
    for name in (".env", "config/secrets/postgres_odoo_password"):
        done = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=REPOSITORY, check=False)
        if done.returncode == 128:
            pytest.skip("this is no git checkout")
        assert done.returncode == 0, f"{name} is not ignored"


def test_every_setting_has_a_default_and_the_example_has_no_unknown_one():
    example = (REPOSITORY / "config/production.env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    passed_on = set(re.findall(r"^\s+([A-Z][A-Z0-9_]+):$", TEXT, re.MULTILINE))
    assert offered <= set(VARIABLE.findall(TEXT)) | passed_on, "offered, and read by nobody"
    assert not re.findall(r"\$\{\w+\}", TEXT), "a setting without a default"


def test_the_image_is_given_what_it_copies():
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            path = source.rstrip("/")
            assert any(path == entry or path.startswith(f"{entry}/") for entry in let_in), source
            assert (REPOSITORY / path).exists(), source


def test_the_base_image_is_a_choice():
    instructions = re.sub(r"(?m)^#.*\n", "", DOCKERFILE)
    assert instructions.startswith("ARG ODOO_IMAGE=odoo:19.0\nFROM ${ODOO_IMAGE}\n")
    assert SERVICES["web"]["build"]["args"]["ODOO_IMAGE"] == "${ODOO_IMAGE:-odoo:19.0}"


def compose_program():
    """Docker Compose itself, as plugin, program or wheel; None without any. No engine is needed to read a file."""
    docker = shutil.which("docker")
    if docker and subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode == 0:
        return [docker, "compose"]
    spec = find_spec("compose")
    inside = Path(spec.origin).parent / "docker-compose" if spec and spec.origin else None
    if inside and inside.is_file():
        return [inside]
    return [program] if (program := shutil.which("docker-compose")) else None


@pytest.fixture
def read(tmp_path):
    """What Docker Compose makes of files, with the settings of the example."""
    program = compose_program()
    if program is None:
        pytest.skip("Docker Compose is not installed (make lint checks the file against its schema)")
    secrets = tmp_path / "secrets"
    subprocess.run([SCRIPTS / "make-secrets.sh", secrets], check=True, capture_output=True)
    example = (REPOSITORY / "config/production.env.example").read_text(encoding="utf-8")
    (tmp_path / "settings").write_text(f"{example}\nSECRETS_DIR={secrets}\n")

    def config(*files):
        chosen = [word for file in ("docker-compose.yml", *files) for word in ("--file", file)]
        command = [*program, *chosen, "--env-file", tmp_path / "settings", "--profile", "restore", "config"]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "level=warning" not in done.stderr
        return yaml.safe_load(done.stdout)

    return config


def test_compose_reads_it(read):
    services = read()["services"]
    assert set(services) == set(SERVICES)
    assert services["init"]["environment"]["STREET_SAFETY_URL"] == "https://safety.example.gov.cn"
    assert services["web"]["environment"]["PGHOST_REPLICA"] is None


def test_with_a_database_elsewhere_nothing_waits_for_one_here(read):
    found = read("config/compose.external-database.yml")
    services = found["services"]
    assert "db" not in services
    assert not any("db" in service.get("depends_on", {}) for service in services.values())
    assert "init" in services["web"]["depends_on"]
    assert not found["networks"]["data"].get("internal")
    assert found["volumes"]["files"]["driver_opts"]["type"] == "nfs"
