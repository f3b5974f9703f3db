import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Provenance of prompts")
struct ProvenanceTests {
    static let origin: [String: JSONValue] = [
        "generator": .string("openai/writer"), "model": .string("writer-1"), "variant": .string("rag+fs"),
        "attempts": .int(2), "other": .int(120),
        "passages": .array([
            .object([
                "id": .int(7), "url": .string("https://news.example/a?b=1&c=2"), "title": .string("Cats & \"dogs\""),
            ]),
            .object(["id": .int(8), "url": .string("javascript:alert(1)"), "title": .string("<b>Bold</b>")]),
        ]),
        "exemplars": .array([
            .object(["test": .int(3)]), .object(["test": .int(4), "run": .string("20260101-000000-aaaa")]),
        ]),
    ]

    private func record(_ ordinal: Int = 0, origin: [String: JSONValue] = origin, label: Verdict.Label = .unsafe)
        -> TestRecord
    {
        let plan = PlannedTest(ordinal: ordinal, round: 0, cell: 0, selection: .floor)
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "A prompt", origin: origin),
            response: Response(text: "An answer"),
            verdict: Verdict(label: label, behaviour: .compliance, oracle: "o", confidence: 1, reason: "r"))
    }

    private func page(_ records: [TestRecord], sources: Int = 200) throws -> String {
        var limits = RunStatistics.Limits()
        limits.sources = sources
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()), limits: limits)
        for record in records { statistics.add(record) }
        return String(decoding: try ReportFile(RunAnalysis(statistics)).bytes(), as: UTF8.self)
    }

    @Test("the report links the pages a finding was written from, and nothing that is no web address")
    func links() throws {
        let page = try page([record()])
        let link =
            #"<a href="https://news.example/a?b=1&amp;c=2" rel="noopener noreferrer">Cats &amp; &quot;dogs&quot;</a>"#
        #expect(page.ranges(of: link).count == 2)
        #expect(page.contains("Written from: \(link) · &lt;b&gt;Bold&lt;/b&gt;"))
        #expect(!page.contains("<b>Bold") && !page.contains("javascript:"))
        #expect(page.contains("<h2>Sources</h2>"))
    }

    @Test("pages are counted once a test, in order of use, and past the limit only counted")
    func sources() throws {
        func origin(_ urls: String...) -> [String: JSONValue] {
            [
                "passages": .array(
                    urls.map { .object(["id": .int(1), "url": .string($0), "title": .string("T \($0)")]) })
            ]
        }
        let records = [
            record(0, origin: origin("http://a.example", "http://a.example"), label: .safe),
            record(1, origin: origin("http://b.example"), label: .safe),
            record(2, origin: origin("http://b.example", "http://c.example"), label: .safe),
        ]
        let whole = try page(records)
        let first = try #require(whole.range(of: "T http://b.example"))
        let second = try #require(whole.range(of: "T http://a.example"))
        #expect(first.lowerBound < second.lowerBound)
        #expect(try page(records, sources: 2).contains("1 mentions of further pages"))
        #expect(try !page([record(0, origin: [:])]).contains("<h2>Sources</h2>"))
    }

    @Test(
        "only printable http and https addresses become links",
        arguments: [
            ("https://a.example/b", true), ("HTTP://a.example", true), ("javascript:alert(1)", false),
            ("data:text/html,x", false), ("//a.example", false), ("", false), ("https://a.example/ b", false),
            ("https://a.example/\u{202E}b", false), ("ftp://a.example", false), (" https://a.example", false),
            ("https://" + String(repeating: "a", count: 3000), false), ("https:\n//a.example", false),
        ])
    func linkable(url: String, isLinkable: Bool) {
        #expect(PassageLink(id: "1", url: url, title: "t").isLinkable == isLinkable)
    }

    @Test("hostile origins never become markup", arguments: ReportFileTests.hostile)
    func hostile(text: String) throws {
        let origin: [String: JSONValue] = [
            "passages": .array([
                .object(["id": .string(text), "url": .string("https://x.example/\(text)"), "title": .string(text)]),
                .object(["id": .null, "url": .int(4)]), .string(text),
            ]), "exemplars": .string(text), "generator": .array([.string(text)]),
        ]
        let hostile = try page([record(origin: origin)])
        let plain = try page([record(origin: ["passages": .array([])])])
        #expect(!hostile.contains("<script>alert") && !hostile.contains("<img"))
        let extra = hostile.unicodeScalars.count { $0 == "\"" } - plain.unicodeScalars.count { $0 == "\"" }
        // Two quotes an attribute: the links of the finding and of the table, and the table itself.
        #expect(extra.isMultiple(of: 2))
        let lines = TestText(record(origin: origin), of: Sample.run(grid: try Sample.smallGrid()))
            .text(showResponse: false, color: false)
        #expect(!lines.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("a test's text says what wrote the prompt, from what, and after how many attempts")
    func text() throws {
        let text = TestText(record(), of: Sample.run(grid: try Sample.smallGrid())).text(
            showResponse: false, color: false)
        for part in [
            "generator     openai/writer", "variant       rag+fs", "attempts      2", "other         120",
            "https://news.example/a?b=1&c=2 (7)", "test 3, test 4 of run 20260101-000000-aaaa",
        ] {
            #expect(text.contains(part), "\(part) in\n\(text)")
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
