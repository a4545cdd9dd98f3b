import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from lxml.html import fromstring

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_path

from ...models.oversight.draw_order import picks
from ..common import InspectionCase

SCRIPT = "street_safety_inspection/static/verify/verify_draw.py"


class DrawCase(InspectionCase):
    """Twelve enterprises in two grids; three people who may inspect."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = cls.enterprise
        for number in range(11):
            cls.firms |= cls._enterprise(f"Firm {number}", cls.grid_a1 if number % 2 else cls.grid_b1)
        cls.second_head = cls._person("test_second_head", "work_point_deputy_head", cls.work_point)
        cls.third_head = cls._person("test_third_head", "work_point_deputy_head", cls.work_point)
        cls.posts = cls._post("work_point_head") | cls._post("work_point_deputy_head")

    @classmethod
    def _draft_draw(cls, **vals):
        return (
            cls.env["safety.draw"]
            .with_user(cls.office_user)
            .create(
                {
                    "name": "Crowded places",
                    "unit_id": cls.street.id,
                    "number_drawn": 4,
                    "post_ids": [Command.set(cls.posts.ids)],
                    **vals,
                }
            )
        )

    @classmethod
    def _drawn_draw(cls, word="dice 4 1", **vals):
        draw = cls._draft_draw(**vals)
        draw.action_seal()
        draw._draw(word, cls.head_user)
        return draw

    def _run_script(self, pool, proof):
        """Run the shipped script on the two files; return its exit code and what it says."""
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, "pool.json"), Path(folder, "proof.json")]
            files[0].write_bytes(pool if isinstance(pool, bytes) else pool.encode())
            files[1].write_text(proof if isinstance(proof, str) else json.dumps(proof), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-I", file_path(SCRIPT), *files], capture_output=True, text=True, check=False
            )
        return done.returncode, done.stdout


class TestDraw(DrawCase):
    """What is drawn, that everybody can repeat it, and that nobody can bend it."""

    def test_enterprises_and_inspectors_are_drawn_and_proved(self):
        """ZF-T11.5: enterprises and inspectors at random; the shipped script comes to the same."""
        draw = self._drawn_draw()
        self.assertEqual((draw.state, draw.pool_count, draw.line_count), ("drawn", 12, 4))
        self.assertTrue(draw.number)
        self.assertLessEqual(draw.line_ids.enterprise_id, self.firms)
        self.assertEqual(draw.line_ids.mapped("rank"), [1, 2, 3, 4])
        self.assertEqual(draw.line_ids.mapped("digest"), sorted(draw.line_ids.mapped("digest")))
        for line in draw.line_ids:
            self.assertEqual(len(line.inspector_ids), 2)
        loads = [len(draw.line_ids.filtered(lambda line, one=one: one in line.inspector_ids)) for one in self._heads()]
        self.assertEqual(sorted(loads), [2, 3, 3], "eight places among three people")
        self.assertTrue(draw.is_intact)
        self.assertEqual(self._run_script(draw.pool_text, draw._proof())[0], 0)

    def _heads(self):
        return self.head_user | self.second_head | self.third_head

    def test_another_word_draws_others(self):
        pool = json.loads(self._drawn_draw().pool_text)
        drawn = {tuple(one["id"] for one in picks(pool, f"secret{word}")) for word in range(20)}
        self.assertGreater(len(drawn), 10)

    def test_the_script_finds_every_lie(self):
        draw = self._drawn_draw()
        proof = draw._proof()
        other = next(firm for firm in self.firms if firm not in draw.line_ids.enterprise_id)
        swapped = [dict(one, id=f"E{other.id}") if not rank else one for rank, one in enumerate(proof["drawn"])]
        lies = [
            (draw.pool_text.replace("Firm 1", "Firm X"), proof),
            (draw.pool_text, proof | {"secret": "0" * 64}),
            (draw.pool_text, proof | {"word": "dice 4 2"}),
            (draw.pool_text, proof | {"drawn": swapped}),
            (draw.pool_text, proof | {"drawn": proof["drawn"][:3]}),
        ]
        for number, (pool, lie) in enumerate(lies):
            with self.subTest(number):
                self.assertEqual(self._run_script(pool, lie)[0], 1)

    def test_a_share_is_rounded_up_in_each_group(self):
        draw = self._drawn_draw(stratum="unit", count_by="share", share=20.0)
        pool = json.loads(draw.pool_text)
        self.assertEqual(pool["quotas"], {self.grid_a1.display_name: 2, self.grid_b1.display_name: 2})
        groups = draw.line_ids.mapped("stratum")
        self.assertEqual(sorted(groups), sorted([self.grid_a1.display_name, self.grid_b1.display_name] * 2))

    def test_a_conflict_is_kept_apart(self):
        """A relative never inspects; who is away is not drawn at all."""
        conflicts = [
            Command.create({"user_id": self.head_user.id, "enterprise_id": firm.id, "reason": "brother"})
            for firm in self.firms
        ]
        away = [Command.create({"user_id": self.third_head.id, "reason": "on leave"})]
        draw = self._drawn_draw(number_drawn=12, inspectors_each=1, exclusion_ids=conflicts + away)
        self.assertEqual(draw.line_ids.inspector_ids, self.second_head)
        self.assertEqual(self._run_script(draw.pool_text, draw._proof())[0], 0)

    def test_units_are_drawn(self):
        kind = self.env.ref("street_safety_base.unit_type_community")
        draw = self._drawn_draw(subject="unit", unit_type_id=kind.id, number_drawn=1, inspectors_each=0)
        self.assertLessEqual(draw.line_ids.target_unit_id, self.community_a | self.community_b)
        self.assertEqual(self._run_script(draw.pool_text, draw._proof())[0], 0)
        with self.assertRaisesRegex(ValidationError, "Kind of unit"):
            self._draft_draw(subject="unit")

    # ---- abuse -----------------------------------------------------------------------------------------------------

    def test_a_draw_is_not_repeated_unnoticed(self):
        """ZF-T11.5: the same pool again is refused; a re-draw is appended with its reason, nothing is deleted."""
        draw = self._drawn_draw()
        with self.assertRaisesRegex(UserError, "cannot be repeated unnoticed"):
            self._draft_draw().action_seal()
        again = draw._redraw("two have closed down", 2)
        self.assertEqual((again.redraw_of_id, again.state), (draw, "draft"))
        again.action_seal()
        again._draw("dice 6 6", self.head_user)
        self.assertFalse(again.line_ids.enterprise_id & draw.line_ids.enterprise_id)
        self.assertEqual(len(draw.line_ids), 4)
        self.assertEqual(again._proof()["redraw_of"], draw.number)
        self.assertEqual(json.loads(again.pool_text)["earlier"], [draw.number])
        self.assertEqual(self._run_script(again.pool_text, again._proof())[0], 0)
        for act in (draw.unlink, draw.action_seal, lambda: draw._draw("dice 1", self.head_user)):
            with self.assertRaises(UserError):
                act()
        with self.assertRaisesRegex(UserError, "why it is drawn again"):
            draw._redraw(" ", 1)

    def test_a_sealed_draw_that_is_void_stays_in_the_register(self):
        draw = self._draft_draw()
        draw.action_seal()
        number = draw.number
        draw._do_because("void", "wrong posts")
        self.assertEqual((draw.state, draw.number, draw.number_id.void_reason), ("void", number, "wrong posts"))
        with self.assertRaisesRegex(UserError, "cannot be repeated unnoticed"):
            self._draft_draw().action_seal()
        self.assertEqual(draw._redraw("right posts", 3)._chain(), draw | draw.redraw_ids)

    def test_the_same_pool_is_drawn_again_when_the_days_are_over(self):
        self._drawn_draw()
        self._freeze("2026-03-18 02:00:00")
        self.assertEqual(self._drawn_draw().state, "drawn")

    def test_a_sealed_pool_cannot_be_edited(self):
        draw = self._draft_draw(exclusion_ids=[Command.create({"user_id": self.head_user.id, "reason": "leave"})])
        draw.action_seal()
        for values in ({"number_drawn": 9}, {"domain": "[('id', '=', 1)]"}, {"pool_text": "{}"}, {"secret_hash": "0"}):
            with self.subTest(values), self.assertRaises(UserError):
                draw.sudo().write(values)
        with self.assertRaises(UserError):
            draw.exclusion_ids.unlink()
        with self.assertRaises(UserError):
            self.env["safety.draw.exclusion"].with_user(self.office_user).create(
                {"draw_id": draw.id, "user_id": self.second_head.id, "reason": "none"}
            )
        draw._draw("dice 4 1", self.second_head)
        for attack in (
            lambda: draw.line_ids.write({"name": "Mine"}),
            lambda: draw.line_ids.unlink(),
            lambda: draw.line_ids.create({"draw_id": draw.id, "name": "Mine", "digest": "0"}),
        ):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                attack()

    def test_a_change_in_the_database_shows(self):
        self.company.safety_draw_days = 0
        for statement in (
            "UPDATE safety_draw SET pool_text = replace(pool_text, 'Firm 1', 'Firm X') WHERE id = %s",
            "UPDATE safety_draw SET secret = 'a' WHERE id = %s",
            "DELETE FROM safety_draw_line WHERE draw_id = %s AND rank = 1",
        ):
            with self.subTest(statement):
                draw = self._drawn_draw()
                self.assertTrue(draw.is_intact)
                self.env.flush_all()
                self.cr.execute(statement, [draw.id])
                self.env.invalidate_all()
                self.assertFalse(draw.is_intact)

    def test_nobody_knows_the_secret(self):
        draw = self._draft_draw()
        draw.action_seal()
        for read in (lambda: draw.read(["secret"]), lambda: draw.search([("secret", "like", "a")])):
            with self.assertRaises(AccessError):
                read()
        with self.assertRaises(AccessError):
            draw.with_user(self.env.ref("base.user_admin")).read(["secret"])
        self.assertNotIn("secret", draw._proof())

    def test_the_word_comes_from_somebody_else(self):
        draw = self._draft_draw()
        draw.action_seal()
        with self.assertRaisesRegex(UserError, "somebody else"):
            draw._draw("dice", self.office_user)
        with self.assertRaisesRegex(UserError, "what the witness says"):
            draw._draw(" ", self.head_user)
        dialog = self.env[draw.action_draw()["res_model"]].with_user(self.office_user)
        dialog.create({"draw_id": draw.id, "witness_id": self.head_user.id, "word": "dice 4"}).action_draw()
        self.assertEqual((draw.state, draw.word, draw.witness_id), ("drawn", "dice 4", self.head_user))

    def test_what_is_missing_is_said(self):
        for values, words in (
            ({"number_drawn": 0}, "how many"),
            ({"domain": "[('name', '=', 'Nobody')]"}, "the pool of"),
            ({"post_ids": [Command.clear()]}, "needs 2 inspectors"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._draft_draw(**values).action_seal()
        with self.assertRaises(ValidationError):
            self._draft_draw(domain="[('no_such_field', '=', 1)]")

    # ---- secrecy ---------------------------------------------------------------------------------------------------

    def test_an_unannounced_visit_stays_unknown(self):
        """XT-3.3b: before the visit the drawn work point sees nothing of the draw, and nothing goes out."""
        models = ("mail.message", "mail.mail", "mail.notification", "mail.activity", "calendar.event", "bus.bus")
        kind = self.env.ref("street_safety_base.unit_type_work_point")
        draw = self._draft_draw(
            subject="unit", unit_type_id=kind.id, number_drawn=1, inspectors_each=0, visibility="internal"
        )
        draw.action_seal()
        said = {model: self.env[model].sudo().search([]) for model in models}
        draw._draw("dice 3", self.second_head)
        self.env.flush_all()
        self.assertEqual(draw.line_ids.target_unit_id, self.work_point)
        for model, before in said.items():
            new = self.env[model].sudo().search([]) - before
            told = new.filtered(lambda one: one._name != "mail.message" or one.notification_ids or one.partner_ids)
            self.assertFalse(told, model)
        for user in (self.head_user, self.cadre_user, self.grid_user):
            theirs = self.env(user=user)
            self.assertFalse(theirs["safety.draw"].search([]))
            self.assertFalse(theirs["safety.draw.line"].search([]))
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                draw.with_user(user).read(["name"])
        self.assertFalse(draw.public_url)

    # ---- what follows ----------------------------------------------------------------------------------------------

    def test_the_inspection_knows_its_draw(self):
        draw = self._drawn_draw()
        line = draw.line_ids[0]
        action = line.action_inspect()
        values = {name.removeprefix("default_"): value for name, value in action["context"].items()}
        self.assertEqual(values["inspector_ids"], line.inspector_ids.ids)
        self.assertEqual(line.state, "waiting")
        inspection = self._draft(user=self.office_user, enterprise=line.enterprise_id, draw_line_id=line.id)
        self.assertEqual((line.state, line.action_inspect()["res_id"]), ("begun", inspection.id))
        inspection.action_done()
        self.assertEqual((line.state, draw.done_count, draw.line_count), ("done", 1, 4))
        self.assertEqual(self.env["safety.draw.line"].search([("state", "=", "done")]), line)

    def test_it_proves_a_duty(self):
        kind = self.env.ref("street_safety_inspection.duty_kind_draw")
        rule = self._rule(
            self._regulation(),
            kind_id=kind.id,
            unit_type_id=self.ref("street_safety_base.unit_type_street"),
            post_ids=[Command.set(self._post("safety_committee_office").ids)],
        )
        rule.regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        duty = self.env["safety.duty"].search([("rule_id", "=", rule.id), ("period_start", "=", "2026-03-01")])
        self.assertEqual(duty.state, "open")
        self._drawn_draw()
        self.assertEqual(duty.state, "met")

    def test_a_large_pool_costs_no_more_statements(self):
        """Sealing and drawing: as many statements for 212 enterprises as for 12."""

        def cost():
            draw = self._draft_draw(number_drawn=10, inspectors_each=2)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            draw.action_seal()
            draw._draw("dice 4 1", self.head_user)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        self.company.safety_draw_days = 0
        cost()
        few = cost()
        self.env["safety.enterprise"].create(
            [{"name": f"More {n}", "unit_id": self.grid_b2.id, "date_entered": "2020-01-01"} for n in range(200)]
        )
        self.assertLessEqual(cost(), few)


@tagged("post_install", "-at_install")
class TestDrawPage(HttpCase, DrawCase):
    """The page for everybody, and the files to check with."""

    def test_anybody_downloads_and_checks(self):
        """ZF-T11.5: the result is published, and whoever likes recomputes it from the files of the page."""
        draw = self._draft_draw()
        path = f"/street-safety/draw/{draw.token}"
        self.assertEqual(self.url_open(path).status_code, 404, "a draft is nobody's business")
        draw.action_seal()
        self.env.flush_all()
        sealed = self.url_open(path)
        self.assertIn(draw.pool_hash, sealed.text)
        self.assertNotIn("o_safety_drawn", sealed.text)
        before = self.url_open(f"{path}/pool.json").content
        draw._draw("dice 4 1", self.head_user)
        self.env.flush_all()
        page = self.url_open(path).text
        for name in draw.line_ids.mapped("name"):
            self.assertIn(name, page)
        self.assertEqual({len(row) for row in fromstring(page).xpath("//table//tr")}, {5}, "an empty cell stays")
        pool, proof = self.url_open(f"{path}/pool.json").content, self.url_open(f"{path}/proof.json").text
        self.assertEqual(pool, before, "what was sealed is what was drawn from")
        self.assertEqual(self._run_script(pool, proof)[0], 0)

    def test_the_page_gets_plain_values(self):
        """No record reaches the template of a public page, which could be asked for anything."""
        draw = self._drawn_draw()
        values = draw._public_values()

        def leaves(value):
            if isinstance(value, dict):
                return [leaf for one in value.values() for leaf in leaves(one)]
            return [leaf for one in value for leaf in leaves(one)] if isinstance(value, list) else [value]

        self.assertEqual(len(values["lines"]), 4)
        self.assertLessEqual({type(leaf) for leaf in leaves(values)}, {str, int, bool, date})

    def test_guessing_leads_nowhere(self):
        internal = self._drawn_draw(visibility="internal")
        for path in (internal.token, "1", "x" * 22):
            for file in ("", "/pool.json", "/proof.json"):
                self.assertEqual(self.url_open(f"/street-safety/draw/{path}{file}").status_code, 404)

    def test_a_token_is_not_chosen(self):
        self.assertNotEqual(self._draft_draw(token="easy").token, "easy")
        with self.assertRaises(UserError):
            self._draft_draw().write({"token": "easy"})
