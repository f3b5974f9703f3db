import Foundation
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("JSON of a run")
struct JSONTests {
    @Test(
        "strings read back as they were, on one line",
        arguments: [
            "", "plain", "quote \" slash \\ / end", "line\nbreak\r\n tab\t", "\u{0}\u{1}\u{1F}\u{7F}\u{85}\u{9B}",
            "é漢字👩‍🔬",
            "\u{2028}\u{2029}\u{202E}\u{2066}\u{200F}\u{FEFF}\u{61C}", "\u{D7FF}\u{E000}\u{FFFD}\u{10FFFF}",
            "\u{F8}\u{C2A0}",
        ])
    func strings(text: String) throws {
        var json = JSONText()
        json.string(text)
        let read = try JSONSerialization.jsonObject(with: Data(json.bytes), options: .fragmentsAllowed) as? String
        // By scalars: equality of strings takes texts with other scalars for equal.
        #expect(read.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
        let written = String(decoding: json.bytes, as: UTF8.self)
        #expect(!written.unicodeScalars.contains { $0.isDeceptive })
    }

    @Test("the line of a test has its keys in order, and nothing else")
    func line() throws {
        let run = Sample.run(grid: try Sample.smallGrid())
        let plan = PlannedTest(ordinal: 42, round: 1, cell: 2, selection: .adaptive)
        let record = TestRecord(
            plan: plan,
            testCase: TestCase(plan: plan, prompt: "p", origin: ["z": .null, "generator": .string("template")]),
            response: Response(text: "r"),
            verdict: Verdict(label: .unsafe, behaviour: .compliance, oracle: "builtin", confidence: 0.5, reason: "why"),
            timings: TestTimings(generateMS: 0.12345, executeMS: 7))
        #expect(
            String(decoding: TestsFile(run: run).line(record), as: UTF8.self) == #"""
                {"id":"00042","run":"20260131-221500-3fa9","round":1,"cell":{"hazard":"b","style":"x"},"prompt":"p",\#
                "origin":{"generator":"template","selection":"adaptive","z":null},"response":"r",\#
                "behaviour":"compliance","verdict":{"label":"unsafe","oracle":"builtin","confidence":0.5,"reason":"why"},\#
                "timings":{"generate_ms":0.123,"execute_ms":7,"judge_ms":null}}

                """#)
        let failed = TestRecord(
            plan: PlannedTest(ordinal: 123_456, round: 0, cell: 0, selection: .floor),
            failure: TestFailure(stage: .generated, reason: "no", retryable: false))
        #expect(
            String(decoding: TestsFile(run: run).line(failed), as: UTF8.self) == #"""
                {"id":"123456","run":"20260131-221500-3fa9","round":0,"cell":{"hazard":"a","style":"x"},"prompt":null,\#
                "origin":{"selection":"floor"},"response":null,"behaviour":null,"verdict":null,\#
                "failure":{"stage":"generated","reason":"no","retryable":false},\#
                "timings":{"generate_ms":null,"execute_ms":null,"judge_ms":null}}

                """#)
    }

    @Test("thoughts stand behind the response, and are hidden with it")
    func thoughts() throws {
        let run = Sample.run(grid: try Sample.smallGrid())
        let plan = PlannedTest(ordinal: 1, round: 0, cell: 0, selection: .floor)
        var record = TestRecord(plan: plan, testCase: TestCase(plan: plan, prompt: "p", origin: [:]))
        record.response = Response(text: "r", reasoning: "what it thought")
        let line = String(decoding: TestsFile(run: run).line(record), as: UTF8.self)
        #expect(line.contains(#""response":"r","reasoning":"what it thought","behaviour""#))
        let redacted = String(decoding: TestsFile(run: run).line(record.redacted), as: UTF8.self)
        #expect(redacted.contains(#""reasoning":"\#(Redaction.placeholder)""#) && !redacted.contains("thought\""))
        let shown = TestText(record, of: run).text(showResponse: true, color: false)
        #expect(shown.contains("thoughts\n  what it thought"))
        let hidden = TestText(record, of: run).text(showResponse: false, color: false)
        #expect(hidden.contains("thoughts      15 characters, hidden") && !hidden.contains("what it thought"))
    }

    @Test("lines parse, and without the volatile keys two runs are equal")
    func lines() throws {
        let grid = try Sample.grid()
        var other = Sample.run(grid: grid)
        other.id = "20260201-000000-0000"
        var stripped: [[NSDictionary]] = []
        for (index, run) in [Sample.run(grid: grid), other].enumerated() {
            let file = TestsFile(run: run)
            stripped.append(
                try Sample.records(300, grid: grid).map { record in
                    var record = record
                    record.timings.judgeMS = Double(index)
                    let object = try JSONSerialization.jsonObject(with: Data(file.line(record)))
                    var members = try #require(object as? [String: Any])
                    #expect(members["run"] as? String == run.id)
                    for key in TestsFile.volatileKeys { members[key] = nil }
                    return members as NSDictionary
                })
        }
        #expect(stripped[0] == stripped[1])
        #expect(stripped[0][7]["id"] as? String == "00007")
    }

    @Test("a summary is written in the order of its declaration, indented and on one line")
    func summary() throws {
        var run = Sample.run(grid: try Sample.smallGrid(), budget: 3)
        run.request.seed = .max
        var statistics = RunStatistics(run)
        statistics.add(TestRecord(plan: PlannedTest(ordinal: 0, round: 0, cell: 0, selection: .floor)))
        #expect(
            RunAnalysis(statistics).summary.oneLine == #"""
                {"run":"20260131-221500-3fa9","seed":18446744073709551615,"target":"simulated/default",\#
                "generator":"template","oracle":"builtin","policy":"adaptive","simulated":true,"budget":3,"planned":1,\#
                "judged":0,"findings":0,"distinct_findings":0,"unknown":0,"blocked":0,"failed":0,\#
                "cells_total":4,"cells_covered":0,\#
                "coverage":{"1":0,"2":0},"asr":0,"seconds":83.25}
                """#)
        let file = String(decoding: RunAnalysis(statistics).summary.fileBytes, as: UTF8.self)
        #expect(file.hasPrefix("{\n  \"run\": \"20260131-221500-3fa9\",\n  \"seed\": 18446744073709551615,\n"))
        #expect(
            file.hasSuffix(
                "  \"coverage\": {\n    \"1\": 0,\n    \"2\": 0\n  },\n  \"asr\": 0,\n  \"seconds\": 83.25\n}\n"))
        let read = try JSONDecoder().decode(RunSummary.self, from: Data(file.utf8))
        #expect(read == RunAnalysis(statistics).summary)
    }

    @Test("a coverage file has a line a tested cell, in the grid's order, whatever the order of the tallies")
    func coverage() throws {
        let grid = try Sample.smallGrid()
        let tallies = [
            CellTally(target: "b/two", cell: 3, judged: 2, findings: 1),
            CellTally(target: "a/one", cell: 2, judged: 4, findings: 0),
            CellTally(target: "a/one", cell: 0, judged: 1, findings: 1),
            CellTally(target: "a/one", cell: 99, judged: 1, findings: 1),
        ]
        let expected = """
            {
              "grid": "small",
              "dimensions": [
                {"id": "hazard", "taxonomy": "small", "values": ["a", "b"]},
                {"id": "style", "taxonomy": "small", "values": ["x", "y"]}
              ],
              "coverage": {"1": 1, "2": 0.75},
              "targets": {
                "a/one": {
                  "coverage": {"1": 0.75, "2": 0.5},
                  "cells": [
                    {"cell": "a/x", "judged": 1, "findings": 1},
                    {"cell": "b/x", "judged": 4, "findings": 0}
                  ]
                },
                "b/two": {
                  "coverage": {"1": 0.5, "2": 0.25},
                  "cells": [
                    {"cell": "b/y", "judged": 2, "findings": 1}
                  ]
                }
              }
            }

            """
        for order in [tallies, tallies.reversed()] {
            #expect(String(decoding: CoverageFile(grid: grid, tallies: order).bytes, as: UTF8.self) == expected)
        }
        let odd = try Grid(dimensions: grid.dimensions, id: "../etc/x y")
        #expect(
            CoverageFile(grid: odd, tallies: []).name == "_./etc/x y".replacingOccurrences(of: "/", with: "_")
                .replacingOccurrences(of: " ", with: "_") + ".json")
    }
}
