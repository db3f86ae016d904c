"""Tonight: what stands on it before, during and after a stream."""
