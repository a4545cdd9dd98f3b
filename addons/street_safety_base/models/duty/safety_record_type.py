from odoo import fields, models


class SafetyRecordType(models.Model):
    """A kind of generic work record, as data: what must be filled in before it counts as proof."""

    _name = "safety.record.type"
    _description = "Work record type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    needs_photo = fields.Boolean(string="Photo required")
    needs_participants = fields.Boolean(string="Participants required")
    needs_targets = fields.Boolean(string="Enterprises required")
    needs_note = fields.Boolean(string="Report required", help="It is completed with words on what was done.")
    needs_approval = fields.Boolean(
        string="Completed by approval", help="Only somebody who may approve in the unit completes it, as for a plan."
    )
    has_deadline = fields.Boolean(
        string="Given with a deadline", help="Somebody gives it to a unit, to be done by a day."
    )
    follow_ups = fields.Selection(
        [("none", "None"), ("done", "Done before it is completed"), ("open", "Needed, and done later")],
        string="Tasks below it",
        default="none",
        required=True,
        help="A directive is completed when its tasks are done; a plan is approved with its measures, which follow.",
    )
    has_superior = fields.Boolean(string="From or to a superior body")
    has_status = fields.Boolean(string="Shows what became of it")
    has_result = fields.Boolean(string="Ends with a review result")
    has_amounts = fields.Boolean(string="Counts money and resources")
    has_topics = fields.Boolean(string="Has agenda topics")
    requires_type_id = fields.Many2one(
        "safety.record.type",
        string="Needs first",
        ondelete="restrict",
        help="A completed record of this type must be linked before, e.g. the safety pre-review of an approval.",
    )
    note = fields.Text(string="What to write", translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This record type code is taken.")
    requires_dossier_type_id = fields.Many2one(
        "safety.dossier.type",
        string="Needs the paper",
        ondelete="restrict",
        help="Each enterprise must have it, dated on or before that day: an agreement on dangerous work.",
    )

    def _shows(self):
        """Return, in words of one string, which groups of fields a record of this type has."""
        shown = {
            "deadline": self.has_deadline,
            "tasks": self.follow_ups not in (False, "none"),
            "superior": self.has_superior,
            "status": self.has_status,
            "result": self.has_result,
            "amounts": self.has_amounts,
            "topics": self.has_topics,
            "basis": self.requires_type_id,
            "participants": not self.has_amounts and not self.has_deadline,
        }
        return " ".join(name for name, wanted in shown.items() if wanted)

    def _to_file(self):
        """Return the type as the keys of a regulation's exchange file."""
        self.ensure_one()
        flags = ("needs_photo", "needs_participants", "needs_targets", "has_topics")
        return {
            "code": self.code,
            "name": self.name,
            **{name: True for name in flags if self[name]},
            **({"note": self.note} if self.note else {}),
        }
