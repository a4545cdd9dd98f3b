from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date


class SafetyDutyListReport(models.AbstractModel):
    """What a post has to do, on paper (一岗双责): every clause that binds it, counted by a rule or not.

    Per post, per seat and per person; each concrete report says which seats a document is about.
    """

    _name = "safety.duty.list.report"
    _description = "Duty list"
    _inherit = ["safety.document.report"]

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        today = format_date(self.env, self.env.company._safety_today(), date_format="long")
        return {**values, "subject": self._subject, "parts": self._parts, "today": today}

    def _subject(self, doc):
        """Return the line below the title."""
        return doc.display_name

    def _seats(self, doc):
        """Return pairs (post, unit) that the document is about; the unit may be empty."""
        raise NotImplementedError

    def _parts(self, doc):
        """Return one part for each seat: its title, and for each regulation in force the duties of the post."""
        parts = []
        for post, unit in self._seats(doc):
            regulations = self._regulations(unit.company_id or self.env.company)
            duties = [(regulation, self._rows(regulation, post, unit)) for regulation in regulations]
            title = f"{unit.name} {post.name}" if unit else post.name
            parts.append({"title": title, "regulations": [pair for pair in duties if pair[1]]})
        return parts

    def _regulations(self, company):
        today = company._safety_today()
        return self.env["safety.regulation"].search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "in_force")
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
            order="date_from, id",
        )

    def _rows(self, regulation, post, unit):
        """Return the duties of ``post`` in the order of the clauses: clause, what, how often."""
        rules = regulation.rule_ids.filtered(
            lambda rule: rule.active and post in rule.post_ids and (not unit or rule.unit_type_id == unit.type_id)
        )
        counted = rules.clause_id
        rows = [(rule.clause_id, rule.name, self._rhythm(rule)) for rule in rules]
        rows += [
            (clause, clause.text or clause.name, self.env._("At all times"))
            for clause in regulation.clause_ids
            if post in clause.post_ids and clause not in counted
        ]
        rows.sort(key=lambda row: (row[0].sequence, row[0].code or "", row[0].id))
        return [
            {"clause": clause.reference or clause.code or "", "what": what, "when": when} for clause, what, when in rows
        ]

    def _rhythm(self, rule):
        return rule._summary_cause() if rule.cause == "record" else rule._summary_period()


class DutyListOfPost(models.AbstractModel):
    _name = "report.street_safety_base.report_duty_list_post"
    _description = "Duty list of a post"
    _inherit = ["safety.duty.list.report"]
    _document_model = "safety.post"

    def _seats(self, doc):
        return [(doc, self.env["safety.unit"])]


class DutyListOfSeat(models.AbstractModel):
    _name = "report.street_safety_base.report_duty_list_seat"
    _description = "Duty list of a seat"
    _inherit = ["safety.duty.list.report"]
    _document_model = "safety.seat"

    def _subject(self, doc):
        holders = "、".join(doc.holder_ids.mapped("name")) or self.env._("vacant")
        return f"{doc.display_name} ({holders})"

    def _seats(self, doc):
        return [(doc.post_id, doc.unit_id)]


class DutyListOfPerson(models.AbstractModel):
    _name = "report.street_safety_base.report_duty_list_person"
    _description = "Duty list of a person"
    _inherit = ["safety.duty.list.report"]
    _document_model = "res.users"

    def _subject(self, doc):
        return doc.name

    def _seats(self, doc):
        # With the reader's own rights: the seats of a colleague elsewhere are not theirs to see.
        held = self.env["safety.appointment"].search([("user_id", "=", doc.id), ("is_current", "=", True)])
        return [(seat.post_id, seat.unit_id) for seat in held]
