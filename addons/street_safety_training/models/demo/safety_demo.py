from datetime import time, timedelta

from dateutil.relativedelta import WE, relativedelta
from markupsafe import Markup

from odoo import api, fields, models

#: Of a hundred invited, how many come.
CAME = 88


class SafetyDemo(models.AbstractModel):
    """The part of training: the sessions of each quarter with their lists, one going on, one planned."""

    _inherit = "safety.demo"

    @api.model
    def _build_training(self):
        """Add training sessions to the street. Does nothing twice."""
        demo = self._prepared()
        demo._build_inspection()
        if demo._rule("SF-4.2"):
            return
        demo._learn("street_safety_training")
        demo._add_rules("street_safety_training")
        rng, content = demo._random(), demo._content("sessions.json", "street_safety_training")
        plans = demo._session_plans(content, rng)
        sessions = demo.env["safety.training"].create([demo._session_vals(plan, content, rng) for plan in plans])
        for session in sessions:
            session.action_fill_audience()
        demo._hold(sessions, rng)
        demo._build_sessions_ahead(content, rng)
        demo._build_certificates()
        demo._build_drills()
        demo._build_emergency()
        demo._build_facilities()
        demo._build_publicity()
        demo._build_enterprise_tasks()
        demo._finish()

    def _session_plans(self, content, rng):
        """Return (unit, day, texts) of the sessions held, in the order of their days."""
        plans = []
        for code, texts in content["per_duty"].items():
            for unit, _dates, day in self._done_on(self._rule(code), content["story"][code], rng):
                plans.append((unit, day, texts))
        for unit in self._units("work_point"):
            for back in range(1, 7, 2):
                month = self._today().replace(day=1) - relativedelta(months=back)
                plans.append((unit, rng.choice(self._days(month, month + relativedelta(day=31))), content["extra"]))
        return sorted(plans, key=lambda plan: (plan[1], plan[0].code, plan[2]["type"]))

    def _session_vals(self, plan, content, rng, start=None):
        unit, day, texts = plan
        begins = start or self._company()._safety_instant(day, time(rng.choice((9, 14, 15)), 0))
        trainer, organisation = rng.choice(content["trainers"])
        recorder = self._roster().people(["safety_committee_office", "work_point_deputy_head"], unit, day)
        return {
            "name": rng.choice(texts["subjects"]),
            "type_id": self.env.ref(f"street_safety_training.training_type_{texts['type']}").id,
            "unit_id": unit.id,
            "date_start": begins,
            "date_end": begins + timedelta(minutes=rng.choice((90, 120, 150))),
            "place": content["place"][unit.type_id.code],
            "trainer": trainer,
            "trainer_organisation": organisation,
            "user_id": recorder[:1].id or self.env.uid,
            "note": Markup("<p>%s</p>") % texts["note"],
        }

    def _hold(self, sessions, rng):
        """Mark who came, with the photo of each session, and complete the sessions on their day."""
        photos = self.env["ir.attachment"].create(
            [self._photo_vals("people", True, session.id, session, session.date) for session in sessions]
        )
        for session, photo in zip(sessions, photos, strict=True):
            session.material_ids = photo
        self._rewrite("safety.training.attendee", [row for session in sessions for row in self._present(session, rng)])
        sessions._close_attendance()
        rows = []
        for session in sessions:
            moment = min(session.date_end + timedelta(hours=1), fields.Datetime.now())
            rows.append({"id": session.id, "state": "held", "counts": True, **self._stamps(moment)})
        self._rewrite("safety.training", rows)

    def _present(self, session, rng):
        """Yield the columns of the lines of those who signed in, some minutes before the beginning."""
        for line in session.attendee_ids.sorted("id"):
            if rng.randint(1, 100) <= CAME:
                yield {
                    "id": line.id,
                    "state": "present",
                    "counts": True,
                    "signed_at": session.date_start - timedelta(minutes=rng.randint(1, 25)),
                    "signed_by_id": line.user_id.id or session.user_id.id,
                }

    def _build_sessions_ahead(self, content, rng):
        """One session that has just begun, with the sign-in open, and one planned in a week."""
        texts = content["per_duty"]["SF-4.3"]
        day = self._today() + relativedelta(days=1, weekday=WE(1))
        ahead = self._session_vals((self._unit("SF3"), day, {**texts, "subjects": [content["next"]]}), content, rng)
        begins = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        plan = (self._unit("SF1"), self._today(), {**content["extra"], "subjects": [content["today"]]})
        now = self._session_vals(plan, content, rng, start=begins)
        sessions = self.env["safety.training"].create([ahead, now])
        for session in sessions:
            session.action_fill_audience()
        early = sessions[1].attendee_ids.filtered("user_id")[:3]
        for line in early:
            line.with_user(line.user_id).action_sign_in()
        demo_exam = self._build_exam(content["exam"])
        sessions[1].survey_id = demo_exam
        self._take_exam(early, (4, 3, 1))
        for code, hours in content["hours"].items():
            self.env.ref(f"street_safety_training.training_type_{code}").hours_required = hours
