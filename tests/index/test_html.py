"""HTML is read as a browser shows it, and every character keeps its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import read_document
from index.documents import Document, Kind, Markup

PIECES = (
    """
<p> </p> <ul> </ul> <ol> <ol\tstart=4> <ol\treversed> </ol> <li> </li> <table> </table> <tr> <td> <th> </tr>
<pre> </pre> <b> </b> <code> </code> <h1> </h1> <h3> <blockquote> </blockquote> <div\thidden> </div> <dl>
<dt> <dd> </dl> <br> <hr> <script> </script> <!-- --> <title> </title> &amp; &nbsp; &#65; &x < > & " ;
<a\thref=x> </a> <img\talt='pic\there'> <% %> <caption> <thead> </thead> <nav> </nav> text e.g. 2.0
""".replace("\n", " ")
    .strip()
    .split(" ")
)


def read(text: str) -> Document:
    return read_document("page.html", text)[0]


def assert_places(document: Document) -> None:
    for block in document.blocks:
        places = list(block.places)
        assert len(places) == len(block.text)
        assert places == sorted(places)
        assert block.start <= places[0]
        assert places[-1] < block.end <= len(document.text)
        for letter, place in zip(block.text, places, strict=True):
            assert letter.isspace() or letter == "|" or document.text[place] in (letter, "&")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_every_character_of_any_html_is_found_at_its_place(text: str) -> None:
    assert_places(read(text))


def test_lists_left_unclosed_are_lists() -> None:
    blocks = read("<p>The team:<ul><li>one<li>two<ol start=3><li>a<li>b</ol><li>three</ul>after").blocks
    assert [(block.text, block.leads, block.number) for block in blocks] == [
        ("The team:", (), None),
        ("one", (0,), None),
        ("two", (0,), None),
        ("a", (0, 2), 3),
        ("b", (0, 2), 4),
        ("three", (0,), None),
        ("after", (), None),
    ]


def test_a_list_that_counts_down_is_numbered_so() -> None:
    blocks = read("<ol reversed><li>c<li>b<li>a</ol>").blocks
    assert [block.number for block in blocks] == [3, 2, 1]


def test_tables_have_a_header_and_rows() -> None:
    blocks = read(
        "<table><caption>Rota</caption><tr><th>Day<th>Who<tr><td>Mon<td><p>Ann</p><p>Bob &amp; Co</p></table>"
    ).blocks
    assert [(block.kind, block.text, block.leads) for block in blocks] == [
        (Kind.PARAGRAPH, "Rota", ()),
        (Kind.HEADER, "Day | Who", (0,)),
        (Kind.ROW, "Mon | Ann Bob & Co", (0, 1)),
    ]


def test_a_table_within_a_cell_is_text_of_that_cell() -> None:
    blocks = read("<table><tr><td>a<table><tr><td>b</td></tr></table>c<td>d</table>").blocks
    assert [block.text for block in blocks] == ["a b c | d"]


def test_what_a_browser_does_not_show_is_not_read() -> None:
    text = (
        "<head><title>T</title><style>p{}</style></head><nav>n</nav><p hidden>h</p><div style='display: none'>d</div>"
        "<template>t</template><!-- c --><script>if (a<b) {}</script><p>seen</p>"
    )
    assert [block.text for block in read(text).blocks] == ["seen"]


def test_the_title_is_the_heading_when_the_page_title_only_adds_the_site() -> None:
    assert read("<title>Ask for help - Docs</title><h1>Ask for help</h1><p>x").title == "Ask for help"
    assert read("<title>Rota &amp; more</title><p>x").title == "Rota & more"


def test_code_is_kept_as_it_stands() -> None:
    block = read("<p>Run:<pre>\n\n  a &lt;b&gt;\n    c\n</pre>").blocks[1]
    assert (block.kind, block.text, block.leads) == (Kind.CODE, "  a <b>\n    c", (0,))


def test_links_and_code_are_marked() -> None:
    block = read("<p>Ask <a href='#c'>us</a> in <code>#chan</code>").blocks[0]
    assert [(mark.markup, block.text[mark.start : mark.end], mark.href) for mark in block.marks] == [
        (Markup.LINK, "us", "#c"),
        (Markup.CODE, "#chan", None),
    ]


def test_bare_text_becomes_paragraphs() -> None:
    assert [block.text for block in read("<div>one<div>two</div>three</div>four<br>five").blocks] == [
        "one",
        "two",
        "three",
        "four five",
    ]
