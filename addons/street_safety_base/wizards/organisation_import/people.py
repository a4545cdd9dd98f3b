"""Plan the people: who each row is about, and the account that a new person gets."""

import re
from collections import defaultdict
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from odoo.tools import SQL

from . import cells


@dataclass(slots=True, eq=False)
class PersonPlan:
    """A person of the file: somebody of the street (``user``) or a new account."""

    name: str
    line: object
    login: str = ""
    phone: str = ""
    email: str = ""
    user: object = None


class PeoplePlanner:
    """Tells people apart by login, then by phone, then by name; matches them with the street's accounts."""

    def __init__(self, street, findings):
        self.street, self.findings, self.env = street, findings, street.env
        self._by_line, self._known = {}, {}

    def plan(self, lines):
        """Return {line: person} for the rows of ``lines`` that name somebody."""
        rows = [self._row(line) for line in lines if cells.words(line.get("person")) or self._has_account(line)]
        named = self._accounts_named(rows)
        self.street.read_people(
            {row[1] for row in rows if row[1]}, {row[2] for row in rows if row[2]}, {row[0] for row in rows}
        )
        for name, login, phone, email, line in rows:
            known = named[cells.key(name)]
            alike = [other for other, number in known.items() if not phone or number == phone]
            if not login and len(alike) == 1:  # another row says which account it is
                phone = phone or known[alike[0]]
                login = alike[0] if alike[0] != phone else ""
            self._resolve(name, login, phone, email, line, len(known))
        self._check_twice()
        self._give_logins()
        return self._by_line

    def _accounts_named(self, rows):
        """Return {name: {login, or phone where no row has a login: phone}} of what the file says about people."""
        named = defaultdict(dict)
        for name, login, phone, _email, _line in rows:
            if login:
                known = named[cells.key(name)]
                known[login] = known.get(login) or phone
        for name, login, phone, _email, _line in rows:
            if phone and not login and phone not in named[cells.key(name)].values():
                named[cells.key(name)][phone] = phone
        return named

    def people(self):
        """Return the people of the file, each once."""
        return list(dict.fromkeys(self._by_line.values()))

    def _has_account(self, line):
        return bool(cells.plain(line.get("login")) or cells.phone(line.get("phone")))

    def _row(self, line):
        login, phone = cells.plain(line.get("login")).replace(" ", ""), cells.phone(line.get("phone"))
        if re.fullmatch(r"1\d{10}", cells.phone(line.get("login"))):  # a mobile number is both
            login = cells.phone(line.get("login"))
            phone = phone or login
        return cells.words(line.get("person")), login, phone, cells.plain(line.get("email")), line

    # ---- who it is ---------------------------------------------------------------------------------------------------

    def _resolve(self, name, login, phone, email, line, alike):
        if not name:
            reason = self.env._(
                "A login or phone without a name. Fill in the person, or empty the cell for a vacant seat."
            )
            return self.findings.error(line, "person", reason)
        user = self._account(name, login, phone, line, alike)
        if user is None:
            return None
        key = ("user", user.id) if user else ("new", (login or phone or cells.key(name)).casefold())
        person = self._known.get(key)
        if person is None:
            person = self._known[key] = PersonPlan(name, line, login, phone, email, user or None)
        elif cells.key(person.name) != cells.key(name):
            reason = self.env._(
                "The login %(login)s stands for %(first)s in row %(row)s. Correct one of them.",
                login=login or phone,
                first=person.name,
                row=person.line.number,
            )
            return self.findings.error(line, "login" if login else "phone", reason)
        person.email = person.email or email
        person.phone = person.phone or phone
        self._by_line[line] = person
        return None

    def _account(self, name, login, phone, line, alike):
        """Return the street's user the row means, empty for a new one, None where that cannot be told."""
        users = self.env["res.users"].sudo()
        account = self.street.accounts.get((login or phone).casefold(), users)
        if not account and phone and not login:
            account = self.street.by_phone.get(phone, users)
        if not account and not login and not phone:
            account = self.street.by_name.get(cells.key(name), users)
        column = "login" if login else "phone" if phone else "person"
        if len(account) > 1 or not login and not phone and alike > 1:
            reason = self.env._("Several people of the street are called %s. Fill in the login.", name)
            return self.findings.error(line, column, reason)
        reason = self._refusal(account, name, login or phone or account.login) if account else None
        return self.findings.error(line, column, reason) if reason else account

    def _refusal(self, account, name, login):
        """Return why an existing account cannot be the person of the row; says nothing of other streets' people."""
        if self.street.company not in account.company_ids or not account._is_internal():
            return self.env._("The login %s is taken outside of this street. Choose another one.", login)
        if not account.active:
            return self.env._("The account %s is archived. Restore it first, or choose another login.", login)
        if cells.key(account.name) != cells.key(name):
            return self.env._(
                "The login %(login)s belongs to %(person)s, not to %(name)s. Correct the login or the name.",
                login=login,
                person=account.name,
                name=name,
            )
        return None

    def _check_twice(self):
        """One name with two logins is most likely one person typed twice, unless phones tell two people apart."""
        for people in self._grouped().values():
            for person in people:
                alike = [other for other in people if other is not person and self._alike(person, other)]
                if alike and not person.user:
                    reason = self.env._(
                        "%(name)s also stands in row %(row)s, with the login %(login)s. Use one login for one person; "
                        "two people of one name each need their own phone number.",
                        name=person.name,
                        row=alike[0].line.number,
                        login=alike[0].login or alike[0].phone,
                    )
                    self.findings.error(person.line, "login", reason)

    def _alike(self, one, other):
        return not one.phone or not other.phone or one.phone == other.phone

    def _grouped(self):
        groups = defaultdict(list)
        for person in self.people():
            groups[cells.key(person.name)].append(person)
        return groups

    # ---- new accounts ------------------------------------------------------------------------------------------------

    def _give_logins(self):
        """Give new people without a login their phone number, else the pinyin of their name, made unique."""
        people = [person for person in self.people() if not person.user]
        for person in people:
            person.login = person.login or person.phone
        nameless = {person: _pinyin(person.name) for person in people if not person.login}
        taken = {person.login.casefold() for person in people if person.login} | self._logins_like(
            set(nameless.values())
        )
        for person, base in nameless.items():
            number = 1
            while (login := f"{base}{number}" if number > 1 else base) in taken:
                number += 1
            person.login = login
            taken.add(login)
        for person in people:
            reason = self.env._("New person %(name)s, login %(login)s", name=person.name, login=person.login)
            self.findings.count("people", "new", person.line, reason)
        for _person in range(len(self.people()) - len(people)):
            self.findings.count("people", "same")

    def _logins_like(self, bases):
        """Return the logins in use that begin with one of ``bases``. One query."""
        if not bases:
            return set()
        users = self.env["res.users"].sudo().with_context(active_test=False)
        pattern = f"^({'|'.join(sorted(map(re.escape, bases)))})[0-9]*$"
        users.flush_model(["login"])
        rows = self.env.execute_query(  # no domain can say “one of these and a number”
            SQL("SELECT LOWER(login) FROM %s WHERE LOWER(login) ~ %s", SQL.identifier(users._table), pattern)
        )
        return {login for (login,) in rows}


def _pinyin(name):
    """Return the name in Latin letters without tones, as a login."""
    return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower()) or "user"
