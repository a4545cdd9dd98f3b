import base64

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .organisation_import import Application, Plan, read_workbook

# Lines shown: whoever has more errors than this mends the first ones and uploads again.
MOST_LINES = 500


class SafetyOrganisationImportWizard(models.TransientModel):
    """Set up or change a street's units, posts and people from one workbook: upload, preview, all or nothing.

    Clauses XT-0.1, BF-0.1, ZF-0.1, GY-0.1. A unit is known by its code, a person by login, phone or name, an
    appointment by unit, post, person and first day; an empty cell erases nothing.
    """

    _name = "safety.organisation.import.wizard"
    _description = "Import organisation"

    company_id = fields.Many2one(
        "res.company", string="Street", required=True, readonly=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("upload", "Choose file"), ("preview", "Preview"), ("done", "Done")],
        default="upload",
        required=True,
        readonly=True,
    )
    file = fields.Binary(string="Workbook (.xlsx)", attachment=False)
    filename = fields.Char()
    line_ids = fields.One2many("safety.organisation.import.line", "wizard_id", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    change_count = fields.Integer(string="New or changed", readonly=True)
    hidden_count = fields.Integer(string="Lines not shown", readonly=True)
    summary = fields.Html(readonly=True, sanitize=False)

    def action_preview(self):
        """Read the file and show what it would change; changes nothing.

        :raises AccessError: the user does not administrate the street
        :raises UserError: no file, or one that cannot be read
        """
        self._show(self._plan(), "preview")
        return self._reopen()

    def action_apply(self):
        """Carry out the file as it stands now, all or nothing; with errors show them instead.

        :raises AccessError: the user does not administrate the street
        """
        plan = self._plan()
        if plan.findings.errors:
            self._show(plan, "preview")
        elif refusal := self._apply(plan):
            plan.findings.remark("", refusal)
            plan.findings.lines[-1]["severity"] = "error"
            plan.findings.errors += 1
            self._show(plan, "preview")
        else:
            self._show(plan, "done")
            self._tell(plan)
        return self._reopen()

    def action_back(self):
        """Go back to the choice of the file."""
        self._check_administrates()
        self.write({"state": "upload", "file": False, "filename": False})
        return self._reopen()

    def action_template(self):
        """Download the empty workbook with explanations, and this database's unit types and posts to choose from."""
        self._check_administrates()
        units = self.env["safety.unit"]
        return units._organisation_workbook(units)

    def action_open_tree(self):
        """Open the tree of units."""
        return self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_unit_action")

    # ---- steps -------------------------------------------------------------------------------------------------------

    def _check_administrates(self):
        """Raise AccessError unless the user is an administrator of the suite and the street is allowed to them."""
        self.ensure_one()
        user = self.env.user
        admin = user.has_group("street_safety_base.group_street_safety_admin")
        if not admin or self.company_id not in user.company_ids:
            raise AccessError(self.env._("Only an administrator of the street imports its organisation."))

    def _plan(self):
        self._check_administrates()
        if not self.file:
            raise UserError(self.env._("Choose a workbook first."))
        env = self.with_company(self.company_id).env
        return Plan(env, self.company_id, read_workbook(env, base64.b64decode(self.file)))

    def _apply(self, plan):
        """Write what the plan holds; on refusal by the database or a constraint undo all of it and return why."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                Application(plan).run()
                self.env.flush_all()
        except UserError as error:  # ValidationError and AccessError are ones
            self.env.invalidate_all()
            return str(error.args[0])
        except IntegrityError:
            self.env.invalidate_all()
            return self.env._("Somebody changed the organisation at the same time. Nothing was imported: try again.")
        return None

    def _show(self, plan, state):
        order = {"error": 0, "warning": 1, "info": 2}
        lines = sorted(plan.findings.lines, key=lambda line: order.get(line["severity"], 3))
        self.line_ids.unlink()
        self.env["safety.organisation.import.line"].create(
            [{**line, "wizard_id": self.id} for line in lines[:MOST_LINES]]
        )
        self.write(
            {
                "state": state,
                "error_count": plan.findings.errors,
                "change_count": plan.changes,
                "hidden_count": max(len(lines) - MOST_LINES, 0),
                "summary": self._summary(plan.findings.counts),
            }
        )

    def _summary(self, counts):
        """Return a table of how many units, people, appointments and planned seats are new, changed and unchanged."""
        names = {
            "units": self.env._("Units"),
            "people": self.env._("People"),
            "appointments": self.env._("Appointments"),
            "seats": self.env._("Planned seats"),
        }
        ways = {"new": self.env._("New"), "changed": self.env._("Changed"), "same": self.env._("Unchanged")}
        head = Markup().join(Markup('<th class="text-end">%s</th>') % text for text in ("", *ways.values()))
        rows = Markup().join(
            Markup("<tr><td>%s</td>%s</tr>")
            % (name, Markup().join(Markup('<td class="text-end">%s</td>') % counts.get((what, how), 0) for how in ways))
            for what, name in names.items()
        )
        return Markup(
            '<table class="table table-sm w-auto mb-0"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
        ) % (
            head,
            rows,
        )

    def _tell(self, plan):
        """Leave a note on the street's own unit, where anything was changed."""
        if not plan.changes:
            return
        top = self.env["safety.unit"].search(
            [("company_id", "=", self.company_id.id), ("parent_id", "=", False)], limit=1
        )
        text = self.env._("Organisation imported from “%s”.", self.filename or self.env._("a workbook"))
        top.message_post(body=Markup("<p>%s</p>%s") % (text, self.summary))

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import organisation"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
