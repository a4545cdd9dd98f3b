from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class SafetyRegulation(models.Model):
    """A regulation's file says what misses cost and which circumstances call for a measure, too."""

    _inherit = "safety.regulation"

    # ---- out ---------------------------------------------------------------------------------------------------------

    def _to_file(self):
        content = super()._to_file()
        today = self.company_id._safety_today()
        domain = Domain("regulation_id", "=", self.id) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        )
        penalties = self.env["safety.penalty.rule"].search(domain)
        measures = self.env["safety.measure.rule"].search([("regulation_id", "=", self.id)])
        if penalties:
            content["penalty_rules"] = [rule._to_row() for rule in penalties]
        if measures:
            content["measure_rules"] = [rule._to_row() for rule in measures]
        return content

    # ---- in ----------------------------------------------------------------------------------------------------------

    @api.model
    def _from_file(self, content, unit, mapping=None, skip=False):
        regulation, gaps = super()._from_file(content, unit, mapping, skip)
        more = regulation._make_consequences(content, mapping or {})
        if more and not skip:
            raise UserError("\n".join(f"{name}: {problem}" for name, problem in more))
        return regulation, gaps + more

    def _make_consequences(self, content, mapping):
        """Make the penalty rules and circumstances of a file; return those that do not fit as (name, problem)."""
        gaps = []
        for key, model in (("penalty_rules", "safety.penalty.rule"), ("measure_rules", "safety.measure.rule")):
            table, values = self.env[model], []
            for sequence, row in enumerate(content.get(key) or [], start=1):
                try:
                    values.append({"sequence": sequence, **table._from_row(row, self, mapping)})
                except (UserError, ValidationError) as error:
                    gaps.append(self._gap(row, error))
            try:
                with self.env.cr.savepoint():
                    table.create(values).flush_recordset()
            except (UserError, ValidationError) as error:
                gaps += [self._gap(row, error) for row in content[key]]
        return gaps

    @api.model
    def _take_up_consequences(self):
        """Give regulations that were read before this addon was there the consequences of their packs."""
        packs = self._packs()
        for regulation in self.sudo().search([("state", "in", ("draft", "in_force")), ("code", "in", list(packs))]):
            known = (
                self.env["safety.penalty.rule"].sudo().search_count([("regulation_id", "=", regulation.id)], limit=1)
            )
            known += (
                self.env["safety.measure.rule"].sudo().search_count([("regulation_id", "=", regulation.id)], limit=1)
            )
            if not known:
                regulation._make_consequences(packs[regulation.code], {})
