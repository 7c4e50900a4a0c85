"""The look in Gradio's terms: system fonts, warm paper, dark blue ink, one accent; light and dark.

The same colours stand in web.css as custom properties, for the parts of the page that are our own.
"""

import gradio as gr

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

_LIGHT = {
    "body_background_fill": "#f7f6f2",
    "body_text_color": "#1b2430",
    "body_text_color_subdued": "#556070",
    "input_background_fill": "#ffffff",
    "input_border_color": "#7d8793",
    "input_border_color_focus": "#154273",
    "input_placeholder_color": "#606b7a",
    "button_primary_background_fill": "#154273",
    "button_primary_background_fill_hover": "#0d2f55",
    "button_primary_text_color": "#ffffff",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "#e8edf4",
    "button_secondary_border_color": "#7d8793",
    "button_secondary_text_color": "#1b2430",
    "block_label_text_color": "#1b2430",
    "block_title_text_color": "#1b2430",
}
_DARK = {
    "body_background_fill": "#12161c",
    "body_text_color": "#e6e9ee",
    "body_text_color_subdued": "#a5afbc",
    "input_background_fill": "#1a2029",
    "input_border_color": "#6d7887",
    "input_border_color_focus": "#93bbec",
    "input_placeholder_color": "#98a3b1",
    "button_primary_background_fill": "#93bbec",
    "button_primary_background_fill_hover": "#b4d0f3",
    "button_primary_text_color": "#0e1a29",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "#212c3a",
    "button_secondary_border_color": "#6d7887",
    "button_secondary_text_color": "#e6e9ee",
    "block_label_text_color": "#e6e9ee",
    "block_title_text_color": "#e6e9ee",
}


def theme() -> gr.themes.Base:
    """The theme; its fonts are those of the reader's own computer, so that none is fetched."""
    return gr.themes.Base(font=SANS, font_mono=MONO, radius_size="md", text_size="lg").set(
        **_LIGHT,
        **{f"{name}_dark": colour for name, colour in _DARK.items()},
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_shadow="none",
        block_padding="0px",
        layout_gap="0px",
    )
