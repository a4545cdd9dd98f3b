from odoo import models
from odoo.fields import Domain


class CampaignReport(models.AbstractModel):
    """A campaign as a workbook: the table of tasks with where each unit stands, and the returns day by day."""

    _name = "report.street_safety_inspection.campaign_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Table of tasks (XLSX)"

    def _write_book(self, workbook, formats, records):
        for campaign in records:
            self._write_tasks(workbook, formats, campaign)
            self._write_returns(workbook, formats, campaign)

    def _subject(self, campaign):
        span = " – ".join(str(day) for day in (campaign.date_from, campaign.date_to) if day)
        leader = campaign.deployer_id and self.env._("Deployed by %s", campaign.deployer_id.sudo().name)
        parts = (campaign.unit_id.name, campaign.document_number, span, leader, campaign.theme)
        return "  ".join(filter(None, parts))

    def _write_tasks(self, workbook, formats, campaign):
        columns = [
            (self.env._("Theme"), 20),
            (self.env._("Group"), 22),
            (self.env._("Task"), 30),
            (self.env._("What is to be done"), 50),
            (self.env._("Responsible units"), 34),
            (self.env._("Done by"), 12),
            (self.env._("Progress"), 10),
            (self.env._("Missed or overdue"), 34),
            (self.env._("Evidence"), 10),
        ]
        sheet, row = self._add_sheet(
            workbook, formats, self.env._("Tasks"), campaign.name, self._subject(campaign), columns
        )
        late = campaign.task_ids._late_units()
        for number, task in enumerate(campaign.task_ids):
            units = task.sudo().unit_ids.mapped("name")
            values = [
                task.theme, task.group, task.name, task.text, "、".join(units), task.deadline or campaign.date_to,
                task.progress_text, "、".join(late[task]), task.evidence_count,
            ]  # fmt: skip
            self._write_row(sheet, formats, row + number, values)

    def _write_returns(self, workbook, formats, campaign):
        returns = self.env["safety.record"].search(
            Domain("campaign_id", "=", campaign.id)
            & Domain("type_id.is_return", "=", True)
            & Domain("state", "=", "done"),
            order="date, unit_id, id",
        )
        names = (
            "date", "unit_id", "return_visits", "return_enterprises", "return_found", "return_major",
            "return_corrected", "return_people", "user_id",
        )  # fmt: skip
        columns = [(returns._fields[name]._description_string(self.env), 16) for name in names]
        sheet, row = self._add_sheet(
            workbook, formats, self.env._("Returns"), campaign.name, self._subject(campaign), columns
        )
        for number, one in enumerate(returns):
            values = [one[name].name if name in ("unit_id", "user_id") else one[name] for name in names]
            self._write_row(sheet, formats, row + number, values)
