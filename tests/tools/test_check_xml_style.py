"""XML that is malformed or out of style is found."""

import pytest

from tools.checks import xml_style

GOOD = '<?xml version="1.0" encoding="UTF-8" ?>\n<odoo>\n{}\n</odoo>\n'


def rules(root, text):
    file = root / "addons/street_safety_base/views/unit_views.xml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return [finding.rule for finding in xml_style.check(root)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>\n<odoo />\n', "xml-declaration"),
        (GOOD.format('<record model="a" id="b" />'), "xml-id-first"),
        (GOOD.format('<record id="b" model="a"><field name="sequence">10</field></record>'), "xml-eval"),
        (GOOD.format('<record id="b" model="a">'), "xml-syntax"),
    ],
)
def test_a_violation_is_found(tmp_path, text, rule):
    assert rules(tmp_path, text) == [rule]


def test_good_style_passes(tmp_path):
    good = '<record id="b" model="a"><field name="sequence" eval="10" /><field name="name">10</field></record>'
    assert rules(tmp_path, GOOD.format(good)) == []
