"""Figures of a stream as SVG, and notebooks run without a browser; both need the extra ``notebooks``.

Decides how things look and that the same numbers give the same bytes; leaves the numbers to
``archive`` and ``analysis``. The only package that imports matplotlib, nbformat and nbclient.
"""
