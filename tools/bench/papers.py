"""A notice on paper, against a stock document of Odoo: both from the template to the finished PDF."""

from . import street
from .harness import Case

NAME = "Bench papers"
FINDINGS = 5
#: A document that every Odoo has: what a module consists of.
STOCK = "base.report_irmodulereference"
NOTICE = "street_safety_inspection.report_notice"


class NoticePdf(Case):
    """One rectification notice with five findings, against the stock reference guide of one small module."""

    rounds = 7

    def prepare(self, env):
        made = street.company(env, NAME, 1)
        grid = env["safety.unit"].search([("company_id", "=", made.id)], order="level desc, id", limit=1)
        firm = env["safety.enterprise"].create(
            {"name": "Bench papers firm", "unit_id": grid.id, "principal_name": "Bench", "address": "1 Bench Road"}
        )
        hazards = env["safety.hazard"].create(
            [
                {
                    "name": f"Finding {number}",
                    "enterprise_id": firm.id,
                    "measure": "Put it right.",
                    "deadline": made._safety_today(),
                }
                for number in range(FINDINGS)
            ]
        )
        hazards.action_create_notice()

    def ours(self, env):
        notice = env["safety.notice"].search([("enterprise_id.name", "=", "Bench papers firm")], limit=1)
        self._print(env, NOTICE, notice)

    def reference(self, env):
        self._print(env, STOCK, env["ir.module.module"].search([("name", "=", "base_setup")]))

    def _print(self, env, name, record):
        report = env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(name, record.ids)
        if kind != "pdf" or not content.startswith(b"%PDF-"):
            raise RuntimeError(f"{name} gave no PDF")
