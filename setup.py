"""The wheel holds the core with its data: notebooks and `bts` work from it; the pages come with a clone."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithData(build_py):
    """Lay ``data/`` into the package, where ``registry/shipped_data.py`` looks first."""

    def run(self) -> None:
        """Build the core alone and copy the data; an editable install has all of it where it stands."""
        if not self.editable_mode:
            self.packages = [name for name in self.packages if name.split(".")[0] == "registry"]
        super().run()
        if not self.editable_mode:
            inside = Path(self.build_lib) / "registry" / "data"
            shutil.copytree("data", inside, ignore=shutil.ignore_patterns("local"), dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithData})
