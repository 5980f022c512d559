"""Import every module of the packages named on the command line, warnings being errors."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings


def _modules(package: str) -> list[str]:
    path = importlib.import_module(package).__path__
    found = [module.name for module in pkgutil.walk_packages(path, f"{package}.")]
    return [package, *(name for name in found if not name.endswith("__main__"))]


def main(packages: list[str]) -> None:
    """Raises whatever an import raises."""
    warnings.simplefilter("error")
    names = [name for package in packages for name in _modules(package)]
    for name in names:
        importlib.import_module(name)
    print(f"{len(names)} modules imported from {sys.prefix}")


if __name__ == "__main__":
    main(sys.argv[1:])
