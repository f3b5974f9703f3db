import ChatModels
import Foundation
import Generation
import Oracles
import Records
import Reporting
import SafetyGrid
import Storage
import Workflows

/// Measures what becomes of long foreign texts: `text-bench SEEDS [megabytes]`, 5 by default.
///
/// A row is something that is done with a prompt or a response, a column what the text is made of, a figure milliseconds of
/// processor time, which says the same on a machine that is shared.
@main
enum TextBench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let seeds = arguments.first else { return print("usage: text-bench SEEDS [megabytes]") }
        let bytes = Int((arguments.count > 1 ? Double(arguments[1]) ?? 5 : 5) * 1_000_000)
        let works = try await works(seeds)
        print((["\(bytes / 1000) KB, ms"] + TextKind.all.map(\.name)).map(padded).joined())
        for (name, work) in works {
            var line = padded(name)
            for kind in TextKind.all {
                let text = kind.text(bytes)
                let start = clock()
                try await work(text)
                line += padded("\((clock() - start) * 1000 / CLOCKS_PER_SEC)")
            }
            print(line)
            // Every stream: a row is shown when it is done.
            fflush(nil)
        }
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 14 - text.count))
    }

    private typealias Work = (name: String, do: (String) async throws -> Void)

    private static func works(_ seeds: String) async throws -> [Work] {
        let parts = try BenchParts(seeds: seeds)
        let shown: [Work] = [
            ("show", { _ = TestText(parts.record($0), of: parts.run).text(showResponse: true, color: false) }),
            (
                "table",
                {
                    var table = TextTable([.init("a", flexible: true), .init("b", .right)])
                    table.add([$0, "1"])
                    _ = table.text(color: false)
                }
            ), ("message", { _ = TerminalText.safe($0) }),
        ]
        let judged: [Work] = [
            ("rules", { _ = try await RuleOracle().verdict(on: parts.exchange($0)) }),
            ("builtin", { _ = try await parts.builtin.verdict(on: parts.exchange($0)) }),
            ("judge", { _ = try await parts.judge($0).verdict(on: parts.exchange($0)) }),
            ("guard", { _ = try await parts.guardian($0).verdict(on: parts.exchange($0)) }),
        ]
        let compared: [Work] = [
            ("novelty", { try await parts.compare($0) }),
            ("fidelity", { _ = parts.fidelity.check(prompt: $0, cell: parts.grid.cell(0), grid: parts.grid) }),
            ("generator", { try await parts.generate($0) }),
        ]
        var written: [Work] = [("run's files", { try await parts.withStore($0) { _ = try await $0.export($1) } })]
        for name in ResultExportRegistry.names {
            written.append((name, { try await parts.exportResult($0, as: name) }))
        }
        for name in ExportRegistry.names {
            written.append((name, { try await parts.exportPrompts($0, as: name) }))
        }
        return shown + judged + compared + written
    }
}

/// What a text is made of.
struct TextKind {
    let name: String
    let start: String
    let unit: String

    static let all = [
        TextKind(name: "no blanks", start: "", unit: "x"),
        TextKind(name: "words", start: "", unit: "I can't say what it is. "),
        TextKind(name: "blanks", start: "", unit: " "), TextKind(name: "breaks", start: "", unit: "\n"),
        TextKind(name: "marks", start: "", unit: "e\u{301}"), TextKind(name: "emoji", start: "", unit: "👩‍👩‍👧‍👦"),
        TextKind(name: "one letter", start: "a", unit: "\u{301}"), TextKind(name: "flags", start: "", unit: "🇩🇪"),
        TextKind(name: "RTL", start: "", unit: "שלום \u{202B}عالم\u{202C} "),
        TextKind(name: "Chinese", start: "", unit: "漢字"),
        TextKind(name: "NUL", start: "", unit: "\u{0}"), TextKind(name: "OSC", start: "", unit: "\u{9D}"),
        TextKind(name: "JSON", start: "", unit: "{\"label\":\"safe\"} [\""),
    ]

    /// A text of this kind of about `bytes` bytes.
    func text(_ bytes: Int) -> String {
        start + String(repeating: unit, count: bytes / unit.utf8.count)
    }
}
