from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.duty.safety_duty_targets import ANCESTORS


class SafetyCause(models.AbstractModel):
    """Records of any model as the cause of something: which unit answers for them, and what went wrong last night."""

    _name = "safety.cause"
    _inherit = "safety.chosen.records"
    _description = "Records as a cause"

    model_id = fields.Many2one(
        domain="[('model', '=like', 'safety.%'), ('transient', '=', False), ('abstract', '=', False)]"
    )
    lift_type_id = fields.Many2one(
        "safety.unit.type",
        string="Counts for the",
        ondelete="restrict",
        help="The unit of this type in which the record lies answers. Empty: the unit of the record itself.",
    )
    last_error = fields.Char(string="Problem", readonly=True, copy=False, help="Why last night could not use the rule.")

    def _cause_sql(self, domain):
        """Return SQL of (id, day, unit_id, company_id) of the records of ``domain``, each in the unit that answers."""
        self.ensure_one()
        return SQL(
            """
            SELECT record.id, record.day, place.id AS unit_id, place.company_id
              FROM (%(records)s) record
              JOIN (%(ancestors)s) tree ON tree.unit_id = record.unit_id
              JOIN safety_unit place ON place.id = tree.ancestor_id
             WHERE CASE WHEN %(type)s = 0 THEN place.id = record.unit_id ELSE place.type_id = %(type)s END
            """,
            records=self._chosen_sql(domain),
            ancestors=ANCESTORS,
            type=self.lift_type_id.id or 0,
        )

    @contextmanager
    def _guarded(self):
        """Do the block for one cause; when it fails, undo it, name the problem and go on with the others."""
        try:
            with self.env.cr.savepoint():
                yield
        except OperationalError:  # another worker or the server, not the rule
            raise
        except Exception as error:  # noqa: BLE001 – whatever is wrong with a rule, the others must be done
            self.env.invalidate_all(flush=False)
            self.last_error = str(error.args[0] if error.args else error).strip().split("\n")[0]
        else:
            if self.last_error:
                self.last_error = False
