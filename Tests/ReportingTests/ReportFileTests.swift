import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Report page")
struct ReportFileTests {
    /// Texts that must not become markup; the last ones pass an escape that goes by characters.
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</pre></details><h1>x</h1>", "' onclick='x",
        "{{{style}}} {{#simulated}}", "<!-- <style>*{display:none}</style>", "\"\u{301} onload=x",
        "<\u{338}svg onload=x>",
        "<\u{200D}b>", "&lt;b&gt;", "]]>", "javascript:alert(1)",
    ]

    @Test("hostile text never becomes markup, wherever it stands", arguments: hostile)
    func escapes(text: String) throws {
        let page = try Self.page(text)
        // A text of the same shape that has nothing to escape: long titles take two labels.
        let plain = try Self.page(String(text.map { $0.isASCII && $0.isLetter || $0 == " " ? $0 : "x" }))
        // Text adds neither a tag nor a quote: with all else equal the counts are equal.
        for mark: Unicode.Scalar in ["<", ">", "\"", "'"] {
            #expect(
                page.unicodeScalars.count { $0 == mark } == plain.unicodeScalars.count { $0 == mark },
                "the count of \(mark)")
        }
        #expect(page.contains(HTML(text).text))
    }

    @Test(
        "characters that deceive are shown by their code points",
        arguments: [
            ("a\u{202E}b", "a⟨U+202E⟩b"), ("\u{1B}[2J", "⟨U+001B⟩[2J"), ("\u{0}", "⟨U+0000⟩"),
            ("\u{FEFF}x", "⟨U+FEFF⟩x"),
            ("\u{E0041}", "⟨U+E0041⟩"), ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"), ("漢字 👩‍🔬", "漢字 👩‍🔬"),
        ])
    func visible(text: String, shown: String) {
        #expect(HTML(text).text == shown)
    }

    @Test("nothing is loaded, and nothing runs but the page's own script")
    func selfContained() throws {
        let page = try Self.page("harmless")
        for forbidden in [
            "src=", "http-equiv=\"refresh", "@import", "url(", " style=\"", "<link", "<iframe", "<form",
        ] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(
            page.contains(
                "default-src 'none'; style-src '\(ReportStyle.digest)'; script-src '\(ReportScript.digest)'; "
                    + "img-src data: 'self'; base-uri"))
        let parts = page.components(separatedBy: "<script>")
        #expect(parts.count == 2 && page.ranges(of: "<script").count == 1)
        #expect(parts.last?.hasPrefix(ReportScript.text + "</script>") == true)
        #expect("sha256-" + SHA256.base64(of: Array(ReportScript.text.utf8)) == ReportScript.digest)
        #expect(!ReportScript.text.contains("</") && !ReportScript.text.contains("<!--"))
        for forbidden in [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "Function(",
        ] {
            #expect(!ReportScript.text.contains(forbidden), "\(forbidden)")
        }
        let style = try #require(page.range(of: "<style>"))
        let end = try #require(page.range(of: "</style>"))
        let css = String(page[style.upperBound..<end.lowerBound])
        #expect("sha256-" + SHA256.base64(of: Array(css.utf8)) == ReportStyle.digest)
        #expect(!page.contains("{{"))
    }

    @Test("only a simulated run says so, and an unfinished one how to go on")
    func simulated() throws {
        #expect(try Self.page("x").contains("<strong>simulated</strong>"))
        var run = Sample.run(grid: try Sample.smallGrid(), simulated: false)
        run.state = .unfinished
        let page = String(decoding: try ReportFile(RunAnalysis(RunStatistics(run))).bytes(), as: UTF8.self)
        #expect(!page.contains("<strong>simulated</strong>"))
        #expect(page.contains("nothing is known"))
        #expect(page.contains("1,260 of 1,260 tests are left. Go on with: sextant resume \(run.id)"))
    }

    @Test("order of the page: notice, banner, overview, findings, heat maps, holes, failures, settings")
    func order() throws {
        let page = try Self.page("harmless")
        let marks = [
            "Content notice", "<strong>simulated</strong>", "<h2 id=\"overview-heading\"", "id=\"findings\"",
            "id=\"maps\"",
            "id=\"holes\"", "id=\"failures\"", "id=\"settings\"",
        ]
        let places = try marks.map { try #require(page.range(of: $0), "\($0)").lowerBound }
        #expect(places == places.sorted())
    }

    @Test("holes are named, and counted past the limit")
    func holes() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for record in Self.records("x", cells: [0, 1, 2]) { statistics.add(record) }
        let page = String(decoding: try ReportFile(RunAnalysis(statistics)).bytes(), as: UTF8.self)
        #expect(page.contains("<h3>Cells: 1 of 4 untested</h3>"))
        #expect(page.contains("<li>Beta × Ypsilon</li>"))
        let empty = RunStatistics(Sample.run(grid: try Sample.grid()))
        let bare = String(decoding: try ReportFile(RunAnalysis(empty)).bytes(), as: UTF8.self)
        #expect(bare.contains("Values: 25 of 25 untested") && bare.contains("184 lie within the holes above."))
        // Along the diagonal every value is tested, and few pairs are.
        let grid = try Sample.grid()
        var diagonal = RunStatistics(Sample.run(grid: grid))
        let cells = (0..<14).map { grid.cell(at: [$0, $0 % 6, $0 % 5]).id }
        for record in Self.records("x", cells: cells) { diagonal.add(record) }
        let sparse = String(decoding: try ReportFile(RunAnalysis(diagonal)).bytes(), as: UTF8.self)
        let tested = Set((0..<14).flatMap { ["0-\($0)-\($0 % 6)", "1-\($0)-\($0 % 5)", "2-\($0 % 6)-\($0 % 5)"] }).count
        #expect(sparse.contains("Pairs: \(184 - tested) of 184 untested"))
        #expect(sparse.contains("and \(184 - tested - HoleList.limit) more."))
        #expect(sparse.contains("Values: 0 of 25 untested</h3>\n<p>None: every one was tested.</p>"))
    }

    @Test("long texts and many findings are cut, and the page says so")
    func limits() throws {
        let long = String(repeating: "word ", count: 4000)
        #expect(try Self.page(long).contains("Shortened; the whole response is in tests.jsonl."))
        var limits = RunStatistics.Limits()
        limits.findings = 2
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()), limits: limits)
        for record in Self.records("x", cells: [0, 0, 0, 0, 1]) { statistics.add(record) }
        #expect(statistics.findings.count == 2 && statistics.findingsLeftOut == 3)
        let page = String(decoding: try ReportFile(RunAnalysis(statistics)).bytes(), as: UTF8.self)
        #expect(page.contains("the other 3 are in tests.jsonl"))
        #expect(page.contains("5 of 5 judged tests unsafe"))
    }

    @Test("texts that escapes make twelve times longer still give a page that opens")
    func size() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        let controls = String(repeating: "\u{202E}", count: 9000)
        for record in Self.records(controls, cells: Array(repeating: 0, count: 150)) { statistics.add(record) }
        let analysis = RunAnalysis(statistics)
        let shown = FindingsSection(analysis).sets.flatMap(\.groups).flatMap(\.items).count
        #expect(statistics.findings.count == 150 && (1..<150).contains(shown))
        #expect(try ReportFile(analysis).bytes().count < 25_000_000)
    }

    @Test("a base URL is shown without what may be secret")
    func urls() {
        #expect(SettingRow.withoutUser("https://user:pw@host:8/v1?key=k#f") == "https://host:8/v1")
        #expect(SettingRow.withoutUser("http://127.0.0.1:8000/v1") == "http://127.0.0.1:8000/v1")
    }

    @Test("numbers in heat maps contrast by 4.5 : 1, in light and in dark, and their steps differ in lightness")
    func contrast() {
        for palette in [Palette.rate, Palette.depth] {
            for steps in [palette.light, palette.dark] {
                for step in steps { #expect(Self.contrast(step.fill, step.ink) >= 4.5, "\(step.fill) \(step.ink)") }
                let lightness = steps.map { Self.luminance($0.fill) }
                #expect(lightness == lightness.sorted() || lightness == lightness.sorted(by: >))
            }
        }
    }

    @Test("digests are those of FIPS 180-4's examples")
    func digests() {
        #expect(SHA256.base64(of: []) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(SHA256.base64(of: Array("abc".utf8)) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
        let long = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        #expect(SHA256.base64(of: long) == "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=")
    }

    private static func page(_ text: String) throws -> String {
        var run = Sample.run(grid: try hostileGrid(text))
        run.request.target.model = text
        run.request.target.systemPrompt = text
        run.id = text
        var statistics = RunStatistics(run)
        for record in records(text, cells: [0, 1]) { statistics.add(record) }
        statistics.add(
            TestRecord(
                plan: PlannedTest(ordinal: 9, round: 0, cell: 2, selection: .floor),
                failure: TestFailure(stage: .executed, reason: text, retryable: true)))
        return String(decoding: try ReportFile(RunAnalysis(statistics)).bytes(), as: UTF8.self)
    }

    private static func hostileGrid(_ text: String) throws -> Grid {
        let values = [text, text].map { DimensionValue(id: $0, title: $0, definition: $0, source: $0) }
        return try Grid(
            dimensions: ["hazard", "style"].map { Dimension(id: $0, taxonomy: text, values: values) }, id: text)
    }

    private static func records(_ text: String, cells: [Int]) -> [TestRecord] {
        cells.enumerated().map { ordinal, cell in
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: cell, selection: .floor)
            return TestRecord(
                plan: plan, testCase: TestCase(plan: plan, prompt: text, origin: [:]), response: Response(text: text),
                verdict: Verdict(label: .unsafe, behaviour: .compliance, oracle: text, confidence: 1, reason: text))
        }
    }

    // Contrast and relative luminance as in WCAG 2.2.
    private static func contrast(_ first: String, _ second: String) -> Double {
        let both = [luminance(first), luminance(second)].sorted()
        return (both[1] + 0.05) / (both[0] + 0.05)
    }

    private static func luminance(_ hex: String) -> Double {
        let value = Int(hex, radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift -> Double in
            let part = Double(value >> shift & 255) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
