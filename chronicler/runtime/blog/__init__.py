"""From a blog seed to a draft whose every quotation is checked."""
