from markupsafe import Markup

from odoo import api, fields, models

COLOURS = {"added": "success", "dropped": "danger", "changed": "warning"}


class SafetyPackage(models.Model):
    """What differs between two versions of a package, or between what was signed and the records of now."""

    _inherit = "safety.package"

    changes = fields.Html(string="Changes to the version before", compute="_compute_changes", sanitize=False)
    later_changes = fields.Html(
        string="Changed since it was signed",
        compute="_compute_later_changes",
        sanitize=False,
        help="The signed rows stay what they were. A correction is a new version.",
    )

    @api.depends("section_data", "previous_id.section_data")
    def _compute_changes(self):
        for package in self:
            before = package.previous_id.section_data or []
            changes = package._diff(before, package.section_data or []) if package.previous_id else []
            package.changes = package._diff_table(changes)

    @api.depends("section_data", "state")
    def _compute_later_changes(self):
        frozen = self.filtered("frozen_at")
        changes = frozen._changed_since()
        for package in self:
            package.later_changes = package._diff_table(changes.get(package, []))

    def _diff(self, before, after):
        """Return what changed from the parts ``before`` to the parts ``after``, in the order of the parts.

        Each change is a dict: how (added | dropped | changed), part, model, id, row (its first words), details (list of
        heading, old, new) and text, the whole in words.
        """
        old_parts = {section["part"]: section for section in before}
        changes = []
        for section in after:
            old_section = old_parts.pop(section["part"], {})
            changes += self._diff_rows(section, old_section)
            changes += self._diff_files(section, old_section)
        for section in old_parts.values():  # a part that the kind no longer has
            changes += self._diff_rows({**section, "rows": []}, section)
        return changes

    def _diff_rows(self, section, old_section):
        old = {row[0]: row[1:] for row in old_section.get("rows", [])}
        new = {row[0]: row[1:] for row in section["rows"]}
        headings = section["headings"]
        for key in [*new, *(key for key in old if key not in new)]:
            how = "changed" if key in old and key in new else "added" if key in new else "dropped"
            details = [
                (heading, was, now)
                for heading, was, now in zip(headings, old.get(key, ()), new.get(key, ()), strict=False)
                if was != now
            ]
            if how != "changed" or details:
                yield self._change(section, how, key, self._words(new.get(key) or old[key]), details)

    def _diff_files(self, section, old_section):
        old = {(file[0], file[2], file[3]) for file in old_section.get("files", [])}
        new = {(file[0], file[2], file[3]) for file in section.get("files", [])}
        for how, files in (("added", new - old), ("dropped", old - new)):
            for record_id, name, _checksum in sorted(files, key=str):
                yield self._change(section, how, record_id, self.env._("file “%s”", name), [])

    def _change(self, section, how, key, row, details):
        texts = {
            "added": self.env._("%(part)s: added %(row)s", part=section["name"], row=row),
            "dropped": self.env._("%(part)s: dropped %(row)s", part=section["name"], row=row),
            "changed": self.env._("%(part)s: changed %(row)s", part=section["name"], row=row),
        }
        words = "; ".join(f"{heading} {was or '–'} → {now or '–'}" for heading, was, now in details)
        return {
            "how": how,
            "part": section["name"],
            "model": section["model"],
            "id": key,
            "row": row,
            "details": details,
            "text": texts[how] + (f" ({words})" if words else ""),
        }

    def _diff_table(self, changes):
        """Return the changes as a table, green what came, red what went, yellow what is another; False for none."""
        if not changes:
            return False
        words = {"added": self.env._("Added"), "dropped": self.env._("Dropped"), "changed": self.env._("Changed")}
        rows = Markup().join(
            Markup('<tr class="table-%s"><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>')
            % (
                COLOURS[change["how"]],
                words[change["how"]],
                change["part"],
                self._record_link(change["model"], change["id"], change["row"]),
                Markup("<br/>").join(
                    Markup("%s: <s>%s</s> → <b>%s</b>") % (heading, was or "–", now or "–")
                    for heading, was, now in change["details"]
                ),
            )
            for change in changes
        )
        heads = (self.env._("Change"), self.env._("Part"), self.env._("Record"), self.env._("What is another now"))
        head = Markup().join(Markup("<th>%s</th>") % text for text in heads)
        return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            head,
            rows,
        )

    @api.model
    def _record_link(self, model, key, words):
        return Markup('<a href="/odoo/%s/%s">%s</a>') % (model, key, words or "…")

    @api.model
    def _words(self, cells):
        return " · ".join(str(cell) for cell in cells[:4] if cell)
