import Foundation
import Foundations
import Records
import SafetyGrid
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Report in a browser", .serialized, .enabled(if: Browser.isInstalled), .oneBrowser)
struct ReportBrowserTests {
    /// One report for all: the tests only look at it.
    private static let sample = Task { try await SampleReport() }

    private let browser: Browser
    private let report: SampleReport

    init() async throws {
        browser = try #require(Browser.current)
        report = try await Self.sample.value
        try await browser.prefer("light")
        try await browser.resize(width: 1200, height: 900)
        try await browser.open(report.path)
        try await browser.until("document.querySelector('#tests:not([aria-busy]) #rows tr')")
    }

    private func count() async throws -> String {
        try await browser.script("return document.getElementById('count').textContent").stringValue ?? ""
    }

    /// Sets a control as a person does: it gets its value and tells of it.
    private func set(_ id: String, _ value: String, event: String = "change") async throws {
        try await browser.script(
            """
            const node = document.getElementById(arguments[0]);
            node.value = arguments[1];
            node.dispatchEvent(new Event(arguments[2], { bubbles: true }));
            """, .string(id), .string(value), .string(event))
    }

    private func found(_ matches: (TestRecord) -> Bool) -> String {
        "\(Figures.count(report.count(where: matches))) of \(Figures.count(report.records.count)) tests."
    }

    @Test("it opens from a file with all tests, loads nothing, and the console has nothing to say")
    func opens() async throws {
        #expect(try await count() == "\(Figures.count(report.records.count)) tests.")
        let title = try await browser.script("return document.title").stringValue
        #expect(title?.hasPrefix("Simulated: ") == true)
        let loaded = try await browser.script("return performance.getEntriesByType('resource').length")
        #expect(loaded == .int(0))
        #expect(try await browser.log() == [])
        let overview = try await browser.script("return document.querySelector('.cards').innerText").stringValue ?? ""
        for part in ["Unsafe verdict", "Grade", "Gate", "✕ failed", "New findings", "Coverage"] {
            #expect(overview.contains(part), "\(part) in \(overview)")
        }
        try await browser.keep("overview")
        try await browser.script("document.querySelector('#trends').scrollIntoView()")
        try await browser.keep("trends")
    }

    @Test("filters by verdict, by values and by round find what they should, and go away together")
    func filters() async throws {
        try await set("filter-label", "unsafe")
        try await browser.until("document.getElementById('count').textContent.includes(' of ')")
        #expect(try await count() == found { $0.verdict?.label == .unsafe })
        try await set("filter-1", "2")
        let grid = report.run.grid
        let both = found { $0.verdict?.label == .unsafe && grid.cell($0.plan.cell).indices[1] == 2 }
        try await browser.until("document.getElementById('count').textContent === '\(both)'")
        try await set("filter-label", "failed")
        try await set("filter-1", "-1")
        let failed = found { $0.stage == .failed }
        try await browser.until("document.getElementById('count').textContent === '\(failed)'")
        try await browser.click("#clear")
        try await set("filter-round", "3")
        let round = found { $0.plan.round == 3 }
        try await browser.until("document.getElementById('count').textContent === '\(round)'")
        try await set("filter-round", "-1")
        try await set("filter-label", "differ")
        try await browser.until("document.getElementById('count').textContent.startsWith('2 of')")
        try await set("filter-label", "people")
        try await browser.until("document.getElementById('count').textContent.startsWith('1 of')")
        try await set("search", "no such words", event: "input")
        try await browser.until("document.getElementById('count').textContent.includes('Nothing matches')")
        try await browser.click("#clear")
        let all = "\(Figures.count(report.records.count)) tests."
        try await browser.until("document.getElementById('count').textContent === '\(all)'")
    }

    @Test("a search finds words anywhere in a test, marks them, and goes on with every key")
    func search() async throws {
        try await browser.script("document.getElementById('search').focus()")
        for (keys, words) in [("mis", ["mis"]), ("spell", ["misspell"]), (" EXPERT", ["misspell", "expert"])] {
            try await browser.press(keys)
            let expected = found { record in
                let verdict = record.verdict.map { "\($0.oracle) \($0.reason)" }
                let texts = [record.testCase?.prompt, record.response?.text, verdict, record.failure?.reason]
                let all = texts.compactMap { $0 }.joined(separator: "\n").lowercased()
                return words.allSatisfy(all.contains)
            }
            try await browser.until("document.getElementById('count').textContent === '\(expected)'")
        }
        let marked = try await browser.script(
            "return [...new Set([...document.querySelectorAll('#rows mark')].map(n => n.textContent.toLowerCase()))].sort().join()"
        )
        #expect(marked == .string("expert,misspell"))
        try await browser.press("\u{E00C}")
        try await browser.until("!document.getElementById('count').textContent.includes(' of ')")
    }

    @Test("a response is in the page only once somebody asks to see it")
    func reveals() async throws {
        try await browser.open(report.path, fragment: "#test-01250")
        try await browser.until("document.querySelector('#detail-01250')")
        let before = try await browser.script(
            "return document.querySelector('#detail-01250').textContent.includes('answer <script>')")
        #expect(before == .bool(false))
        try await browser.click("#detail-01250 details summary")
        try await browser.until("document.querySelector('#detail-01250 details pre').textContent.startsWith('answer ')")
        let detail = try await browser.script("return document.querySelector('#detail-01250').innerText").stringValue
        for part in [
            "A second look. <b>Mild</b>.", "judge:m", "(the run's oracle)", "<i>ann</i>", "Passages",
            "chosen by adaptive",
        ] {
            #expect(detail?.contains(part) == true, "\(part)")
        }
        try await browser.keep("detail")
    }

    @Test("heat maps show any two dimensions, and a square leads to its tests")
    func maps() async throws {
        let shown = "return [...document.querySelectorAll('.map')].filter(m => !m.hidden).map(m => m.id).join()"
        #expect(try await browser.script(shown) == .string("map-0-1"))
        try await set("map-pair", "map-1-2")
        #expect(try await browser.script(shown) == .string("map-1-2"))
        try await browser.script(
            """
            document.querySelector('#map-1-2 svg g[data-show="1=2,2=3"]')
                .dispatchEvent(new MouseEvent('click', { bubbles: true }));
            """)
        let grid = report.run.grid
        let expected = found { record in
            let indices = grid.cell(record.plan.cell).indices
            return indices[1] == 2 && indices[2] == 3
        }
        try await browser.until("document.getElementById('count').textContent === '\(expected)'")
        try await browser.until("document.activeElement.id === 'tests-heading'")
    }

    @Test("hostile text of models and pages stays text, and what deceives is shown by its code point")
    func hostile() async throws {
        try await set("search", "hostile", event: "input")
        try await browser.until("document.getElementById('count').textContent.startsWith('10 of')")
        try await browser.script(
            """
            for (const id of [...document.querySelectorAll('#rows button.open')].map((b) => b.id)) {
                document.getElementById(id).click();
            }
            for (const box of document.querySelectorAll('#rows details')) box.open = true;
            """)
        try await browser.until("document.querySelectorAll('#rows details pre mark, #rows details pre').length >= 10")
        #expect(try await browser.script("return window.hacked ?? null") == .null)
        let counts = try await browser.script(
            "return [...document.querySelectorAll('main script, img, iframe, #rows svg, #rows i, #rows b')].length")
        #expect(counts == .int(0))
        let prompts = try await browser.script(
            "return [...document.querySelectorAll('#rows tr.detail > td > .part:nth-of-type(1) pre')].map(n => n.textContent)"
        )
        let expected = SampleReport.hostile.enumerated().map {
            JSONValue.string("hostile \($0) \(VisibleText.block($1))")
        }
        #expect(prompts == .array(expected))
        let links = try await browser.script(
            "return [...document.querySelectorAll('#rows a')].every(a => a.protocol === 'https:' && a.rel.includes('noreferrer'))"
        )
        #expect(links == .bool(true))
        #expect(try await browser.log() == [])
    }

    @Test("the script's idea of a character that deceives is the program's")
    func deceptive() async throws {
        let text = PackageResources.text_js
        let changed = try await browser.script(
            String(decoding: text, as: UTF8.self) + """
                const changed = [];
                for (let code = 0; code <= 0x10ffff; code += 1) {
                    if (code >= 0xd800 && code <= 0xdfff) continue;
                    const mark = String.fromCodePoint(code);
                    if (visible(mark) !== mark) changed.push(code);
                }
                return changed.join();
                """)
        // A carriage return becomes a line break, as in the rest of the page.
        let expected = (0...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
            $0.isDeceptive && $0 != "\n" && $0 != "\t"
        }
        #expect(changed == .string(expected.map { "\($0.value)" }.joined(separator: ",")))
    }

    @Test("the keyboard alone gets to a test: / to search, Enter to open, and the focus stays")
    func keyboard() async throws {
        try await browser.script("document.body.focus()")
        try await browser.press("/")
        try await browser.until("document.activeElement.id === 'search'")
        try await browser.press("#01250")
        try await browser.until("document.getElementById('count').textContent.startsWith('1 of')")
        for _ in 0..<12 {
            try await browser.press("\u{E004}")
            let id = try await browser.script("return document.activeElement.id").stringValue
            if id == "test-01250" { break }
        }
        try await browser.press("\u{E007}")
        let state = "document.activeElement.id === 'test-01250' && document.activeElement.getAttribute('aria-expanded')"
        try await browser.until("\(state) === 'true' && document.getElementById('detail-01250')")
        try await browser.press("\u{E007}")
        try await browser.until("\(state) === 'false' && !document.getElementById('detail-01250')")
    }

    @Test("pages of the list turn, and end at both ends")
    func pages() async throws {
        let last = (report.records.count + 49) / 50
        try await browser.click("#next")
        try await browser.until("document.getElementById('page').textContent === 'Page 2 of \(last)'")
        try await browser.click("#last")
        try await browser.until("document.getElementById('page').textContent === 'Page \(last) of \(last)'")
        let rows = try await browser.script("return document.querySelectorAll('#rows > tr').length")
        #expect(rows == .int(report.records.count % 50))
        try await browser.click("#next")
        #expect(try await browser.script("return document.getElementById('next').ariaDisabled") == .string("true"))
        try await browser.click("#first")
        try await browser.until("document.getElementById('page').textContent === 'Page 1 of \(last)'")
    }

    @Test("nothing is wider than a narrow window")
    func narrow() async throws {
        try await browser.resize(width: 360, height: 740)
        let wide = try await browser.script("return document.documentElement.scrollWidth")
        #expect(wide == .int(360))
        try await browser.keep("narrow")
    }

    @Test("in light and in dark every rule of access is kept", arguments: ["light", "dark"])
    func access(scheme: String) async throws {
        try await browser.prefer(scheme)
        try await browser.click("#rows button.open")
        try await browser.until("document.querySelector('#rows tr.detail')")
        try await browser.script("for (const box of document.querySelectorAll('details')) box.open = true")
        let faults = try await browser.script(AccessChecks.script)
        #expect(faults == .array([]))
        try await browser.script("for (const box of document.querySelectorAll('details')) box.open = false")
        try await browser.keep(scheme)
    }

    @Test("without a script overview and findings are there, and the list says what it needs")
    func noScript() async throws {
        try await browser.command("Emulation.setScriptExecutionDisabled", ["value": true])
        try await browser.open(report.path)
        let root = try await browser.command("DOM.getDocument", ["depth": 0])["root"]?["nodeId"]
        guard case .int(let page)? = root else {
            Issue.record("no document")
            return
        }
        func names(_ role: String) async throws -> Set<String> {
            let found = try await browser.command("Accessibility.queryAXTree", ["nodeId": page, "role": role])
            guard case .array(let nodes)? = found["nodes"] else { return [] }
            return Set(nodes.compactMap { $0["name"]?["value"]?.stringValue })
        }
        let headings = try await names("heading")
        #expect(headings.isSuperset(of: ["Overview", "Findings", "Unsafe verdicts", "Trends", "Heat maps"]))
        #expect(try await names("button") == [])
        let note = try await browser.command("DOM.querySelector", ["nodeId": page, "selector": "#tests noscript p"])
        #expect(note["nodeId"] != nil && note["nodeId"] != .int(0))
        try await browser.command("Emulation.setScriptExecutionDisabled", ["value": false])
    }
}
