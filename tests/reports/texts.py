"""Texts that packages could carry to attack whoever reads a report."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "a\rb\nc\td\x00\x08\x7f\x9b31m",
    "user\u202egnp.exe\u2066\u200b\ufeff\u2028\u00ad",
    "<script>alert(1)</script>\"'&]]>{{7*7}}",
    "|a|b|\n| [x](javascript:alert(1)) `code` <img src=x onerror=y> -->",
    "[red]markup[/red] [link=x] \\[",
    "\ud800lone\udfff",
    "z" * 5000,
    "e" + "\u0301" * 200,
    "\U000e0041\U000e007f tag",
    "",
    " ",
    "%",
    "#a#b%zz%2",
)

#: Any text, lone surrogates included, and known attacks.
hostile_texts = st.sampled_from(HOSTILE) | st.text(
    st.characters(codec=None) | st.sampled_from("\x1b\u202e\ud800|<>&\"'`[]\\\n\r#%"), max_size=60
)
