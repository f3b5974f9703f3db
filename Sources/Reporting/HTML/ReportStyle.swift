import Foundations
import SafetyGrid

/// The report's style sheet. The page has no other, and no `style` attributes: its content policy names this one's digest.
enum ReportStyle {
    /// The text of the `style` element.
    static let css =
        base + "\n" + parts.joined(separator: "\n") + Palette.css(\.light) + "\n@media (prefers-color-scheme: dark) {\n"
        + dark + "\n"
        + Palette.css(\.dark) + "\n}\n" + print

    /// The content policy's entry for styles.
    static let digest = "sha256-" + SHA256.base64(of: Array(css.utf8))

    private static let parts = [PackageResources.overview_css, PackageResources.tests_css].map {
        String(decoding: $0, as: UTF8.self)
    }

    private static let base = """
        :root{color-scheme:light dark;--bg:#f7f7f5;--card:#fff;--ink:#1b1f23;--soft:#59626b;--line:#e1e2df;--accent:#1d5b79;
        --alarm:#a8320f;--track:#dcdfe1;--span:#e2a583;--warn-bg:#fff4d6;--warn-line:#d9a520;--warn-ink:#5b4100;--code:#f4f4f1;
        --edge:#868e95;--calm:#1b5e86;--mark:#ffe59a}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
        "Helvetica Neue","Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
        main,header.top,footer{max-width:1120px;margin:0 auto;padding:0 24px}
        a{color:var(--accent)}
        h1{font-size:1.75rem;line-height:1.2;margin:.1em 0 .3em;letter-spacing:-.01em;overflow-wrap:anywhere}
        h2{font-size:1.3rem;margin:0 0 .35em;letter-spacing:-.005em}
        h3{font-size:1rem;margin:1.6em 0 .5em}
        p{margin:.4em 0;max-width:72ch}
        .soft{color:var(--soft)}
        .small{font-size:.875rem}
        .notice{background:var(--card);border-bottom:1px solid var(--line);color:var(--soft);font-size:.875rem;
        padding:8px 24px;text-align:center}
        .simulated{background:var(--warn-bg);border-bottom:2px solid var(--warn-line);color:var(--warn-ink);
        padding:14px 24px;text-align:center}
        .simulated strong{display:block;font-size:1.35rem;letter-spacing:.22em;text-transform:uppercase;margin-right:-.22em}
        .brand{display:flex;align-items:center;gap:9px;padding-top:26px;color:var(--accent);font-weight:650;
        letter-spacing:.02em}
        .brand svg{width:24px;height:24px;flex:none}
        .brand path{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
        .badge{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:0 10px;font-size:.8125rem;
        color:var(--soft);background:var(--card);white-space:nowrap}
        nav{margin:18px 0 0;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.9375rem}
        nav a{text-decoration:none;border-bottom:2px solid transparent;padding:2px 0}
        nav a:hover,nav a:focus-visible{border-color:currentColor}
        section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px 26px;margin:20px 0}
        .headline{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:28px 40px}
        .asr{font-size:4rem;line-height:1;font-weight:680;letter-spacing:-.035em;margin:.1em 0 .08em}
        .asr-label{font-size:.9375rem;color:var(--soft);margin:0}
        .axis{display:flex;justify-content:space-between;color:var(--soft);font-size:.75rem;margin-top:2px}
        dl.tiles{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px 14px;margin:0;align-content:start}
        dl.tiles dt{font-size:.8125rem;color:var(--soft)}
        dl.tiles dd{margin:0;font-size:1.45rem;font-weight:620;line-height:1.25;letter-spacing:-.01em}
        dl.tiles dd.text{font-size:1.05rem;line-height:1.5;overflow-wrap:anywhere}
        dl.tiles dd small{display:block;line-height:1.3;font-size:.8125rem;font-weight:400;color:var(--soft);letter-spacing:0}
        .alarm{color:var(--alarm)}
        .cover{grid-column:1/-1;border-top:1px solid var(--line);padding-top:18px;display:grid;gap:14px 32px;
        grid-template-columns:repeat(auto-fit,minmax(190px,1fr));margin:0}
        .cover dt{font-size:.875rem;color:var(--soft)}
        .cover dd{margin:0;font-size:.875rem}
        .cover b{font-weight:620;font-size:1rem}
        svg.bar{display:block;width:100%;height:14px;min-width:110px}
        svg.bar.large{height:26px;margin-top:12px}
        svg.meter{display:block;width:100%;height:6px;margin-top:5px;border-radius:3px;overflow:hidden}
        rect.track{fill:var(--track)}rect.span{fill:var(--span)}rect.mark{fill:var(--alarm)}rect.fill{fill:var(--accent)}
        details>summary{cursor:pointer}
        summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
        details.group{border-top:1px solid var(--line)}
        details.group:last-of-type{border-bottom:1px solid var(--line)}
        details.group>summary{padding:11px 2px;display:grid;grid-template-columns:16px minmax(0,1fr) 110px 180px;gap:14px;
        align-items:center;list-style:none}
        details.group>summary::-webkit-details-marker{display:none}
        details.group>summary::before{content:"";width:7px;height:7px;border:solid var(--soft);border-width:0 2px 2px 0;
        transform:rotate(-45deg);margin-left:2px}
        details.group[open]>summary::before{transform:rotate(45deg)}
        details.group>summary:hover b{color:var(--accent)}
        details.group>summary b{font-weight:620}
        details.group>summary span.n{text-align:right;color:var(--alarm);font-weight:620}
        article{border-left:3px solid var(--span);padding:2px 0 2px 16px;margin:14px 0 22px 4px}
        article header{display:flex;flex-wrap:wrap;gap:4px 8px;align-items:baseline;margin-bottom:6px}
        article header a{font-weight:620;text-decoration:none;margin-right:4px}
        pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--code);border-radius:8px;
        padding:11px 14px;margin:6px 0;max-width:none}
        article details>summary{color:var(--accent);font-size:.9375rem;width:fit-content}
        .cap{font-size:.8125rem;color:var(--soft);margin:8px 0 0;max-width:none}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9375rem}
        th,td{text-align:left;padding:6px 14px 6px 0;border-bottom:1px solid var(--line);vertical-align:middle}
        thead th{font-size:.8125rem;font-weight:500;color:var(--soft);vertical-align:bottom}
        tbody th{font-weight:500}
        th.r,td.r{text-align:right;white-space:nowrap}
        table.rates{table-layout:fixed;min-width:520px}
        table.rates th:first-child{width:34%}
        table.rates th.i{width:17%}
        th.w,td.w{width:200px;padding:6px 0 6px 6px}
        td.t{overflow-wrap:anywhere}
        tr.none{color:var(--soft)}
        .maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:26px 32px}
        figure{margin:0;min-width:0}
        figcaption{font-size:.9375rem;color:var(--soft);margin-bottom:2px}
        details>summary.small{color:var(--accent);margin-top:14px;width:fit-content}
        svg.heat{display:block;max-width:100%;height:auto}
        svg.heat text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
        font-variant-numeric:tabular-nums}
        text.lab{fill:var(--ink)}text.end{text-anchor:end}svg.heat text.num{text-anchor:middle;font-size:11.5px}
        rect.hole{fill:none;stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3;opacity:.65}
        text.hole{fill:var(--soft)}
        ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:3px 10px;padding:0;margin:10px 0 0;font-size:.78rem;
        color:var(--soft)}
        ul.legend li{display:flex;align-items:center;gap:5px}
        ul.legend svg{width:14px;height:11px}
        ul.holes{columns:2;column-gap:36px;padding-left:1.1em;margin:.4em 0;font-size:.9375rem}
        ul.holes li{break-inside:avoid}
        footer{color:var(--soft);font-size:.8125rem;padding-bottom:40px}
        @media (max-width:760px){
        main,header.top,footer{padding:0 14px}
        section{padding:18px 16px;border-radius:10px}
        .headline{grid-template-columns:minmax(0,1fr)}
        .asr{font-size:3.2rem}
        details.group>summary{grid-template-columns:16px minmax(0,1fr) auto}
        details.group>summary svg{display:none}
        dl.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
        svg.heat{max-width:none}
        ul.holes{columns:1}
        td.w,th.w{display:none}
        table.rates{min-width:0;table-layout:auto;font-size:.8125rem}
        table.rates th,table.rates td{padding-right:8px}
        table.rates thead th{font-size:.75rem}
        dl.tiles{gap:14px}
        }
        @media (max-width:430px){
        section{padding:16px 12px}
        table.rates{font-size:.75rem}
        table.rates th,table.rates td{padding-right:6px}
        table.rates .r:nth-child(5){padding-right:0}
        }
        """

    private static let dark = """
        :root{--bg:#121517;--card:#1a1e21;--ink:#e9e7e2;--soft:#a3abb2;--line:#2e3439;--accent:#86c5e6;--alarm:#ff9a6b;
        --track:#353c42;--span:#8a4a2b;--warn-bg:#3a2f0c;--warn-line:#c99a1e;--warn-ink:#ffe3a1;--code:#22272b;
        --edge:#737c84;--calm:#86c5e6;--mark:#6b5312}
        """

    private static let print = """
        @media print{
        :root{color-scheme:light}
        body{background:#fff;font-size:11pt}
        nav{display:none}
        section{border:0;padding:0;margin:18pt 0}
        article,figure,tr{break-inside:avoid}
        details.group::details-content{content-visibility:visible;block-size:auto}
        rect,text{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        }
        """
}
