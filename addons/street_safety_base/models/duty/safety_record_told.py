from odoo import api, fields, models
from odoo.fields import Command


class SafetyRecordType(models.Model):
    """Whom a record of this type reaches when it is completed, as data of the regulation (XT-2.2e, BF-1.2.2a)."""

    _inherit = "safety.record.type"

    told_post_ids = fields.Many2many(
        "safety.post",
        "safety_record_type_told_post_rel",
        string="Told when completed",
        help="Who holds one of these posts in the unit, above it, or in an office or committee of the street gets a "
        "message with the record; who was told, and when, stays with it.",
    )

    def _to_file(self):
        content = super()._to_file()
        return content | ({"tell": self.told_post_ids.mapped("code")} if self.told_post_ids else {})


class SafetyRecord(models.Model):
    """A report reaches its recipients with its completion: who was told, and when, is part of it."""

    _inherit = "safety.record"

    told_ids = fields.Many2many(
        "res.users", "safety_record_told_rel", readonly=True, copy=False, help="When it was completed."
    )
    told_at = fields.Datetime(readonly=True, copy=False)
    told_missing = fields.Char(
        string="Nobody to tell", compute="_compute_told_missing", help="Posts that nobody held when it was completed."
    )

    def _workflow_protected(self):
        return super()._workflow_protected() | {"told_ids", "told_at"}

    @api.depends("told_ids", "state", "type_id.told_post_ids")
    def _compute_told_missing(self):
        for record in self:
            posts = record.type_id.told_post_ids if record.state == "done" else self.env["safety.post"]
            held = record.sudo()._told_seats(posts).post_id if posts else posts
            record.told_missing = "、".join((posts - held).mapped("name")) or False

    def _after_done(self):
        result = super()._after_done()
        self._tell_posts()
        return result

    def _told_seats(self, posts):
        """Return the seats in ``posts`` that it reaches: in its unit, above it, or in a sector of the street."""
        self.ensure_one()
        unit = self.unit_id
        above = [int(part) for part in (unit.parent_path or "").split("/") if part]
        seats = self.env["safety.appointment"].sudo()
        held = seats.search(
            [
                ("company_id", "=", self.company_id.id),
                ("post_id", "in", posts.ids),
                *seats._in_office(self.company_id._safety_today()),
            ]
        )
        return held.filtered(lambda seat: seat.unit_id.id in above or not seat.unit_id.type_id.is_territory)

    def _tell_posts(self):
        """Tell the holders of the posts that the type names. Whoever completed it knows already."""
        for record in self.filtered("type_id.told_post_ids"):
            users = record.sudo()._told_seats(record.type_id.sudo().told_post_ids).user_id
            if not users:
                continue
            spoken = record.with_context(lang=users[:1].lang)
            record.message_notify(
                partner_ids=(users - self.env.user).partner_id.ids,
                subject=spoken.env._("%(type)s: %(record)s", type=spoken.type_id.name, record=record.name),
                body=record.note or record.name,
            )
            record.sudo()._workflow_write({"told_ids": [Command.set(users.ids)], "told_at": fields.Datetime.now()})


class SafetyRegulation(models.Model):
    """A regulation says whom its reports reach."""

    _inherit = "safety.regulation"

    def _make_record_types(self, rows):
        result = super()._make_record_types(rows)
        told = {row["code"]: row["tell"] for row in rows if row.get("tell")}
        types = self.env["safety.record.type"].sudo().with_context(active_test=False)
        wanted = [code for codes in told.values() for code in codes]
        posts = self.env["safety.post"].sudo().search([("code", "in", wanted)]).grouped("code")
        for record_type in types.search([("code", "in", list(told)), ("told_post_ids", "=", False)]):
            codes = [code for code in told[record_type.code] if code in posts]
            record_type.told_post_ids = [Command.set([posts[code].id for code in codes])]
        return result
