/// The dashboard's style sheet.
enum DashboardStyle {
    static let css = """
        :root{color-scheme:light dark;--bg:#f7f7f5;--card:#fff;--ink:#1b1f23;--soft:#59626b;--line:#d3d6d4;--accent:#1d5b79;
        --warn-bg:#fff4d6;--warn-ink:#5b4100;--code:#f4f4f1}
        @media (prefers-color-scheme:dark){:root{--bg:#15181b;--card:#1d2125;--ink:#e6e8ea;--soft:#a3abb3;--line:#3a4147;
        --accent:#86c1de;--warn-bg:#453607;--warn-ink:#ffe6a3;--code:#262b30}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;
        font-variant-numeric:tabular-nums}
        main{max-width:1400px;margin:0 auto;padding:0 24px 40px}
        a{color:var(--accent)}
        h1{font-size:1.6rem;margin:.8em 0 .3em;overflow-wrap:anywhere}
        .notice{margin:0;padding:8px 24px;background:var(--card);border-bottom:1px solid var(--line);color:var(--soft);
        font-size:.875rem;text-align:center}
        .soft{color:var(--soft)}
        .simulated{background:var(--warn-bg);color:var(--warn-ink);border-radius:4px;padding:1px 6px;font-size:.8125rem}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line)}
        caption{text-align:left;color:var(--soft);font-size:.875rem;padding:6px 0}
        th,td{text-align:left;padding:8px 9px;border-top:1px solid var(--line);white-space:nowrap}
        td:nth-child(2){white-space:normal;overflow-wrap:anywhere;min-width:12em}
        progress{width:80px;accent-color:var(--accent)}
        section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:4px 24px 12px}
        pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--code);border-radius:8px;padding:11px 14px}
        img{max-width:100%;height:auto}
        summary{cursor:pointer;color:var(--accent)}
        button{font:inherit;color:inherit;background:var(--code);border:1px solid var(--soft);border-radius:6px;
        padding:6px 14px;cursor:pointer}
        button:disabled{opacity:.5;cursor:default}
        kbd{font:inherit;font-weight:650;text-decoration:underline}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        """
}
