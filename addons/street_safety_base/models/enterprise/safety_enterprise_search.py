from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, groupby

from . import credit_code, search_keys

# What one search box looks through.
SEARCHED = (
    "name",
    "credit_code",
    "address",
    "phone",
    "principal_name",
    "safety_manager_name",
    "safety_manager_phone",
)
# Shorter words hold no group of three letters to look up.
INDEXED_LENGTH = 3
KEYS = ("pinyin", "name_key", "address_key", "search_text")
# Those that share a name, or an address where one of the two has no code. Sites of one code are no doubles.
_DOUBLES = SQL(
    """
    SELECT id FROM (
        SELECT id,
               CASE WHEN name_key IS NULL THEN 0 WHEN credit_code IS NULL THEN COUNT(*) OVER named - 1
                    ELSE COUNT(*) OVER named - COUNT(*) OVER coded END AS by_name,
               CASE WHEN address_key IS NULL THEN 0 WHEN credit_code IS NULL THEN COUNT(*) OVER placed - 1
                    ELSE COUNT(*) FILTER (WHERE credit_code IS NULL) OVER placed END AS by_address
          FROM safety_enterprise WHERE active
        WINDOW named AS (PARTITION BY company_id, name_key),
               coded AS (PARTITION BY company_id, name_key, credit_code),
               placed AS (PARTITION BY company_id, address_key)
    ) doubles WHERE by_name > 0 OR by_address > 0
    """
)


class SafetyEnterprise(models.Model):
    """Finding an enterprise: by the initials of its name, by any word of its file, and its doubles by normalised keys.

    One text with one index serves the search box: eight columns would mean eight indexes in every import.
    """

    _inherit = "safety.enterprise"
    _rec_names_search = ["name", "credit_code", "pinyin"]

    pinyin = fields.Char(
        string="Initials",
        readonly=True,
        copy=False,
        help="Initials of the name in pinyin, as one types them to find it.",
    )
    search_text = fields.Char(string="Search text", readonly=True, copy=False, index="trigram")
    find = fields.Char(
        string="Name, initials, code, address, phone or person",
        store=False,
        search="_search_find",
        help="One box for all: each word typed must occur somewhere.",
    )
    name_key = fields.Char(string="Normalised name", readonly=True, copy=False, index=True)
    address_key = fields.Char(string="Normalised address", readonly=True, copy=False, index=True)
    # Found through search_text: each further trigram index would cost an import a tenth.
    name = fields.Char(index=False)
    credit_code = fields.Char(index=False)
    address = fields.Char(index=False)
    double_count = fields.Integer(
        string="Doubles", compute="_compute_double_count", help="Others with the same code, name or address."
    )

    @api.model
    def _keys_of(self, values):
        """Return what is stored for searching, of a dict or record that holds what is searched."""
        keys = {
            "pinyin": search_keys.initials(values["name"]) or False,
            "name_key": search_keys.name_key(values["name"]),
            "address_key": search_keys.plain_key(values["address"]),
        }
        searched = (values[name] for name in SEARCHED)
        text = "\n".join([*filter(None, searched), keys["pinyin"] or ""]).strip()
        return keys | {"search_text": search_keys.folded(text)}

    @api.model_create_multi
    def create(self, vals_list):
        # Plain fields filled in here: computed ones would be computed and scheduled again, a fifth of an import.
        empty = dict.fromkeys(SEARCHED, False)
        return super().create([{**vals, **self._keys_of(empty | vals)} for vals in vals_list])

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name not in KEYS}
        result = super().write(vals)
        if not vals.keys().isdisjoint(SEARCHED):
            for keys, enterprises in groupby(self, lambda one: tuple(self._keys_of(one).items())):
                super(SafetyEnterprise, self.concat(*enterprises)).write(dict(keys))
        return result

    def init(self):  # pylint: disable=missing-return
        """Fill the keys of what was registered before they existed."""
        super().init()
        columns = SQL(", ").join(SQL.identifier(name) for name in ("id", *SEARCHED))
        self.env.cr.execute(SQL("SELECT %s FROM safety_enterprise WHERE search_text IS NULL", columns))
        rows = [(row["id"], *(self._keys_of(row)[key] or None for key in KEYS)) for row in self.env.cr.dictfetchall()]
        if rows:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE safety_enterprise enterprise
                       SET pinyin = row.pinyin, name_key = row.name_key, address_key = row.address_key,
                           search_text = row.search_text
                      FROM (VALUES %s) row (id, pinyin, name_key, address_key, search_text)
                     WHERE row.id = enterprise.id
                    """,
                    SQL(", ").join(SQL("(%s, %s::text, %s::text, %s::text, %s::text)", *row) for row in rows),
                )
            )

    @api.model
    def _search_display_name(self, operator, value):
        if operator == "ilike" and isinstance(value, str):
            return Domain("find", "ilike", value)
        return super()._search_display_name(operator, value)

    def _search_find(self, operator, value):
        """Find every word in the folded text: comparing without case costs ten times as much in Chinese.

        A word the index can look up is looked up first and apart: with the order and the page in one statement the
        planner would rather read the whole roll in the order of names.
        """
        if operator != "ilike" or not isinstance(value, str):
            return NotImplemented
        self.flush_model(["search_text"])
        domain = Domain.TRUE
        for word in search_keys.folded(value).split():
            if len(word) < INDEXED_LENGTH:
                domain &= Domain("search_text", "like", word)
            else:
                pattern = "%{}%".format(word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_"))
                found = SQL("(SELECT id FROM safety_enterprise WHERE search_text LIKE %s OFFSET 0)", pattern)
                domain &= Domain("id", "in", found)
        return domain

    # ---- doubles -----------------------------------------------------------------------------------------------------

    is_double = fields.Boolean(string="Looks like another", store=False, search="_search_is_double")

    @api.depends("credit_code", "site_no", "name", "address", "company_id")
    def _compute_double_count(self):
        candidates = self._double_candidates()
        for enterprise in self:
            enterprise.double_count = len(candidates.filtered(enterprise._looks_like))

    def _double_candidates(self):
        """Return all that share a key with one of these. One query."""
        keys = [self._keys_of(one) for one in self]
        wanted = {name: {one[name] for one in keys} - {False} for name in ("name_key", "address_key")}
        wanted["credit_code"] = {credit_code.normalise(one.credit_code) for one in self} - {False}
        same = Domain.OR(Domain(name, "in", values) for name, values in wanted.items())
        return self.search(same & Domain("company_id", "in", self.company_id.ids))

    def _looks_like(self, other):
        """Tell whether ``other`` may be the same as this one.

        Two sites of one code are two, and so are neighbours at one address that both have a code.
        """
        if other._origin == self._origin or other.company_id != self.company_id:
            return False
        code = credit_code.normalise(self.credit_code)
        if code and code == other.credit_code:
            return (self.site_no or "") == (other.site_no or "")
        mine = self._keys_of(self)  # of what is in the form, saved or not
        if mine["name_key"] and mine["name_key"] == other.name_key:
            return True
        return bool(mine["address_key"] == other.address_key and other.address_key and not (code and other.credit_code))

    def _search_is_double(self, operator, value):
        """All that look like another, by one pass over the roll."""
        if operator != "in":
            return NotImplemented
        self.flush_model(["name_key", "address_key", "credit_code", "company_id", "active"])
        return Domain("id", "in", _DOUBLES) if True in value else Domain("id", "not in", _DOUBLES)

    def action_open_doubles(self):
        """Open the enterprise together with those that look the same, to compare and merge them."""
        self.ensure_one()
        self.check_access("read")
        found = self | self._double_candidates().filtered(self._looks_like)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {**action, "domain": [("id", "in", found.ids)], "context": {}}
