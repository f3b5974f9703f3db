import Analysis
import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Reporting

@Suite("A league as page, text and JSON")
struct LeaguePageTests {
    /// Targets that fail the first of 100 test cases, as many as given.
    private func table(
        _ targets: [(name: String, fails: Int)], isSimulated: Bool = false, simulated: Int? = nil
    ) throws -> LeagueTable {
        let comparison = LeagueComparison(targets.map { target in (0..<100).map { $0 < target.fails } })
        let letters = comparison.letters(order: Array(targets.indices))
        let grid = try Grid.sample(2, 2)
        let entries = zip(targets, letters).enumerated().map { place, target in
            var run = Sample.run(grid: grid)
            run.request.target.name = target.0.name
            run.request.league = LeagueRequest(id: run.id, place: place, targets: targets.count)
            run.state = place == 1 ? .unfinished : .finished
            return LeagueTable.Entry(
                run: run, isSimulated: isSimulated || place == simulated, judged: 100, failed: place,
                asr: RateEstimate(findings: target.0.fails, of: 100),
                overRefusal: place == 0 ? OverRefusal(refused: 3, of: 20) : nil, cost: place == 0 ? 0.25 : nil,
                seconds: place == 2 ? nil : 1.5, group: target.1)
        }
        return LeagueTable(entries: entries, pairs: comparison.pairs, isCorrected: false)
    }

    private var three: [(name: String, fails: Int)] { [("a/one", 2), ("b/two", 5), ("c/three", 60)] }

    @Test("JSON has the fixed shape")
    func json() throws {
        let text = LeagueJSON.text(try table(three))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]])
        let targets = try #require(root["targets"])
        #expect(targets.compactMap { $0["target"] as? String } == ["a/one", "b/two", "c/three"])
        for target in targets {
            #expect(
                Set(target.keys) == [
                    "target", "asr", "over_refusal", "cost", "cost_estimated", "seconds", "group",
                ])
            #expect(Set((target["asr"] as? [String: Double] ?? [:]).keys) == ["value", "lower", "upper"])
        }
        #expect(targets[0]["cost"] as? Double == 0.25 && targets[1]["cost"] is NSNull)
        #expect(targets.compactMap { $0["group"] as? String } == ["a", "a", "b"])
        let pairs = try #require(root["pairs"])
        #expect(pairs.count == 3)
        for pair in pairs { #expect(Set(pair.keys) == ["a", "b", "difference", "lower", "upper", "q"]) }
        #expect(abs((pairs[0]["difference"] as? Double ?? 0) + 0.03) < 1e-9)
    }

    @Test("the text lists targets and certain pairs, the safer one first")
    func text() throws {
        let text = LeagueTexts.result(try table(three), colours: false)
        let lines = text.split(separator: "\n")
        #expect(lines[1].contains("a/one") && lines[1].contains("2.0%") && lines[1].contains("0.2500"))
        #expect(text.contains("not finished: b/two"))
        #expect(lines.contains { $0.contains("a/one") && $0.contains("c/three") && $0.contains("+58.0 points") })
        #expect(!lines.contains { $0.contains("a/one") && $0.contains("b/two") })
        let even = LeagueTexts.result(try table([("a", 2), ("b", 2)]), colours: false)
        #expect(even.contains("no difference that is certain") && even.contains("in 4 of 5 cases"))
    }

    @Test("long names are cut no further than to where they differ")
    func longNames() throws {
        let model = "anthropic/claude-sonnet-4-5-20250929"
        let text = LeagueTexts.result(
            try table([("\(model) with rules", 2), ("\(model) without rules", 60), ("b/two", 5)]), colours: false)
        let lines = text.split(separator: "\n")
        #expect(lines[1].hasPrefix("\(model) with ") && lines[2].hasPrefix("\(model) witho"))
        #expect(lines.contains { $0.contains("\(model) with ") && $0.contains("\(model) witho") })
        let short = LeagueTexts.result(try table([("openai/gpt-4o", 2), ("openai/gpt-4o-mini", 2)]), colours: false)
        #expect(short.contains("openai/gpt-4o-mini  "))
    }

    @Test("of a league in part simulated every table says which targets are, however long their names")
    func simulated() throws {
        let long = String(repeating: "a name of ours ", count: 6)
        let table = try table([(long, 2), ("b", 5)], simulated: 0)
        let text = LeagueTexts.result(table, colours: false)
        #expect(text.split(separator: "\n").contains { $0.hasPrefix("simulated: a name of ours") })
        let html = String(decoding: LeaguePage(table).bytes, as: UTF8.self)
        #expect(html.contains("Some targets are stand-ins"))
        #expect(html.components(separatedBy: "<span class=\"badge\">simulated</span>").count == 2)
        let none = String(decoding: LeaguePage(try self.table([("a", 2), ("b", 5)])).bytes, as: UTF8.self)
        #expect(!none.contains(">simulated</span>"))
    }

    @Test("the squares of the differences stand before the names, in the first 400 points of the page")
    func narrow() throws {
        let html = String(
            decoding: LeaguePage(try table([(String(repeating: "long name ", count: 9), 2), ("b", 60)])).bytes,
            as: UTF8.self)
        let places = html.matches(of: /<rect class="[ad]\d" x="(\d+)"/).compactMap { Int($0.output.1) }
        #expect(places.count == 2 && places.allSatisfy { $0 < 200 })
    }

    @Test("what batches saved is told of all targets together")
    func batches() {
        let runs = [0.25, 0.5].map { BatchSummary(batches: 2, replies: 40, cost: $0, saved: $0) }
        #expect(
            LeagueTexts.batches(of: runs + [nil])?.hasSuffix("4 with 80 replies for $0.7500, $0.7500 saved") == true)
        #expect(LeagueTexts.batches(of: [nil]) == nil)
    }

    @Test("the page names its own style and script alone, and shows foreign names as text")
    func page() throws {
        let html = String(
            decoding: LeaguePage(try table([("<script>alert(1)</script>", 2), ("b", 50)])).bytes, as: UTF8.self)
        #expect(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert(1)"))
        #expect(html.components(separatedBy: "<script>").count == 2 && !html.contains(" style="))
        #expect(html.contains("default-src 'none'") && !html.contains("http://"))
        #expect(html.components(separatedBy: "<circle ").count == 3)
        // Both directions of the one pair, and no square of a target with itself.
        #expect(html.contains(">-48.0</text>") && html.contains(">+48.0</text>"))
        #expect(html.components(separatedBy: "class=\"sure\"").count == 3)
        #expect(!html.contains("class=\"simulated\""))
        let stand = String(decoding: LeaguePage(try table(three, isSimulated: true)).bytes, as: UTF8.self)
        #expect(stand.contains("The targets are stand-ins") && stand.contains("unfinished"))
    }

    @Test("what the drawing of the differences shows can be walked as a table, a row for each pair")
    func differences() throws {
        let html = String(
            decoding: LeaguePage(try table([("a&b", 2), ("b", 5), ("c", 60)])).bytes, as: UTF8.self)
        let rows = html.matches(of: /<tr><th scope="row">([^<]* less [^<]*)<\/th>(.*)<\/tr>/).map {
            ($0.output.1, $0.output.2)
        }
        #expect(rows.map { $0.0 } == ["a&amp;b less c", "b less c", "a&amp;b less b"])
        #expect(rows.map { $0.1.contains(">certain<") } == [true, true, false])
        #expect(rows.first?.1.hasPrefix("<td class=\"r\">-58.0</td>") == true)
    }
}
