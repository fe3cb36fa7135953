"""How properties are tested here: without a deadline, which fails where a machine is busy or imports a library."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
