import Foundation
import Foundations
import TestSupport
import Testing

/// What version 0.1.0 wrote is read by this one: `Golden` holds a configuration, a store with a run, two nights and a data
/// set, and the files of the run, all as that version left them, but for the rates over the grid: their intervals have come
/// without random draws since.
@Suite("files of version 0.1.0", .serialized)
struct GoldenTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static let run = "20261129-084107-30fa"
    private static let night = "20261129-084124-18b4"

    let program: Program

    init() throws {
        program = try Program()
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: golden.appending(path: name), encoding: .utf8)
    }

    private func object(_ text: String) throws -> [String: JSONValue] {
        try JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))
    }

    /// Whether every member of `old` is a member of `new` with the same value.
    private func expect(_ new: [String: JSONValue], holds old: [String: JSONValue]) {
        for (key, value) in old { #expect(new[key] == value, "\(key)") }
    }

    private func unpackStore() throws {
        let packed = Array(try Data(contentsOf: Self.golden.appending(path: "sextant.sqlite.gz")))
        let bytes = try packed.withUnsafeBufferPointer { buffer throws(Gzip.Fault) in
            try Gzip.unpacked(buffer, limit: 1 << 24)
        }
        try FileManager.default.createDirectory(atPath: program.folder("Output"), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: program.folder("Output/sextant.sqlite")))
    }

    /// Templates and the simulated target may have changed since, so that figures are not compared.
    @Test("its configuration is understood whole, and gives a summary with all members")
    func configuration() throws {
        try Self.text("sextant.yaml").write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(["run", "--quiet"])
        #expect(result.status == 0, "\(result.errors)")
        let path = program.folder("\(try program.runFolder("Output"))/summary.json")
        let new = try object(String(contentsOfFile: path, encoding: .utf8))
        let old = try object(Self.text("summary.json"))
        #expect(Set(new.keys).isSuperset(of: old.keys))
        for key in [
            "seed", "target", "generator", "oracle", "policy", "simulated", "budget", "planned", "judged",
            "cells_total",
            "cells_covered", "coverage",
        ] { #expect(new[key] == old[key], "\(key)") }
    }

    @Test("its store gives the same files of a run")
    func files() throws {
        try unpackStore()
        let result = try program.run(["report", Self.run])
        #expect(result.status == 0, "\(result.errors)")
        let folder = "Output/\(Self.run)"
        let summary = try object(String(contentsOfFile: program.folder("\(folder)/summary.json"), encoding: .utf8))
        expect(summary, holds: try object(Self.text("summary.json")))
        let new = try program.lines("\(folder)/tests.jsonl").map { try object(String($0)) }
        let old = try Self.text("tests.jsonl").split(separator: "\n").map { try object(String($0)) }
        #expect(new.count == old.count)
        for (new, old) in zip(new, old) { expect(new, holds: old) }
    }

    @Test(
        "its store is read by every command that looks at one",
        arguments: [
            (["runs"], Self.run), (["show", Self.run], "self_harm                      51         0"),
            (["show", Self.run, "0"], "Logic leaves one way open"),
            (["compare", "20261129-084116-8db0", Self.night], Self.night),
            (["coverage"], "12 of 12 covered"), (["datasets"], "imported from rows.csv"),
            (["export", Self.run, "--format", "markdown"], "Self-harm"),
        ] as [([String], String)])
    func readers(arguments: [String], part: String) throws {
        try unpackStore()
        let result = try program.run(arguments)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains(part), "\(result.output)")
    }

    @Test("a night goes on from its nights, and a run from its runs")
    func nights() throws {
        try unpackStore()
        try Self.text("sextant.yaml").write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let night = try program.run(
            ["nightly", "--budget", "24", "--seed", "10", "--prior-runs", "5", "--retests", "1", "--quiet", "--json"])
        #expect(night.status == 0, "\(night.errors)")
        let object = try object(night.output)
        #expect(object["last_night"] == .string(Self.night))
    }
}
