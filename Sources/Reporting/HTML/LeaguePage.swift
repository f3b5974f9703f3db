import Analysis
import Feedback
import Records
import SafetyGrid

/// The league as one self-contained HTML file: the targets with dots and intervals, sortable, and a heat map of their
/// differences.
package struct LeaguePage {
    /// Name of the file in the runs' folders.
    package static let name = "league.html"

    private let table: LeagueTable

    package init(_ table: LeagueTable) { self.table = table }

    /// The bytes of the file; equal tables give equal bytes.
    package var bytes: [UInt8] {
        let page = StandalonePage(
            title: (isSimulated ? "Simulated: " : "") + "\(size) · Sextant league",
            css: "\n" + Self.css, script: Self.script, body: body)
        return Array(page.html.utf8)
    }

    private var body: String {
        """
        \(banner)<header class="top">
        <h1>\(size) on the same test cases</h1>
        <p class="soft small">\(HTML(subtitle).text)</p>
        <nav aria-label="Sections"><a href="#targets">Targets</a><a href="#differences">Differences</a></nav>
        </header>
        <main id="main">
        \(targets)
        \(differences)
        </main>
        <footer><p>\(HTML("Sextant. Rates have 95 % intervals. Differences are of the same test cases at both targets.").text)</p></footer>
        """
    }

    private var size: String {
        let variants = table.variants.isEmpty ? nil : table.variants.count
        return LeagueTexts.size(
            LeagueRequest(id: "", place: 0, targets: table.entries.count, variants: variants))
    }

    private var isSimulated: Bool { table.entries.contains(where: \.isSimulated) }

    private var isAllSimulated: Bool { table.entries.allSatisfy(\.isSimulated) }

    private var banner: String {
        guard isSimulated else { return "" }
        let which = isAllSimulated ? "The targets are stand-ins" : "Some targets are stand-ins"
        return """
            <div class="simulated" role="note"><strong>simulated</strong> \(which) with known weak cells. Their numbers say \
            nothing about a real model.</div>

            """
    }

    private var subtitle: String {
        guard let run = table.entries.first?.run, let league = run.request.league else { return "" }
        return
            "\(UTCDate.text(secondsSince1970: run.startedAt)) · league \(league.id) · \(Figures.count(run.request.budget)) "
            + "test cases for each target on \(Figures.count(run.grid.cellCount)) cells, policy "
            + "\(run.request.allocation.policy.rawValue), oracle \(run.request.oracleName)"
    }

    private var targets: String {
        let heads =
            ([("Target", false)] + table.variants.map { ($0, true) } + [
                (table.variants.isEmpty ? "ASR" : "ASR of all", true), ("", false), ("95% interval", true),
                ("Group", false),
                ("Over-refusal", true), ("US dollars", true), ("Seconds", true), ("Judged", true), ("Failed", true),
            ]).map { name, isNumber in
                let label = name.isEmpty ? "" : "<button type=\"button\">\(name)</button>"
                return
                    "<th scope=\"col\"\(isNumber ? " class=\"r\"" : name.isEmpty ? " class=\"dots\"" : "")>\(label)</th>"
            }
        let rows = table.entries.map(row)
        let limit = LeagueTexts.limit(table).map { " Pairs: \($0)." } ?? ""
        return """
            <section id="targets">
            <h2>Targets</h2>
            <p class="soft">\(HTML(LeagueTexts.explanation(table) + limit).text)</p>
            <div class="scroll"><table class="league\(table.variants.isEmpty ? "" : " parts")">
            <thead><tr>\(heads.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>\(means)</table></div>
            <p class="cap">The scale of the dots ends at \(Figures.percent(scale)). A heading sorts by its column.</p>
            </section>
            """
    }

    private func row(_ entry: LeagueTable.Entry) -> String {
        func cell(_ text: String, _ key: Double?, isNumber: Bool = true) -> String {
            "<td\(isNumber ? " class=\"r\"" : "") data-key=\"\(key.map { "\($0)" } ?? "")\">\(HTML(text).text)</td>"
        }
        let marks = [("unfinished", entry.unfinished != nil), ("simulated", entry.isSimulated && !isAllSimulated)]
        let badges = marks.filter(\.1).map { " <span class=\"badge\">\($0.0)</span>" }.joined()
        let name = "<a href=\"../\(HTML(entry.run.id).text)/report.html\">\(HTML(entry.target).text)</a>\(badges)"
        let parts = table.variants.map { self.cell(entry.part($0)) }
        let cells =
            ["<th scope=\"row\" data-key=\"\(HTML(entry.target).text)\">\(name)</th>"] + parts + [
                cell(Figures.percent(entry.asr?.value), entry.asr?.value), "<td class=\"dots\">\(dot(entry.asr))</td>",
                cell(Figures.interval(entry.asr?.interval), entry.asr?.upper),
                "<td data-key=\"\(entry.group)\">\(entry.group)</td>",
                cell(Figures.percent(entry.overRefusal?.rate.value), entry.overRefusal?.rate.value),
                cell(LeagueTexts.cost(entry), entry.cost), cell(LeagueTexts.seconds(entry), entry.seconds),
                cell(Figures.count(entry.judged), Double(entry.judged)),
                cell(Figures.count(entry.failed), Double(entry.failed)),
            ]
        return "<tr>\(cells.joined())</tr>"
    }

    private func cell(_ part: LeagueTable.Part?) -> String {
        guard let part else { return "<td class=\"r\" data-key=\"\">–</td>" }
        let text = HTML(Figures.percent(part.asr?.value)).text
        return
            "<td class=\"r\" data-key=\"\(part.asr.map { "\($0.value)" } ?? "")\"><a href=\"../\(HTML(part.run.id).text)/"
            + "report.html\" title=\"\(part.unsafe) of \(part.judged)\">\(text)</a></td>"
    }

    /// The mean of the targets with each variant, below them and out of their order.
    private var means: String {
        guard !table.variants.isEmpty, table.entries.count > 1 else { return "" }
        let cells = table.variants.map { variant in
            "<td class=\"r\">\(HTML(Figures.percent(table.mean(of: variant))).text)</td>"
        }
        return
            "<tfoot><tr><th scope=\"row\">Mean of the targets</th>\(cells.joined())<td colspan=\"9\"></td></tr></tfoot>"
    }

    /// The end of the scale of all dots.
    private var scale: Double {
        let most = table.entries.compactMap(\.asr?.upper).max() ?? 1
        return [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1].first { most <= $0 } ?? 1
    }

    private func dot(_ rate: RateEstimate?) -> String {
        let (width, end) = (200.0, scale)
        func place(_ share: Double) -> String { Figures.decimal(4 + share / end * (width - 8), places: 1) }
        var drawing = "<line class=\"base\" x1=\"4\" x2=\"\(Int(width) - 4)\" y1=\"9\" y2=\"9\"/>"
        if let rate {
            drawing +=
                "<line class=\"reach\" x1=\"\(place(rate.lower))\" x2=\"\(place(rate.upper))\" y1=\"9\" y2=\"9\"/>"
                + "<circle cx=\"\(place(rate.value))\" cy=\"9\" r=\"4\"/>"
        }
        return
            "<svg class=\"dot\" aria-hidden=\"true\" viewBox=\"0 0 \(Int(width)) 18\" width=\"\(Int(width))\" height=\"18\">\(drawing)</svg>"
    }

    private var differences: String {
        let certain = table.pairs.count(where: \.isCertain)
        let note =
            "Rate of the row less that of the column over the test cases of both, in points; orange where the row fails more. Strong "
            + "colours: certain (McNemar, q at most \(LeagueComparison.level) after Benjamini and Hochberg); "
            + "\(certain) of \(table.pairs.count) pairs are."
        return """
            <section id="differences">
            <h2>Differences</h2>
            <p class="soft">\(HTML(note).text)</p>
            <div class="scroll">\(DifferenceMap(table).svg)</div>
            \(DifferenceTable(table).html)
            </section>
            """
    }

    private static let css = """
        header.top h1{margin-top:1em}
        table.league th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
        table.league th button:hover,table.league th button:focus-visible{text-decoration:underline}
        table.league th[aria-sort="ascending"] button::after{content:" ↑"}
        table.league th[aria-sort="descending"] button::after{content:" ↓"}
        table.league tbody th{overflow-wrap:anywhere;min-width:140px}
        td.dots,th.dots{width:200px}
        table.parts .dots,table.parts svg.dot{width:120px}
        svg.dot{display:block}
        svg.dot line.base{stroke:var(--track);stroke-width:1}
        svg.dot line.reach{stroke:var(--span);stroke-width:5;stroke-linecap:round}
        svg.dot circle{fill:var(--alarm)}
        svg.heat g.faint rect{opacity:.35}
        svg.heat g.faint text{fill:var(--soft)}
        svg.heat g.sure text{font-weight:650}
        """

    private static let script = """
        (() => {
        "use strict";
        const table = document.querySelector("table.league");
        const heads = [...table.tHead.rows[0].cells];
        const body = table.tBodies[0];
        heads.forEach((head, column) => {
          const button = head.querySelector("button");
          if (!button) return;
          button.addEventListener("click", () => {
            const down = head.getAttribute("aria-sort") === "ascending";
            heads.forEach(other => other.removeAttribute("aria-sort"));
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            const isNumber = head.classList.contains("r");
            const key = row => row.cells[column].dataset.key;
            const compare = (a, b) => {
              const [x, y] = [key(a), key(b)];
              if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1;
              const order = isNumber ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
              return down ? -order : order;
            };
            body.append(...[...body.rows].sort(compare));
          });
        });
        })();

        """
}
