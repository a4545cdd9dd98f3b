from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a column can show: what a cell can hold.
UNFIT = {"binary", "image", "json", "properties", "properties_definition", "reference", "many2one_reference"}
SEPARATOR = "、"


class SafetyLedgerColumn(models.Model):
    """One column of a ledger: a field of the record, or of what it points to."""

    _name = "safety.ledger.column"
    _description = "Column of a ledger"
    _order = "sequence, id"
    _rec_name = "path"

    ledger_id = fields.Many2one("safety.ledger", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    path = fields.Char(
        string="Field", required=True, help="Technical name, with dots to what it points to: unit_id.parent_id"
    )
    heading = fields.Char(translate=True, help="Empty: the name of the field.")
    width = fields.Integer(default=16, help="In characters.")

    _width_fits = models.Constraint("CHECK(width BETWEEN 2 AND 120)", "A column is between 2 and 120 characters wide.")

    @api.constrains("path", "ledger_id")
    def _check_path(self):
        for column in self:
            column._path_fields()

    def _path_fields(self):
        """Return the fields along the path; raise ValidationError naming what is wrong with it."""
        self.ensure_one()
        model, found = self.env[self.ledger_id.model], []
        for name in self.path.split("."):
            if model is None or name not in model._fields or model._fields[name].groups:
                raise ValidationError(
                    self.env._(
                        "Column “%(path)s” of “%(ledger)s”: there is no field “%(name)s”.",
                        path=self.path,
                        ledger=self.ledger_id.name,
                        name=name,
                    )
                )
            found.append(model._fields[name])
            model = self.env[found[-1].comodel_name] if found[-1].relational else None
        if found[-1].type in UNFIT:
            raise ValidationError(
                self.env._(
                    "Column “%(path)s” of “%(ledger)s”: a field of this type does not fit into a cell.",
                    path=self.path,
                    ledger=self.ledger_id.name,
                )
            )
        return found

    def _heading(self):
        """Return what stands above the column."""
        return self.heading or self._path_fields()[-1]._description_string(self.env)

    def _cells(self, records):
        """Return the cell of each of ``records``: text, number, date or False. What may not be read stays blank."""
        *hops, last = self._path_fields()
        targets = {record: record for record in records}
        for hop in hops:
            beyond = records.env[hop.comodel_name].union(*(target[hop.name] for target in targets.values()))
            readable = beyond._filtered_access("read")
            targets = {record: target[hop.name] & readable for record, target in targets.items()}
        convert = self._converter(last, records)
        return [convert(targets[record]) for record in records]

    def _converter(self, field, records):
        """Return the function that turns the value of ``field`` of some records into a cell."""
        env = records.env
        if field.relational:  # names of what is pointed to are shown everywhere, as Odoo does
            return lambda found: SEPARATOR.join(found.mapped(field.name).sudo().mapped("display_name"))
        if field.type == "selection":
            labels = dict(field._description_selection(env))
            return lambda found: SEPARATOR.join(labels.get(one[field.name], "") for one in found)
        if field.type == "boolean":
            return lambda found: "√" if any(one[field.name] for one in found) else ""
        if field.type == "datetime":
            return lambda found: (
                found[:1][field.name]
                and fields.Datetime.context_timestamp(
                    found[:1].with_context(tz=env.company.safety_tz), found[:1][field.name]
                ).replace(tzinfo=None)
            )
        if field.type in ("date", "integer", "float", "monetary"):
            return lambda found: found[field.name] if len(found) == 1 else False
        return lambda found: SEPARATOR.join(str(one[field.name]) for one in found if one[field.name])
