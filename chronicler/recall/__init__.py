"""Memory by meaning: the vectors of what was said, kept in files and searched with numpy.

Decides how vectors are stored and compared; leaves making them to ``llm``, the lines they
belong to to ``archive``, and when to do it to ``runtime``. Needs the extra ``memory``.
"""
