"""Makes `.venv` in this folder, with all that the project needs. Standard library alone.

    python3 setup_env.py [--python PATH]

Runs under any Python from 3.6 on: an old one looks for a fitting one, or says in a sentence what is
missing and the command that brings it (exit status 2). A `.venv` that is complete is left as it is,
and found so in a few hundredths of a second; one whose installation was cut short is made again.
"""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys

VERSIONS = ("3.13", "3.12", "3.11")
PACKAGES = ("reconcile", "flows", "expectations")
ROOT = os.path.dirname(os.path.abspath(__file__))
WINDOWS = os.name == "nt"
STAMP = "reconcile-setup"  # in .venv: absent or empty until the installation is whole
PROBE = (
    "import sys, importlib.util as u;"
    "print('%d.%d' % sys.version_info[:2], u.find_spec('venv') is not None,"
    " u.find_spec('ensurepip') is not None)"
)


class MissingError(Exception):
    """Something that the project cannot bring itself; the message says what and how."""


def say(text):
    """A line for the person who waits (standard error never fails on a console without accents)."""
    print(text, file=sys.stderr, flush=True)


def child_environment():
    """The caller's settings (pip's and uv's among them), less what would mislead a new Python."""
    mislead = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in mislead}


def candidates(chosen, venv):
    """Commands that may start a fitting Python, best first: lists of arguments.

    Every folder of PATH is looked at, for the first `python3.13` found may be a pyenv shim that
    fails. The project's own `.venv` is left out: it may be about to be made again.
    """
    if chosen:
        yield [chosen]
    if WINDOWS:
        for version in VERSIONS:
            yield ["py", "-" + version]
        yield ["py", "-3"]
    own = os.path.realpath(venv)
    folders = [f for f in os.environ.get("PATH", os.defpath).split(os.pathsep) if f]
    for name in ["python" + version for version in VERSIONS] + ["python3", "python"]:
        for folder in folders:
            command = shutil.which(name, path=folder)
            if command and not os.path.realpath(folder).startswith(own + os.sep):
                yield [command]


def output_of(command):
    """What a command prints, or None where it does not run or fails."""
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.decode(sys.getfilesystemencoding(), "surrogateescape").strip()


def probe(command):
    """(version, has venv, has ensurepip) of a Python, or None where it does not run."""
    parts = (output_of(command + ["-c", PROBE]) or "").split()
    return (parts[0], parts[1] == "True", parts[2] == "True") if len(parts) == 3 else None


def find_uv():
    """The command `uv`, or None where there is none that runs."""
    command = shutil.which("uv")
    return command if command and output_of([command, "--version"]) is not None else None


def find_python(chosen, venv, uv):
    """The command of a fitting Python; raises MissingError. With uv, it may lack ensurepip."""
    lacking = None
    for command in candidates(chosen, venv):
        found = probe(command)
        if found is None or found[0] not in VERSIONS:
            continue
        if found[1] and (found[2] or uv):
            return command
        lacking = lacking or (command, found[0])
    raise MissingError(sentence(lacking))


def sentence(lacking):
    """What is missing and the command that brings it, in French and in English.

    lacking: (command, version) of a Python that fits but for venv or ensurepip, or None.
    """
    if lacking:
        what = ("le module venv de Python " + lacking[1], "the venv module of Python " + lacking[1])
    else:
        what = ("Python 3.11, 3.12 ou 3.13", "Python 3.11, 3.12 or 3.13")
    cure = remedy(lacking)
    return "Il manque {} ; pour l'installer : {}\n{} is missing; to install it: {}".format(
        what[0], cure, what[1][0].upper() + what[1][1:], cure
    )


def remedy(lacking=None):
    """The command that brings Python on this system, by the package manager that it has."""
    sudo = "" if not hasattr(os, "geteuid") or os.geteuid() == 0 else "sudo "
    if WINDOWS:
        return "winget install Python.Python.3.13"
    if platform.system() == "Darwin":
        return "brew install python@3.13"
    if shutil.which("apt-get"):
        return "{0}apt update && {0}apt install {1}".format(sudo, debian_package(lacking))
    for manager, package in (
        ("dnf", "install python3.12"),
        ("zypper", "install python313"),
        ("pacman", "-S python"),
        ("apk", "add python3"),
        ("brew", "install python@3.13"),
    ):
        if shutil.which(manager):
            return "{}{} {}".format("" if manager == "brew" else sudo, manager, package)
    return "https://www.python.org/downloads/"


def debian_package(lacking):
    """The Debian package with venv: of the Python that lacks it, else the newest one on offer."""
    default = os.path.realpath("/usr/bin/python3")
    if lacking:
        usual = default.endswith("python" + lacking[1])
        return "python3-venv" if usual else "python{}-venv".format(lacking[1])
    known = (
        "python{}-venv".format(version)
        for version in VERSIONS
        if output_of(["apt-cache", "show", "python{}-venv".format(version)]) is not None
    )
    return next(known, "python3-venv")


def digest(root, *names):
    """A hash of the named files and of where the project lies: a moved `.venv` is a broken one."""
    total = hashlib.sha256(os.path.realpath(root).encode("utf-8", "surrogateescape"))
    for name in names:
        with open(os.path.join(root, name), "rb") as file:
            total.update(file.read())
    return total.hexdigest()


def venv_python(venv):
    """The Python of a `.venv`."""
    return os.path.join(venv, *(("Scripts", "python.exe") if WINDOWS else ("bin", "python")))


def state(root, venv):
    """What `.venv` wants: "whole" (nothing), "project" (to be installed again) or "make" (all)."""
    try:
        with open(os.path.join(venv, STAMP), encoding="utf-8") as file:
            written = file.read().split()
    except (OSError, ValueError):
        return "make"
    if written[:1] != [digest(root, "requirements.lock")] or not os.path.exists(venv_python(venv)):
        return "make"
    return "whole" if written[1:] == [digest(root, "pyproject.toml")] else "project"


def stamp(root, venv):
    """Write that the installation is whole: the last thing that is done, and in one move."""
    path = os.path.join(venv, STAMP)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(digest(root, "requirements.lock") + "\n" + digest(root, "pyproject.toml") + "\n")
    os.replace(path + ".new", path)


def run(command, root):
    """Run a command in the project's folder; raises CalledProcessError."""
    subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, env=child_environment(), check=True)


def install(python, uv, root, *what):
    """Install with uv where there is one, and with pip where there is none or uv fails."""
    if uv:
        try:
            return run([uv, "pip", "install", "-q", "--python", python] + list(what), root)
        except (OSError, subprocess.CalledProcessError):
            say("uv a échoué, pip prend le relais / uv failed, going on with pip")
    if output_of([python, "-m", "pip", "--version"]) is None:
        run([python, "-m", "ensurepip"], root)
    return run([python, "-m", "pip", "install", "-qq", "--no-compile"] + list(what), root)


def install_project(python, uv, root):
    """Put the command `reconcile` and the packages, as they lie here, into `.venv`."""
    install(python, uv, root, "--no-deps", "--no-build-isolation", "-e", ".")


def compile_all(python, root):
    """Compile what was installed, for a caller may forbid Python to write bytecode later."""
    library = output_of([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    tests = re.escape(library) + r"[/\\](?:.*[/\\])?tests[/\\]"
    own = [name for name in PACKAGES if os.path.isdir(os.path.join(root, name))]
    command = [python, "-m", "compileall", "-qq", "-j", "2", "-x", tests, library] + own
    # A package may ship files that this Python cannot compile: that stops nothing.
    subprocess.run(
        command, cwd=root, stdin=subprocess.DEVNULL, env=child_environment(), check=False
    )


def make(chosen, root, venv):
    """Make `.venv` from nothing."""
    uv = find_uv()
    command = find_python(chosen, venv, uv)
    if os.path.lexists(venv):
        say("Le dossier .venv est incomplet ou dépassé : il est refait / .venv is made again")
        shutil.rmtree(venv)
    say("Installation, une à deux minutes… / Installing, a minute or two…")
    run(command + ["-m", "venv"] + (["--without-pip"] if uv else []) + [venv], root)
    python = venv_python(venv)
    # The lock is complete; older pips refuse what it pins if they look for dependencies themselves.
    install(python, uv, root, "--no-deps", "--require-hashes", "-r", "requirements.lock")
    install_project(python, uv, root)
    compile_all(python, root)


def ready(chosen, root):
    """See to it that `.venv` under `root` is whole; raises MissingError or CalledProcessError."""
    venv = os.path.join(root, ".venv")
    todo = state(root, venv)
    if todo == "whole":
        return
    if todo == "make":
        make(chosen, root, venv)
    else:
        install_project(venv_python(venv), find_uv(), root)
    stamp(root, venv)


def main(arguments=None, root=ROOT):
    """The command; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--python", help="the Python to try first")
    options = parser.parse_args(arguments)
    try:
        ready(options.python, root)
    except MissingError as error:
        say(str(error))
        return 2
    except (OSError, subprocess.CalledProcessError) as error:
        say("L'installation a échoué / The installation failed: {}".format(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
