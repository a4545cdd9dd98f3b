"""Paths of one machine, package mirrors and foreign tools are found; the words are spelt apart here."""

import pytest

from tools.checks import neutral


def findings(root, text, name="README.md"):
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return [finding.rule for finding in neutral.check(root)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("see {}main/x.py".format("/work/"), "absolute-path"),
        ("HOME={}.cache".format("/root/"), "absolute-path"),
        ("open('{}x')".format("/tmp/"), "absolute-path"),
        ("deb http://deb.debian.{} sid main".format("org"), "package-mirror"),
        ("pip install -i https://pypi.{}".format("org"), "package-mirror"),
        ("https://mirror.example/{}/".format("simple"), "package-mirror"),
        ("run farm{}bench".format("-"), "local-tool"),
    ],
)
def test_what_names_the_machine_is_found(tmp_path, text, rule):
    assert findings(tmp_path, text) == [rule]


@pytest.mark.parametrize(
    "text", ["../shared/data/x.csv", "https://example.org/a/tmp/b", "the work/rest balance", "/web/login"]
)
def test_other_text_passes(tmp_path, text):
    assert findings(tmp_path, text) == []


def test_a_container_may_use_its_temporary_folder(tmp_path):
    assert findings(tmp_path, "RUN touch {}x".format("/tmp/"), "Dockerfile") == []


def test_pictures_are_skipped(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\0" + b"/root/" + b"x")
    assert neutral.check(tmp_path) == []
