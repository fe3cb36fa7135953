"""What is here needs the extra ``train``: without it, pytest leaves its doctests out."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["*.py"]
