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

    @api.depends("told_ids", "frozen_at", "state", "type_id.told_post_ids")
    def _compute_told_missing(self):
        """One search for each street: a later change of seats does not change who was there to be told."""
        seats = self.filtered(lambda record: record.state == "done")._told_seats()
        for record in self:
            missing = record.sudo().type_id.told_post_ids - seats[record].post_id if record in seats else ()
            record.told_missing = "、".join(post.name for post in missing) or False

    def _after_done(self):
        result = super()._after_done()
        self._tell_posts()
        return result

    def _told_seats(self):
        """Return {record: seats} that each reaches: in its unit, above it, or in a sector of the street.

        Of the posts that its type names, as they were held on the day it was completed, or today. One search a street.
        """
        seats, found = self.env["safety.appointment"].sudo(), {}
        asking = self.filtered(lambda record: record.sudo().type_id.told_post_ids)
        for company, records in asking.sudo().grouped("company_id").items():
            posts = records.type_id.told_post_ids
            held = seats.search([("company_id", "=", company.id), ("post_id", "in", posts.ids)])
            for record in records:
                above = [int(part) for part in (record.unit_id.parent_path or "").split("/") if part]
                day = company._safety_date(record.frozen_at) or company._safety_today()
                wanted = record.type_id.told_post_ids
                found[self.browse(record.id)] = held.filtered_domain(seats._in_office(day)).filtered(
                    lambda seat, above=above, wanted=wanted: (
                        seat.post_id in wanted and (seat.unit_id.id in above or not seat.unit_id.type_id.is_territory)
                    )
                )
        return found

    def _tell_posts(self):
        """Tell the holders of the posts that the type names. Whoever completed it knows already."""
        for record, seats in self._told_seats().items():
            if not (users := seats.user_id):
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
