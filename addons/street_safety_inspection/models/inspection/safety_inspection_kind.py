from odoo import fields, models


class SafetyInspectionKind(models.Model):
    """A kind of inspection (routine, key period, led by a leader, unannounced …) and what it demands, as data."""

    _name = "safety.inspection.kind"
    _description = "Inspection kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. routine.")
    sequence = fields.Integer(default=10)
    is_reinspection = fields.Boolean(
        string="Re-inspection", help="Looks at the hazards of a notice: are they fixed? Needs no checklist."
    )
    by_enterprise = fields.Boolean(
        string="Self-check", help="Done by the enterprise itself: never counts as an inspection by the street."
    )
    is_led = fields.Boolean(string="Led by a leader", help="It says who led it; that person must have been there.")
    min_inspectors = fields.Integer(string="Inspectors at least", default=1, required=True)
    certified = fields.Boolean(
        string="With enforcement certificates",
        help="So many inspectors as are needed at least must hold a valid enforcement certificate.",
    )
    needs_signature = fields.Boolean(
        string="Representative signs",
        help="The enterprise's representative signs on the spot; a refusal is recorded with a witness.",
    )
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This inspection kind code is taken.")
    _min_inspectors_positive = models.Constraint(
        "CHECK(min_inspectors > 0)", "An inspection needs at least one inspector."
    )
