from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL, format_list

MINUTE = 60
#: Topics that tell the reports of a hazard apart, by their codes (GY-6.4b).
TO_SUPERIOR, TO_DEPARTMENT = "report_superior", "report_department"


class SafetyHazard(models.Model):
    """What people did about a hazard: each act is a work record, so the duties of the regulation find their proof."""

    _inherit = "safety.hazard"

    record_ids = fields.One2many("safety.record", "hazard_id", string="Measures and reports", readonly=True)
    reported_up_at = fields.Datetime(string="Reported upwards at", readonly=True, copy=False)
    report_minutes = fields.Integer(
        string="Minutes to the report",
        compute="_compute_report_minutes",
        help="From the entry of the hazard to the report upwards; still running while nothing was reported (XY-3.6e).",
    )
    entry_delay = fields.Integer(
        string="Days to the entry", compute="_compute_entry_delay", help="0: entered on the day it was found (BF-2.2a)."
    )

    @api.depends("create_date", "reported_up_at")
    def _compute_report_minutes(self):
        now = fields.Datetime.now()
        for hazard in self:
            spent = (hazard.reported_up_at or now) - (hazard.create_date or now)
            hazard.report_minutes = int(spent.total_seconds() // MINUTE)

    @api.depends("create_date", "date")
    def _compute_entry_delay(self):
        for hazard in self:
            entered = hazard.company_id._safety_date(hazard.create_date) if hazard.create_date else hazard.date
            hazard.entry_delay = (entered - hazard.date).days if hazard.date else 0

    def _note_act(self, code, name, text="", **vals):
        """Keep, as a completed work record of each hazard, that something was done about it.

        :param code: code of the record type that the regulation has for it; without one the general type is used
        :param name: subject of the record
        :param text: what was done
        :param vals: more values, e.g. counterpart, listing_id, photo_ids (commands)
        """
        kind = self._act_type(code, bool(vals.get("photo_ids")))
        records = self.env["safety.record"].with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        records = records.sudo().create(
            [
                {
                    "type_id": kind.id,
                    "name": name,
                    "unit_id": hazard.unit_id.id,
                    "date": hazard._safety_day(),
                    "user_id": self.env.uid,
                    "participant_ids": [Command.set(self.env.user.ids)],
                    "enterprise_ids": [Command.set(hazard.sudo().enterprise_id.ids)],
                    "hazard_id": hazard.id,
                    "note": Markup("<p>%s</p>") % (text or name),
                    **vals,
                }
                for hazard in self
            ]
        )
        records._workflow_do("done")
        return records

    @api.model
    def _act_topic(self, code):
        """Return the commands that put the topic ``code`` on an act, if the street's regulation has it."""
        return [Command.set(self.env["safety.record.topic"].sudo().search([("code", "=", code)], limit=1).ids)]

    @api.model
    def _act_type(self, code, pictured=False):
        """Return the type of record ``code``: a regulation's, else the general one for acts on a hazard."""
        found = self.env["safety.record.type"].sudo().search([("code", "=", code)], limit=1)
        found = found.filtered(lambda kind: pictured or not kind.needs_photo)
        return found or self.env.ref("street_safety_inspection.record_type_hazard_act")

    def action_act(self):
        """Open the dialog that records a measure, a follow-up, a report or a transfer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Measure or report"),
            "res_model": "safety.hazard.act.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hazard_id": self.id},
        }

    def action_escalate(self):
        """Report the hazards upwards at once, with one tap (XY-3.6e): who is told is the street's choice."""
        self.check_access("read")
        self._safety_check_level("act")
        self._report_up()
        return True

    def _report_up(self):
        """Tell the posts of the settings of these hazards and keep the report, with its time and who got it."""
        for company, hazards in self.sudo().grouped("company_id").items():
            posts = company.safety_major_post_ids
            told = hazards._tell_holders(
                company, posts, lambda env, count: env._("%s hazards are reported to you", count)
            )
            names = hazards._told_names(company, posts)
            for hazard in told:
                hazard.sudo(False)._note_act(
                    "hazard_report",
                    self.env._("Report upwards"),
                    topic_ids=self._act_topic(TO_SUPERIOR),
                    counterpart=format_list(self.env, names.get(hazard.id, [])),
                )
            told.filtered(lambda hazard: not hazard.reported_up_at)._workflow_write(
                {"reported_up_at": fields.Datetime.now()}
            )

    def _told_names(self, company, posts):
        """Return {hazard id: [“name (post)”]} of those who are told. One statement."""
        if not posts:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT hazard.id, array_agg(DISTINCT seat.user_id)
                  FROM safety_hazard hazard
                  JOIN safety_unit place ON place.id = hazard.unit_id
                  JOIN safety_unit above ON starts_with(place.parent_path, above.parent_path)
                  JOIN (%(seats)s) seat ON seat.unit_id = above.id
                 WHERE hazard.id = ANY(%(hazards)s)
                 GROUP BY hazard.id
                """,
                seats=self._seats_sql(company, posts),
                hazards=self.ids,
            )
        )
        users = self.env["res.users"].sudo()
        return {hazard: users.browse(ids).mapped("name") for hazard, ids in rows}
