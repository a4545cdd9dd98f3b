import io
import uuid

from PIL import Image

from ..common import InspectionCase

NOON = "2026-03-10T02:00:00.000Z"


def new_uuid():
    return str(uuid.uuid4())


class VisitCase(InspectionCase):
    """A phone that sends entries, as the screen does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checklist.sequence = -1
        cls.visits = cls.env["safety.inspection"]

    def _start(self, user=None, enterprise=None, **kwargs):
        visits = self.visits.with_user(user or self.grid_user)
        return visits.visit_start((enterprise or self.enterprise).id, kwargs.pop("uuid", new_uuid()), **kwargs)

    def _send(self, visit, *entries, user=None, now=NOON):
        rows = [{"uuid": new_uuid(), "time": NOON, **entry} for entry in entries]
        return self.visits.with_user(user or self.grid_user).visit_sync(visit["id"], rows, now)

    def _answers(self, visit, *results):
        return [
            {"kind": "answer", "line": line["id"], "result": result}
            for line, result in zip(visit["lines"], results, strict=True)
        ]

    def _finish(self, **vals):
        drawn = self.signature.decode()
        return {
            "kind": "finish",
            "representative_name": "Chen Wu",
            "signatures": [
                {"role": "inspector", "user": self.grid_user.id, "name": "x", "image": drawn},
                {"role": "representative", "name": "Chen Wu", "image": drawn},
            ],
            **vals,
        }

    def _jpeg(self, size=(64, 48), kind="JPEG", noise=False):
        picture = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, "seagreen")
        stream = io.BytesIO()
        picture.save(stream, kind)
        return stream.getvalue()
