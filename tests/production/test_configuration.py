"""The configuration files: Odoo knows every option in them and starts without a warning about them."""

import configparser
import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from .conftest import REPOSITORY

FILES = sorted((REPOSITORY / "config").glob("odoo-*.conf"))
#: Of these a developer's machine has its own; tools/setup gives them on the command line.
MACHINE = {"addons_path", "data_dir", "db_host", "db_port", "db_user", "db_password", "db_name", "logfile", "http_port"}
MACHINE |= {"gevent_port", "upgrade_path", "pidfile", "bin_path"}

READ = """
import json, logging, sys, warnings
records = []
class Keep(logging.Handler):
    def emit(self, record):
        records.append((record.levelname, record.getMessage()))
logging.getLogger().addHandler(Keep())
from odoo.tools import config
# From here on: what importing Odoo warns of is Odoo's affair.
warnings.simplefilter("always")
warnings.showwarning = lambda message, *rest, **more: records.append(("WARNING", str(message)))
config.parse_config(["-c", sys.argv[1]], setup_logging=False)
known = {name: str(value) for name, value in config.options.items()}
print(json.dumps({"records": records, "file": config._file_options, "known": known}, default=str))
"""


def options(path):
    parser = configparser.RawConfigParser()
    parser.read(path, encoding="utf-8")
    assert parser.sections() == ["options"]
    return dict(parser.items("options"))


def in_odoo(path, **more):
    """What Odoo itself makes of a file: what it logs, its options."""
    if find_spec("odoo") is None or find_spec("odoo.tools") is None:
        pytest.skip("Odoo is not importable here (make setup)")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ODOO_", "PG"))}
    done = subprocess.run(
        [sys.executable, "-c", READ, path], env=clean | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def filled(path, folder):
    """A template as the entrypoint would fill it."""
    addon = folder / "addons/anything"
    addon.mkdir(parents=True)
    for name in ("__init__.py", "__manifest__.py"):
        (addon / name).touch()
    values = {"STREET_SAFETY_ADDONS": addon.parent, "ODOO_DATA_DIR": folder, "ODOO_DATABASE": "street"}
    text = re.sub(r"@(\w+)@", lambda match: str(values.get(match[1], "secret")), path.read_text(encoding="utf-8"))
    (folder / path.name).write_text(text, encoding="utf-8")
    return folder / path.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_odoo_reads_it_without_a_complaint(path, tmp_path):
    seen = in_odoo(filled(path, tmp_path))
    assert [text for level, text in seen["records"] if level not in {"DEBUG", "INFO"}] == []
    assert set(options(path)) == set(seen["file"])
    assert set(options(path)) <= set(seen["known"])


def test_a_mistake_would_be_seen(tmp_path):
    (tmp_path / "wrong.conf").write_text("[options]\nhttp_interface = 127.0.0.1\nworker = 3\ndb_host = False\n")
    text = str(in_odoo(tmp_path / "wrong.conf")["records"])
    assert "unknown option 'worker'" in text
    assert "isn't a boolean option" in text


@pytest.mark.parametrize("name", ["development", "test"])
def test_nothing_of_one_machine_is_in_it(name):
    found = options(REPOSITORY / f"config/odoo-{name}.conf")
    assert not MACHINE & set(found)
    assert not [value for value in found.values() if value.startswith("/")]
    assert found["http_interface"] == "127.0.0.1"


def test_production_is_closed_and_behind_its_proxy():
    found = options(REPOSITORY / "config/odoo-production.conf")
    assert found["list_db"] == "False"
    assert found["proxy_mode"] == "True"
    assert int(found["workers"]) > 1
    assert found["max_cron_threads"] == "0"
    assert found["with_demo"] == "False"
    assert int(found["limit_memory_soft"]) < int(found["limit_memory_hard"])
    proxy = (REPOSITORY / "config/nginx/nginx.conf.template").read_text(encoding="utf-8")
    waits = int(re.search(r"proxy_read_timeout (\d+)s", proxy)[1])
    assert int(found["limit_time_cpu"]) <= int(found["limit_time_real"]) < waits
    placeholders = re.findall(
        r"^\w+ = .*@(\w+)@", (REPOSITORY / "config/odoo-production.conf").read_text(), re.MULTILINE
    )
    assert {"ODOO_ADMIN_PASSWD", "ODOO_DATABASE"} <= set(placeholders)


def test_the_environment_wins(tmp_path):
    path = filled(REPOSITORY / "config/odoo-production.conf", tmp_path)
    seen = in_odoo(path, ODOO_WORKERS="9", ODOO_MAX_CRON_THREADS="3", PGHOST="db", PGHOST_REPLICA="replica")
    known = seen["known"]
    assert (known["workers"], known["max_cron_threads"]) == ("9", "3")
    assert (known["db_host"], known["db_replica_host"]) == ("db", "replica")
