"""Measuring the Warden on lines nobody here wrote: kinds, fitting, judging, logs."""
