"""Who held which post where on which day, read once: a history asks thousands of times."""


class Roster:
    """The appointments of the street, in memory."""

    def __init__(self, env, company):
        seats = env["safety.appointment"].search([("company_id", "=", company.id)], order="unit_id, date_start, id")
        self._nobody = env["res.users"]
        self._seats = [
            (seat.post_id.code, seat.unit_id, seat.date_start, seat.date_end, seat.user_id, seat.id) for seat in seats
        ]

    def people(self, post_codes, unit, day, below=True):
        """Return the holders of the posts at ``unit`` (and below it) on ``day``, in the order of ``post_codes``."""
        found = [
            (post_codes.index(post), place.code, user.id)
            for post, place, first, last, user, _seat in self._seats
            if post in post_codes
            and first <= day
            and (not last or day <= last)
            and (place.parent_path.startswith(unit.parent_path) if below else place == unit)
        ]
        return self._nobody.browse(dict.fromkeys(user_id for _post, _code, user_id in sorted(found)))

    def holder(self, post_code, unit, day):
        """Return the one holder of a post at ``unit`` itself on ``day``; empty when the seat was vacant."""
        return self.people([post_code], unit, day, below=False)[:1]

    def seat(self, user, unit, day):
        """Return the id of the appointment in which ``user`` worked at ``unit`` or above it on ``day``, or False."""
        found = [
            (place.level, seat)
            for _post, place, first, last, holder, seat in self._seats
            if holder == user
            and first <= day
            and (not last or day <= last)
            and unit.parent_path.startswith(place.parent_path)
        ]
        return max(found)[1] if found else False
