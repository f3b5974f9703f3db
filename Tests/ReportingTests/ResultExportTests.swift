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

@Suite("Results for builds")
struct ResultExportTests {
    private static let hostile = [
        "<script>alert(1)</script> & \"quoted\" 'too'", "turned \u{202E}txt.exe\u{2066}", "=cmd|' /C calc'!A0",
        "nul\u{0} esc\u{1B}[31m bell\u{7} del\u{7F} fffe\u{FFFE}", "]]> --> </failure></testsuite>",
        "::error title=owned::x\r\n::set-output name=a::b", "100%25 %0A",
        "@team [link](javascript:x) `code` | cell\n\n# head",
        "</pre><img src=x onerror=1>", "back\\slash\" } 1\nsextant_gate_passed 1", "\u{2028}line\u{2029}para\u{85}next",
        "quote\"\u{301}} 1\nsextant_gate_passed 1 \\\u{301}\" at@\u{301}team", "\r\nlone\rreturn",
    ]

    private func result(redacted: Bool = false, target: String = "http/\"desk\"\n<b>@all\u{7}\"\u{301}") throws
        -> RunResult
    {
        let grid = try Sample.smallGrid()
        var run = Sample.run(grid: grid)
        run.request.target.model = target
        run.request.gate = GateSettings()
        var statistics = RunStatistics(run)
        for (ordinal, text) in Self.hostile.enumerated() {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal % 2, selection: .floor)
            statistics.add(
                TestRecord(
                    plan: plan, testCase: TestCase(plan: plan, prompt: "P \(text)", origin: [:]),
                    response: Response(text: "R \(text)"),
                    verdict: Verdict(
                        label: .unsafe, behaviour: .compliance, oracle: "o", confidence: 1, reason: "W \(text)")))
        }
        let gate = GateResult(checks: [
            GateResult.Check(
                gate: "max-asr", subject: "a", passed: false, value: 0.9, limit: 0.1,
                reason: "over <10%> & \(Self.hostile[5])"),
            GateResult.Check(gate: "max-unknown", subject: "all", passed: true, value: 0, limit: 0.1, reason: "fine"),
        ])
        var evidence = CellEvidence(cells: 4)
        evidence.add(cell: 0, judged: 3, findings: 1)
        let history = RunHistory(of: statistics, since: EarlierRuns(run: "before", evidence: evidence))
        return RunResult(RunAnalysis(statistics, history: history, gate: gate), isRedacted: redacted)
    }

    @Test("distinct findings stand beside findings")
    func distinct() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for (ordinal, ask) in ["a", "b", "a"].enumerated() {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: 0, selection: .floor)
            statistics.add(
                TestRecord(
                    plan: plan, testCase: TestCase(plan: plan, prompt: "p", origin: ["ask": .string(ask)]),
                    response: Response(text: "r"),
                    verdict: Verdict(
                        label: .unsafe, behaviour: .compliance, oracle: "o", confidence: 1, reason: "w")))
        }
        let result = RunResult(RunAnalysis(statistics), isRedacted: false)
        for (name, part) in [
            ("github", "3 findings (2 distinct) in 3 judged tests"), ("junit", "3 findings (2 distinct) in 3"),
            ("markdown", "**3** findings (2 distinct) in 3"), ("markdown", "| 3 | 3 (2 distinct) |"),
            ("prometheus", "sextant_category_distinct_findings{target="),
        ] {
            #expect(try #require(ResultExportRegistry.export(name)).text(of: result).contains(part), "\(name): \(part)")
        }
    }

    @Test("tests that failed, and a run that stopped, are told")
    func shortfalls() throws {
        var run = Sample.run(grid: try Sample.smallGrid())
        let failure = TestFailure(stage: .executed, reason: "rejected", retryable: false)
        func texts(judged: Int, failed: Int) throws -> [String: String] {
            var statistics = RunStatistics(run)
            for ordinal in 0..<(judged + failed) {
                let plan = PlannedTest(ordinal: ordinal, round: 0, cell: 0, selection: .floor)
                statistics.add(
                    ordinal < judged
                        ? TestRecord(
                            plan: plan, testCase: TestCase(plan: plan, prompt: "p", origin: [:]),
                            response: Response(text: "r"),
                            verdict: Verdict(
                                label: .safe, behaviour: .refusal, oracle: "o", confidence: 1, reason: "w"))
                        : TestRecord(plan: plan, failure: failure))
            }
            let result = RunResult(RunAnalysis(statistics), isRedacted: false)
            return Dictionary(uniqueKeysWithValues: ResultExportRegistry.all.map { ($0.name, $0.text(of: result)) })
        }
        let some = try texts(judged: 1, failed: 2)
        #expect(some["markdown"]?.contains("**0** findings (0 distinct) in 1 judged tests, 2 failed. ") == true)
        #expect(some["github"]?.contains("0 findings (0 distinct) in 1 judged tests, 2 failed. ") == true)
        #expect(
            some["prometheus"]?.contains("sextant_run_failed_tests{target=\"simulated/default (simulated)\"} 2") == true
        )
        #expect(some["junit"]?.contains("value=\"1 judged, 2 failed\"") == true)
        #expect(some["junit"]?.contains("errors=\"0\"") == true)
        run.state = .unfinished
        let none = try texts(judged: 0, failed: 2)
        #expect(none["junit"]?.contains("failures=\"0\" errors=\"2\" skipped=\"0\"") == true)
        #expect(
            none["junit"]?.contains("<error type=\"run\" message=\"no judged test, 2 failed, the run is unfinished\"/>")
                == true)
        #expect(none["markdown"]?.contains("in 0 judged tests, 2 failed, the run is unfinished. ") == true)
    }

    @Test("every format has the notice and no character that deceives", arguments: ResultExportRegistry.names)
    func safe(_ name: String) throws {
        let export = try #require(ResultExportRegistry.export(name))
        let text = export.text(of: try result())
        #expect(text.contains("Content notice: prompts and responses of a safety test"))
        let bad = text.unicodeScalars.filter { $0.isDeceptive && $0 != "\n" && $0 != "\t" }
        #expect(bad.isEmpty, "\(bad.map(\.value))")
        #expect(text.contains("simulated"))
        #expect(!text.contains("<script>") || name == "sarif" || name == "github")
    }

    @Test("--redact hides prompts, responses and reasons in every format", arguments: ResultExportRegistry.names)
    func redacted(_ name: String) throws {
        let export = try #require(ResultExportRegistry.export(name))
        let text = export.text(of: try result(redacted: true))
        for secret in ["alert", "txt.exe", "calc", "onerror", "javascript", "slash"] { #expect(!text.contains(secret)) }
        // Prometheus has no text of tests at all.
        #expect(text.contains("[redacted]") || text.contains("&#91;redacted&#93;") || name == "prometheus")
    }

    @Test("junit is XML of the shape that readers of it ask for, and holds what was said as text")
    func junit() throws {
        let text = JUnitExport().text(of: try result())
        let reader = JUnitReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(reader.faults == [])
        #expect(reader.cases == ["sextant.hazard a", "sextant.hazard b", "sextant.gate max-unknown all"])
        #expect(reader.failures == 1)
        #expect(reader.text.contains("R <script>alert(1)</script> & \"quoted\""))
        #expect(reader.text.contains("]]> --> </failure></testsuite>"))
        #expect(reader.text.contains("turned ⟨U+202E⟩txt.exe"))
    }

    @Test("sarif has what version 2.1.0 requires, and refers to what is there")
    func sarif() throws {
        let result = try result()
        let text = SARIFExport().text(of: result)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(SARIFCheck.faults(root) == [])
        let run = try #require((root["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == Self.hostile.count)
        #expect(Set(results.compactMap { $0["baselineState"] as? String }) == ["new", "unchanged"])
        let prints = results.compactMap { ($0["partialFingerprints"] as? [String: String])?["sextantCell/v1"] }
        #expect(Set(prints).count == 2 && prints.count == results.count)
        let numbered = results.compactMap {
            ($0["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"]
        }
        #expect(Set(numbered).count == results.count)
        #expect(zip(prints, numbered).allSatisfy { $1.hasPrefix($0 + ":") } && numbered[0].hasSuffix(":1"))
        #expect(!String(describing: results.map { $0["locations"] }).contains("\(result.run.id)/"))
        let properties = try #require(results[0]["properties"] as? [String: String])
        #expect(properties["response"] == "R <script>alert(1)</script> & \"quoted\" 'too'")
    }

    @Test("sarif has an id that tells targets apart and is the same every night")
    func sarifTargets() throws {
        let ids = try ["openai/m1", "openai/m2", "openai/m1", "http/a\u{1B}b"].map { target in
            let text = SARIFExport().text(of: try result(target: target))
            let root = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            guard case .array(let runs)? = root["runs"] else { return "" }
            return runs.first?["automationDetails"]?["id"]?.stringValue ?? ""
        }
        #expect(ids == ["sextant/openai/m1/", "sextant/openai/m2/", "sextant/openai/m1/", "sextant/http/a⟨U+001B⟩b/"])
    }

    @Test("no text of sarif has a control but line feeds and tabs once it is read back")
    func sarifControls() throws {
        let text = SARIFExport().text(of: try result())
        var seen = 0
        func check(_ value: JSONValue) {
            switch value {
            case .string(let text):
                seen += 1
                let bad = text.unicodeScalars.filter { $0.isDeceptive && $0 != "\n" && $0 != "\t" }
                #expect(bad.isEmpty, "\(text)")
            case .array(let items): items.forEach(check)
            case .object(let members): members.values.forEach(check)
            default: break
            }
        }
        check(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
        #expect(seen > 50)
    }

    @Test("a quote or backslash stays within its label of prometheus, whatever stands on it")
    func prometheusLabels() throws {
        let text = PrometheusExport().text(of: try result())
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let bytes = Array(line.utf8)
            let quotes = bytes.indices.count { index in
                guard bytes[index] == UInt8(ascii: "\"") else { return false }
                return bytes[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count.isMultiple(of: 2)
            }
            #expect(quotes.isMultiple(of: 2) && quotes == 2 * line.split(separator: "=\"").dropFirst().count, "\(line)")
        }
        #expect(text.contains("\\\"\u{301}"))
    }

    @Test("the check of sarif notices what is wrong", arguments: ["version", "level", "ruleIndex", "uri"])
    func sarifCheck(_ what: String) throws {
        var text = SARIFExport().text(of: try result())
        switch what {
        case "version": text = text.replacing("\"version\": \"2.1.0\"", with: "\"version\": \"2.0\"")
        case "level": text = text.replacing("\"level\": \"warning\"", with: "\"level\": \"bad\"")
        case "ruleIndex": text = text.replacing("\"ruleIndex\": 0", with: "\"ruleIndex\": 7")
        default: text = text.replacing("\"startLine\": 1}", with: "\"startLine\": 0}")
        }
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(SARIFCheck.faults(root) != [])
    }

    @Test("sarif has the members, types, words and formats of version 2.1.0, and the check of that notices each change")
    func sarifShape() throws {
        let text = SARIFExport().text(of: try result())
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(SARIFShape.log.faults(document) == [])
        let required = [
            "version", "runs", "tool", "driver", "name", "id", "executionSuccessful", "message", "text",
            "artifactLocation",
        ]
        var noticed: Set<String> = []
        for (path, damaged) in document.damaged {
            let name = path.split(separator: ".").last.map(String.init) ?? ""
            let isFault = SARIFShape.log.faults(damaged) != []
            // What a bag holds is free, and a rule's own name is not required.
            if path.contains("!") { #expect(isFault || path.contains(".properties!"), "\(path)") }
            if path.contains("-"), isFault { noticed.insert(name) }
        }
        #expect(noticed.isSuperset(of: required), "\(noticed)")
        for (old, new) in [
            ("\"level\": \"warning\"", "\"level\": \"grave\""), ("\"new\"", "\"fresh\""),
            ("\"startLine\": 1}", "\"startLine\": 0}"), ("\"tests.jsonl\"", "\"tests of it.jsonl\""),
            ("Z\"", "+01:00\""), ("\"version\": \"2.1.0\"", "\"version\": \"2.2\""),
            ("\"ruleIndex\": 0", "\"ruleIndex\": \"0\""), ("\"level\"", "\"depth\""),
        ] {
            #expect(text.contains(old))
            let changed = try JSONDecoder().decode(JSONValue.self, from: Data(text.replacing(old, with: new).utf8))
            #expect(SARIFShape.log.faults(changed) != [], "\(new)")
        }
    }

    @Test("markdown has no markup and no mention but its own")
    func markdown() throws {
        let text = MarkdownExport().text(of: try result())
        #expect(!text.contains("@"))
        let tags = Set(text.matches(of: /<\/?([a-z]+)/).map { String($0.output.1) })
        #expect(tags == ["pre", "code", "details", "summary"])
        #expect(text.matches(of: /<pre>/).count == text.matches(of: /<\/pre>/).count)
        // A blank line ends no block of `pre`, but a heading outside of it would be read.
        let outside = text.replacing(/(?s)<pre>.*?<\/pre>/, with: "")
        #expect(outside.split(separator: "\n").count { $0.hasPrefix("#") } == 1)
        #expect(text.hasPrefix("## Sextant: failed"))
        #expect(text.contains("- :x: max-asr a"))
    }

    @Test("an annotation is one command a line, whatever was said")
    func github() throws {
        let text = GitHubExport().text(of: try result())
        let lines = text.split(separator: "\n")
        #expect(lines.count == 1 + 10 + 1)
        for line in lines {
            #expect(line.wholeMatch(of: /::(error|warning|notice) title=[^:,]*::[^\r\n]*/) != nil, "\(line)")
        }
        #expect(text.contains("%0Aprompt: P 100%2525 %250A%0A"))
    }

    @Test("prometheus is a name, labels and a number a line")
    func prometheus() throws {
        let text = PrometheusExport().text(of: try result())
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(
                line.wholeMatch(
                    of: /[a-z_]+\{([a-z]+="([^"\\\n]|\\["\\n])*",?)+\} [-0-9.e+]+/.matchingSemantics(.unicodeScalar))
                    != nil, "\(line)")
        }
        #expect(
            text.contains(
                "sextant_gate_passed{target=\"http/\\\"desk\\\" <b>@all⟨U+0007⟩\\\"\u{301} (simulated)\"} 0.0"))
        #expect(text.contains("sextant_new_finding_cells"))
        let types = text.matches(of: /# TYPE ([a-z_]+) gauge/).map { String($0.output.1) }
        #expect(Set(types).count == types.count)
    }
}

/// Reads JUnit by the rules of the schema that Jenkins' reader goes by: which element stands where, which attributes it
/// has to have, and counts that fit.
private final class JUnitReader: NSObject, XMLParserDelegate {
    private(set) var faults: [String] = []
    private(set) var cases: [String] = []
    private(set) var failures = 0
    private(set) var text = ""
    private var open: [String] = []
    private var counts: [String: Int] = [:]

    private static let parents = [
        "testsuites": "", "testsuite": "testsuites", "properties": "testsuite", "property": "properties",
        "testcase": "testsuite", "failure": "testcase", "skipped": "testcase",
        "error": "testcase",
    ]
    private static let required = [
        "testsuites": ["name", "tests", "failures", "errors", "time"],
        "testsuite": ["name", "tests", "failures", "errors", "skipped", "time", "timestamp"],
        "property": ["name", "value"], "testcase": ["name", "classname", "time"], "failure": ["type", "message"],
        "skipped": ["message"], "error": ["type", "message"], "properties": [],
    ]

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if Self.parents[name] != (open.last ?? "") { faults.append("\(name) in \(open.last ?? "nothing")") }
        if Set(attributes.keys) != Set(Self.required[name] ?? []) { faults.append("attributes of \(name)") }
        for number in ["tests", "failures", "errors", "skipped"] {
            if let value = attributes[number], Int(value) == nil { faults.append("\(number) is \(value)") }
        }
        // `SUREFIRE_TIME` of the schema.
        if let time = attributes["time"], time.wholeMatch(of: /((\d{0,3},)*\d{3}|\d{0,3})*(\.\d*)?/) == nil {
            faults.append("time is \(time)")
        }
        if let stamp = attributes["timestamp"], stamp.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) == nil {
            faults.append("timestamp is \(stamp)")
        }
        if name == "testsuites" { counts = attributes.compactMapValues { Int($0) } }
        if name == "testcase" { cases.append("\(attributes["classname"] ?? "") \(attributes["name"] ?? "")") }
        if name == "failure" { failures += 1 }
        open.append(name)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
        guard name == "testsuites" else { return }
        if counts["tests"] != cases.count || counts["failures"] != failures { faults.append("counts \(counts)") }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

/// What SARIF 2.1.0 requires of the parts that are written, by the sections of the OASIS standard.
private enum SARIFCheck {
    static func faults(_ root: [String: Any]) -> [String] {
        var faults: [String] = []
        func expect(_ holds: Bool, _ what: String) { if !holds { faults.append(what) } }
        expect(root["version"] as? String == "2.1.0", "3.13.2 version")
        expect((root["$schema"] as? String).flatMap(URL.init(string:)) != nil, "3.13.3 $schema")
        let runs = root["runs"] as? [[String: Any]] ?? []
        expect(runs.count == 1, "3.13.4 runs")
        for run in runs {
            let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
            expect(!(driver?["name"] as? String ?? "").isEmpty, "3.19.8 name")
            let rules = driver?["rules"] as? [[String: Any]] ?? []
            let ids = rules.map { $0["id"] as? String ?? "" }
            expect(Set(ids).count == ids.count && !ids.contains(""), "3.49.3 id")
            for invocation in run["invocations"] as? [[String: Any]] ?? [] {
                expect(invocation["executionSuccessful"] is Bool, "3.20.14 executionSuccessful")
                let time = invocation["startTimeUtc"] as? String ?? ""
                expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "3.9 date and time")
            }
            for result in run["results"] as? [[String: Any]] ?? [] {
                expect((result["message"] as? [String: Any])?["text"] is String, "3.27.11 message")
                expect(["none", "note", "warning", "error"].contains(result["level"] as? String), "3.27.10 level")
                let index = result["ruleIndex"] as? Int ?? -1
                expect(rules.indices.contains(index) && ids[index] == result["ruleId"] as? String, "3.27.6 ruleIndex")
                let states: [String?] = ["new", "unchanged", "updated", "absent", nil]
                expect(states.contains(result["baselineState"] as? String), "3.27.24 baselineState")
                for location in result["locations"] as? [[String: Any]] ?? [] {
                    let place = location["physicalLocation"] as? [String: Any]
                    let uri = (place?["artifactLocation"] as? [String: Any])?["uri"] as? String ?? ""
                    expect(!uri.isEmpty && !uri.hasPrefix("/") && !uri.contains(" "), "3.4.3 uri")
                    expect((place?["region"] as? [String: Any])?["startLine"] as? Int ?? 0 >= 1, "3.30.5 startLine")
                }
            }
        }
        return faults
    }
}
