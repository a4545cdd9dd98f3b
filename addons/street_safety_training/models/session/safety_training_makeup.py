from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class SafetyTraining(models.Model):
    """A make-up session for those who were absent or did not pass; who then counts, counts for the first session."""

    _inherit = "safety.training"

    makeup_of_id = fields.Many2one(
        "safety.training", string="Make-up of", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    makeup_ids = fields.One2many("safety.training", "makeup_of_id", string="Make-up sessions")
    makeup_count = fields.Integer(string="Make-up sessions held or planned", compute="_compute_makeup_count")

    @api.depends("makeup_ids")
    def _compute_makeup_count(self):
        groups = self._read_group([("makeup_of_id", "in", self.ids)], ["makeup_of_id"], ["__count"])
        counts = {training.id: count for training, count in groups}
        for training in self:
            training.makeup_count = counts.get(training.id, 0)

    @api.model
    def _made_up_sql(self):
        """Return the subquery that finds the held make-up of the row ``line``, if there is one."""
        return SQL(
            """
            SELECT again.id FROM safety_training_attendee again
              JOIN safety_training session ON session.id = again.training_id AND session.state = 'held'
             WHERE again.makeup_of_id = line.id AND again.counts AND line.counts IS NOT TRUE
             LIMIT 1
            """
        )

    def _made_up_counts(self):
        """Return {session: how many of its people count by a make-up session}. One query."""
        groups = self.env["safety.training.attendee"]._read_group(
            [
                ("makeup_of_id.training_id", "in", self.ids),
                ("makeup_of_id.counts", "=", False),
                ("counts", "=", True),
                ("training_id.state", "=", "held"),
            ],
            ["makeup_of_id"],
        )
        found = {}
        for (line,) in groups:
            found[line.training_id] = found.get(line.training_id, 0) + 1
        return found

    def action_make_up(self):
        """Plan a session for those who do not count in this one: they are its audience, and it is linked.

        :raises UserError: not held yet, or there is nobody left
        """
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("act")
        if self.state != "held":
            raise UserError(self.env._("Complete “%s” first; then it is known who was absent.", self.name))
        missing = self._still_missing()
        if not missing:
            raise UserError(self.env._("Everybody invited to “%s” counts: there is nobody left.", self.name))
        start = self.company_id._safety_instant(self._makeup_day(), self._makeup_time())
        session = self.copy(
            {
                "name": self.env._("Make-up: %s", self.name),
                "makeup_of_id": self.id,
                "date_start": start,
                "date_end": start + (self.date_end - self.date_start),
                "hours": self.hours,
                "enterprise_mode": "none",
                "enterprise_ids": [Command.clear()],
                "post_ids": [Command.clear()],
                "material_ids": [Command.clear()],
                "user_id": self.env.uid,
                "attendee_ids": [Command.create(line._makeup_values()) for line in missing],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": session.id,
            "view_mode": "form",
        }

    def _makeup_day(self):
        return fields.Date.add(self.company_id._safety_today(), days=7)

    def _makeup_time(self):
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self.company_id.safety_tz), self.date_start
        ).time()

    def _still_missing(self):
        """Return the lines that do not count and are on no open or successful make-up list."""
        lines = self.sudo().attendee_ids.filtered(lambda line: not line.counts)
        again = self.env["safety.training.attendee"].sudo().search([("makeup_of_id", "in", lines.ids)])
        settled = again.filtered(lambda line: line.training_id.state == "draft" or (
            line.training_id.state == "held" and line.counts))  # fmt: skip
        return lines - settled.makeup_of_id

    def action_open_makeups(self):
        """Open the make-up sessions."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_training_action")
        return {**action, "domain": [("makeup_of_id", "=", self.id)], "context": {}}

    def _unmake_up(self):
        """A void make-up session makes nobody count any more."""
        origins = self.sudo().makeup_of_id.filtered("counts")
        if origins:
            origins._workflow_write({"counts": False})
            origins._weigh()


class SafetyTrainingAttendee(models.Model):
    """The line of the first session that a line makes up for."""

    _inherit = "safety.training.attendee"

    makeup_of_id = fields.Many2one(
        "safety.training.attendee", string="Makes up for", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip

    def _makeup_values(self):
        return {
            "user_id": self.user_id.id,
            "enterprise_id": self.enterprise_id.id,
            "name": self.name,
            "post_id": self.post_id.id,
            "makeup_of_id": self.id,
        }
