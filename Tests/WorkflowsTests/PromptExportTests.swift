import Foundation
import Foundations
import Images
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Reporting
@testable import Workflows

@Suite("Exports for other tools")
struct PromptExportTests {
    private static let nasty = [
        "plain", "with, comma and \"quotes\"", "two\nlines", "=1+1", "@cmd", "-2", "+3", "\tTab",
        "{{ template }} {% if %}",
        "file:///etc/passwd", "漢字 \u{202E}turned", "a\u{2028}b", "nul\0byte", "</script><b>", "- list: [x]", "'single'",
        "# no comment", "quote\"\u{301},=1+1", "esc\u{1B}[31m bell\u{7} c1\u{9B}31m", "line\r\nend",
        "{\u{301}{ {% endraw %}{{1}}",
        "no characters \u{FFFE}\u{FFFF}", "=\u{301}1+1",
    ]

    private func exported(_ format: String, _ rows: [DataSetRow], protective: Set<String> = []) async throws -> Scratch
    {
        let scratch = try Scratch()
        let store = try SQLiteStore.openForWriting("\(scratch.path)/sextant.sqlite")
        let set = DataSetRecord(
            name: "my \"set\"", digest: "0", role: .tests, origin: "made up", grid: "astral", createdAt: 0)
        try await store.begin(set)
        try await store.append(rows, to: set.name)
        try await store.finish(dataSet: set.name)
        let count = try await PromptExporter(store: store, format: format, path: "\(scratch.path)/out")
            .export(dataSet: store.dataSet(set.name), protective: protective)
        #expect(count.prompts == rows.count)
        return scratch
    }

    private static let rows = nasty.enumerated().map { index, prompt in
        DataSetRow(
            ordinal: index, prompt: prompt, labels: ["hazard": "h\(index % 3)", "persona": "typical"],
            category: index == 0 ? "Cat" : nil)
    }

    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("every format has the content notice, in itself or beside itself", arguments: ExportRegistry.names)
    func notice(_ format: String) async throws {
        let scratch = try await exported(format, Self.rows)
        let place = ["hf": "out/README.md", "garak": "out", "promptfoo": "out"][format] ?? "out.NOTICE.txt"
        #expect(try scratch.text(place).contains(RunResult.notice))
    }

    @Test("jsonl reads back, with the same keys on every line")
    func jsonLines() async throws {
        let lines = try objects(try await exported("jsonl", Self.rows).text("out"))
        #expect(lines.map { $0["prompt"] as? String } == Self.nasty)
        #expect(Set(lines.map { $0.keys.sorted() }).count == 1)
        #expect(lines[0]["category"] as? String == "Cat")
        #expect(lines[1]["persona"] as? String == "typical")
    }

    @Test("csv reads back by RFC 4180, and no cell begins a formula")
    func csv() async throws {
        let text = try await exported("csv", Self.rows).text("out")
        let cells = Self.parsed(text)
        #expect(cells.count == Self.rows.count + 1)
        #expect(
            cells[0] == [
                "id", "prompt", "hazard", "style", "technique", "persona", "category", "response", "label", "behaviour",
                "finding", "grade_refused", "grade_specific", "grade_convincing", "grade",
            ])
        for (cell, prompt) in zip(cells.dropFirst().map { $0[1] }, Self.nasty) {
            let visible = VisibleText.block(prompt)
            #expect(cell == visible || cell == "'" + visible)
        }
        let controls = text.unicodeScalars.filter { $0.isDeceptive && !["\n", "\r", "\t"].contains($0) }
        #expect(controls.isEmpty, "\(controls.map(\.value))")
        #expect(text.contains("esc⟨U+001B⟩[31m bell⟨U+0007⟩ c1⟨U+009B⟩31m") && text.contains("nul⟨U+0000⟩byte"))
        for cell in cells.joined() {
            #expect(!(cell.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false), "\(cell)")
        }
    }

    @Test("inspect has samples, whose target is an answer for protective questions")
    func inspect() async throws {
        let lines = try objects(try await exported("inspect", Self.rows, protective: ["h1"]).text("out"))
        #expect(lines.map { $0["input"] as? String } == Self.nasty)
        #expect(lines[0]["target"] as? String == "refusal" && lines[1]["target"] as? String == "answer")
        #expect((lines[0]["metadata"] as? [String: String])?["category"] == "Cat")
        #expect(Set(lines.compactMap { $0["id"] as? String }).count == Self.nasty.count)
    }

    @Test("garak has a payload file of its schema")
    func garak() async throws {
        let data = Data(try await exported("garak", Self.rows).bytes("out"))
        let payload = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(payload["payloads"] as? [String] == Self.nasty)
        #expect(payload["garak_payload_name"] as? String == "my \"set\"")
        #expect(payload["payload_types"] is [String])
        let none = Data(try await exported("garak", []).bytes("out"))
        #expect(((try JSONSerialization.jsonObject(with: none)) as? [String: Any])?["payloads"] as? [String] == [])
    }

    @Test("promptfoo has test cases in YAML that leave templates and addresses alone")
    func promptfoo() async throws {
        let scratch = try await exported("promptfoo", Self.rows, protective: ["h1"])
        let root = try YAMLValue(text: scratch.text("out"), file: "out")
        let tests = try root.list().map { try $0.mapping() }
        #expect(tests.count == Self.nasty.count)
        for (test, prompt) in zip(tests, Self.nasty) {
            let text = try test.required("vars").mapping().required("prompt").string()
            let bare = text.replacing("{% raw %}", with: "").replacing("{% endraw %}", with: "")
            #expect(bare == prompt || bare == " " + prompt)
            #expect(!text.hasPrefix("file:"))
            if prompt.utf8.contains(UInt8(ascii: "%")) { #expect(!bare.utf8.elementsEqual(text.utf8)) }
            if prompt.contains("{{") { #expect(text.hasPrefix("{% raw %}") && text.hasSuffix("{% endraw %}")) }
        }
        #expect(try tests[0].required("assert").list().count == 1)
        #expect(tests[1]["assert"] == nil)
        let empty = try YAMLValue(text: try await exported("promptfoo", []).text("out"), file: "out")
        #expect(try empty.list().isEmpty)
    }

    @Test("hf is a folder with data, a card and Croissant metadata that agree")
    func huggingFace() async throws {
        let scratch = try await exported("hf", Self.rows)
        let data = try scratch.bytes("out/data/test.jsonl")
        #expect(try objects(String(decoding: data, as: UTF8.self)).count == Self.rows.count)
        let card = try scratch.text("out/README.md")
        #expect(card.hasPrefix("---\npretty_name: \"my \\\"set\\\"\"\n"))
        let count = Self.rows.count { $0.labels["hazard"] == "h0" }
        #expect(card.contains("path: data/test.jsonl") && card.contains("| h0 | \(count) |"))
        let croissant = try #require(
            JSONSerialization.jsonObject(with: Data(scratch.bytes("out/croissant.json"))) as? [String: Any])
        #expect(croissant["conformsTo"] as? String == "http://mlcommons.org/croissant/1.0")
        let file = try #require((croissant["distribution"] as? [[String: Any]])?.first)
        let digest = SHA256.digest(of: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(file["sha256"] as? String == digest)
        let fields = try #require((croissant["recordSet"] as? [[String: Any]])?.first?["field"] as? [[String: Any]])
        #expect(fields.contains { $0["name"] as? String == "persona" })
    }

    @Test("a digest in parts is the digest of the whole", arguments: [0, 1, 55, 56, 63, 64, 65, 1_000])
    func stream(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var stream = SHA256.Stream()
        for start in stride(from: 0, to: count, by: 17) { stream.add(Array(bytes[start..<min(start + 17, count)])) }
        let whole = SHA256.digest(of: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(stream.hexadecimal == whole)
        #expect(stream.count == count)
    }

    @Test("a harmless twin deserves help in every format, and a list of what to decline leaves it out")
    func twins() throws {
        let scratch = try Scratch()
        let description = ExportDescription(name: "n", summary: "s", dimensions: ["intent"], isSimulated: false)
        let rows = ["harmful", "twin"].enumerated().map { index, intent in
            ExportRow(
                DataSetRow(ordinal: index, prompt: "\(intent) prompt", labels: ["intent": intent]), protective: [])
        }
        var texts: [String: String] = [:]
        for format in ["garak", "promptfoo", "inspect"] {
            var export = try ExportRegistry.export(format, description, path: "\(scratch.path)/\(format)")
            #expect(try rows.map { try export.add($0) } == [true, format != "garak"])
            try export.finish()
            texts[format] = try scratch.text(format)
        }
        #expect(try objects(texts["inspect"] ?? "").map { $0["target"] as? String } == ["refusal", "answer"])
        let cases = (texts["promptfoo"] ?? "").components(separatedBy: "- description").dropFirst()
        #expect(cases.map { $0.contains("type: is-refusal") } == [true, false])
        #expect(cases.map { $0.contains("type: not-is-refusal") } == [false, true])
        #expect(texts["garak"]?.contains("twin prompt") == false)
    }

    @Test("a redacted run has no responses")
    func redacted() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.grid(), budget: 50)
        let store = try await scratch.store(run, Sample.records(50, grid: run.grid))
        for redacted in [false, true] {
            _ = try await PromptExporter(store: store, format: "jsonl", path: "\(scratch.path)/out-\(redacted)")
                .export(run: run, redacted: redacted)
            let lines = try objects(scratch.text("out-\(redacted)"))
            #expect(lines.contains { $0["response"] is String } == !redacted)
            #expect(lines.contains { $0["label"] is String })
        }
    }

    @Test("images are named by the formats that can, and counted by the others", arguments: ExportRegistry.names)
    func images(_ format: String) async throws {
        let image = ImageReference(try TextPicture.image(of: "a map"))
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 2)
        let records = (0..<2).map { ordinal in
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal, selection: .floor)
            var response = Response(text: "")
            if ordinal == 1 { response.images = [image] }
            return TestRecord(
                plan: plan,
                testCase: TestCase(
                    plan: plan, prompt: "prompt \(ordinal)",
                    origin: ordinal == 1 ? [ImageReference.originKey: image.origin] : ["generator": .string("t")]),
                response: response,
                verdict: Verdict(label: .safe, behaviour: .compliance, oracle: "o", confidence: nil, reason: "r"))
        }
        let store = try await scratch.store(run, records)
        let written = try await PromptExporter(store: store, format: format, path: "\(scratch.path)/out").export(
            run: run, redacted: false)
        let isNamed = ExportRegistry.withImages.contains(format)
        #expect(written.prompts == 2 && written.withoutImages == (isNamed ? 0 : 1))
        let text = try scratch.text(format == "hf" ? "out/data/test.jsonl" : "out")
        #expect(text.contains("\"images\":[\"images/\(image.fileName)\"]") == isNamed)
        #expect(text.contains("\"prompt_image\":\"inputs/\(image.fileName)\"") == isNamed)
    }

    @Test("a response with controls and formulas goes into no text file raw", arguments: ExportRegistry.names)
    func hostileResponse(_ format: String) async throws {
        let scratch = try Scratch()
        let grid = try Sample.smallGrid()
        let run = Sample.run(grid: grid, budget: 1)
        let plan = PlannedTest(ordinal: 0, round: 0, cell: 0, selection: .floor)
        let hostile = "=1+1 \"\u{301},\u{1B}[2J\u{0}\u{7}\u{8}\u{7F}\u{9B}\u{202E}\r\nend"
        let record = TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: hostile, origin: ["generator": .string("t")]),
            response: Response(text: hostile),
            verdict: Verdict(label: .unsafe, behaviour: .compliance, oracle: "o", confidence: nil, reason: hostile))
        let store = try await scratch.store(run, [record])
        #expect(
            try await PromptExporter(store: store, format: format, path: "\(scratch.path)/out").export(
                run: run, redacted: false
            ).prompts == 1)
        let place = format == "hf" ? "out/data/test.jsonl" : "out"
        let bad = try scratch.text(place).unicodeScalars.filter { $0.isDeceptive && !["\n", "\r"].contains($0) }
        #expect(bad.isEmpty, "\(bad.map(\.value))")
        if format == "csv" {
            let cells = Self.parsed(try scratch.text(place))
            #expect(cells.count == 2 && Set(cells.map(\.count)).count == 1)
            #expect(cells[1].count { $0.hasPrefix("'=1+1 ") } == 2)
        }
    }

    @Test("an unknown format is an error that names the known ones")
    func unknown() throws {
        let description = ExportDescription(name: "n", summary: "s", dimensions: [], isSimulated: false)
        #expect(throws: ReportError.unknownFormat("xls", known: ExportRegistry.names)) {
            _ = try ExportRegistry.export("xls", description, path: "/nowhere/x")
        }
        let scratch = try Scratch()
        for name in ExportRegistry.names {
            _ = try ExportRegistry.export(name, description, path: "\(scratch.path)/\(name)")
        }
    }

    /// A reader of its own, so that the writer is not checked against itself.
    private static func parsed(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if isQuoted {
                if scalar != "\"" {
                    field.append(scalar)
                } else if index < scalars.count, scalars[index] == "\"" {
                    field.append(scalar)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"" {
                isQuoted = true
            } else if scalar == "," || scalar == "\n" {
                row.append(String(field))
                field = String.UnicodeScalarView()
                if scalar == "\n" {
                    rows.append(row)
                    row = []
                }
            } else if scalar != "\r" {
                field.append(scalar)
            }
        }
        return rows
    }
}
