"""A model outside of its room and a file that is too long are found."""

from tools.checks import rooms

MODEL = 'from odoo import models\n\n\nclass Model(models.Model):\n    _name = "safety.{}"\n'


def addon(root, name, files):
    folder = root / "addons" / name
    for path, text in {"__manifest__.py": "{}", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def rules(root):
    return [(finding.rule, finding.path.rpartition("/")[2]) for finding in rooms.check(root)]


def test_a_model_without_a_room_is_found(tmp_path):
    addon(
        tmp_path,
        "street_safety_base",
        {
            "models/unit.py": MODEL.format("unit"),
            "models/cellar/post.py": MODEL.format("post"),
            "models/organisation/appointment.py": MODEL.format("appointment"),
            "models/res_company.py": 'class Company(models.Model):\n    _inherit = "res.company"\n',
        },
    )
    assert rules(tmp_path) == [("room", "post.py"), ("room", "unit.py")]


def test_a_small_addon_needs_no_rooms_until_it_grows(tmp_path):
    files = {f"models/m{number}.py": MODEL.format(f"m{number}") for number in range(rooms.WITHOUT_ROOMS)}
    addon(tmp_path, "street_safety_training", files)
    assert rules(tmp_path) == []
    addon(tmp_path, "street_safety_training", {"models/one_more.py": MODEL.format("more")})
    assert len(rules(tmp_path)) == rooms.WITHOUT_ROOMS + 1


def test_a_long_file_is_found_but_not_a_data_file(tmp_path):
    long = "# line\n" * (rooms.LONGEST + 1)
    addon(tmp_path, "street_safety_base", {"wizards/long.py": long, "data/pack/clauses.xml": long})
    assert rules(tmp_path) == [("length", "long.py")]


def test_a_model_that_two_addons_define_is_found_but_not_one_that_is_extended(tmp_path):
    wizard = MODEL.format("reason.wizard")
    extension = wizard + '    _inherit = ["safety.reason.wizard", "mail.thread"]\n'
    for name, text in {"a": wizard, "b": wizard, "c": extension}.items():
        addon(tmp_path, f"street_safety_{name}", {"wizards/reason.py": text})
    found = rooms.check(tmp_path)
    assert [(finding.rule, finding.path) for finding in found] == [
        ("twice", "addons/street_safety_b/wizards/reason.py")
    ]
