from markupsafe import Markup

from odoo import api, fields, models

#: Columns of the table of steps: the kinds of log entries that stand in each.
COLUMNS = (
    ("alarm",),
    ("arrival",),
    ("report", "passed_on"),
    ("measure", "protection"),
    ("aftermath",),
    ("investigation", "statement"),
)
#: On phones the table is wider than the screen and scrolls, so that words are not broken letter by letter.
WIDE = "min-width: 7em"
WIDTHS = {0: "min-width: 5em", 1: "white-space: nowrap", 4: ""}
COLOURS = {"met": "success", "met_late": "danger", "missed": "danger"}


class SafetyIncident(models.Model):
    """Who did what when: the log as a table with a row for each person, and for each post that has done nothing yet.

    Clauses XY-2.4b, XY-3.2f, XY-3.3d, XY-3.3e, XY-3.4d, XY-3.5e, BF-1.2.5a, BF-1.3.8a, GY-2.13, GY-3.15, GY-5.5b: each
    post shows its arrival, its report, its measures and the aftermath with their times.
    """

    _inherit = "safety.incident"

    steps_table = fields.Html(string="Steps by post", compute="_compute_steps_table", sanitize=False)

    @api.depends("occurred_at", "state", "log_ids.kind", "log_ids.at", "log_ids.note", "log_ids.appointment_id")
    @api.depends_context("uid", "lang")
    def _compute_steps_table(self):
        """One read of the duties for any number of incidents; of other seats' duties only those within reach."""
        duties = self._caused_duties().grouped("cause_res_id")
        for incident in self:
            own = duties.get(incident._origin.id, self.env["safety.duty"])
            rows = [*incident._step_rows(own), *incident._waiting_rows(own)]
            incident.steps_table = self._steps_html(rows) if rows else False

    def _step_rows(self, duties):
        """Return the row of each person and seat in the log by their first entries; who was only called comes last."""
        rows = []
        logs = self.log_ids.sorted(lambda line: (line.at or self.occurred_at, line.id or 0))
        persons = logs.grouped(lambda line: (line._who(), line.appointment_id)).items()
        for (_who, seat), lines in sorted(persons, key=lambda one: set(one[1].mapped("kind")) == {"alarm"}):
            owed = duties.filtered(lambda duty, seat=seat: seat.post_id and seat.post_id in duty._owing_posts())
            name = lines[0].outsider or lines[0].user_id.name
            cells = [self._step_cell(lines.filtered(lambda line, kinds=kinds: line.kind in kinds)) for kinds in COLUMNS]
            arrived = lines.filtered(lambda line: line.kind == "arrival")[:1]
            minutes = arrived.alarm_minutes if arrived.called_at else ""
            rows.append((seat.post_id.name or "", name, *cells[:2], minutes, *cells[2:], self._owed_cell(owed)))
        return rows

    def _waiting_rows(self, duties):
        """Return the row of each post that owes a step and has nothing in the log."""
        done = self.log_ids.appointment_id.post_id
        waiting = duties.filtered(lambda duty: not duty._owing_posts() & done)
        empty = ("",) * (len(COLUMNS) + 1)
        return [
            (posts and "、".join(posts.mapped("name")), "、".join(owed.holder_ids.mapped("name")), *empty,
             self._owed_cell(owed))
            for posts, owed in waiting.grouped(lambda duty: duty._owing_posts()).items()
        ]  # fmt: skip

    def _step_cell(self, lines):
        cell = Markup('<div><span class="fw-bold text-nowrap">%s</span> %s</div>')
        return Markup().join(
            cell % (self._clock(line.at), " → ".join(filter(None, (line.note, line.recipient)))) for line in lines
        )

    def _owed_cell(self, duties):
        states = dict(duties._fields["state"]._description_selection(self.env))
        cell = Markup('<div class="text-%s">%s <span class="text-nowrap">%s%s</span></div>')
        return Markup().join(
            cell % (
                COLOURS.get(duty.state, "muted"), duty.rule_id.name, states[duty.state],
                f" · {self._clock(duty.due_at)}" if duty.due_at else "",
            )
            for duty in duties
        )  # fmt: skip

    def _clock(self, instant):
        """Return the street's clock time of ``instant``, with the day when it is not that of the accident."""
        if not instant:
            return ""
        local = fields.Datetime.context_timestamp(self.with_context(tz=self.company_id.safety_tz), instant)
        same = self.company_id._safety_date(self.occurred_at) == local.date()
        return f"{local:%H:%M}" if same else f"{local:%m-%d %H:%M}"

    def _steps_html(self, rows):
        """Return the rows as a table without the columns in which nothing stands: it is read on phones too."""
        head = (
            self.env._("Post"),
            self.env._("Person"),
            self.env._("Called out"),
            self.env._("At the scene"),
            self.env._("Minutes after the alarm"),
            self.env._("Reported"),
            self.env._("Rescue measures"),
            self.env._("Aftermath"),
            self.env._("Investigation"),
            self.env._("What the post owes"),
        )
        shown = [number for number, text in enumerate(head) if any(row[number] != "" for row in rows)]
        cell = Markup('<td style="%s">%s</td>')
        title = Markup().join(Markup("<th>%s</th>") % head[number] for number in shown)
        body = Markup().join(
            Markup("<tr>%s</tr>") % Markup().join(cell % (WIDTHS.get(number, WIDE), row[number]) for number in shown)
            for row in rows
        )
        table = Markup(
            '<div class="table-responsive"><table class="table table-sm o_safety_steps"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table></div>"
        )
        return table % (title, body)
