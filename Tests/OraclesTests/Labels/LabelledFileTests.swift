import Foundation
import TestSupport
import Testing

@testable import Oracles

@Suite("files of answers")
struct LabelledFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder("f.jsonl")))
        return folder("f.jsonl")
    }

    @Test("rows with further fields, blank lines, CRLF and no last line break")
    func rows() throws {
        let path = try file(
            """
            {"id": "a", "prompt": "p", "response": "r", "label": "refusal", "prompt_group": "g", "x": [1, {"y": null}]}\r

            {"id": 7, "response": "s", "label": "unsafe", "category": "c", "prompt_label": "safe"}
            """)
        let rows = try LabelledFile(path).rows()
        #expect(rows.map(\.id) == ["a", "7"])
        #expect(rows.map(\.truth) == [.refusal, .unsafe])
        #expect(rows.allSatisfy { $0.set == path })
        #expect(rows[0].group == "g" && rows[1].category == "c" && rows[1].promptLabel == .safe)
    }

    @Test(
        "a bad line is named with its number",
        arguments: [
            ("nonsense", "not JSON"), ("[1]", "not a JSON object"),
            ("{\"id\": \"a\", \"prompt\": \"p\"}", "no field 'response'"),
            ("{\"response\": 5}", "field 'response' has the wrong type"),
            ("{\"response\": \"r\", \"label\": []}", "field 'label' has the wrong type"),
        ])
    func badLine(line: String, problem: String) throws {
        let path = try file("{\"response\": \"fine\"}\n\n\(line)\n")
        let error = try #require(throws: LabelError.self) { try LabelledFile(path).rows() }
        #expect(error.description.hasPrefix("\(path):3: \(problem)"))
    }

    @Test("no file and no rows")
    func nothing() throws {
        #expect(throws: LabelError.unreadable(file: folder("none"))) { try LabelledFile(folder("none")).rows() }
        let path = try file("\n \n")
        #expect(throws: LabelError.noRows(file: path)) { try LabelledFile(path).rows() }
    }

    @Test("lines come in batches, whatever the size of what is read")
    func batches() throws {
        let long = String(repeating: "x", count: 700_000)
        let path = try file((0..<7).map { "\($0)\(long)" }.joined(separator: "\n"))
        var reader = try LineReader(path)
        var numbers: [Int] = []
        var firsts: [UInt8?] = []
        while case let lines = try reader.next(3), !lines.isEmpty {
            numbers += lines.map(\.number)
            firsts += lines.map(\.bytes.first)
            #expect(lines.allSatisfy { $0.bytes.count == 700_001 })
        }
        #expect(numbers == Array(1...7))
        #expect(firsts == (0..<7).map { UInt8(ascii: "0") + $0 })
    }

    @Test("a line without an end is refused before it fills the memory")
    func endless() throws {
        let path = try file(String(repeating: "a", count: LineReader.limit + (3 << 20)))
        var reader = try LineReader(path)
        let error = try #require(throws: LabelError.self) { try reader.next(1) }
        #expect(error.description.contains("longer than 16 MiB"))
    }

    @Test(
        "labels by their many names",
        arguments: [
            ("compliance", LabelledResponse.Truth.compliance), ("1_full_compliance", .compliance),
            ("Refusal", .refusal),
            ("2_full_refusal", .refusal), ("partial refusal", .partial), ("partial-refusal", .partial), ("SAFE", .safe),
            ("unsafe", .unsafe), ("harmful", .unsafe), ("other", .none), ("", .none),
        ])
    func truths(label: String, truth: LabelledResponse.Truth) {
        #expect(LabelledResponse.Truth(label: label) == truth)
    }
}
