"""Invariant 5, pages: every route of the suite is asked for records of other grids, by everybody who should not."""

import re

from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OUR_CODE, WrongUserCase
from .test_wrong_user import CLOSED, OPEN

ARGUMENT = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>\w+)>")


@tagged("post_install", "-at_install")
class TestWrongRoute(WrongUserCase):
    open_models, closed_models = OPEN, CLOSED

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret_names = {
            record.display_name
            for name in ("safety.enterprise", "safety.record")
            for record in cls._example(name)
            if record.display_name
        }

    @classmethod
    def _example(cls, name):
        model = cls.env[name].sudo().with_context(active_test=False)
        return model.search(
            [("unit_id", "not in", model.env["safety.unit"].search([("id", "child_of", cls.roots.ids)]).ids)]
        )

    def _routes(self):
        """Return (url, methods) of every route that our own code adds."""
        found = {}
        self.url_open("/web/login")  # the server makes the map that is read here
        for rule in self.env["ir.http"].routing_map().iter_rules():
            function = getattr(rule.endpoint, "func", None) or rule.endpoint
            if (getattr(function, "__module__", "") or "").startswith(OUR_CODE):
                found[rule.rule] = found.get(rule.rule, set()) | (rule.methods or {"GET", "POST"})
        return sorted(found.items())

    def _urls(self, pattern):
        """Return the address with the ids of records out of reach, and with ones that do not exist."""

        def fill(missing):
            def value(match):
                if match["kind"] != "int":
                    return "x"
                model = f"safety.{match['name'].removesuffix('_id')}"
                known = model in self.env and not missing
                return str(self._example(model)[:1].id or 1) if known else "999999999"

            return ARGUMENT.sub(value, pattern)

        return {fill(False), fill(True)}

    def _ask(self, url, methods):
        answers = []
        if "GET" in methods:
            answers.append(self.url_open(url, allow_redirects=False))
        if "POST" in methods:
            data = {"csrf_token": http.Request.csrf_token(self), "phone": "1", "note": "wrong", "ids": "1"}
            answers.append(self.url_open(url, data=data, allow_redirects=False))
        return answers

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
    def test_every_route(self):
        routes = self._routes()
        self.assertTrue(any("/my/enterprise/" in url for url, _methods in routes))
        self.portal.password = "wrong_portal password"
        counts = {name: self.env[name].sudo().search_count([]) for name in self.models}
        for login, password in ((None, None), ("wrong_portal", "wrong_portal password"), ("grid", "demo")):
            self.authenticate(login, password)
            for pattern, methods in routes:
                for url in self._urls(pattern):
                    with self.subTest(route=url, login=login):
                        for answer in self._ask(url, methods):
                            self.assertLess(answer.status_code, 500, answer.text[:300])
                            found = [name for name in self.secret_names if name in answer.text]
                            self.assertFalse(found)
        self.env.invalidate_all()
        after = {name: self.env[name].sudo().search_count([]) for name in self.models}
        self.assertEqual(after, counts, "a page made or removed a record")
