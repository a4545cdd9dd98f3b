"""What the client asks of the server for the views of a role, and the same for the superuser and for stock contacts."""

import time

from lxml import etree

from . import street
from .harness import Case

NAME = "Bench Street"
PAGE, FIRST_HUNDRED, COUNT_LIMIT = 80, 8, 10_001
ENTERPRISES = 100_000
GRIDS = 400
#: Login → (post, level of the unit).
ROLES = {
    "bench_grid": ("grid_member", "grid"),
    "bench_cadre": ("stationed_cadre", "community"),
    "bench_head": ("work_point_head", "work_point"),
    "bench_office": ("safety_committee_office", "street"),
}
#: What somebody types into the search box: part of a name, initials, part of a code.
TYPED = ("制鞋厂3512", "bzxc99", "MA00351")


#: Filters that look at more than the enterprise itself: a file that lacks a paper, a paper that has run out.
FILTERS = (("missing_count", ">", 0),), (("dossier_item_ids.state", "in", ("expired", "undated")),)


def specification(model, kind: str, xmlid: str = "") -> dict:
    """The fields that a view (the first of its kind, or that of ``xmlid``) reads, as the client asks for them."""
    view_id = model.env.ref(f"street_safety_base.{xmlid}").id if xmlid else None
    arch = etree.fromstring(model.get_view(view_id, view_type=kind)["arch"])
    fields = (node for node in arch.iter("field") if not any(above.tag == "field" for above in node.iterancestors()))
    names = {node.get("name") for node in fields} & model._fields.keys()
    names_only = {"fields": {"display_name": {}}}
    return {name: names_only if model._fields[name].type in ("many2one", "many2many") else {} for name in names}


class Views(Case):
    """List, search, kanban and form of each role at 100 000 enterprises, against superuser with the same domain."""

    rounds = 5

    def prepare(self, env):
        made = street.company(env, NAME, GRIDS)
        street.enterprises(env, made, ENTERPRISES)
        street.contacts(env, made)
        for login, (post, kind) in ROLES.items():
            street.person(env, made, login, post, kind)

    def _requests(self, model, domain):
        """Yield each request of the client as a function."""
        model = model.with_context(lang=None)
        columns, cards, form = (specification(model, kind) for kind in ("list", "kanban", "form"))

        def page(fields, extra=(), limit=PAGE, offset=0):
            found = [*domain, *extra]
            return lambda: model.web_search_read(found, fields, limit=limit, offset=offset, count_limit=COUNT_LIMIT)

        first = model.search(domain, limit=1)
        yield page(columns)
        yield page(columns, offset=PAGE)
        yield page(cards, limit=PAGE // 2)
        for text in TYPED:
            yield page(columns, [("find", "ilike", text)])
        for leaves in FILTERS:
            yield page(columns, leaves)
        yield page(specification(model, "list", "safety_enterprise_view_list_gaps"), FILTERS[0])
        yield lambda: model.name_search(TYPED[0], domain, limit=FIRST_HUNDRED)
        yield lambda: first.web_read(form)

    def _each_role(self, env):
        for login in ROLES:
            yield env["res.users"].search([("login", "=", login)])

    def _model(self, env):
        company = env["res.company"].search([("name", "=", NAME)])
        return env["safety.enterprise"].with_company(company)

    def ours(self, env):
        for user in self._each_role(env):
            self._run(env, self._requests(self._model(env).with_user(user), []))

    def reference(self, env):
        for user in self._each_role(env):
            domain = [("unit_id", "child_of", user.safety_read_unit_ids.ids)]
            self._run(env, self._requests(self._model(env), domain))

    def _run(self, env, requests):
        """Do the requests, each with an empty cache as in a request of its own; return the seconds of each."""
        taken = []
        for request in requests:
            env.invalidate_all()
            began = time.perf_counter()
            request()
            taken.append(time.perf_counter() - began)
        return taken


class ViewsTail(Views):
    """The slowest twentieth of these requests, against that of a stock list of as many contacts."""

    unit = "p95 seconds"
    rounds = 3
    repeats = 3

    def ours(self, env):
        taken = []
        for user in [*self._each_role(env)] * self.repeats:
            taken += self._run(env, self._requests(self._model(env).with_user(user), []))
        return taken

    def reference(self, env):
        company = env["res.company"].search([("name", "=", NAME)])
        model = env["res.partner"].with_company(company)
        domain, columns = [("company_id", "=", company.id)], specification(model, "list")
        typed = [domain] * 2 + [[*domain, ("complete_name", "ilike", TYPED[0])]]
        return self._run(
            env,
            [
                lambda found=found: model.web_search_read(found, columns, limit=PAGE, count_limit=COUNT_LIMIT)
                for found in typed * 4 * self.repeats
            ],
        )
