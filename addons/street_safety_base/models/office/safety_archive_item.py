from odoo import api, fields, models
from odoo.tools import SQL


class SafetyArchiveItem(models.Model):
    """The archive: every photo and paper of the street's work, by class, period and unit, wherever it is attached.

    Nothing is copied: an entry is the attachment itself (same id), seen by the seats that serve the unit of its record.
    An addon appends the models whose papers belong here to :meth:`_sources`. Clauses XT-5.2b, XT-5.3a.
    """

    _name = "safety.archive.item"
    _description = "Archive"
    _auto = False
    _order = "date desc, id desc"
    # What has to be flushed before the archive is read.
    _depends = {
        "ir.attachment": ["name", "res_model", "res_id", "res_field", "mimetype", "file_size"],
        "safety.document.category": ["code", "retention_years"],
        "safety.document": ["unit_id", "company_id", "date", "category_id"],
        "safety.document.delivery": ["unit_id", "company_id", "delivered_on"],
        "safety.record": ["unit_id", "company_id", "date"],
        "safety.meeting": ["unit_id", "company_id", "start"],
        "safety.incident": ["unit_id", "company_id", "occurred_at"],
        "safety.incident.log": ["unit_id", "company_id", "at"],
        "safety.package": ["unit_id", "company_id", "period_end"],
    }

    name = fields.Char(string="File name", readonly=True)
    res_model = fields.Char(string="Technical name", readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", readonly=True)
    source = fields.Selection(selection="_source_selection", string="Kind of record", readonly=True)
    record_name = fields.Char(string="Attached to", compute="_compute_record_name")
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    category_id = fields.Many2one("safety.document.category", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection([("photo", "Photo"), ("paper", "Written paper")], string="Photo or paper", readonly=True)
    mimetype = fields.Char(string="Format", readonly=True)
    file_size = fields.Integer(string="Bytes", readonly=True, aggregator="sum")
    retained_until = fields.Date(string="Keep until", readonly=True, help="As its class says. Empty: for ever.")

    @api.model
    def _sources(self):
        """Return (model, column of its day, code of its class) of the models whose papers belong into the archive."""
        return [
            ("safety.record", "date", "report"),
            ("safety.meeting", "start", "minutes"),
            ("safety.incident", "occurred_at", "incident"),
            ("safety.incident.log", "at", "incident"),
            ("safety.document.delivery", "delivered_on", "circular"),
            ("safety.package", "period_end", "report"),
        ]

    @api.model
    def _source_selection(self):
        """Return the models of the archive with their names."""
        models_of = [model for model, _day, _code in self._sources()] + ["safety.document"]
        return [(model, self.env["ir.model"]._get(model).sudo().name) for model in models_of]

    @property
    def _table_query(self):
        parts = [self._part(model, day, SQL("category.code = %s", code)) for model, day, code in self._sources()]
        parts.append(self._part("safety.document", "date", SQL("category.id = record.category_id")))
        return SQL("SELECT * FROM (%s) archive", SQL(" UNION ALL ").join(parts))

    def _part(self, model, day, category):
        """Return the SELECT of the papers of ``model``, dated by its column ``day`` on the street's clock."""
        moment = SQL("record.%s", SQL.identifier(day))
        if self.env[model]._fields[day].type == "datetime":
            moment = SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE company.safety_tz)", moment)
        return SQL(
            """
            SELECT file.id, file.name, file.res_model, file.res_id, file.res_model AS source, record.unit_id,
                   record.company_id, category.id AS category_id, COALESCE(%(moment)s, file.create_date)::date AS date,
                   CASE WHEN starts_with(file.mimetype, 'image/') THEN 'photo' ELSE 'paper' END AS kind, file.mimetype,
                   file.file_size,
                   CASE WHEN category.retention_years > 0 THEN (COALESCE(%(moment)s, file.create_date)
                        + make_interval(years => category.retention_years))::date END AS retained_until
              FROM ir_attachment file
              JOIN %(table)s record ON record.id = file.res_id
              JOIN res_company company ON company.id = record.company_id
              LEFT JOIN safety_document_category category ON %(category)s
             WHERE file.res_model = %(model)s AND file.res_field IS NULL
            """,
            moment=moment,
            table=SQL.identifier(self.env[model]._table),
            category=category,
            model=model,
        )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        """The names of the records, of each model at once; blank for what the reader may not see."""
        names = {}
        for model, items in self.grouped("res_model").items():
            records = self.env[model].browse(items.mapped("res_id")).exists()._filtered_access("read")
            names.update({(model, record.id): record.display_name for record in records})
        for item in self:
            item.record_name = names.get((item.res_model, item.res_id), False)

    def action_open_record(self):
        """Open the record that the paper belongs to."""
        self.ensure_one()
        self.check_access("read")
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    def action_download(self):
        """Download the one file."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.id}?download=1", "target": "download"}

    def action_zip(self):
        """Open the dialog that packs these files into one ZIP."""
        self.check_access("read")
        return self.env["safety.archive.wizard"]._open_for(self)

    @api.model
    def _of(self, records):
        """Return the archive of ``records`` (of one model)."""
        return self.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
