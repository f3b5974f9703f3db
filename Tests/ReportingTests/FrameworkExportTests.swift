import Feedback
import Foundation
import FoundationXML
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Frameworks in what is written of a run")
struct FrameworkExportTests {
    private static let text = """
        id: house-1
        title: "House <rules> & more"
        version: "1"
        url: https://rules.example/1
        items:
          - {id: R1, title: "Nothing <b>bold</b>"}
          - {id: R1.a, title: "A part", part_of: R1}
          - {id: R2, title: "Asked sideways"}
          - {id: R3, title: "Seen elsewhere", not_tested: "Only papers <i>show</i> it."}
          - {id: R4, title: "Nobody tests this"}
        map:
          hazard:
            small:
              a: [R1.a]
              b: [~R1]
          style:
            small:
              y: [R2]
        """

    private func analysis() throws -> RunAnalysis {
        let grid = try Sample.smallGrid()
        let run = Sample.run(grid: grid)
        var statistics = RunStatistics(run)
        for ordinal in 0..<6 {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal % 3, selection: .floor)
            statistics.add(
                TestRecord(
                    plan: plan, testCase: TestCase(plan: plan, prompt: "P", origin: [:]), response: Response(text: "R"),
                    verdict: Verdict(
                        label: ordinal < 3 ? .unsafe : .safe, behaviour: .compliance, oracle: "o", confidence: 1,
                        reason: "W")))
        }
        let view = FrameworkGrid(try Framework(text: Self.text, file: "house-1.yaml"), grid)
        return RunAnalysis(statistics, frameworks: [view])
    }

    @Test("items are counted by what covers them: parts in their wholes, related apart, holes and why")
    func counts() throws {
        let rows = try #require(try analysis().frameworks.first).rows
        #expect(rows.map(\.state) == [.tested, .tested, .tested, .notTestable, .noTest])
        // Cells 0 and 1 are a's, cell 2 is b with x; cell 1 is y.
        #expect(rows.map(\.direct.judged) == [4, 4, 2, 0, 0])
        #expect(rows.map(\.direct.findings) == [2, 2, 1, 0, 0])
        #expect(rows[0].related.judged == 2)
        #expect(
            rows.map(\.advice) == [
                nil, nil, nil, "Only papers <i>show</i> it.", "nothing that this program tests covers it",
            ])
    }

    @Test("sarif has the framework as a taxonomy, and every reference leads to an item of it")
    func sarif() throws {
        let text = SARIFExport().text(of: RunResult(try analysis(), isRedacted: false))
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(SARIFShape.log.faults(document) == [])
        guard case .array(let runs)? = document["runs"], let run = runs.first,
            case .array(let taxonomies)? = run["taxonomies"], case .array(let taxa)? = taxonomies.first?["taxa"],
            case .array(let rules)? = run["tool"]?["driver"]?["rules"], case .array(let results)? = run["results"],
            case .array(let relations)? = rules[0]["relationships"]
        else { throw Missing() }
        #expect(taxonomies.first?["name"]?.stringValue == "house-1")
        #expect(run["tool"]?["driver"]?["supportedTaxonomies"] == (try json(#"[{"name": "house-1", "index": 0}]"#)))
        #expect(relations.map { $0["target"]?["id"]?.stringValue } == ["R1", "R1.a"])
        #expect(relations.allSatisfy { $0["kinds"] == .array([.string("superset")]) })
        #expect(rules[1]["relationships"]?.first?["kinds"] == .array([.string("relevant")]))
        #expect(rules[0]["properties"]?["tags"] == (try json(#"["safety", "llm", "house-1/R1", "house-1/R1.a"]"#)))
        #expect(rules[1]["properties"]?["tags"] == (try json(#"["safety", "llm"]"#)))
        #expect(results.compactMap { $0["taxa"]?.first?["id"]?.stringValue } == ["R2"])
        for reference in relations.compactMap({ $0["target"] }) + results.compactMap({ $0["taxa"]?.first }) {
            guard case .int(let index)? = reference["index"] else { throw Missing() }
            #expect(taxa[index]["id"] == reference["id"])
        }
    }

    @Test("junit has a property for each item that a hazard's tests cover")
    func junit() throws {
        let text = JUnitExport().text(of: RunResult(try analysis(), isRedacted: false))
        #expect(XMLParser(data: Data(text.utf8)).parse())
        let document = try XMLDocument(xmlString: text)
        func values(_ name: String) throws -> [String] {
            try document.nodes(forXPath: "//testcase[@name='\(name)']/properties/property[@name='house-1']/@value")
                .compactMap(\.stringValue)
        }
        #expect(try values("a") == ["R1", "R1.a"])
        #expect(try values("b") == [])
        #expect(try document.nodes(forXPath: "//testcase/properties[preceding-sibling::*]").isEmpty)
    }

    @Test("the report shows every item with its state, and nothing of it as markup")
    func report() throws {
        let html = String(decoding: try ReportFile(try analysis()).bytes(), as: UTF8.self)
        #expect(html.contains("<section id=\"frameworks\">") && html.contains("href=\"#frameworks\""))
        for text in ["R4 Nobody tests this", "not by tests", "no test", "Only papers &lt;i&gt;show&lt;/i&gt; it."] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(!html.contains("<b>bold</b>") && !html.contains("House <rules>"))
        let bare = RunAnalysis(RunStatistics(Sample.run(grid: try Sample.smallGrid())))
        #expect(!String(decoding: try ReportFile(bare).bytes(), as: UTF8.self).contains("id=\"frameworks\""))
    }

    @Test("the JSON has every item, with null where nothing is known")
    func json() throws {
        let analysis = try analysis()
        let line = FrameworkJSON.line(try #require(analysis.frameworks.first), run: analysis.run)
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
        #expect(value["counts"] == (try json(#"{"tested": 3, "related": 0, "no_test": 1, "not_by_tests": 1}"#)))
        guard case .array(let items)? = value["items"] else { throw Missing() }
        #expect(
            items.compactMap { $0["state"]?.stringValue } == ["tested", "tested", "tested", "not_by_tests", "no_test"])
        #expect(items[4]["asr"] == .null && items[0]["asr"]?["value"] == .number(0.5))
    }

    private func json(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    private struct Missing: Error {}
}

extension JSONValue {
    fileprivate var first: JSONValue? { if case .array(let values) = self { values.first } else { nil } }
}
