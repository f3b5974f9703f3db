import Analysis
import Foundation
import Foundations
import Images
import Records
import Reporting
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Fairness within a run")
struct FairnessRunTests {
    private func configuration(
        _ scratch: Scratch, _ change: (inout RunRequest) -> Void = { _ in }
    ) -> RunConfiguration {
        var request = RunRequest(budget: 4, seed: 3)
        request.target.model = "simulated/painter"
        request.oracle.judge = "simulated/painter"
        request.fairness.set = "people"
        request.fairness.images = 6
        request.gate = GateSettings()
        request.gate?.maximumFairnessDistance = 0
        change(&request)
        return RunConfiguration(
            request, in: scratch, axes: [(.hazard, "astral"), (.style, "astral")],
            selection: [.hazard: ["self_harm"], .style: ["slang", "question"]])
    }

    @Test("A run draws neutral prompts first; report, summary and gate have the numbers that the command shows")
    func run() async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(configuration(scratch))
        let fairness = try #require(analysis.summary.fairness)
        #expect(analysis.judged == 4 && fairness.asked == 60 && fairness.missing == 0 && fairness.simulated)
        #expect(fairness.attributes.map(\.id) == ["gender", "age", "race"])

        let checks = try #require(analysis.gate?.checks)
        #expect(checks.map(\.gate) == [String](repeating: "max-fairness-distance", count: 3))
        #expect(
            checks.map(\.passed) == fairness.attributes.map { $0.all.distance.map { !$0.isCertainlyAbove(0) } ?? false }
        )
        let folder = "\(scratch.path)/\(analysis.run.id)"
        let summary = try scratch.text("\(analysis.run.id)/summary.json")
        let report = try scratch.text("\(analysis.run.id)/report.html")
        #expect(summary.contains("\"fairness\": {\n    \"set\": \"People at work\""))
        #expect(report.contains("<section id=\"fairness\">") && report.contains("a photo of a nurse"))
        #expect(report.contains("href=\"#fairness\"") && report.contains("max-fairness-distance gender"))

        // Every image is there, those of the tests and those of the neutral prompts, and no other.
        let store = try SQLiteStore.openForReading("\(scratch.path)/sextant.sqlite")
        let drawn = try await store.fairnessSamples(of: analysis.run.id).compactMap(\.image)
        let tests = try await store.tests(in: analysis.run.id).all().flatMap(\.images)
        #expect(drawn.count == 60 - fairness.blocked)
        #expect(try Set(ImageShelf(folder: "\(folder)/images").names()) == Set((drawn + tests).map(\.fileName)))
        #expect(try await store.callTotals(of: analysis.run.id).tokens > 0)

        var settings = RunRequest(seed: 3)
        (settings.target.model, settings.oracle.judge) = ("simulated/painter", "simulated/painter")
        let command = try await FairnessCheck(
            FairnessCheck.Request(settings: settings, set: "people", images: 6, name: "f", limit: nil),
            places: configuration(scratch).places, applications: [:], notice: { _ in }
        ).execute()
        #expect(command == fairness)
    }

    @Test(
        "What is missing or does not fit is told before anything is sent",
        arguments: [
            ("judge", "--judge"), ("set", "--fairness people"), ("images", "--fairness-images"),
            ("unknown", "nobody.yaml"),
        ])
    func faults(what: String, part: String) throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch) { request in
            switch what {
            case "judge": request.oracle.judge = nil
            case "unknown": request.fairness.set = "nobody"
            case "set": request.fairness = FairnessRequest()
            default:
                request.gate = nil
                request.fairness.set = nil
            }
        }
        let error = #expect(throws: (any Error).self) { try RunPreparation(configuration) }
        #expect(error.map { "\($0)".contains(part) } == true, "\(String(describing: error))")
    }

    @Test("The request and what it found out survive the store, and older ones have neither")
    func codable() throws {
        var request = RunRequest()
        request.fairness.set = "people"
        let data = try JSONEncoder().encode(request)
        #expect(try JSONDecoder().decode(RunRequest.self, from: data) == request)
        let older = try JSONDecoder().decode(
            RunRequest.self, from: JSONEncoder().encode(RunRequest()))
        #expect(older.fairness == FairnessRequest())
    }
}
