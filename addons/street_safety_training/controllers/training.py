from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from odoo.addons.street_safety_base.controllers.meeting import code_screen, on_the_clock
from odoo.addons.survey.controllers.main import Survey


class SafetyTraining(http.Controller):
    """The pages of a training's exam: the code of somebody's answer sheet, and the certificate."""

    @http.route("/street-safety/training/exam/<int:line_id>", type="http", auth="user", sitemap=False)
    def exam_code(self, line_id):
        """Show the recorder the code of the answer sheet of somebody who cannot log in."""
        line = request.env["safety.training.attendee"].browse(line_id).exists()
        if not line:
            raise request.not_found()
        try:
            line._check_code()
            url = line._exam_address()
        except AccessError:
            raise request.not_found() from None
        except UserError as error:
            return request.render("street_safety_training.sign_in_page", {"problem": str(error), "training": None})
        training = line.sudo().training_id
        when = on_the_clock(training.company_id, training.date_start)
        hint = request.env._("Scan the code with your own phone to take the exam.")
        return code_screen(line.name, when, training.name, url, hint)

    @http.route("/street-safety/training/certificate/<string:token>", type="http", auth="public", sitemap=False)
    def certificate(self, token):
        """Return the certificate of a passed exam as PDF to whoever has the address of the answer sheet."""
        sheets = request.env["survey.user_input"].sudo()
        sheet = sheets.search([("access_token", "=", token), ("safety_attendee_id", "!=", False)], limit=1)
        if not sheet.scoring_success or sheet.state != "done":
            raise request.not_found()
        report = request.env["ir.actions.report"].sudo()
        content, _kind = report._render_qweb_pdf("survey.certification_report", sheet.ids)
        name = f"{sheet.safety_attendee_id.name}.pdf"
        headers = [("Content-Type", "application/pdf"), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)


class SafetySurvey(Survey):
    """A second attempt belongs to the same person of the same session."""

    def _prepare_retry_additional_values(self, answer):
        values = super()._prepare_retry_additional_values(answer)
        if answer.safety_attendee_id:
            values["safety_attendee_id"] = answer.safety_attendee_id.id
        return values
