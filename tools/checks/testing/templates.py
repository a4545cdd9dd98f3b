"""The three templates: what our addons build on, that with our addons, and a demonstration street."""

from dataclasses import dataclass

from tools.setup import odoo_source, paths
from tools.setup.steps import digest, tree_digest

from . import odoo_log
from .addons import Addon, foreign
from .commands import Commands
from .databases import Databases
from .result import Result
from .scheduler import Blocked

CORE, ALL, DEMO = "core", "all", "demo"
LANGUAGE = "zh_CN"


@dataclass
class Templates:
    """Builds each template when what it is made of changed; the build is itself a check of the log."""

    databases: Databases
    commands: Commands
    addons: list[Addon]
    update: bool = False

    @property
    def names(self) -> list[str]:
        """Our addons."""
        return [addon.name for addon in self.addons]

    def core(self) -> Result:
        """What our addons build on, with Chinese, without demonstration data."""
        options = ["-i", ",".join(foreign(self.addons)), f"--load-language={LANGUAGE}"]
        return self._template(CORE, options)

    def together(self) -> Result:
        """Our addons together on top of it; with ``update`` an outdated template is updated instead of rebuilt."""
        if self.update and self.databases.key_of(ALL):
            return self._updated()
        return self._template(ALL, ["-i", ",".join(self.names)], source=CORE)

    def demo(self) -> Result:
        """A database of its own, as ``make run`` makes it: demonstration data need those of the addons below."""
        options = ["-i", ",".join([*foreign(self.addons), *self.names]), f"--load-language={LANGUAGE}", "--with-demo"]
        return self._template(DEMO, options)

    def _key(self, options: list[str], source: str | None) -> str:
        tree = None if not set(self.names).intersection(options[1].split(",")) else tree_digest(paths.ADDONS)
        requirements = sorted(paths.REQUIREMENTS.glob("*.txt"))
        below = self.databases.key_of(source) if source else None
        return digest(options, tree, str(odoo_source.located()), below, *requirements)

    def _template(self, name: str, options: list[str], source: str | None = None) -> Result:
        result = Result()
        key = self._key(options, source)
        if self.databases.key_of(name) == key:
            result.notes.append(f"template {name}: nothing changed since it was built")
            result.check(True, "")
            return result

        def build(database: str) -> bool:
            returncode, log = self.commands.install(f"template-{name}", database, *options)
            return self._judge(result, returncode, log)

        self.databases.make(name, key, build, source)
        return result

    def _judge(self, result: Result, returncode: int, log: str) -> bool:
        """Count a build; whether it is clean. With complaints others may use it, but the next run builds it again.

        :raises Blocked: when it failed
        """
        complaints = odoo_log.complaints(log)
        result.check(not complaints, "\n".join(complaints[:20]))
        if not result.check(not returncode, f"Odoo ended with {returncode}"):
            raise Blocked(result)
        return not complaints

    def _updated(self) -> Result:
        result, database = Result(), self.databases.full_name(ALL)
        returncode, log = self.commands.install(f"template-{ALL}", database, "-u", ",".join(self.names))
        if self._judge(result, returncode, log):
            self.databases.note(ALL, self._key(["-i", ",".join(self.names)], CORE))
        return result
