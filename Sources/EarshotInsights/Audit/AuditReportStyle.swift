/// How a report looks: on a wide screen and a narrow one, by day and by night, and on A4.
enum AuditReportStyle {
  // All pairs of text and ground have a contrast of at least 4.5 (WCAG 2.2 AA).
  private static let day = """
    --paper:#fff;--card:#f6f6f3;--ink:#1b1f24;--soft:#56606b;--line:#dcdcd6;--mark:#2a5fb0;\
    --good:#1a6e43;--bad:#b1291f;--open:#835400;--goodwash:#e4f2ea;--badwash:#fbe9e7;\
    --openwash:#faf0d9;--wash:#d5e1f3
    """

  private static let night = """
    --paper:#15171a;--card:#1e2125;--ink:#e9e7e3;--soft:#a9b0b8;--line:#373c42;--mark:#8fb8f6;\
    --good:#77d3a1;--bad:#ff9c91;--open:#f1c662;--goodwash:#173126;--badwash:#3a1e1b;\
    --openwash:#372c12;--wash:#253750
    """

  static let css: Markup = """
    :root{color-scheme:light dark;\(Markup(stringLiteral: day))}
    @media screen and (prefers-color-scheme:dark){:root{\(Markup(stringLiteral: night))}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    main{max-width:58rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
    h1,h2,h3{line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
    h1{font-size:clamp(1.75rem,1.1rem + 2.6vw,2.75rem);font-weight:700;letter-spacing:-.018em;margin:.6rem 0 1rem}
    h2{font-size:1.4rem;letter-spacing:-.01em;margin:3.5rem 0 .6rem}
    h2.audit{font-size:1.75rem;border-top:3px solid var(--ink);padding-top:1rem;margin-top:4.5rem}
    h3{font-size:1.02rem;margin:1.9rem 0 .4rem}
    p{margin:.5rem 0;max-width:44rem}
    p.soft,.soft{color:var(--soft)}
    small,.small{font-size:.86rem}
    bdi{overflow-wrap:anywhere}
    td bdi,th bdi{overflow-wrap:break-word}
    .over{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;color:var(--soft)}
    .badge{display:inline-block;font-weight:700;font-size:.82rem;letter-spacing:.05em;padding:.16rem .6rem;border-radius:99px;white-space:nowrap}
    .pass{color:var(--good);background:var(--goodwash)}
    .fail{color:var(--bad);background:var(--badwash)}
    .open{color:var(--open);background:var(--openwash)}
    .lead{font-size:1.14rem}
    .next{border-left:4px solid var(--mark);background:var(--card);border-radius:0 .5rem .5rem 0;padding:.7rem 1.1rem;margin:1.3rem 0;max-width:46rem}
    .next p{margin:.25rem 0}
    .next ul{margin:.3rem 0;padding-left:1.2rem}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.7rem;margin:1.6rem 0}
    .tile{background:var(--card);border-radius:.6rem;padding:.85rem 1rem}
    .tile b{display:block;font-size:1.65rem;line-height:1.25;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
    .tile span{display:block;color:var(--soft);font-size:.86rem;line-height:1.4}
    dl{display:grid;grid-template-columns:minmax(7rem,11rem) 1fr;gap:.35rem 1.2rem;margin:.8rem 0;max-width:50rem}
    dt{color:var(--soft)}
    dd{margin:0;overflow-wrap:anywhere}
    .scroll{overflow-x:auto;margin:.8rem 0}
    table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--soft);font-size:.86rem;padding:0 0 .4rem}
    th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--line)}
    thead th{color:var(--soft);font-weight:600;font-size:.84rem;vertical-align:bottom;white-space:nowrap}
    tbody th{font-weight:500;min-width:8rem}
    td.n,th.n{text-align:right;white-space:nowrap}
    td.d,th.d{white-space:nowrap}
    td.ex{min-width:9rem}
    td.bar svg{margin-top:.22rem}
    td.v{white-space:nowrap;font-size:.86rem}
    td.v b{font-weight:650}
    td.bar{min-width:9rem;width:34%}
    .good{color:var(--good)}.wrong{color:var(--bad)}.unsure{color:var(--open)}
    ul.plain{list-style:none;margin:.4rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem}
    ul.plain li{color:var(--soft);font-size:.9rem}
    ul.plain b{color:var(--ink);font-weight:500}
    blockquote{margin:.25rem 0;padding-left:.7rem;border-left:2px solid var(--line);font-size:.9rem;overflow-wrap:anywhere;white-space:pre-line}
    .pair{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:1.2rem 2.2rem;align-items:start}
    .pair th,.pair td{padding-right:.55rem}
    .pair tbody th{min-width:0}
    figure{margin:1rem 0;max-width:34rem;min-width:0}
    figure.wide{max-width:none}
    figure.wide figcaption{max-width:44rem}
    figcaption{color:var(--soft);font-size:.86rem;line-height:1.45;margin-top:.4rem}
    svg{display:block;width:100%;overflow:visible;font-family:inherit}
    svg text{fill:var(--soft);font-size:12px}
    svg text.ink{fill:var(--ink)}
    .key{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin-right:.35em;vertical-align:-.02em}
    code{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
    footer{margin-top:4rem;border-top:1px solid var(--line);padding-top:1rem;color:var(--soft);font-size:.86rem}
    :focus-visible{outline:2px solid var(--mark);outline-offset:2px}
    @media (max-width:42rem){
    main{padding:1.5rem 1.1rem 3rem}
    .pair{grid-template-columns:minmax(0,1fr);gap:0}
    .tiles{grid-template-columns:1fr 1fr}
    .tile{padding:.7rem .8rem}
    .tile b{font-size:1.4rem}
    table{font-size:.86rem}
    thead th{font-size:.78rem;white-space:normal}
    tbody th{min-width:5rem}
    dl{grid-template-columns:1fr;gap:0}
    dd{margin-bottom:.55rem}
    h2{margin-top:2.8rem}
    th,td,.pair th,.pair td{padding-right:.5rem}
    td.bar,th.bar{display:none}
    td.v{white-space:normal}
    }
    @media print{
    @page{size:A4;margin:16mm 15mm}
    body{font-size:10pt;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}
    main{max-width:none;padding:0}
    h1{font-size:22pt}
    h2{font-size:14pt;margin-top:9mm}
    h2.audit{break-before:page;margin-top:0}
    h2,h3,caption,h2+p,h3+p{break-after:avoid}
    tr,figure,.tile,.next,blockquote,dl>div{break-inside:avoid}
    thead{display:table-header-group}
    .scroll{overflow:visible}
    td bdi,th bdi{overflow-wrap:anywhere}
    h2+p{break-inside:avoid}
    .tiles{grid-template-columns:repeat(4,1fr);gap:3mm}
    .tile b{font-size:15pt}
    table{font-size:9pt}
    p{orphans:3;widows:3}
    }
    """
}
