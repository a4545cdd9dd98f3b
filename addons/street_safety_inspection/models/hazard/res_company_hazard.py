from odoo import fields, models


class ResCompany(models.Model):
    """How strict the street is with hazards: every figure and choice is its own regulation's."""

    _inherit = "res.company"

    safety_seal = fields.Binary(
        string="Seal of the street", attachment=True, help="Printed on issued documents. Empty: stamped by hand."
    )
    safety_separate_acceptor = fields.Boolean(
        string="Separate acceptor",
        default=True,
        help="Whoever answers for a rectification, as a rule who found it, does not accept it (BF-1.1.3j). "
        "Off: only who hands it in may not.",
    )
    safety_close_after_visit = fields.Boolean(
        string="Closed after a return visit only", help="A hazard is closed only after a re-inspection found it fixed."
    )
    safety_notice_always = fields.Boolean(
        string="Notice for every inspection",
        help="Each finished inspection gets its notice, also when nothing was found or all was put right on the spot.",
    )
    safety_five_elements = fields.Selection(
        [("none", "Not asked for"), ("major", "Of major hazards"), ("all", "Of every hazard")],
        string="Five elements",
        default="major",
        required=True,
        help="Whose rectification needs responsible person, measures, funds, deadline and contingency plan.",
    )
    safety_major_emergency = fields.Boolean(
        string="Stop and withdraw at once",
        default=True,
        help="A major hazard is ordered to be rectified only with what was suspended, stopped and who was withdrawn.",
    )
    safety_major_form = fields.Boolean(
        string="Report form of major hazards",
        default=True,
        help="Verified on site, signed by community principals and sealed, reviewed by the linked leader, received by "
        "the office: before that its rectification is not handed in.",
    )
    safety_major_street_check = fields.Boolean(
        string="Street verifies on site too", help="The form ends with the street's own verification on site."
    )
    safety_major_listing = fields.Boolean(
        string="Major hazards are listed",
        default=True,
        help="A major hazard names who lists it, and is handed in only once it is listed.",
    )
    safety_listing_months = fields.Integer(
        string="Progress of listings every (months)",
        default=3,
        required=True,
        help="Proposed on a listing: how often its progress is reported.",
    )
    safety_extension_workdays = fields.Integer(
        string="Extension asked before (working days)",
        default=15,
        required=True,
        help="An extension of a listing is asked for at least so many working days before it expires.",
    )
    safety_assessor_post_ids = fields.Many2many(
        "safety.post",
        "res_company_safety_assessor_post_rel",
        string="Assess and verify",
        default=lambda self: self._safety_posts("safety_officer", "safety_committee_office", "enforcement_officer"),
        help="Holders of these posts say how serious a hazard is, and verify major ones on site.",
    )
    safety_reviewer_post_ids = fields.Many2many(
        "safety.post",
        "res_company_safety_reviewer_post_rel",
        string="Review the form",
        default=lambda self: self._safety_posts("linked_leader"),
        help="Holders of these posts review the report form of a major hazard. Empty: whoever may approve there.",
    )
    safety_acceptor_post_ids = fields.Many2many(
        "safety.post",
        "res_company_safety_acceptor_post_rel",
        string="Proposed to accept",
        default=lambda self: self._safety_posts(
            "stationed_cadre", "work_point_head", "work_point_deputy_head", "safety_committee_office"
        ),
        help="The nearest holder of these posts is proposed as acceptance person of a new hazard.",
    )
    safety_major_post_ids = fields.Many2many(
        "safety.post",
        "res_company_safety_major_post_rel",
        string="Told of major hazards at once",
        default=lambda self: self._safety_posts(
            "safety_officer",
            "stationed_cadre",
            "safety_committee_office",
            "deputy_leader_in_charge",
            "department_head",
            "party_secretary",
            "street_director",
        ),
        help="Holders of these posts, at the unit or above it, are told the moment a hazard is major.",
    )

    _safety_listing_figures = models.Constraint(
        "CHECK(safety_listing_months BETWEEN 1 AND 12 AND safety_extension_workdays BETWEEN 0 AND 250)",
        "Progress is reported every 1 to 12 months; an extension is asked for 0 to 250 working days ahead.",
    )

    def _safety_posts(self, *codes):
        return self.env["safety.post"].sudo().search([("code", "in", codes)]).ids

    def _safety_propose_hazard_posts(self):
        """Give the streets that name no posts the usual ones: who is told, assesses, reviews and accepts."""
        for name in ("overdue", "assessor", "reviewer", "acceptor", "major"):
            field = self._fields[f"safety_{name}_post_ids"]
            self.filtered(lambda company, field=field: not company[field.name])[field.name] = field.default(self)
