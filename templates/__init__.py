"""The Jinja templates, style sheets and fonts that a pack is laid out with."""
