"""Defines what the descriptor of the image says: version, build id, board and security version.

The version is that of the command-line tool. SMR_BUILD sets the build id (else the commit, if there is one) and
SMR_SECURITY_VERSION the security version (else 0).
"""

import os
import pathlib
import re
import subprocess

# PlatformIO puts both there; projenv builds the files of this project only, so that a new commit does not rebuild the framework.
Import("env", "projenv")  # noqa: F821

project = pathlib.Path(env.subst("$PROJECT_DIR"))  # noqa: F821
manifest = (project / "../../../Cargo.toml").read_text(encoding="utf-8")
version = re.search(r'^version = "([^"]+)"', manifest, re.MULTILINE).group(1)


def commit():
    """The short hash of the commit that is checked out, or "unknown" outside a repository."""
    command = ["git", "-C", str(project), "rev-parse", "--short=12", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


projenv.Append(  # noqa: F821
    CPPDEFINES=[
        ("SMR_VERSION", env.StringifyMacro(version)),  # noqa: F821
        ("SMR_BUILD", env.StringifyMacro(os.environ.get("SMR_BUILD") or commit())),  # noqa: F821
        ("SMR_BOARD", env.StringifyMacro(env.GetProjectOption("custom_board"))),  # noqa: F821
        ("SMR_SECURITY_VERSION", int(os.environ.get("SMR_SECURITY_VERSION", "0"))),
    ]
)
