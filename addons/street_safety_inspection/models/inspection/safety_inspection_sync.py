import base64
import binascii
from datetime import datetime, timezone

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command

#: What a phone may send at once, and how large one photo may be (bytes).
MOST_ENTRIES, LARGEST_PHOTO = 200, 40 << 20
RESULTS = ("conform", "not", "na")
ANSWER = ("result", "name", "note", "severity", "deadline", "fixed_on_spot")


class SafetyInspection(models.Model):
    """What phones send: small entries, kept by the phone until they are acknowledged, applied once.

    Each entry stands or falls by itself: one that cannot be applied is refused with its reason and stays on the phone.
    """

    _inherit = "safety.inspection"

    @api.model
    def visit_sync(self, inspection_id, entries, client_now=None):
        """Apply what a phone has kept for one visit; what arrived before is acknowledged and not done again.

        :param entries: list of dicts with ``uuid``, ``kind``, ``time`` (ISO, the phone's clock) and what the kind needs
        :param client_now: the phone's clock at sending (ISO); the difference to the server's is noted
        :return: {"done": [uuid], "refused": {uuid: reason}, "state", "lines" and "seen" as in :meth:`visit_read`}
        :raises AccessError: the visit is out of the user's reach
        """
        inspection = self.browse(int(inspection_id)).exists()
        inspection.check_access("read")
        if not inspection or not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
            raise UserError(self.env._("Too much at once. The screen sends it in parts; please reload the page."))
        inspection.lock_for_update(allow_referencing=True)
        uuids = [self._entry_uuid(entry) for entry in entries]
        known = self.env["safety.inspection.entry"].sudo().search([("uuid", "in", uuids)])
        done, refused = set(known.mapped("uuid")), {}
        if (moment := self._moment(client_now)) and inspection.state == "draft":
            inspection._stamp_clock(moment)
        for entry, uuid in zip(entries, uuids, strict=True):
            if uuid not in done and (reason := inspection._take_entry(entry)):
                refused[uuid] = reason
            else:
                done.add(uuid)
        return {
            "done": sorted(done & set(uuids)),
            "refused": refused,
            "made": inspection._made_lines(uuids),
            "state": inspection.state,
            "number": inspection.number or "",
            "hazards": len(inspection.hazard_ids),
            "inspectors": [{"id": user.id, "name": user.name} for user in inspection.inspector_ids.sudo()],
            **inspection._visit_lines(),
        }

    def _made_lines(self, uuids):
        """Return {identifier of the phone: id of the item} of the findings that entries have made."""
        made = self.env["safety.inspection.entry"].sudo().search([("uuid", "in", uuids), ("kind", "=", "finding")])
        return {entry.uuid: entry.line_id.id for entry in made if entry.line_id}

    def _take_entry(self, entry):
        """Apply one entry within a savepoint; return why it is refused, or None."""
        take = getattr(self, f"_take_{entry.get('kind')}", None)
        if not take:
            return self.env._("This kind of entry is not known. Please reload the page.")
        try:
            with self.env.cr.savepoint():
                if self.state != "draft":
                    raise UserError(
                        self.env._("The inspection is closed already. What is new belongs into another inspection.")
                    )
                self.check_access("write")
                if entry["kind"] == "finish":  # afterwards the visit and what belongs to it is closed
                    self._keep_entry(entry, {})
                    take(entry)
                else:
                    self._keep_entry(entry, take(entry) or {})
        except UniqueViolation as error:  # the same entry at the same moment: try again, then it is known
            raise ConcurrencyError(str(error)) from error
        except (UserError, ValueError, TypeError, KeyError) as error:
            self.env.invalidate_all(flush=False)
            text = str(error.args[0]) if isinstance(error, UserError) else ""
            return text or self.env._("The screen sent something unreadable. Please reload the page.")
        return None

    def _keep_entry(self, entry, log):
        content = {
            key: value for key, value in entry.items() if key not in ("uuid", "kind", "time", "data", "signatures")
        }
        self.env["safety.inspection.entry"].sudo()._keep(
            {
                "inspection_id": self.id,
                "uuid": entry["uuid"],
                "kind": entry["kind"],
                "user_id": self.env.uid,
                "client_time": self._moment(entry.get("time")),
                "content": content,
                **log,
            }
        )

    # ---- kinds of entries --------------------------------------------------------------------------------------------

    def _take_answer(self, entry):
        line = self._line_of(entry)
        vals = self._answer_vals(entry)
        if line.item_id:
            vals.pop("name", None)  # the words of the checklist stay
        conflict = self._other_answer(line, entry, vals)
        if conflict:
            vals = self._both(line, vals, conflict)
        line.write(vals)
        return {"line_id": line.id, "conflict": bool(conflict)}

    def _take_finding(self, entry):
        vals = self._answer_vals({"result": "not", "name": "", **entry})
        line = self.env["safety.inspection.line"].create({"inspection_id": self.id, **vals})
        return {"line_id": line.id}

    def _take_remove(self, entry):
        line = self._line_of(entry)
        if line.item_id:
            raise UserError(self.env._("Items of the checklist stay; answer them as not applicable."))
        line.unlink()

    def _take_photo(self, entry):
        line = self._line_of(entry)
        field = "after_photo_ids" if entry.get("after") else "photo_ids"
        try:
            data = base64.b64decode(entry.get("data") or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The photo did not arrive whole. Please take it again.")) from error
        if len(data) > LARGEST_PHOTO:
            raise UserError(self.env._("The photo is larger than %s MB.", LARGEST_PHOTO >> 20))
        values = line._photo_values(str(entry.get("name") or "photo.jpg"), data)
        photo = self.env["ir.attachment"].create({**values, "res_model": line._name, "res_id": line.id})
        line.write({field: [Command.link(photo.id)]})
        return {"line_id": line.id, "content": {"photo": photo.id, "field": field}}

    def _take_photo_remove(self, entry):
        line = self._line_of(entry)
        photo = (line.photo_ids | line.after_photo_ids).filtered(lambda one: one.id == int(entry["photo"]))
        line.write({"photo_ids": [Command.unlink(photo.id)], "after_photo_ids": [Command.unlink(photo.id)]})
        return {"line_id": line.id}

    def _take_head(self, entry):
        vals = {name: str(entry[name] or "")[:2000] for name in ("representative_name", "note") if name in entry}
        if "inspection_kind" in entry:
            kind = self.env["safety.inspection.kind"].browse(int(entry["inspection_kind"])).exists()
            if not kind or kind.is_reinspection or kind.by_enterprise:
                raise UserError(self.env._("Choose a kind of inspection."))
            vals["kind_id"] = kind.id
        if "inspectors" in entry:
            allowed = {person["id"] for person in self._visit_colleagues()} | set(self.inspector_ids.ids)
            people = [int(id_) for id_ in entry["inspectors"]]
            if not people or not set(people) <= allowed:
                raise UserError(self.env._("Somebody who does not work here cannot be entered as inspector."))
            vals["inspector_ids"] = [Command.set(people)]
        self.write(vals)
        if "leader" in entry:
            self.leader_id = int(entry["leader"] or 0) or False

    def _take_checklist(self, entry):
        offered = self.env["safety.checklist"]._offered(self.company_id)
        checklist = offered.filtered(lambda one: one.id == int(entry["checklist"]))
        if not checklist:
            raise UserError(self.env._("This checklist is not offered any more. Choose another one."))
        known, last = self.line_ids.item_id, max(self.line_ids.filtered("item_id").mapped("sequence"), default=0)
        rows = [vals for vals in checklist.item_ids._line_vals() if vals["item_id"] not in known.ids]
        vals = {"line_ids": [Command.create({**row, "sequence": last + row["sequence"]}) for row in rows]}
        if not any(self.line_ids.mapped("result")):
            vals = {"checklist_id": checklist.id, "line_ids": [Command.clear(), *self._line_commands(checklist)]}
        self.write(vals)

    def _take_place(self, entry):
        self._stamp_place(float(entry["latitude"]), float(entry["longitude"]), float(entry.get("accuracy") or 0))

    def _take_finish(self, entry):
        """Write who signed or refused, then close; all of it or nothing, the phone keeps the drawn signatures."""
        self.write(
            {
                "representative_name": str(entry.get("representative_name") or self.representative_name or "")[:200],
                "representative_refused": bool(entry.get("refused")),
                "refusal_reason": str(entry.get("refusal_reason") or "")[:500] or False,
                "witness_name": str(entry.get("witness_name") or "")[:200] or False,
            }
        )
        for signature in entry.get("signatures") or []:
            self._take_signature(signature)
        self._workflow_do("done")

    def _take_signature(self, signature):
        role, image = signature.get("role"), signature.get("image")
        if role not in ("inspector", "representative", "witness"):
            raise UserError(self.env._("The screen sent something unreadable. Please reload the page."))
        if role == "inspector" and signature.get("user") == self.env.uid:
            content = self._signature_hash()
            mine = self.signature_ids.sudo().filtered(
                lambda one: one.purpose == "done" and one.user_id == self.env.user
            )
            if mine.filtered(lambda one: one.content_hash == content):
                return
            if not mine:
                self._sign("done", image)
                return
        name = str(signature.get("name") or "").strip() or self.env.user.name
        self._sign(role, image, signer_name=name[:200])

    # ---- helpers -----------------------------------------------------------------------------------------------------

    def _line_of(self, entry):
        """Return the item that an entry is about: by its id, or by the entry that made it on the phone."""
        line = entry.get("line")
        if isinstance(line, str):
            made = self.env["safety.inspection.entry"].sudo().search(
                [("uuid", "=", line), ("inspection_id", "=", self.id)]
            )  # fmt: skip
            found = self.line_ids & made.line_id.sudo(False)
        else:
            found = self.line_ids.filtered(lambda one: one.id == line)
        if not found:
            raise UserError(self.env._("This item is not part of the inspection any more."))
        return found

    def _answer_vals(self, entry):
        vals = {name: entry[name] for name in ANSWER if name in entry}
        if "name" in vals:
            vals["name"] = str(vals["name"] or "").strip()[:500] or self.env._("Further finding")
        if vals.get("result") and vals["result"] not in RESULTS:
            raise UserError(self.env._("This answer is not known. Please reload the page."))
        if "note" in vals:
            vals["note"] = str(vals["note"] or "")[:2000]
        if "deadline" in vals:
            vals["deadline"] = fields.Date.to_date(vals["deadline"] or False)
        return {name: value or False for name, value in vals.items()}

    def _other_answer(self, line, entry, vals):
        """Return somebody else's entry on the line that this phone had not seen and that says something else."""
        entries = self.env["safety.inspection.entry"].sudo()
        last = entries.search(
            [("line_id", "=", line.id), ("kind", "in", ("answer", "finding"))], order="id desc", limit=1
        )
        if last.user_id == self.env.user or last.id <= int(entry.get("seen") or 0):
            return entries
        differs = any((line[name] or False) != value for name, value in vals.items() if name in ("result", "note"))
        return last if differs else entries

    def _both(self, line, vals, other):
        """Return the values that keep what both said: what is wrong wins over what is in order, words are joined."""
        result = vals.get("result", line.result)
        kept = dict(vals)
        if "not" in (line.result, result):
            kept["result"] = "not"
        notes = [text for text in (line.note, vals.get("note")) if text]
        kept["note"] = "；".join(dict.fromkeys(notes)) or False
        if line.severity == "major" and line.result == "not":
            kept |= {"severity": "major", "fixed_on_spot": False}
        if line.deadline and kept.get("deadline"):
            kept["deadline"] = min(line.deadline, kept["deadline"])
        labels = dict(line._fields["result"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "“%(item)s” was answered twice: %(first)s by %(one)s, %(second)s by %(two)s. Kept: %(kept)s.",
                item=line.name,
                first=labels.get(line.result, "–"),
                one=other.user_id.name,
                second=labels.get(result, "–"),
                two=self.env.user.name,
                kept=labels.get(kept.get("result", result), "–"),
            )
        )
        return kept

    @api.model
    def _entry_uuid(self, entry):
        uuid = entry.get("uuid")
        self._check_uuid(uuid)
        return uuid

    @api.model
    def _moment(self, text):
        """Return the naive UTC moment of an ISO text of a phone, or False when it is none."""
        try:
            moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
            return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
        except (ValueError, OverflowError):
            return False
