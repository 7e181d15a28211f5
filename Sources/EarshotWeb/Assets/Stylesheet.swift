/// How the pages look: one quiet column, large type, two schemes of colour.
///
/// All text has a contrast of at least 4.5 : 1 with what is behind it, borders of controls 3 : 1.
enum Stylesheet {
  static let text = """
    :root {
      color-scheme: light dark;
      --paper: #f6f4ef; --card: #fffefb; --ink: #22272b; --soft: #565e65; --line: #dcd8ce;
      --edge: #868d90; --accent: #1d5c7c; --on-accent: #ffffff; --tint: #e3eef3; --tag: #f1e7cf;
      --good: #2d6a45; --bad: #9c3a2b; --shadow: 0 1px 2px rgb(40 35 20 / 7%), 0 8px 24px rgb(40 35 20 / 5%);
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --card: #1c2024; --ink: #e9e6df; --soft: #a9b0b5; --line: #333a40;
        --edge: #747d84; --accent: #8fc7e3; --on-accent: #10222c; --tint: #22343e; --tag: #3b3421;
        --good: #8ccba2; --bad: #f0a294; --shadow: none;
      }
    }
    * { box-sizing: border-box; }
    html { font-size: 106.25%; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; min-height: 100vh; min-height: 100dvh; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Roboto, sans-serif;
      display: flex; flex-direction: column;
    }
    h1, h2, p, ul { margin: 0; padding: 0; }
    ul { list-style: none; }
    [hidden] { display: none !important; }
    a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
    main:focus, article:focus { outline: none; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .skip { position: absolute; left: -100vw; top: .5rem; padding: .4rem .8rem; background: var(--card); }
    .skip:focus { left: .5rem; z-index: 2; }

    .top, main { width: 100%; max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
    .top { display: flex; justify-content: space-between; align-items: center; padding-top: 1.1rem; padding-bottom: .4rem; gap: 1rem; }
    .brand { display: inline-flex; align-items: center; gap: .45rem; color: var(--ink); text-decoration: none; font-weight: 600; letter-spacing: .01em; }
    .brand svg { color: var(--accent); }
    .who { font-size: .875rem; color: var(--soft); }
    .who a { margin-left: .5rem; }
    main { flex: 1; display: flex; flex-direction: column; padding-top: .9rem; padding-bottom: 1.25rem; }

    progress { appearance: none; display: block; width: 100%; height: 5px; border: 0; border-radius: 3px; overflow: hidden; background: var(--line); }
    progress::-webkit-progress-bar { background: var(--line); }
    progress::-webkit-progress-value { background: var(--accent); border-radius: 3px; transition: inline-size .2s; }
    progress::-moz-progress-bar { background: var(--accent); border-radius: 3px; }
    .where, .numbers, .facts { font-size: .875rem; color: var(--soft); }
    .where { margin-bottom: .45rem; overflow-wrap: anywhere; }
    .numbers { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin-top: .4rem; font-variant-numeric: tabular-nums; }

    .review { flex: 1; display: flex; flex-direction: column; }
    .record { flex: 1 0 auto; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); padding: 1.4rem 1.75rem 1.75rem; margin: 1.1rem 0 1.25rem; min-height: 13rem; }
    .record h1 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; font-size: .875rem; font-weight: 400; color: var(--soft); margin-bottom: .8rem; overflow-wrap: anywhere; }
    .mine { background: var(--tint); color: var(--ink); border-radius: 99px; padding: 0 .7rem; }
    .text { font-size: 1.32rem; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; max-width: 62ch; unicode-bidi: isolate; }
    .text em { color: var(--soft); }

    .panel { position: sticky; bottom: 0; background: var(--paper); padding: .2rem 0 .5rem; }
    .question { font-size: 1.06rem; font-weight: 500; margin-bottom: .7rem; overflow-wrap: anywhere; }
    .tag { background: var(--tag); border-radius: 6px; padding: .1rem .45rem; font-weight: 600; }
    button, .button {
      display: inline-flex; align-items: center; justify-content: center; gap: .6rem; min-height: 2.9rem; padding: .45rem 1rem;
      font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 10px; cursor: pointer; text-decoration: none;
      transition: background-color .12s, border-color .12s;
    }
    button:hover, .button:hover { background: var(--tint); border-color: var(--accent); }
    button.pressed { background: var(--tint); border-color: var(--accent); }
    button.primary, .button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
    button.primary:hover, .button.primary:hover { filter: brightness(1.08); }
    .choices { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: .6rem; }
    .choices button { min-height: 3.2rem; font-size: 1.06rem; }
    kbd { min-width: 1.5em; padding: 0 .35em; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px; background: var(--paper); color: var(--soft); font: .8rem/1.5 ui-monospace, "Liberation Mono", Menlo, monospace; text-align: center; }
    kbd:empty { visibility: hidden; }
    .keys-off kbd { display: none; }
    .more { margin-top: .6rem; font-size: .9375rem; }
    .more summary { display: inline-flex; align-items: center; gap: .6rem; min-height: 2rem; padding: .1rem .4rem .1rem .2rem; color: var(--soft); cursor: pointer; list-style: none; }
    .more summary::-webkit-details-marker { display: none; }
    .more summary:hover { color: var(--ink); }
    .more label { display: block; color: var(--soft); font-size: .875rem; margin: .2rem 0 .3rem; }
    .more .labels { margin-top: .5rem; }
    .answer { display: flex; flex-wrap: wrap; gap: 0 .6rem; }
    .answer > * { flex: 0 0 100%; }
    .answer > .more:not([open]) { flex: 0 1 auto; }
    input:not([type=hidden]), textarea { width: 100%; padding: .6rem .8rem; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 10px; }
    input::placeholder { color: var(--soft); opacity: 1; }
    textarea { resize: vertical; }
    .search { margin-bottom: .6rem; }
    #labels { display: grid; grid-template-columns: repeat(auto-fill, minmax(14.5rem, 1fr)); gap: .4rem; max-height: 34vh; overflow-y: auto; padding: 3px; margin: 0 -3px .6rem; }
    #labels button { width: 100%; min-height: 2.6rem; padding: .3rem .7rem; justify-content: flex-start; text-align: start; font-size: .9375rem; }
    #labels span { overflow-wrap: anywhere; }
    #labels .chosen button { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent); }
    .opinions { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .6rem; margin-bottom: 1.1rem; }
    .opinions button { width: 100%; min-height: 3.2rem; justify-content: flex-start; text-align: start; }
    .opinions p { padding: .4rem .2rem; }
    .remark { color: var(--soft); font-size: .9375rem; overflow-wrap: anywhere; }
    .steps { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .4rem; margin-top: .6rem; padding-top: .4rem; border-top: 1px solid var(--line); }
    .quiet { min-height: 2.2rem; padding: .2rem .6rem; border-color: transparent; background: none; color: var(--soft); font-size: .875rem; }
    .steps .keys { margin-left: auto; }

    .message, .list, .verdict { padding-top: 1rem; }
    .message h1, .list > h1, .verdict h1 { font-size: 1.65rem; line-height: 1.25; font-weight: 600; letter-spacing: -.01em; margin-bottom: .9rem; text-wrap: balance; overflow-wrap: anywhere; }
    .message p { max-width: 58ch; margin-bottom: .8rem; overflow-wrap: anywhere; }
    .review.message { padding-top: 0; } .review.message h1 { margin-top: 2.4rem; }
    .review.message .status p { margin-bottom: .45rem; max-width: none; }
    .ways { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1rem; }
    .problem { background: var(--card); border: 1px solid var(--bad); border-left-width: 5px; border-radius: 8px; color: var(--bad); padding: .6rem .9rem; margin-bottom: .8rem; }
    .name label { display: block; font-weight: 500; margin-bottom: .3rem; }
    .name { max-width: 24rem; margin-top: 1.2rem; }
    .name button { margin-top: .9rem; }
    .audit { background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); padding: 1.25rem 1.5rem 1.35rem; margin-bottom: 1rem; }
    .audit h2 { font-size: 1.18rem; font-weight: 600; overflow-wrap: anywhere; }
    .facts { display: flex; flex-wrap: wrap; margin: .1rem 0 .9rem; }
    .facts span + span::before { content: "·"; margin: 0 .5rem; }
    .audit .numbers { justify-content: flex-start; }
    .notice { background: var(--tag); border-radius: 8px; padding: .5rem .9rem; margin: .6rem 0; }
    .verdict .where { margin-bottom: 1.4rem; }
    .verdict h1 { font-size: 3.1rem; line-height: 1.1; letter-spacing: -.025em; margin-bottom: .4rem; }
    .verdict .pass { color: var(--good); } .verdict .fail { color: var(--bad); }
    .sentence { font-size: 1.22rem; max-width: 46ch; text-wrap: pretty; }
    .interval { display: block; width: 100%; height: auto; margin: 1.4rem 0 .6rem; }
    .interval .axis { stroke: var(--line); stroke-width: 6; stroke-linecap: round; }
    .interval .range { stroke: var(--accent); stroke-width: 6; stroke-linecap: round; }
    .interval .dot { fill: var(--accent); stroke: var(--paper); stroke-width: 3; }
    .interval .target { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 4 3; }
    .interval text { fill: var(--soft); font-size: 16px; }
    dl { display: grid; grid-template-columns: 10.5rem 1fr; margin: 1rem 0 0; }
    dt, dd { padding: .5rem 0; border-top: 1px solid var(--line); }
    dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .verdict h2 { font-size: 1.12rem; margin: 2rem 0 .5rem; }
    .wide { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .45rem .6rem; border-top: 1px solid var(--line); text-align: end; font-weight: 400; white-space: nowrap; }
    thead th { border-top: 0; color: var(--soft); font-size: .875rem; }
    th:first-child, td.name, th.name { text-align: start; white-space: normal; overflow-wrap: break-word; min-width: 8.5rem; }
    td:last-child, thead th:last-child { padding-right: .2rem; } th:first-child { padding-left: .2rem; }

    :root { --c0: #2a5fb0; --c1: #b4540a; --c2: #1a7a4a; --c3: #9b2c8f; --c4: #7d6200; --c5: #0b7583; --c6: #c0306a; --c7: #5b4bb5; }
    @media (prefers-color-scheme: dark) {
      :root { --c0: #8fb8f6; --c1: #f0a868; --c2: #77d3a1; --c3: #e59adf; --c4: #d9c05a; --c5: #6fcbd8; --c6: #ff9cb8; --c7: #b8abff; }
    }
    body:has(.themes) :is(.top, main) { max-width: 66rem; }
    .themes h2, .theme h2 { font-size: 1.12rem; font-weight: 600; margin: 2rem 0 .5rem; }
    .find, .change { max-width: 38rem; margin-top: 1rem; }
    .find label, .change label, .change p { display: block; color: var(--soft); font-size: .875rem; margin-bottom: .3rem; }
    .find div, .change div { display: flex; gap: .6rem; }
    select { flex: 1; min-width: 0; width: 100%; padding: .6rem .8rem; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 10px; }
    .found, .hint { margin-top: .6rem; color: var(--soft); font-size: .9375rem; overflow-wrap: anywhere; }
    .c { --c: var(--soft); } .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
    .c4 { --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); } .c7 { --c: var(--c7); }
    .c circle { fill: var(--c); fill-opacity: .26; stroke: var(--c); stroke-width: 2; }
    .again circle { stroke-dasharray: 5 4; }
    .key { overflow: visible; width: .8em; height: .8em; margin-right: .45em; }
    .map { margin: 1.2rem 0 1.6rem; }
    .map > svg { display: block; width: 100%; max-height: 38rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
    .map a:hover circle { fill-opacity: .6; } .map a.off { opacity: .2; }
    .map g { pointer-events: none; }
    .map text { fill: var(--ink); font-size: 20px; text-anchor: middle; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
    .map figcaption { color: var(--soft); font-size: .875rem; margin-top: .5rem; }
    .legend { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; margin-top: .6rem; font-size: .9375rem; overflow-wrap: anywhere; }
    .themes th[scope=row] { min-width: 13rem; }
    .id { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
    th[aria-sort] { font-weight: 600; color: var(--ink); }
    th[aria-sort=ascending]::after { content: " ↑"; } th[aria-sort=descending]::after { content: " ↓"; }
    .spark { display: inline-block; width: 5rem; height: 20px; vertical-align: middle; }
    .spark path, .trend rect { fill: var(--accent); }
    .spark.days { display: block; width: 100%; height: 2.2rem; margin: .8rem 0 .4rem; }
    .alarms .numbers { gap: 0 1.4rem; } .alarms .notice { margin-bottom: 1.2rem; } .alarms .mine { padding: 0 .6rem; }
    .trend { display: block; width: 100%; height: auto; }
    .trend line { stroke: var(--edge); } .trend text { fill: var(--soft); font-size: 14px; }
    .events, .parts { font-size: .9375rem; }
    .events li, .parts li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .35rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
    .events time { color: var(--soft); font-variant-numeric: tabular-nums; } .events span { flex: 1 1 20rem; min-width: 0; }
    .theme h1 .mine { font-size: .875rem; font-weight: 400; letter-spacing: 0; vertical-align: middle; }
    .terms { display: flex; flex-wrap: wrap; gap: .4rem; }
    .terms li { background: var(--tint); border-radius: 99px; padding: .05rem .8rem; overflow-wrap: anywhere; min-width: 0; }
    .quotes li { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: .9rem 1.2rem; margin-bottom: .6rem; }
    blockquote { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
    code { font: .9em ui-monospace, "Liberation Mono", Menlo, monospace; background: var(--tint); border-radius: 4px; padding: .05em .3em; }

    @media (max-width: 40rem) {
      html { font-size: 100%; }
      .top, main { padding-left: 1rem; padding-right: 1rem; }
      .top { padding-top: .7rem; }
      main { padding-top: .4rem; padding-bottom: .25rem; }
      .record { padding: 1rem 1.1rem 1.25rem; margin: .8rem 0; }
      .text { font-size: 1.2rem; line-height: 1.55; }
      .choices { gap: .4rem; }
      .choices button { padding: .4rem; gap: .4rem; font-size: 1rem; }
      .choices kbd { display: none; }
      #labels { grid-template-columns: 1fr; max-height: 30vh; }
      .steps .keys { display: none; }
      dl { grid-template-columns: 1fr; }
      dt { padding-bottom: 0; } dd { border-top: 0; padding-top: 0; }
      .interval text { font-size: 24px; }
      .map text { display: none; } .trend text { font-size: 24px; }
      .opinions { grid-template-columns: 1fr; }
    }
    @media (hover: none) and (pointer: coarse) { kbd { display: none; } .steps .keys { display: none; } }
    @media (prefers-reduced-motion: reduce) { * { transition: none !important; scroll-behavior: auto !important; } progress::-webkit-progress-value { transition: none; } }
    @media (prefers-contrast: more) { :root { --soft: var(--ink); --line: var(--edge); } }
    @media print { .panel, .steps, .top, .ways { display: none; } }
    """
}
