import random

from stdnum.cn import uscc

from odoo.tests import BaseCase, tagged

from ...models.enterprise import credit_code
from .common import complete_code


@tagged("post_install", "-at_install")
class TestCreditCode(BaseCase):
    """GB 32100-2015: alphabet, weights, check digit."""

    def test_known_codes(self):
        self.assertEqual(credit_code.status("91110000600037341L"), "valid")
        self.assertEqual(credit_code.status("91110000600037342L"), "check_digit")
        self.assertEqual(credit_code.status("9111000060003734L"), "malformed")
        self.assertEqual(credit_code.status("9111000060003734OL"), "malformed")
        self.assertEqual(credit_code.status(False), "none")

    def test_letters_in_the_administrative_part(self):
        """A rural collective's code is genuine, though python-stdnum refuses it."""
        self.assertEqual(credit_code.status(complete_code("N2350582MF012345X")), "valid")

    def test_agrees_with_stdnum(self):
        draw = random.Random(32100)
        digits = "0123456789"
        for _round in range(500):
            first_17 = "91" + "".join(draw.choices(digits, k=6)) + "".join(draw.choices(credit_code.ALPHABET, k=9))
            self.assertTrue(uscc.is_valid(complete_code(first_17)), first_17)

    def test_check_digit_can_be_zero(self):
        """31 − 0 is 31, which is no character: the outer modulus makes it 0."""
        draw = random.Random(1)
        seen = {credit_code.check_digit("91350582" + "".join(draw.choices("0123456789", k=9))) for _n in range(2000)}
        self.assertIn("0", seen)
        self.assertEqual(seen - set(credit_code.ALPHABET), set())

    def test_every_single_slip_is_noticed(self):
        code = complete_code("91350582MA2XN5Y4T")
        for position, right in enumerate(code[:17]):
            for wrong in credit_code.ALPHABET.replace(right, ""):
                slip = code[:position] + wrong + code[position + 1 :]
                self.assertEqual(credit_code.status(slip), "check_digit", slip)

    def test_normalise(self):
        self.assertEqual(credit_code.normalise("　９１３５０５８２ ma2xn5y4t-x'\ufeff"), "91350582MA2XN5Y4TX")
        self.assertIs(credit_code.normalise("  "), False)
        self.assertIs(credit_code.normalise(None), False)
