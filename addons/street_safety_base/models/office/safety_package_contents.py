from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

# How many rows of a part the form shows; the workbook has all.
SHOWN = 30


class SafetyPackage(models.Model):
    """What the form of a package shows: its rows, and the checklist of what it needs with the gaps in red."""

    _inherit = "safety.package"

    contents = fields.Html(compute="_compute_contents", sanitize=False)
    gap_count = fields.Integer(string="Gaps", compute="_compute_gaps")
    gaps = fields.Html(string="Checklist", compute="_compute_gaps", sanitize=False)

    @api.depends("section_data")
    def _compute_contents(self):
        for package in self:
            package.contents = Markup().join(self._section_table(section) for section in package.section_data or ())

    def _section_table(self, section):
        """Return a part as an HTML table with a link to each record."""
        count = len(section["rows"])
        title = Markup("<h4>%s (%s)</h4>") % (section["name"], count)
        if not count:
            return title + Markup('<p class="text-muted">%s</p>') % self.env._("Nothing in this period.")
        head = Markup().join(Markup("<th>%s</th>") % heading for heading in section["headings"])
        rows = Markup().join(
            Markup("<tr>%s</tr>") % self._row_cells(section["model"], row) for row in section["rows"][:SHOWN]
        )
        table = Markup(
            '<div class="table-responsive"><table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody>'
            "</table></div>"
        ) % (head, rows)
        more = count - SHOWN
        rest = Markup("<p>%s</p>") % self.env._("… and %s more in the workbook.", more) if more > 0 else ""
        files = len(section.get("files", ()))
        note = Markup('<p class="text-muted">%s</p>') % self.env._("Files: %s", files) if files else ""
        return title + table + rest + note

    def _row_cells(self, model, row):
        first, *others = row[1:] or [row[0]]
        link = Markup("<td>%s</td>") % self._record_link(model, row[0], first)
        return link + Markup().join(Markup("<td>%s</td>") % (value or "") for value in others)

    @api.depends("section_data", "kind_id", "unit_id", "period_start", "state")
    def _compute_gaps(self):
        """What a package still lacks: parts with too few records, and duties of the period that are not met."""
        drafts = self.filtered(lambda package: package.state == "draft" and package.period_end)
        duties = drafts._open_duties()
        for package in self:
            short = [s for s in package.section_data or () if len(s["rows"]) < s["minimum"]]
            owed = duties[package]
            lines = [self._part_line(section) for section in package.section_data or ()]
            lines += [self._duty_line(duty) for duty in owed]
            package.gap_count = len(short) + len(owed)
            package.gaps = Markup('<ul class="list-unstyled">%s</ul>') % Markup().join(lines) if lines else False

    def _part_line(self, section):
        """Return the line of a part: green when it has what it needs, red with a link when it lacks records."""
        count, minimum = len(section["rows"]), section["minimum"]
        if count >= minimum:
            text = self.env._("%(part)s: %(count)s", part=section["name"], count=count)
            return Markup('<li class="text-success"><i class="fa fa-check"></i> %s</li>') % text
        text = self.env._(
            "%(part)s: %(count)s instead of at least %(minimum)s", part=section["name"], count=count, minimum=minimum
        )
        return Markup(
            '<li class="text-danger"><i class="fa fa-times"></i> <a class="text-danger" href="/odoo/%s">%s</a></li>'
        ) % (section["model"], text)

    def _duty_line(self, duty):
        words = f"{duty.rule_id.name} · {duty.unit_id.name} · {fields.Date.to_string(duty.due_date)}"
        return Markup(
            '<li class="text-danger"><i class="fa fa-times"></i> <a class="text-danger" href="/odoo/safety.duty/%s">'
            "%s</a></li>"
        ) % (duty.id, words)

    def _open_duties(self):
        """Return {package: duties of its period, in its unit and below, that are not met}. One search."""
        found = defaultdict(lambda: self.env["safety.duty"])
        packages = self.filtered("kind_id.with_duties")
        if not packages:
            return found
        duties = self.env["safety.duty"].search(
            [
                ("unit_id", "child_of", packages.unit_id.ids),
                ("period_end", ">=", min(packages.mapped("period_start"))),
                ("period_end", "<=", max(packages.mapped("period_end"))),
                ("state", "in", ("open", "missed")),
                ("kind_id.model", "!=", self._name),  # handing it in is no gap of what is handed in
            ]
        )
        owners = packages._owners(duties)
        for package in packages:
            found[package] = duties.filtered(
                lambda duty, package=package: (
                    package.unit_id.id in owners[duty.id]
                    and package.period_start <= duty.period_end <= package.period_end
                )
            )
        return found

    def action_print_xlsx(self):
        """Return the workbook of the packages: the rows as they were signed, not as the records are now."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_package_xlsx").report_action(self)

    def action_print_pdf(self):
        """Return the packages on paper, its twin: the same rows, signatures and hash."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_package_pdf").report_action(self)

    def action_download_text(self):
        """Hand over the text that was hashed and signed."""
        self.ensure_one()
        self.check_access("read")
        if not self.file_id:
            return False
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.file_id.id}?download=1", "target": "download"}

    def action_zip(self):
        """Open the dialog that packs the signed texts and the files of the rows into one ZIP."""
        self.check_access("read")
        files = [
            file[1] for package in self for section in package.section_data or () for file in section.get("files", ())
        ]
        archive = self.env["safety.archive.item"]
        return self.env["safety.archive.wizard"]._open_for(archive._of(self) | archive.search([("id", "in", files)]))
