"""Who attacks, and what lies out of their reach: shared by the tests of invariant 5."""

import inspect

from odoo.fields import Domain
from odoo.tests import HttpCase, new_test_user

OUR_CODE = "odoo.addons.street_safety"


class WrongUserCase(HttpCase):
    """A grid member of the demo street, who reaches one grid only, a portal user, and the records of other grids."""

    open_models: dict[str, str] = {}
    closed_models: dict[str, str] = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["res.users"]
        if not people.search([("login", "=", "grid")]):
            for part in ("base", "inspection", "training", "accountability"):
                getattr(cls.env["safety.demo"], f"_build_{part}")()
        cls.grid_member = people.search([("login", "=", "grid")])
        cls.grid_member.group_ids |= cls.env.ref("base.group_allow_export")
        cls.portal = new_test_user(cls.env, "wrong_portal", groups="base.group_portal")
        cls.roots = cls.grid_member.safety_read_unit_ids
        cls.models = [
            name
            for name, model in sorted(cls.env.registry.items())
            if name.startswith("safety.") and not model._abstract and not model._transient
        ]

    def _unit_path(self, model):
        """Return the path from a model to its unit, through its parent where it is a line; None when there is none."""
        if model._name == "safety.unit":  # reports about a unit hold what the unit's own page does not
            return "id"
        if "reader_unit_ids" in model._fields:  # shared with the units it was passed to
            return "reader_unit_ids"
        own = model._fields.get("unit_id")
        above = own and own.related and own.related.split(".")[0]
        if above and "reader_unit_ids" in self.env[model._fields[above].comodel_name]._fields:
            return f"{above}.reader_unit_ids"
        if own and own.store:
            return "unit_id"
        for name, field in model._fields.items():
            if field.type == "many2one" and field.required and field.comodel_name.startswith("safety."):
                above = self.env[field.comodel_name]
                if "unit_id" in above._fields and field.comodel_name not in self.open_models:
                    return f"{name}.unit_id"
        return None

    def _foreign(self, name):
        """Return records of the model that lie outside of the grid member's grid."""
        model = self.env[name].sudo().with_context(active_test=False)
        if name in self.closed_models:
            return model.search([("user_id", "!=", self.grid_member.id)] if name == "safety.access" else [])
        path = self._unit_path(model)
        self.assertTrue(path, f"{name} leads to no unit: give it one, or say in OPEN why everybody may read it")
        return model.search(Domain(path, "!=", False) & ~Domain(path, "child_of", self.roots.ids))

    def _each_foreign(self):
        """Return (name, foreign records) of every model that not everybody may read; none may lack an example."""
        cases = [(name, self._foreign(name)) for name in self.models if name not in self.open_models]
        untried = [name for name, foreign in cases if not foreign]
        self.assertFalse(untried, "no record of another grid in the demo street: nothing could be tried")
        return cases

    def _public_methods(self, name):
        """Yield the public methods that our own code adds to a model."""
        for method, function in inspect.getmembers(self.env.registry[name], callable):
            home = getattr(function, "__module__", "") or ""
            if method.startswith("_") or not home.startswith(OUR_CODE):
                continue
            if inspect.isfunction(function) and not getattr(function, "_api_private", False):
                yield method, function

    def _dummies(self, function):
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return [1 for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
