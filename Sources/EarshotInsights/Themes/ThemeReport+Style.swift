/// How the page of themes looks: an audit's style, and what a map needs.
enum ThemeReportStyle {
  // Of eight colours each has a contrast of at least 3 to its ground as an edge (WCAG 2.2, 1.4.11);
  // what they colour is also said in words.
  private static let day: Markup = """
    --c0:#2a5fb0;--c1:#b4540a;--c2:#1a7a4a;--c3:#9b2c8f;--c4:#7d6200;--c5:#0b7583;--c6:#c0306a;--c7:#5b4bb5
    """

  private static let night: Markup = """
    --c0:#8fb8f6;--c1:#f0a868;--c2:#77d3a1;--c3:#e59adf;--c4:#d9c05a;--c5:#6fcbd8;--c6:#ff9cb8;--c7:#b8abff
    """

  private static let colours: Markup = Markup.joined(
    (0..<ThemeReportPage.colours).map { ".c\($0){--c:var(--c\($0))}" }, by: "\n")

  static let css: Markup = """

    \(AuditReportStyle.css)
    :root{\(day)}
    @media screen and (prefers-color-scheme:dark){:root{\(night)}}
    a{color:var(--mark)}
    .c{--c:var(--soft)}
    \(colours)
    .c circle{fill:var(--c);fill-opacity:.26;stroke:var(--c);stroke-width:2}
    .again circle{stroke-dasharray:5 4}
    svg.key{flex:none;width:.8em;height:.8em;border-radius:0}
    .legend svg.key,h3 svg.key,th svg.key{display:inline-block;margin-right:.4em}
    .map svg{border:1px solid var(--line);border-radius:.6rem}
    .map a:hover circle{fill-opacity:.6}
    .map a.off circle{opacity:.15}
    .names{pointer-events:none}
    .map .names text{fill:var(--ink);text-anchor:middle;stroke:var(--paper);stroke-width:.22em;stroke-linejoin:round;paint-order:stroke}
    .map .wide text{font-size:17px}
    .map .narrow text{font-size:42px}
    .map .narrow{display:none}
    .lead b{white-space:nowrap}
    svg.spark{width:4.5rem;height:20px;margin-top:.2rem}
    .spark path,.trend path{fill:var(--mark)}
    #themes th,#themes td{padding-right:.7rem}
    #themes th[scope=row]{min-width:9rem}
    #themes th:first-child{position:sticky;left:0;z-index:1;background:var(--paper)}
    #themes th:last-child,#themes td:last-child{padding-right:0}
    #themes td:nth-child(3):not(.n){min-width:5rem}
    th button{all:unset;cursor:pointer;text-decoration:underline dotted;text-underline-offset:.2em}
    th button:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
    th[aria-sort=ascending] button::after{content:" ↑"}
    th[aria-sort=descending] button::after{content:" ↓"}
    .find input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.4rem;padding:.3rem .6rem;max-width:100%}
    article{margin:2.2rem 0;padding-top:.2rem;border-top:1px solid var(--line)}
    article h3{font-size:1.14rem;margin:1rem 0 .2rem}
    article:target{border-top:3px solid var(--mark)}
    .terms li{background:var(--card);color:var(--ink);border-radius:99px;padding:.05rem .7rem;margin:.15rem 0}
    ul.terms{gap:.1rem .5rem}
    .quotes{list-style:none;margin:.8rem 0;padding:0;display:grid;gap:.8rem;max-width:46rem}
    .warn{color:var(--open);background:var(--openwash);border-radius:.4rem;padding:.4rem .8rem;max-width:46rem}
    .new{color:var(--good);font-weight:600}
    .trend{max-width:46rem;position:relative}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    td{position:relative}
    [hidden]{display:none}
    @media (max-width:42rem){
    .map .wide{display:none}
    .map .narrow{display:inline}
    .map .c circle{stroke-width:4}
    }
    @media print{
    .find{display:none!important}
    nav{display:none}
    a{color:inherit;text-decoration:none}
    article{margin:7mm 0}
    .quotes li,.warn{break-inside:avoid}
    h2#map,.legend{break-after:avoid}
    .map svg{max-height:190mm}
    #themes small{font-size:7pt}
    svg.spark{width:18mm}
    #themes th[scope=row],#themes td:nth-child(3):not(.n){min-width:0}
    #themes th:first-child{position:static}
    #themes{font-size:8pt}
    #themes th,#themes td{padding-right:2mm}
    }

    """
}

/// What the page does when scripts may run: search, sorting by a column, figures under the pointer.
///
/// It sets text only by `textContent`, and reads only the page.
enum ThemeReportScript {
  static let source: Markup = #"""

    (() => {
    const all = (where, within = document) => [...within.querySelectorAll(where)];
    const body = document.querySelector('#themes tbody');
    if (!body) return;
    const rows = all('tr', body);
    const parts = rows.map(row => {
      const article = document.getElementById(row.dataset.theme);
      const dot = document.querySelector('.map a[href="#' + row.dataset.theme + '"]');
      return { row, article, dot, text: (row.textContent + ' ' + article.textContent).toLowerCase() };
    });
    const find = document.getElementById('find');
    find.parentNode.hidden = false;
    find.addEventListener('input', () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const part of parts) {
        const fits = words.every(word => part.text.includes(word));
        found += fits;
        part.row.hidden = part.article.hidden = !fits;
        part.dot.classList.toggle('off', !fits);
      }
      for (const area of all('.area')) area.hidden = !area.querySelector('article:not([hidden])');
      document.getElementById('found').textContent = words.length ? found + ' of ' + rows.length : '';
    });
    all('#themes th[data-sort]').forEach(head => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      const column = head.cellIndex;
      const value = row => row.cells[column].dataset.v;
      button.addEventListener('click', () => {
        const isNumber = head.classList.contains('n');
        const before = head.getAttribute('aria-sort');
        const down = before ? before === 'ascending' : isNumber;
        all('#themes th').forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const text = row => row.cells[column].textContent;
        const order = (a, b) => isNumber ? value(a) - value(b) : text(a).localeCompare(text(b), 'en', { numeric: true });
        body.append(...rows.slice().sort((a, b) => down ? order(b, a) : order(a, b)));
      });
    });
    all('svg[data-counts]').forEach(chart => {
      const counts = chart.dataset.counts.split(',');
      const label = chart.querySelector('text');
      const before = label.textContent;
      chart.addEventListener('pointermove', event => {
        const box = chart.getBoundingClientRect();
        const at = Math.floor((event.clientX - box.left) / box.width * counts.length);
        if (!(at in counts)) return;
        const day = new Date(Date.parse(chart.dataset.from) + at * chart.dataset.step * 864e5);
        label.textContent = day.toISOString().slice(0, 10) + ': ' + counts[at];
      });
      chart.addEventListener('pointerleave', () => { label.textContent = before; });
    });
    })();

    """#
}
