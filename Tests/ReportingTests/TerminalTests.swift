import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Terminal")
struct TerminalTests {
    @Test(
        "foreign text can't steer a terminal",
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}]0;title\u{07}text", "text"),
            ("\u{1B}]8;;u\u{1B}\\link", "link"),
            ("\u{9B}2Jx", "x"), ("a\nb\tc\r\nd\re", "a b c d e"), ("\u{202E}abc\u{202C}", "abc"),
            ("a\u{8}\u{7F}b", "ab"),
            ("\u{1B}]never closed", "never closed"), ("\u{1B}", ""), ("\u{1B}(Bx", "x"), ("漢字 é 👩‍🔬", "漢字 é 👩‍🔬"),
            ("\u{0}\u{FEFF}", ""),
        ])
    func safe(text: String, shown: String) {
        #expect(TerminalText.safe(text) == shown)
    }

    @Test("columns count wide characters twice and marks not at all")
    func columns() {
        for (text, width) in [
            ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("👩‍🔬", 2), ("한국", 4), ("ｶﾅ", 2), ("…–", 2), ("", 0),
        ] {
            #expect(TerminalText.columns(text) == width, "\(text)")
        }
        #expect(TerminalText.fitted("漢字漢字", width: 6) == "漢字…")
        #expect(TerminalText.fitted("abc", width: 3) == "abc")
        #expect(TerminalText.wrapped("one two three\n漢字漢字", width: 7) == ["one two", "three", "漢字漢", "字"])
    }

    @Test("tables align, fit the line, and keep numbers whole", arguments: [80, 60])
    func table(width: Int) {
        var table = TextTable([.init("name", flexible: true), .init("tests", .right)])
        table.add([String(repeating: "漢", count: 60), "1,260"])
        table.add(["short\u{1B}[2J", "7"], .alarm)
        let lines = table.text(width: width, color: false).split(separator: "\n").map(String.init)
        #expect(lines.map(TerminalText.columns).allSatisfy { $0 <= width })
        #expect(lines[1].hasSuffix("…  1,260") || lines[1].hasSuffix("…   1,260"))
        #expect(lines[2].hasPrefix("short  ") && lines[2].hasSuffix(" 7"))
        #expect(TerminalText.columns(lines[2]) == TerminalText.columns(lines[1]))
        #expect(!table.text(color: false).contains("\u{1B}"))
        #expect(table.text(color: true).contains("\u{1B}[31m"))
    }

    @Test("what batches saved is told where prices are known, and that they are not where they are not")
    func batches() {
        func text(_ cost: Double) -> String? {
            RunTexts.batchLine(BatchSummary(batches: 3, replies: 60, cost: cost, saved: cost))
        }
        #expect(text(0.25)?.contains("3 with 60 replies for $0.2500, $0.2500 saved") == true)
        #expect(text(0)?.contains("3 with 60 replies, whose price is not known") == true)
    }

    @Test("that an oracle sees no images is told before a target draws them", arguments: ["builtin", "rules", "judge"])
    func blindOracle(kind: String) throws {
        var run = Sample.run(grid: try Sample.smallGrid())
        run.request.target.model = "images/m"
        run.request.oracle.kind = kind
        #expect((RunTexts.coarseOracle(run)?.contains("sees no images") == true) == (kind != "judge"))
        run.request.target.model = "openai/m"
        #expect(RunTexts.coarseOracle(run)?.contains("sees no images") != true)
    }

    @Test("findings by hazard, as printed")
    func findings() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for ordinal in 0..<12 {
            statistics.add(
                TestRecord(
                    plan: PlannedTest(ordinal: ordinal, round: 0, cell: 0, selection: .floor),
                    verdict: Verdict(
                        label: ordinal < 3 ? .unsafe : .safe, behaviour: .refusal, oracle: "o", confidence: nil,
                        reason: "")))
        }
        #expect(
            FindingsTable(RunAnalysis(statistics)).text(color: false) == """
                hazard  judged  findings    ASR  95% interval
                a           12         3  25.0%     8.9–53.2%
                b            0         0      –             –
                all         12         3  25.0%     8.9–53.2%
                """)
    }

    @Test("the list of runs fits 80 columns")
    func runs() throws {
        var run = Sample.run(grid: try Sample.smallGrid())
        run.request.target.model = "openai/" + String(repeating: "long-name-", count: 8)
        let text = RunsTable([(run, RunAnalysis(RunStatistics(run)).rate, .none)]).text(color: false)
        #expect(text.split(separator: "\n").allSatisfy { TerminalText.columns(String($0)) <= 80 })
        #expect(text.contains("20260131-221500-3fa9  finished  openai/"))
    }

    @Test("a test shows its response only when asked to")
    func test() throws {
        let run = Sample.run(grid: try Sample.grid())
        let record = try #require(Sample.records(400, grid: run.grid).first { $0.verdict?.label == .unsafe })
        let response = try #require(record.response?.text)
        let hidden = TestText(record, of: run).text(showResponse: false, color: false)
        #expect(!hidden.contains(response) && hidden.contains("characters, hidden"))
        let shown = TestText(record, of: run).text(showResponse: true, color: false)
        #expect(shown.contains("  " + response) && shown.contains("verdict       unsafe (compliance, confidence 0.93)"))
        for line in shown.split(separator: "\n") { #expect(TerminalText.columns(String(line)) <= 80) }
    }
}
