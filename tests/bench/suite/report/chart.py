"""A bar chart as SVG: how many operations a second, in times of MikroORM, readable in light and dark."""

from xml.sax.saxutils import escape

from cells import Key
from field import MOST

WORKLOADS = {"W1": "one author by key", "W2": "100 books", "W3": "1,000 books", "W5": "50 authors, books, tags",
             "W6": "create one author", "W7": "create 1,000 authors", "W8": "change 1,000 books"}
PEERS = {"ormd": "ormd", "thin": "C++ server without an ORM", "mikro-orm": "MikroORM behind gRPC"}
WIDTH, LEFT, RIGHT, TOP = 760, 178, 96, 62
BAR, GAP, GROUP = 12, 2, 16
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 14px; font-weight: 600 }
.faint { fill: #59636e }
.ormd { fill: #0969da } .thin { fill: #8c959f } .mikro-orm { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .faint { fill: #9198a1 }
  .ormd { fill: #4493f8 } .thin { fill: #7d8590 } .mikro-orm { fill: #db6d28 }
}"""


def text(x, y, words, kind="", anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def bar(x, y, width, peer):
    return f'<rect x="{x:.0f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{BAR}" rx="2" class="{peer}"/>'


def figures(results, callers):
    """QPS by workload and peer, of those that have one."""
    for workload in WORKLOADS:
        qps = {peer: results.median(Key("served", peer, workload, callers), "qps") for peer in PEERS}
        known = {peer: figure for peer, figure in qps.items() if figure}
        if "ormd" in known:
            yield workload, known


def legend(y):
    x = LEFT
    for peer, name in PEERS.items():
        yield bar(x, y - 10, BAR, peer)
        yield text(x + BAR + 6, y, name)
        x += BAR + 26 + 7 * len(name)


def label(figure, least):
    return f"{figure:,.0f}" + (f" · {figure / least:.1f}x" if figure > least else "")


def group(y, workload, known, scale, base):
    yield text(LEFT - 10, y + (BAR + GAP) * len(known) / 2 + 4, WORKLOADS[workload], anchor="end")
    for peer, figure in known.items():
        width = figure / known[base] * scale
        yield bar(LEFT, y, width, peer)
        yield text(LEFT + width + 6, y + BAR - 2, label(figure, known[base]), "faint")
        y += BAR + GAP


def draw(results, callers=MOST):
    """The chart; None where nothing that it shows was measured."""
    groups = list(figures(results, callers))
    if not groups:
        return None
    base = "mikro-orm" if all("mikro-orm" in known for _, known in groups) else "ormd"
    most = max(figure / known[base] for _, known in groups for figure in known.values())
    scale = (WIDTH - LEFT - RIGHT) / most
    y, shapes = TOP, []
    for workload, known in groups:
        shapes += group(y, workload, known, scale, base)
        y += (BAR + GAP) * len(known) + GROUP
    title = f"Operations a second at {callers} callers"
    note = "bars: times MikroORM" if base == "mikro-orm" else "bars: times ormd"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}\n</style>", text(LEFT, 20, title, "title"),
        text(WIDTH - 8, 20, note, "faint", "end"), *legend(42), *shapes, "</svg>"]) + "\n"
