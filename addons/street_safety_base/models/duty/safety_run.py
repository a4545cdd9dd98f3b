import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# By this hour of the street's day the night's run must have finished (heartbeat).
HEARTBEAT_HOUR = 6
STATISTICS = """
    DO $$
    DECLARE changed regclass;
    BEGIN
        FOR changed IN
            SELECT relid FROM pg_stat_user_tables
             WHERE (relname LIKE %s OR relname = ANY(%s))
               AND n_mod_since_analyze > 1000 + n_live_tup / 10
        LOOP
            EXECUTE 'ANALYZE (SKIP_LOCKED) ' || changed::text;
        END LOOP;
    END $$
"""


class SafetyRun(models.Model):
    """The nightly run of one street and day: which steps are done. Resumable from the database after any crash."""

    _name = "safety.run"
    _description = "Nightly run"
    _order = "date desc, id desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", string="Street", required=True, readonly=True, index=True)
    date = fields.Date(required=True, readonly=True, help="The street's date the run is for.")
    steps_done = fields.Integer(readonly=True, default=0, aggregator=None)
    last_step = fields.Char(readonly=True)
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    alerted = fields.Boolean(string="Office told", readonly=True)
    problem = fields.Text(readonly=True, help="Rules that could not be computed, by name.")

    _day_uniq = models.Constraint("UNIQUE(company_id, date)", "One run per street and day.")

    @api.model
    def _steps(self):
        """Return the ordered names of the steps, methods of this model taking the company. Addons append theirs.

        Each is idempotent: run twice, by two workers or again after a kill, it ends in the same records.
        """
        return [
            "_step_statistics",
            "_step_scope",
            "_step_generate",
            "_step_caused",
            "_step_open",
            "_step_evaluate",
            "_step_close",
            "_step_tell",
        ]

    @api.model
    def _cron_nightly(self):
        """Run, or resume, today's run of every street that has none finished. Called every hour."""
        for company in self.env["res.company"]._safety_streets():
            self.env["ir.cron"]._commit_progress()
            try:
                self._run(company, commit=True)
            except OperationalError:
                self.env.cr.rollback()
                _logger.info("Nightly run of %s is under way in another worker", company.name)
            except Exception as error:  # noqa: BLE001 – one street's trouble must not keep the others waiting
                self.env.cr.rollback()
                self._note_failure(company, error)
                self.env["ir.cron"]._commit_progress()

    def _note_failure(self, company, error):
        """Write down at which step the run of ``company`` broke and why. It is resumed there an hour later."""
        run = self._today(company)
        steps = self._steps()
        step = steps[min(run.steps_done, len(steps) - 1)]
        _logger.warning("Nightly run of %s stopped at %s", company.name, step, exc_info=error)
        run.problem = f"{step}: {error}"

    @api.model
    def _cron_pulse(self):
        """Between the nights: what counts in hours – duties that records cause, their clocks and their steps."""
        for company in self.env["res.company"]._safety_streets():
            try:
                self.env["safety.duty"]._pulse(company)
            except OperationalError:
                self.env.cr.rollback()
            except Exception:
                self.env.cr.rollback()
                _logger.warning("The hours of %s could not be counted", company.name, exc_info=True)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _cron_heartbeat(self):
        """Tell the safety committee office, once, when last night's run did not finish."""
        for company in self.env["res.company"]._safety_streets():
            if company._safety_now().hour < HEARTBEAT_HOUR:
                continue
            run = self._today(company)
            if not run.finished_at and not run.alerted:
                run.alerted = True
                run._alert()

    @api.model
    def _run(self, company, commit=False):
        """Do the steps still to do today for ``company``; return the run, or None when another worker has it.

        :param commit: commit after every step, so that a crash loses at most one step
        """
        run = self._today(company)
        if commit:
            self.env["ir.cron"]._commit_progress()
        steps = self._steps()
        # “today” in the condition of a rule is the street's day: the night begins while it is yesterday in UTC.
        here = self.with_context(tz=company.safety_tz)
        while True:
            run = run.try_lock_for_update()
            if not run:
                return None
            run.invalidate_recordset()
            if run.finished_at:
                return run
            name = steps[run.steps_done]
            getattr(here, name)(company)
            run._note_step(name, last=run.steps_done + 1 == len(steps))
            if commit:
                self.env["ir.cron"]._commit_progress(1)

    def _note_step(self, name, last):
        self.write({"steps_done": self.steps_done + 1, "last_step": name})
        if last:
            broken = self.env["safety.duty.rule"].search(
                [("company_id", "=", self.company_id.id), ("last_error", "!=", False)]
            )
            problem = "\n".join(f"{rule.name}: {rule.last_error}" for rule in broken)
            self.write({"finished_at": fields.Datetime.now(), "problem": problem})
        self.flush_recordset()

    @api.model
    def _today(self, company):
        """Return today's run of ``company``, made if need be; safe when two workers ask at once."""
        self.env.flush_all()
        day = company._safety_today()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_run (company_id, date, steps_done, started_at, create_uid, create_date)
                VALUES (%(company)s, %(day)s, 0, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT DO NOTHING
                """,
                company=company.id,
                day=day,
                now=fields.Datetime.now(),
                uid=self.env.uid,
            ),
            log_exceptions=False,  # another worker was first: not an error
        )
        return self.search([("company_id", "=", company.id), ("date", "=", day)])

    def _alert(self):
        office = self.env.ref("street_safety_base.group_street_safety_office").all_user_ids
        partners = office.filtered(lambda user: self.company_id in user.company_ids).partner_id
        self.env["mail.thread"].message_notify(
            partner_ids=partners.ids,
            subject=self.env._("The nightly run of %s did not finish", self.date),
            body=self.env._(
                "Duties and figures of today may be incomplete. Last finished step: %s. "
                "The run is resumed every hour; if this message comes again tomorrow, call your administrator.",
                self.last_step or self.env._("none"),
            )
            + (Markup("<br/>%s") % self.problem if self.problem else ""),
        )

    def _step_statistics(self, company):
        """After a mass import the planner knows nothing of the new rows until the server gets round to it: tell it.

        Two statements; reads the tables of which more than a tenth changed, and none in an ordinary night.
        """
        models = self.env["safety.duty.kind"].sudo().search(Domain.TRUE).mapped("model")
        self._analyze("safety_%", [self.env[name]._table for name in set(models) if name in self.env])

    def _analyze(self, pattern, tables=()):
        """Refresh what the planner knows of those tables of which more than a tenth changed. One statement."""
        self.env.cr.execute(SQL(STATISTICS, pattern, list(tables)))

    def _step_scope(self, company):
        self.env["safety.unit"]._archive_dissolved(company)
        seats = self.env["safety.appointment"].search([("company_id", "=", company.id)])
        self.env["safety.access"]._rebuild()
        seats.user_id._safety_sync_groups()

    def _step_tell(self, company):
        self.env["safety.duty"]._do_steps(company, tell=False)

    def _step_generate(self, company):
        # A year is provisional until its make-up days are announced; what is only planned follows them.
        year = company._safety_today().year
        self.env["safety.special.day"]._fill([year, year + 1])
        self.env["safety.duty"]._generate(company, *self.env["safety.duty"]._horizon(company))

    def _step_caused(self, company):
        self.env["safety.duty"]._generate_caused(company)

    def _step_open(self, company):
        self.env["safety.duty"]._open_due(company)
        # The planner must know of the duties just made, or it loops where it should hash.
        self._analyze("safety_duty%")

    def _step_evaluate(self, company):
        self.env["safety.duty"]._evaluate(company)

    def _step_close(self, company):
        self.env["safety.duty"]._close_due(company)
