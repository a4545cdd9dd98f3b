from collections import Counter

from odoo import models
from odoo.fields import Domain

# What a file should hold, whatever the kind.
NEEDED = ("address", "phone", "principal_name", "safety_manager_name", "class_id")


class SafetyUnit(models.Model):
    """The booklet of a community (一社一册): its grids and people, its enterprises, what is missing, what changed."""

    _inherit = "safety.unit"

    def action_print_booklet(self):
        """Return the booklet of the units as a document."""
        self._check_booklet()
        return self.env.ref("street_safety_base.report_booklet_pdf").report_action(self)

    def action_print_booklet_xlsx(self):
        """Return the booklet of the units as a workbook."""
        self._check_booklet()
        return self.env.ref("street_safety_base.report_booklet_xlsx").report_action(self)

    def _check_booklet(self):
        """Raise AccessError unless the user's seats serve the units: their names are public, their files are not."""
        self.check_access("read")
        self.env["safety.access"]._check(self, "read")

    def _booklet(self):
        """Return the contents of the booklet of one unit. The number of statements is that of its chapters."""
        self.ensure_one()
        today = self.company_id._safety_today()
        inside = Domain("unit_id", "child_of", self.id)
        enterprises = self.env["safety.enterprise"].search_fetch(inside, self._booklet_fields(), order="unit_id, name")
        appointments = self.env["safety.appointment"].search(
            inside & Domain("is_current", "=", True), order="unit_id, post_id"
        )
        appointments.user_id.partner_id.fetch(["name", "phone"])
        units = self.search(Domain("id", "child_of", self.id) & Domain("is_territory", "=", True))
        numbers = Counter()
        for unit, here in enterprises.grouped("unit_id").items():
            numbers.update(dict.fromkeys((int(part) for part in unit.parent_path.split("/") if part), len(here)))
        people = appointments.grouped("unit_id")
        classes = enterprises.class_id.sorted("sequence")
        watched = self._watched_classes()
        roll = self._booklet_roll(today)
        return {
            "unit": self,
            "today": today,
            "units": [(unit, people.get(unit, appointments.browse()), numbers[unit.id]) for unit in units],
            "classes": classes,
            "counts": self._booklet_counts(enterprises, classes),
            "enterprises": enterprises,
            "key": enterprises.filtered(lambda one: one.class_id in watched),
            "gaps": [(one, gaps) for one in enterprises if (gaps := self._booklet_gaps(one))],
            "roll": roll,
            "movements": self.env["safety.enterprise.movement"].search([("roll_id", "=", roll.id)], order="date, id"),
        }

    def _booklet_fields(self):
        return ["name", "unit_id", "kind_id", "class_id", "credit_code", "site_no", *NEEDED, "headcount"]

    def _watched_classes(self):
        """Return the supervision classes but the least watched one."""
        classes = self.env["safety.supervision.class"].search([("company_id", "in", [False, self.company_id.id])])
        return classes[:-1]

    def _booklet_counts(self, enterprises, classes):
        """Return [(kind, [number of each class, without class], sum)] of the kinds that occur."""
        rows = []
        for kind, of_kind in enterprises.grouped("kind_id").items():
            by_class = of_kind.grouped("class_id")
            none = self.env["safety.supervision.class"]
            numbers = [len(by_class.get(one, ())) for one in (*classes, none)]
            rows.append((kind, numbers, len(of_kind)))
        return sorted(rows, key=lambda row: (row[0].sequence, row[0].id))

    def _booklet_gaps(self, enterprise):
        """Return the labels of what the file of an enterprise lacks."""
        lacking = [name for name in NEEDED if not enterprise[name]]
        if enterprise.kind_id.licensed and not enterprise.credit_code:
            lacking.append("credit_code")
        return [enterprise._fields[name]._description_string(self.env) for name in lacking]

    def _booklet_roll(self, today):
        """Return the roll of the month, made where the night has not made it yet."""
        rolls = self.env["safety.roll"]
        rolls.sudo()._generate(self.company_id, today)
        return rolls.search([("unit_id", "=", self.id), ("month", "=", today.replace(day=1))])
