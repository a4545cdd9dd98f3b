import base64

from odoo.fields import Command

from odoo.addons.street_safety_base.tests.common import StreetCase


class DrillCase(StreetCase):
    """A street that drills; it is 10 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            code: cls.env.ref(f"street_safety_training.drill_type_{code}")
            for code in ("fire", "evacuation", "escape", "turn_out", "comprehensive")
        }
        cls.factory = cls._enterprise("Factory", cls.grid_a1)
        cls.workshop = cls._enterprise("Workshop", cls.grid_b1)

    @classmethod
    def _drill(cls, kind="fire", unit=None, start="2026-03-05 01:00:00", **vals):
        vals.setdefault("head_count", 20)
        vals.setdefault("findings", "<p>Two extinguishers were empty.</p>")
        return cls.env["safety.drill"].create(
            {
                "name": "Fire drill",
                "type_id": cls.types[kind].id,
                "unit_id": (unit or cls.community_a).id,
                "date_start": start,
                **vals,
            }
        )

    @classmethod
    def _photo(cls, drill):
        drill.photo_ids = [Command.create({"name": "drill.png", "raw": cls._png(), "mimetype": "image/png"})]
        return drill

    @classmethod
    def _held(cls, *args, **vals):
        drill = cls._photo(cls._drill(*args, **vals))
        drill.action_hold()
        return drill

    @classmethod
    def _png(cls):
        return base64.b64decode(cls.signature)
