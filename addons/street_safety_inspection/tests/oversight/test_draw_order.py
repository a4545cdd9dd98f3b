from hypothesis import given, settings
from hypothesis import strategies as st

from ...models.oversight.draw_order import picks
from .test_draw import DrawCase


class TestDrawOrder(DrawCase):
    """The order of a draw as arithmetic."""

    @settings(max_examples=60, deadline=None)
    @given(
        sizes=st.lists(st.integers(1, 12), min_size=1, max_size=4),
        quota=st.integers(1, 6),
        people=st.integers(0, 5),
        each=st.integers(0, 3),
        seed=st.text(min_size=1, max_size=20),
    )
    def test_whatever_is_drawn_is_in_order(self, sizes, quota, people, each, seed):
        items = [[f"E{g}{n}", f"g{g}", ""] for g, size in enumerate(sizes) for n in range(size)]
        pool = {
            "items": items,
            "quotas": {f"g{g}": min(quota, size) for g, size in enumerate(sizes)},
            "inspectors": [[f"U{n}", ""] for n in range(people)],
            "each": each,
            "conflicts": [["U0", items[0][0]]],
        }
        drawn = picks(pool, seed)
        self.assertEqual(len({one["id"] for one in drawn}), sum(pool["quotas"].values()))
        self.assertEqual(drawn, picks(dict(pool, items=items[::-1]), seed), "the order of the pool plays no part")
        load = {f"U{n}": 0 for n in range(people)}
        for one in drawn:
            free = [key for key in load if [key, one["id"]] not in pool["conflicts"]]
            self.assertEqual(len(one["inspectors"]), min(each, len(free)))
            self.assertNotIn(["U0", items[0][0]], [[key, one["id"]] for key in one["inspectors"]])
            for key in one["inspectors"]:
                load[key] += 1
        if people > 1 and each < people:
            self.assertLessEqual(max(load.values()) - min(load.values()), 2)
