"""Pure numbers over messages: moments, themes, talk, questions, silence, the effect of a line."""
