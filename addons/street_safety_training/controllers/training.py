from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request
from odoo.tools import consteq

from odoo.addons.street_safety_base.controllers.meeting import code_screen, on_the_clock
from odoo.addons.survey.controllers.main import Survey


def degrees(value):
    """Return what the telephone sent as a number of degrees, or None."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if -180 <= number <= 180 else None


class SafetyTraining(http.Controller):
    """The pages of a training: its code on the screen, signing in with the position, exam, certificate, evaluation."""

    @http.route("/street-safety/training/<int:training_id>/screen", type="http", auth="user", sitemap=False)
    def screen(self, training_id):
        """Show the code for signing in, large, to those who work in the session's unit."""
        training = request.env["safety.training"].browse(training_id).exists()
        if not training:
            raise request.not_found()
        training.check_access("write")
        url = f"{training.get_base_url()}/street-safety/training/{training.token}"
        when = on_the_clock(training.company_id, training.date_start)
        return code_screen(training.name, when, training.place, url)

    @http.route("/street-safety/training/<string:token>", type="http", auth="public", sitemap=False, methods=["GET"])
    def page(self, token, line=None, key=None):
        """Show the session of the code: signing in, or what comes after it."""
        return self._page(self._session(token), line, key)

    @http.route("/street-safety/training/<string:token>", type="http", auth="public", sitemap=False, methods=["POST"])
    def sign_in(self, token, **post):
        """Sign in the user, or somebody without a login by name; say why when it does not work."""
        training = self._session(token)
        position = degrees(post.get("latitude")), degrees(post.get("longitude"))
        try:
            with request.env.cr.savepoint():
                line = self._sign_in(training, position, post)
        except UserError as error:
            return self._page(training, problem=str(error), typed=post)
        return request.redirect(self._address(training, line))

    @http.route(
        "/street-safety/training/<string:token>/rate", type="http", auth="public", sitemap=False, methods=["POST"]
    )
    def rate(self, token, line=None, key=None, rating=None, note=None, **_post):
        """Note what somebody present thinks of the session."""
        training = self._session(token)
        found = self._line(training, line, key)
        if not found:
            raise request.not_found()
        try:
            found._rate(rating, note)
        except UserError as error:
            return self._page(training, line, key, problem=str(error))
        return request.redirect(self._address(training, found))

    def _session(self, token):
        training = request.env["safety.training"]._of_token(token)
        if not training:
            raise request.not_found()
        return training

    def _address(self, training, line):
        address = f"/street-safety/training/{training.token}"
        return address if line.user_id else f"{address}?line={line.id}&key={line._page_key()}"

    def _is_guest(self):
        return not request.env.user._is_internal()

    def _line(self, training, line=None, key=None):
        """Return the line of who looks at the page: the user's, or that of the key, or none."""
        if not self._is_guest():
            mine = training.attendee_ids.filtered(lambda one: one.user_id == request.env.user)
            if mine:
                return mine
        found = training.attendee_ids.filtered(lambda one: str(one.id) == str(line) and not one.user_id)
        return found if found and key and consteq(found._page_key(), key) else found.browse()

    def _sign_in(self, training, position, post):
        if not self._is_guest():
            line = self._line(training)
            if not line:
                raise UserError(request.env._("You are not on the list of this session. Ask the recorder to add you."))
            if line.state != "present":
                line.with_user(request.env.user).action_sign_in(*position)
            return line
        line = training._guest_line(post.get("name"), post.get("firm"))
        if line.state == "present":
            raise UserError(request.env._("%s is signed in already. Ask the recorder if it was not you.", line.name))
        line._sign_in("sign_in_guest", *position)
        return line

    def _page(self, training, line=None, key=None, problem=None, typed=None):
        line = self._line(training, line, key)
        values = {
            "session": {
                "name": training.name,
                "when": on_the_clock(training.company_id, training.date_start),
                "place": training.place or "",
            },
            "line": line.state == "present" and self._line_values(training, line),
            "guest": self._is_guest(),
            "action": f"/street-safety/training/{training.token}",
            "problem": problem,
            "typed": typed or {},
            "stars": request.env["safety.training.attendee"]._fields["rating"]._description_selection(request.env),
        }
        response = request.render("street_safety_training.sign_in_page", values)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _line_values(self, training, line):
        sheet = line._sheets().filtered(lambda one: one.state == "done" and one.scoring_success)[:1]
        is_open = training.state == "draft"
        return {
            "id": line.id,
            "key": "" if line.user_id else line._page_key(),
            "name": line.name,
            "open": is_open,
            "exam_state": line.exam_state,
            "exam": is_open and line.exam_state in ("open", "failed") and line._exam_path(),
            "certificate": sheet and f"/street-safety/training/certificate/{sheet.access_token}",
            "rating": line.rating,
            "note": line.rating_note or "",
        }

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
            values = {"problem": str(error), "session": None, "line": None}
            return request.render("street_safety_training.sign_in_page", values)
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

    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        """The sheet of somebody without a login is theirs who has its address, whoever is logged in on the device."""
        named = answer_sudo.partner_id or not answer_sudo.safety_attendee_id
        return super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner and named
        )

    def _prepare_retry_additional_values(self, answer):
        values = super()._prepare_retry_additional_values(answer)
        if answer.safety_attendee_id:
            values["safety_attendee_id"] = answer.safety_attendee_id.id
        return values
