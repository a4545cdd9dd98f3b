"""Invariant 5, dialogs: each one of the suite is opened by a grid member on records of other grids.

Whatever is filled in and pressed, nothing changes out there and no name comes back.
"""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WrongUserCase
from .test_wrong_user import CLOSED, OPEN

# Filled in by the framework, or told apart below.
SKIPPED = {"id", "create_uid", "create_date", "write_uid", "write_date", "res_model", "res_id", "res_ids", "step"}
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
VALUES = {"char": "x", "text": "x", "html": "x", "integer": 1, "float": 1.0, "monetary": 1.0, "binary": b"eA=="}


@tagged("post_install", "-at_install")
class TestWrongWizard(WrongUserCase):
    open_models, closed_models = OPEN, CLOSED

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out_of_reach = {}

    def _dialogs(self):
        return [
            name for name, model in sorted(self.env.registry.items()) if name.startswith("safety.") and model._transient
        ]

    def _target(self, model):
        """Return one record out of reach; of an open model, any."""
        if model in self.models and model not in OPEN:
            if model not in self.out_of_reach:
                self.out_of_reach[model] = self._foreign(model)[:1]
            return self.out_of_reach[model]
        return self.env[model].sudo().search([], limit=1)

    def _value(self, field):
        """Return what to fill in, and the records it names."""
        if field.type == "many2one":
            target = self._target(field.comodel_name)
            return target.id, target
        if field.type in ("many2many", "one2many"):
            if field.comodel_name not in self.models:
                return [], None
            target = self._target(field.comodel_name)
            return [(6, 0, target.ids)], target
        if field.type == "selection":
            return field.get_values(self.env)[0], None
        if field.type in ("date", "datetime"):
            return self.env.company._safety_today(), None
        return VALUES.get(field.type, False), None

    def _forms(self, name):
        """Yield (values, records out of reach that they name) to open the dialog ``name`` with."""
        model = self.env[name]
        values, named = {}, []
        for key, field in model._fields.items():
            if key in SKIPPED or not field.store or field.readonly and not field.required:
                continue
            values[key], target = self._value(field)
            if target and field.comodel_name not in OPEN:
                named.append(target)
        if "res_model" not in model._fields:
            yield values, named
            return
        for other in self.models:
            if other in OPEN or other in CLOSED:
                continue
            record = self._target(other)
            steps = {*getattr(record, "_workflow", {}), *getattr(record, "_reason_fields", {}), "unlink", False}
            for step in sorted(steps, key=str):
                place = {"res_id": record.id} if "res_id" in model._fields else {"res_ids": record.ids}
                yield {**values, "res_model": other, "step": step or "", **place}, [*named, record]

    def _told(self, wizard):
        """Return everything the dialog shows."""
        names = [key for key, field in wizard._fields.items() if field.type != "binary"]
        shown = {key: {"fields": {"display_name": {}}} if wizard._fields[key].relational else {} for key in names}
        return [wizard.read(names), wizard.web_read(shown)]

    def _press(self, wizard, told):
        for method, function in self._public_methods(wizard._name):
            if method in ("create", "write", "unlink", "copy", "copy_data", "load", "read", "search"):
                continue
            self.env.invalidate_all()
            try:
                with self.cr.savepoint():
                    told.append(getattr(wizard, method)(*self._dummies(function)))
                    self.env.flush_all()
            except Exception:  # noqa: BLE001, S110 – only what it says and changes matters
                pass

    def _snapshot(self, records):
        self.env.invalidate_all()
        return [
            record.sudo().read([key for key, field in record._fields.items() if field.store and field.type != "binary"])
            for record in records
        ]

    @mute_logger(*QUIET)
    def test_every_dialog(self):
        tried = 0
        for name in self._dialogs():
            for values, named in self._forms(name):
                before = self._snapshot(named)
                secrets = {record.display_name for record in named if len(record.display_name or "") > 2}
                told = []
                with self.subTest(dialog=name, model=values.get("res_model"), step=values.get("step")):
                    tried += 1
                    try:
                        with self.cr.savepoint():
                            wizard = self.env[name].with_user(self.grid_member).create(values)
                            self.env.flush_all()
                            self.env.invalidate_all()
                            told += self._told(wizard)
                    except Exception:  # noqa: BLE001 – refused at once is right
                        wizard = None
                    if wizard:
                        self._press(wizard, told)
                    for secret in secrets:
                        self.assertNotIn(secret, repr(told))
                    self.assertEqual(self._snapshot(named), before)
        self.assertGreater(tried, 10)

    @mute_logger(*QUIET)
    def test_the_dialogs_that_name_a_model_serve_no_other(self):
        """The dialogs for any record take no model of Odoo's, and no method: only steps that a model declares."""
        admin = self.env.ref("base.user_admin")
        for name in self._dialogs():
            if "res_model" not in self.env[name]._fields:
                continue
            for model, step in (("res.users", "unlink"), ("safety.run", "done"), ("safety.enterprise", "unlink")):
                record = self.env[model].sudo().search([], limit=1)
                fields = self.env[name]._fields
                place = {"res_id": record.id} if "res_id" in fields else {"res_ids": record.ids}
                extra = {key: "x" for key in ("purpose", "reason") if key in fields}
                with self.subTest(dialog=name, model=model):
                    before = self._snapshot(record)
                    try:
                        with self.cr.savepoint():
                            wizard = (
                                self.env[name]
                                .with_user(admin)
                                .create({"res_model": model, "step": step, **place, **extra})
                            )
                            self._press(wizard, [])
                    except Exception:  # noqa: BLE001, S110 – refused at once is right
                        pass
                    self.assertTrue(record.exists())
                    self.assertEqual(self._snapshot(record), before)
