"""Training of the models that ship; needs the extra ``train``, which nothing else does."""
