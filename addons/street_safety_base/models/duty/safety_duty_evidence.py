from odoo import api, fields, models
from odoo.tools import SQL

from .safety_duty_targets import BULK_OFF, BULK_ON


class SafetyDutyEvidence(models.Model):
    """One real record that counts for one duty, and for which target. Written by the engine only."""

    _name = "safety.duty.evidence"
    _description = "Evidence of a duty"
    _log_access = False
    _order = "date, id"
    _rec_name = "res_model"

    duty_id = fields.Many2one("safety.duty", required=True, readonly=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="duty_id.unit_id", string="Unit")
    res_model = fields.Char(string="Evidence model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Evidence", model_field="res_model", required=True, readonly=True)
    target_id = fields.Integer(required=True, readonly=True, default=0, aggregator=None)
    date = fields.Date(string="Done on", required=True, readonly=True)
    recorded_on = fields.Datetime(readonly=True)
    in_time = fields.Boolean(readonly=True, help="Done in the window: counts for “met”, not only for “met late”.")
    late = fields.Boolean(readonly=True, help="Done or recorded after the window of the duty.")
    name = fields.Char(compute="_compute_name")

    _proof_uniq = models.Constraint("UNIQUE(duty_id, res_model, res_id, target_id)", "A record counts once.")
    _res_idx = models.Index("(res_model, res_id)")

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for model, proofs in self.grouped("res_model").items():
            records = self.env[model].sudo().browse(proofs.mapped("res_id")).exists()
            names = {record.id: record.display_name for record in records}
            for proof in proofs:
                proof.name = names.get(proof.res_id) or self.env._("(deleted)")

    def action_open(self):
        """Open the record that counts."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @api.model
    def _sync(self, model, rules, found, remove):
        """Insert what ``found`` (a SELECT) holds; with ``remove``, take from open duties what it no longer holds.

        One statement. Closed duties keep their evidence whatever happens to the records.
        """
        gone = SQL(
            """,
            gone AS (
                DELETE FROM safety_duty_evidence proof
                 WHERE proof.duty_id = ANY(ARRAY(
                       SELECT duty.id FROM safety_duty duty WHERE duty.state = 'open' AND duty.rule_id IN %s))
                   AND proof.res_model = %s
                   AND NOT EXISTS (SELECT 1 FROM found WHERE found.duty_id = proof.duty_id
                                      AND found.res_id = proof.res_id AND found.target_id = proof.target_id)
            )""",
            tuple(rules.ids),
            model,
        )
        self.env.flush_all()
        if remove:
            self.env.cr.execute(BULK_ON)
        self.env.cr.execute(
            SQL(
                """
                WITH found AS MATERIALIZED (%s) %s
                INSERT INTO safety_duty_evidence
                       (duty_id, res_model, res_id, target_id, date, recorded_on, in_time, late)
                SELECT duty_id, %s, res_id, target_id, date, recorded_on, in_time, late FROM found
                ON CONFLICT DO NOTHING
                """,
                found,
                gone if remove else SQL(),
                model,
            )
        )
        if remove:
            self.env.cr.execute(BULK_OFF)
        self.invalidate_model()
