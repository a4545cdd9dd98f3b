import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

# “C1952 制鞋业”, “C19”, “19”, “C”: section, division, and finer groups that are not kept.
_CODE = re.compile(r"(?:([A-Z])\s*)?(\d{2})?\d{0,2}(?![\dA-Za-z])\s*(.*)", re.DOTALL)


class SafetyIndustry(models.Model):
    """The industries of GB/T 4754: sections and their divisions. A street adds what the standard does not know yet."""

    _name = "safety.industry"
    _description = "Industry"
    _inherit = ["safety.supervised"]
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _enterprise_field = "industry_id"

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Section (a letter) or division (two digits) of the standard.")
    parent_id = fields.Many2one(
        "safety.industry", string="Section", index=True, ondelete="restrict", help="Its supervising unit is taken over."
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("safety.industry", "parent_id", string="Divisions")
    high_hazard = fields.Boolean(
        string="High-hazard industry", help="Enterprises of this industry are marked as high-hazard."
    )
    edition = fields.Char(default="GB/T 4754-2017")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is an industry with this code.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for industry in self:
            industry.display_name = f"{industry.code or ''} {industry.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"code", "name", "high_hazard", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Search as Odoo does; an exact text is first read as code or name, so that an import costs no query a row."""
        if operator == "=" and (found := self.browse(self._industry_of(name))):
            return [(found.id, found.display_name)]
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _industry_of(self, text):
        """Return the id of the industry that ``text`` names by its code or its name, or None.

        “C195 制鞋业” is division 19: the standard's finer groups are not kept.
        """
        known = self._industry_ids()
        text = (text or "").strip()
        section, division, name = _CODE.fullmatch(text).groups() if _CODE.fullmatch(text) else (None, None, text)
        codes = (division, None if division else section, name.strip(), text)
        return next((known[code] for code in codes if code and code in known), None)

    @ormcache()
    def _industry_ids(self):
        industries = self.sudo().search_fetch([], ["code", "name"], order="code desc")
        return {key: industry.id for industry in industries for key in (industry.name, industry.code)}

    @ormcache()
    def _high_hazard_ids(self):
        return frozenset(self.sudo().search(Domain("high_hazard", "=", True)).ids)
