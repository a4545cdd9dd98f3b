"""A data file that no manifest names is found; what code reads is not Odoo's data."""

from tools.checks import manifests


def test_a_forgotten_file_is_found(tmp_path):
    addon = tmp_path / "addons" / "street_safety_base"
    for name in ("views/a.xml", "views/room/b.xml", "demo/c.xml", "demo/people.csv", "security/ir.model.access.csv"):
        (addon / name).parent.mkdir(parents=True, exist_ok=True)
        (addon / name).touch()
    (addon / "__manifest__.py").write_text(repr({"data": ["views/a.xml"], "demo": ["demo/c.xml"]}))
    found = sorted(finding.path.rpartition("street_safety_base/")[2] for finding in manifests.check(tmp_path))
    assert found == ["security/ir.model.access.csv", "views/room/b.xml"]
