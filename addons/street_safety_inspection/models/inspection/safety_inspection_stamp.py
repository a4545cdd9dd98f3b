import hashlib
import json
from math import asin, cos, radians, sin, sqrt

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

EARTH = 6_371_000  # metres
OFFICE = "street_safety_base.group_street_safety_office"


class SafetyInspection(models.Model):
    """When and where an inspection was really made, who led it and who signed; and what looks odd about it.

    The server's clock counts. A position far away or a clock that is off is noted and shown to the office, never a
    reason to refuse what somebody has written down on the spot.
    """

    _inherit = "safety.inspection"

    leader_id = fields.Many2one(
        "res.users",
        string="Led by",
        compute="_compute_leader_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        domain="[('id', 'in', inspector_ids)]",
        help="The leader at the head of the visit; one of the inspectors.",
    )
    is_led = fields.Boolean(related="kind_id.is_led")
    needs_signature = fields.Boolean(related="kind_id.needs_signature")
    representative_refused = fields.Boolean(string="Signature refused")
    refusal_reason = fields.Char(string="Refused because")
    witness_name = fields.Char(string="Witness", help="Who saw that the representative refused to sign.")

    by_principal = fields.Boolean(
        string="Led by the principal", help="A self-check that the enterprise's principal led (ZF-T1.2a)."
    )
    client_uuid = fields.Char(string="Identifier of the phone", readonly=True, copy=False)
    entry_ids = fields.One2many("safety.inspection.entry", "inspection_id", string="Entries from phones", readonly=True)
    started_at = fields.Datetime(string="Started on", readonly=True, copy=False)
    finished_at = fields.Datetime(string="Finished on", readonly=True, copy=False)
    latitude = fields.Float(digits=(9, 6), readonly=True, copy=False, aggregator=None)
    longitude = fields.Float(digits=(9, 6), readonly=True, copy=False, aggregator=None)
    accuracy = fields.Float(string="Accuracy (m)", readonly=True, copy=False, aggregator=None)
    distance = fields.Integer(string="Distance (m)", readonly=True, copy=False, aggregator=None)
    clock_skew = fields.Integer(
        string="Phone clock ahead (s)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Seconds by which the phone's clock was ahead of the server's; negative: behind. Server time counts.",
    )
    answers_hash = fields.Char(readonly=True, copy=False)
    is_far = fields.Boolean(string="Far away", readonly=True, copy=False)
    is_clock_off = fields.Boolean(string="Clock off", readonly=True, copy=False)
    is_quick = fields.Boolean(string="Very quick", readonly=True, copy=False)
    is_identical = fields.Boolean(string="Same as others", readonly=True, copy=False)
    is_same_minute = fields.Boolean(
        string="Same minute", readonly=True, copy=False, help="A self-check at the minute of the one before (XY-3.7c)."
    )
    oddity = fields.Char(string="What looks odd", compute="_compute_oddity", groups=OFFICE)

    _client_uuid_uniq = models.UniqueIndex(
        "(client_uuid) WHERE client_uuid IS NOT NULL", "This inspection has arrived already."
    )
    _alike = models.Index("(create_uid, date, answers_hash) WHERE answers_hash IS NOT NULL")

    def _workflow_protected(self):
        return super()._workflow_protected() | {
            "client_uuid", "started_at", "finished_at", "latitude", "longitude", "accuracy", "distance", "clock_skew",
            "answers_hash", "is_far", "is_clock_off", "is_quick", "is_identical", "is_same_minute",
        }  # fmt: skip

    @api.depends("kind_id", "inspector_ids")
    def _compute_leader_id(self):
        for inspection in self:
            people = inspection.inspector_ids._origin
            if not inspection.kind_id.is_led:
                inspection.leader_id = False
            elif inspection.leader_id not in people:
                inspection.leader_id = people if len(people) == 1 else False

    @api.depends("is_far", "is_clock_off", "is_quick", "is_identical", "is_same_minute")
    def _compute_oddity(self):
        for inspection in self:
            reasons = []
            if inspection.is_quick:
                seconds = (inspection.finished_at - inspection.started_at).total_seconds()
                text = self.env._("%(items)s items in %(seconds)s seconds", items=inspection.question_count,
                                  seconds=int(seconds))  # fmt: skip
                reasons.append(text)
            if inspection.is_identical:
                reasons.append(self.env._("same answers as the person's other inspections of the day"))
            if inspection.is_same_minute:
                reasons.append(self.env._("at the same minute as the self-check before"))
            if inspection.is_far:
                reasons.append(self.env._("%s m from the enterprise", inspection.distance))
            if inspection.is_clock_off:
                reasons.append(self.env._("phone clock off by %s minutes", round(inspection.clock_skew / 60)))
            inspection.oddity = "；".join(reasons) or False

    @api.model
    def _odd_domain(self):
        """Return the Domain of inspections that the office should look at."""
        names = ("is_quick", "is_identical", "is_far", "is_clock_off", "is_same_minute")
        return Domain.OR(Domain(name, "=", True) for name in names)

    # ---- stamps ------------------------------------------------------------------------------------------------------

    def _stamp_start(self):
        """Note that work on the form has begun; only the first time counts."""
        if fresh := self.filtered(lambda inspection: not inspection.started_at):
            fresh.sudo()._workflow_write({"started_at": fields.Datetime.now()})

    def _stamp_place(self, latitude, longitude, accuracy=0):
        """Note where the phone is (degrees, accuracy in metres); the first position of a visit counts."""
        self.ensure_one()
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (self.latitude or self.longitude):
            return
        firm = self.enterprise_id.sudo()
        distance = 0
        if firm.has_position:
            distance = min(round(self._metres(latitude, longitude, firm.latitude, firm.longitude)), 2**31 - 1)
        self.sudo()._workflow_write(
            {
                "latitude": latitude,
                "longitude": longitude,
                "accuracy": max(0, min(accuracy or 0, 1e6)),
                "distance": distance,
            }
        )

    def _stamp_clock(self, client_now):
        """Note by how much the phone's clock is off; the largest difference stays."""
        skew = int((client_now - fields.Datetime.now()).total_seconds())
        skew = max(-(2**31), min(skew, 2**31 - 1))
        if abs(skew) > abs(self.clock_skew):
            self.sudo()._workflow_write({"clock_skew": skew})

    @api.model
    def _metres(self, lat1, lon1, lat2, lon2):
        """Return the distance of two positions in metres (great circle)."""
        lat1, lon1, lat2, lon2 = map(radians, (lat1, lon1, lat2, lon2))
        half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
        return 2 * EARTH * asin(sqrt(min(1, half)))

    # ---- who led, who signed -----------------------------------------------------------------------------------------

    def _check_visit(self):
        result = super()._check_visit()
        kind, people = self.kind_id, self.inspector_ids
        if kind.is_led and (not self.leader_id or self.leader_id not in people):
            raise UserError(self.env._("“%s”: choose under “Led by” which of the inspectors led it.", kind.name))
        if kind.certified:
            certified = people._safety_certified_on(self.date)
            if len(certified) < kind.min_inspectors:
                raise UserError(
                    self.env._(
                        "“%(kind)s” needs %(count)s inspectors with a valid enforcement certificate; here: %(names)s. "
                        "An administrator enters the certificate with the user.",
                        kind=kind.name,
                        count=kind.min_inspectors,
                        names=format_list(self.env, certified.mapped("name")) or self.env._("nobody"),
                    )
                )
        if self._needs_form() and kind.needs_signature:
            self._check_representative()
        return result

    def _needs_form(self):
        """Tell whether it ends with a numbered form: always with findings, else where the street says so."""
        return bool(self.company_id.safety_form_always or self.finding_count or self.is_reinspection)

    def _check_representative(self):
        content = self._signature_hash()
        signed = self.signature_ids.sudo().filtered(
            lambda sign: sign.purpose == "representative" and sign.content_hash == content
        )
        if self.representative_refused and not signed:
            if not (self.refusal_reason and self.witness_name):
                raise UserError(
                    self.env._("The representative refused to sign: write the reason and the name of a witness.")
                )
        elif not signed:
            raise UserError(
                self.env._("The enterprise's representative has not signed yet. Let them sign, or record the refusal.")
            )

    # ---- what looks odd ----------------------------------------------------------------------------------------------

    def _after_done(self):
        self.sudo()._note_oddities()
        return super()._after_done()

    def _note_oddities(self):
        """Note time and answers of finished inspections, and what the office should look at. Constant statements."""
        now = fields.Datetime.now()
        hashes = {inspection: inspection._hash_answers() for inspection in self}
        alike = self._alike_counts(hashes)
        repeated = self._same_minute(now)
        for inspection, answers in hashes.items():
            company = inspection.company_id
            seconds = (now - inspection.started_at).total_seconds() if inspection.started_at else None
            quick = company.safety_quick_seconds * inspection.question_count
            far, minutes, most = (
                company.safety_visit_distance,
                company.safety_clock_minutes,
                company.safety_identical_count,
            )
            author = inspection.create_uid.id
            inspection._workflow_write(
                {
                    "finished_at": now,
                    "answers_hash": answers,
                    "is_quick": seconds is not None and seconds < quick,
                    "is_far": bool(far and inspection.distance > far),
                    "is_same_minute": inspection in repeated,
                    "is_clock_off": bool(minutes and abs(inspection.clock_skew) > 60 * minutes),
                    "is_identical": bool(
                        most and answers and alike.get((author, inspection.date, answers), 0) + 1 >= most
                    ),
                }
            )

    def _same_minute(self, now):
        """Return the self-checks that end at the minute at which the enterprise ended the one of another day before."""
        checks = self.filtered("kind_id.by_enterprise")
        if not checks:
            return checks
        latest = {}
        for before in self.search(
            [("enterprise_id", "in", checks.enterprise_id.ids), ("kind_id.by_enterprise", "=", True),
             ("state", "=", "done"), ("id", "not in", checks.ids), ("date", "<", max(checks.mapped("date")))],
            order="date desc, id desc", limit=10 * len(checks),
        ):  # fmt: skip
            latest.setdefault(before.enterprise_id, before.finished_at)
        return checks.filtered(
            lambda check: (
                latest.get(check.enterprise_id)
                and latest[check.enterprise_id].strftime("%H:%M") == now.strftime("%H:%M")
            )
        )

    def _hash_answers(self):
        rows = [(line.item_id.id or line.name, line.result, line.note or "") for line in self.line_ids]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest() if rows else False

    def _alike_counts(self, hashes):
        groups = self._read_group(
            [
                ("answers_hash", "in", [answers for answers in hashes.values() if answers]),
                ("date", "in", list(set(self.mapped("date")))),
                ("create_uid", "in", self.create_uid.ids),
                ("id", "not in", self.ids),
                ("state", "=", "done"),
            ],
            ["create_uid", "date:day", "answers_hash"],
            ["__count"],
        )
        return {(user.id, day, answers): count for user, day, answers, count in groups}
