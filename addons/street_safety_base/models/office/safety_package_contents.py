from markupsafe import Markup

from odoo import api, fields, models

# How many rows of a part the form shows; the workbook has all.
SHOWN = 30


class SafetyPackage(models.Model):
    """What the form of a package shows: its rows, what is missing, what changed since the version before."""

    _inherit = "safety.package"

    contents = fields.Html(compute="_compute_contents", sanitize=False)
    changes = fields.Html(string="Changes to the version before", compute="_compute_changes", sanitize=False)
    gap_count = fields.Integer(string="Gaps", compute="_compute_gaps")
    gaps = fields.Html(string="What is missing", compute="_compute_gaps", sanitize=False)

    @api.depends("section_data")
    def _compute_contents(self):
        for package in self:
            package.contents = Markup().join(self._section_table(section) for section in package.section_data or ())

    def _section_table(self, section):
        """Return a part as an HTML table with a link to each record."""
        head = Markup().join(Markup("<th>%s</th>") % heading for heading in section["headings"])
        rows = Markup().join(
            Markup("<tr>%s</tr>") % self._row_cells(section["model"], row) for row in section["rows"][:SHOWN]
        )
        more = len(section["rows"]) - SHOWN
        rest = Markup("<p>%s</p>") % self.env._("… and %s more in the workbook.", more) if more > 0 else ""
        title = Markup("<h4>%s (%s)</h4>") % (section["name"], len(section["rows"]))
        table = Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            head,
            rows,
        )
        return (
            title + (table if section["rows"] else Markup("<p>%s</p>") % self.env._("Nothing in this period.")) + rest
        )

    def _row_cells(self, model, row):
        first, *others = row[1:] or [row[0]]
        link = Markup('<td><a href="/mail/view?model=%s&amp;res_id=%s">%s</a></td>') % (model, row[0], first or "…")
        return link + Markup().join(Markup("<td>%s</td>") % (value or "") for value in others)

    @api.depends("section_data", "kind_id", "unit_id", "period_start")
    def _compute_gaps(self):
        """What a package still lacks: parts with too few records, and duties of the period that are not met."""
        for package in self:
            lines = [
                self.env._(
                    "%(part)s: %(count)s instead of at least %(minimum)s",
                    part=section["name"],
                    count=len(section["rows"]),
                    minimum=section["minimum"],
                )
                for section in package.section_data or ()
                if len(section["rows"]) < section["minimum"]
            ]
            duties = package._open_duties() if package.state == "draft" else self.env["safety.duty"]
            items = [Markup("<li>%s</li>") % line for line in lines]
            items += [
                Markup('<li><a href="/mail/view?model=safety.duty&amp;res_id=%s">%s</a> · %s</li>')
                % (duty.id, duty.rule_id.name, duty.unit_id.name)
                for duty in duties
            ]
            package.gap_count = len(items)
            package.gaps = Markup("<ul>%s</ul>") % Markup().join(items) if items else False

    def _open_duties(self):
        """Return the duties of the unit and those below it that belong to the period and are not met."""
        self.ensure_one()
        if not self.kind_id.with_duties or not self.period_end:
            return self.env["safety.duty"]
        return self.env["safety.duty"].search(
            [
                ("unit_id", "child_of", self.unit_id.id),
                ("period_end", ">=", self.period_start),
                ("period_end", "<=", self.period_end),
                ("state", "in", ("open", "missed")),
            ]
        )

    @api.depends("section_data", "previous_id.section_data")
    def _compute_changes(self):
        for package in self:
            changes = package._diff() if package.previous_id else []
            items = Markup().join(Markup("<li>%s</li>") % text for text in changes)
            package.changes = Markup("<ul>%s</ul>") % items if items else False

    def _diff(self):
        """Return texts saying which rows were added, dropped or changed since the version before."""
        before = {section["part"]: section for section in self.previous_id.section_data or ()}
        texts = []
        for section in self.section_data or ():
            old = {row[0]: row[1:] for row in before.get(section["part"], {"rows": []})["rows"]}
            new = {row[0]: row[1:] for row in section["rows"]}
            headings = section["headings"]
            texts += [
                self.env._("%(part)s: added %(row)s", part=section["name"], row=self._words(new[key]))
                for key in new.keys() - old.keys()
            ]
            texts += [
                self.env._("%(part)s: dropped %(row)s", part=section["name"], row=self._words(old[key]))
                for key in old.keys() - new.keys()
            ]
            for key in new.keys() & old.keys():
                texts += [
                    self.env._(
                        "%(part)s: %(row)s, %(heading)s: %(old)s → %(new)s",
                        part=section["name"],
                        row=self._words(new[key][:1]),
                        heading=heading,
                        old=was or "–",
                        new=now or "–",
                    )
                    for heading, was, now in zip(headings, old[key], new[key], strict=False)
                    if was != now
                ]
        return sorted(texts)

    @api.model
    def _words(self, cells):
        return " · ".join(str(cell) for cell in cells[:3] if cell)

    def action_print_xlsx(self):
        """Return the workbook of the packages: the rows as they were signed, not as the records are now."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_package_xlsx").report_action(self)
