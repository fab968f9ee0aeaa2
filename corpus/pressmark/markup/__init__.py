"""Markup as the steps share it: one parsed tree a page, and the layer of text that it shows."""

from pressmark.markup.layer import Layer, Unit, layer
from pressmark.markup.page import Page, page
from pressmark.markup.posts import post_platform
from pressmark.markup.tree import RefusedMarkupError, tree

__all__ = ["Layer", "Page", "RefusedMarkupError", "Unit", "layer", "page", "post_platform", "tree"]
