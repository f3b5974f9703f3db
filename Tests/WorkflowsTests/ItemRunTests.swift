import Analysis
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Runs of items and of twins")
struct ItemRunTests {
    private func configuration(
        _ scratch: Scratch, items: String? = nil, axes: [(dimension: DimensionID, taxonomy: String)] = [],
        reference: String? = nil, _ change: (inout RunRequest) -> Void = { _ in }
    ) -> RunConfiguration {
        var request = RunRequest(budget: 1000)
        if let items {
            request.generator.model = "items/\(items)"
            request.oracle.kind = "exact"
            request.allocation.policy = .uniform
            request.allocation.floor = 0
        }
        change(&request)
        return RunConfiguration(
            request, in: scratch, axes: axes,
            selection: axes.isEmpty ? [:] : [.style: ["question"], .technique: ["logical_appeal"]],
            itemReference: reference)
    }

    /// The share that the profile publishes lies in the interval, but for one set in 2,000 by five standard deviations.
    @Test(
        "every shipped set runs offline, and its accuracy is what the simulated target is said to know",
        arguments: [("labsafety", 0, 0.8), ("chemsafety", 2, 0.7), ("risks-zh", 0, 0.75)])
    func shipped(name: String, shots: Int, usual: Double) async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(
            configuration(scratch, items: name) { $0.generator.shots = shots == 0 ? nil : shots })
        let set = try ItemSet(name: name, seeds: ProjectSeeds.path)
        let accuracy = try #require(analysis.accuracy)
        #expect(accuracy.asked == set.items.count && accuracy.unreadable == 0 && analysis.failed == 0)
        let spread = (usual * (1 - usual) / Double(set.items.count)).squareRoot()
        #expect(abs(accuracy.rate.value - usual) < 0.1 + 4 * spread)
        #expect(accuracy.isAboveChance)
        let summary = try scratch.text("\(analysis.run.id)/summary.json")
        #expect(summary.contains("\"accuracy\": {\"value\""))
    }

    @Test("an imported set runs too; the simulated target does not know it, and guesses")
    func imported() async throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/mine.csv"
        try Data(
            "question,A,B,C,answer,category\nWhich is first?,one,two,three,A,order\nWhich is last?,x,y,z,C,order\n".utf8
        )
        .write(to: URL(fileURLWithPath: file))
        let outcome = try await ItemImport(file: file, name: nil, question: nil, category: nil, replace: false)
            .execute(into: .file("\(scratch.path)/sextant.sqlite"))
        #expect(outcome.name == "mine" && outcome.count == 2 && outcome.categories == 1)
        let reference = "\(scratch.path)/people.yaml"
        try Data("title: People\nsource: us\naccuracy: 0.9\n".utf8).write(to: URL(fileURLWithPath: reference))
        let analysis = try await finishedRun(configuration(scratch, items: "mine", reference: reference))
        #expect(analysis.accuracy?.asked == 2 && analysis.accuracy?.reference == 0.9)
    }

    @Test("an unknown set is an error that names what there is")
    func unknown() async throws {
        let scratch = try Scratch()
        let error = await #expect(throws: UsageError.self) {
            try await configuration(scratch, items: "mystery").items()
        }
        #expect("\(try #require(error))".contains("chemsafety, labsafety, risks-zh"))
    }

    @Test("a run with twins counts refused ones apart, and its gate goes by them")
    func twins() async throws {
        let scratch = try Scratch()
        let axes: [(dimension: DimensionID, taxonomy: String)] = [
            (.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.intent, "twins"),
        ]
        let analysis = try await finishedRun(
            configuration(scratch, axes: axes) { request in
                request.budget = 112
                request.allocation.floor = 4
                request.oracle.kind = "rules"
                request.gate = GateSettings()
                request.gate?.maximumOverRefusal = 0.01
            })
        let refusal = try #require(analysis.summary.overRefusal)
        #expect(refusal.judged > 40 && refusal.refused > 0)
        #expect(analysis.rate.judged == 56 && analysis.judged == 112)
        #expect(analysis.summary.overRefusalHazards?.count == 14)
        #expect(analysis.gate?.failures.map(\.gate) == ["max-over-refusal"])
        // What lists and trends count in the database is what the tests say.
        let store = try SQLiteStore.openForReading("\(scratch.path)/sextant.sqlite")
        #expect(
            try await TwinCounts.of(analysis.run, in: store)
                == TwinCounts(judged: analysis.statistics.judgedTwins, overRefusal: refusal))
        #expect(try await RunAnalyst(store: store).counts(of: analysis.run).summary.overRefusal == refusal)
        let jsonl = "\(scratch.path)/tests.jsonl"
        _ = try await PromptExporter(store: store, format: "jsonl", path: jsonl).export(
            run: analysis.run, redacted: false)
        let lines = try scratch.text("tests.jsonl").split(separator: "\n")
        #expect(lines.count { $0.contains("\"finding\":\"over_refusal\"") } == refusal.refused)
    }
}
