from datetime import date
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

MET = ("met", "met_late")


class Owed(NamedTuple):
    """So many duties of a task in one state at one unit, and how many records prove them."""

    state: str
    last: date
    unit_id: int
    number: int
    evidence: int

    def is_late(self, today):
        """Tell whether they were missed or are overdue."""
        return self.state == "missed" or self.state == "open" and self.last < today


class SafetyCampaign(models.Model):
    """How far a campaign is. Counted under the reader's own rights, so that every figure opens what it counts."""

    _inherit = "safety.campaign"

    task_count = fields.Integer(string="Number of tasks", compute="_compute_figures")
    task_due = fields.Integer(string="Tasks of units", compute="_compute_figures")
    task_met = fields.Integer(string="Tasks done", compute="_compute_figures")
    task_late = fields.Integer(string="Tasks missed or overdue", compute="_compute_figures")
    progress = fields.Float(string="Done (%)", compute="_compute_figures")
    return_due = fields.Integer(string="Returns owed", compute="_compute_figures")
    return_met = fields.Integer(string="Returns handed in", compute="_compute_figures")
    inspection_count = fields.Integer(string="Inspections", compute="_compute_results")
    planned_count = fields.Integer(string="Inspections planned", compute="_compute_results")
    hazard_count = fields.Integer(string="Hazards", compute="_compute_results")
    hazard_open_count = fields.Integer(string="Hazards open", compute="_compute_results")
    record_count = fields.Integer(string="Work records", compute="_compute_results")

    def _compute_figures(self):
        """Two queries, whatever the number of campaigns."""
        counts = dict(
            self.env["safety.campaign.task"]._read_group(
                [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
            )
        )
        owed = self.env["safety.duty"]._read_group(
            [("rule_id.campaign_id", "in", self.ids), ("state", "!=", "planned")],
            ["rule_id", "state", "window_end:day"],
            ["__count"],
        )
        for campaign in self:
            today = campaign.company_id._safety_today()
            mine = [row for row in owed if row[0].sudo().campaign_id.id == campaign._origin.id]
            tasks = [row for row in mine if row[0].sudo().campaign_task_id and row[1] != "waived"]
            returns = [row for row in mine if not row[0].sudo().campaign_task_id and row[1] != "waived"]
            campaign.task_count = counts.get(campaign._origin, 0)
            campaign.task_due = sum(row[-1] for row in tasks)
            campaign.task_met = sum(row[-1] for row in tasks if row[1] in MET)
            campaign.task_late = sum(
                row[-1] for row in tasks if row[1] == "missed" or row[1] == "open" and row[2] < today
            )
            campaign.progress = 100 * campaign.task_met / (campaign.task_due or 1)
            campaign.return_due = sum(row[-1] for row in returns)
            campaign.return_met = sum(row[-1] for row in returns if row[1] in MET)

    def _compute_results(self):
        """Three queries, whatever the number of campaigns."""
        ids = Domain("campaign_id", "in", self.ids)
        inspections = {
            (campaign, state): number
            for campaign, state, number in self.env["safety.inspection"]._read_group(
                ids & Domain("state", "!=", "void"), ["campaign_id", "state"], ["__count"]
            )
        }
        hazards = self.env["safety.hazard"]._read_group(
            ids & Domain("state", "!=", "void"), ["campaign_id", "state"], ["__count"]
        )
        records = dict(
            self.env["safety.record"]._read_group(
                ids & Domain("state", "=", "done") & Domain("type_id.is_return", "=", False),
                ["campaign_id"],
                ["__count"],
            )
        )
        for campaign in self:
            mine = [row for row in hazards if row[0] == campaign._origin]
            campaign.inspection_count = inspections.get((campaign._origin, "done"), 0)
            campaign.planned_count = inspections.get((campaign._origin, "draft"), 0)
            campaign.hazard_count = sum(row[-1] for row in mine)
            campaign.hazard_open_count = sum(row[-1] for row in mine if row[1] != "closed")
            campaign.record_count = records.get(campaign._origin, 0)

    # ---- what the figures open ---------------------------------------------------------------------------------------

    def _opened(self, xmlid, domain, **context):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": list(domain), "context": context}

    def action_open_tasks(self):
        """Open the tasks of the units, by task and unit."""
        domain = Domain("rule_id.campaign_task_id.campaign_id", "=", self.id) & Domain("state", "!=", "planned")
        return self._opened("street_safety_inspection.safety_duty_action_campaign", domain, group_by=["rule_id"])

    def action_open_returns(self):
        """Open the returns that are owed, by unit."""
        domain = Domain("rule_id.campaign_id", "=", self.id) & Domain("rule_id.campaign_task_id", "=", False)
        domain &= Domain("state", "!=", "planned")
        return self._opened("street_safety_inspection.safety_duty_action_campaign", domain, group_by=["unit_id"])

    def action_open_inspections(self):
        """Open the inspections planned and made for the campaign."""
        domain = Domain("campaign_id", "=", self.id) & Domain("state", "!=", "void")
        return self._opened(
            "street_safety_inspection.safety_inspection_action",
            domain,
            group_by=["state"] if self.planned_count else [],
        )

    def action_open_hazards(self):
        """Open the hazards found in the campaign."""
        domain = Domain("campaign_id", "=", self.id) & Domain("state", "!=", "void")
        return self._opened("street_safety_inspection.safety_hazard_action", domain)

    def action_open_records(self):
        """Open the work records and returns of the campaign."""
        return self._opened("street_safety_base.safety_record_action", Domain("campaign_id", "=", self.id))

    def action_print_xlsx(self):
        """Return the workbook: the table of tasks with where each unit stands, and the returns."""
        self.check_access("read")
        return self.env.ref("street_safety_inspection.report_campaign_xlsx").report_action(self)


class SafetyCampaignTask(models.Model):
    """How far a task is, unit by unit."""

    _inherit = "safety.campaign.task"

    due_count = fields.Integer(string="Units owing", compute="_compute_progress")
    met_count = fields.Integer(string="Done", compute="_compute_progress")
    late_count = fields.Integer(string="Missed or overdue", compute="_compute_progress")
    evidence_count = fields.Integer(string="Evidence", compute="_compute_progress")
    progress = fields.Float(string="Done (%)", compute="_compute_progress")
    progress_text = fields.Char(string="Progress", compute="_compute_progress")
    by_rules = fields.Boolean(
        string="By rules in force",
        compute="_compute_progress",
        help="A regulation in force asks for it already; its duties in the time of the campaign are counted.",
    )

    def _duty_domain(self, linked):
        """Return the Domain of the duties of the task.

        :param linked: the rules in force that ask for it
        """
        owed = Domain("state", "not in", ("planned", "waived"))
        if not linked:
            return owed & Domain("rule_id.campaign_task_id", "=", self._origin.id)
        last = self.campaign_id.date_to or self.campaign_id.company_id._safety_today()
        return (
            owed
            & Domain("rule_id", "in", linked.ids)
            & Domain("unit_id", "in", self.unit_ids.ids)
            & Domain("period_end", ">=", self.campaign_id.date_from)
            & Domain("period_start", "<=", last)
        )

    def _compute_progress(self):
        linked = self._linked_rules()
        for task, mine in self._owed_rows(linked).items():
            today = task.campaign_id.company_id._safety_today()
            task.by_rules = bool(linked[task])
            task.due_count = sum(row.number for row in mine)
            task.met_count = sum(row.number for row in mine if row.state in MET)
            task.late_count = sum(row.number for row in mine if row.is_late(today))
            task.evidence_count = sum(row.evidence for row in mine)
            task.progress = 100 * task.met_count / (task.due_count or 1)
            task.progress_text = f"{task.met_count}/{task.due_count}" if task.due_count else False

    def _late_units(self):
        """Return {task: names of the units that missed it or are overdue with it}. Constant statements."""
        found = {
            task: {row.unit_id for row in rows if row.is_late(task.campaign_id.company_id._safety_today())}
            for task, rows in self._owed_rows(self._linked_rules()).items()
        }
        units = self.env["safety.unit"].sudo().browse(sorted(set().union(*found.values())))
        names = {unit.id: unit.name for unit in units}
        return {task: [names[unit] for unit in sorted(late)] for task, late in found.items()}

    def _owed_rows(self, linked):
        """Return {task: its duties, counted by state, last day and unit} under the user's rights. One statement."""
        duties, parts, rows = self.env["safety.duty"], [], {task: [] for task in self}
        for number, task in enumerate(self):
            query = duties._search(task._duty_domain(linked[task]))
            if not query.is_empty():
                parts.append(
                    SQL(
                        """
                        SELECT %s::int, duty.state, duty.window_end, duty.unit_id, COUNT(*),
                               COALESCE(SUM(proof.found), 0)
                          FROM safety_duty duty
                          LEFT JOIN LATERAL (SELECT COUNT(DISTINCT (res_model, res_id)) AS found
                                               FROM safety_duty_evidence WHERE duty_id = duty.id) proof ON TRUE
                         WHERE duty.id IN %s
                         GROUP BY 2, 3, 4
                        """,
                        number,
                        query.subselect(),
                    )
                )
        self.env.flush_all()
        for number, *row in self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else ():
            rows[self[number]].append(Owed(*row))
        return rows

    def action_open_duties(self):
        """Open the duties of the task: which unit stands where, each with its evidence."""
        self.ensure_one()
        self.check_access("read")
        domain = self._duty_domain(self._linked_rules()[self])
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_duty_action_campaign")
        return {**action, "display_name": self.name, "domain": list(domain), "context": {}}
