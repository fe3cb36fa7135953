"""How models and error rates were made: ``training`` and ``benchmarks``. Not shipped."""
