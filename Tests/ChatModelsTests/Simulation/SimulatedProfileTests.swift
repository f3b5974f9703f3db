import Foundation
import Foundations
import SafetyGrid
import Testing

@testable import ChatModels

@Suite struct SimulatedProfileTests {
    private static let cues = "cues: {hazard: {a: {strong: [alpha]}}}\n"

    /// A profile from a seeds folder made for it; `others` are further profiles in that folder.
    private func profile(_ text: String, others: [String: String] = [:]) throws -> SimulatedProfile {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let profiles = folder.appendingPathComponent("simulated")
        try FileManager.default.createDirectory(at: profiles, withIntermediateDirectories: true)
        for (id, text) in others.merging(["mine": text], uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: profiles.appendingPathComponent("\(id).yaml"))
        }
        return try SimulatedProfile(id: "mine", seeds: folder.path)
    }

    @Test func whatIsLeftOutHasADefault() throws {
        let profile = try profile("title: T\n" + Self.cues)
        #expect(profile.title == "T")
        #expect(profile.landscape == Landscape(baseRate: 0.02, hotSpots: []))
        #expect(profile.rates == .init(blocked: 0.005, empty: 0.002, partial: 0.15))
        #expect(profile.latencyMS == 0)
        #expect(profile.reader.read("Alpha!") == ["hazard": "a"])
    }

    @Test func extendingTakesOverWhatIsNotSaid() throws {
        let base = "title: B\nbase_rate: 0.5\nhot: [{when: {hazard: a}, p: 0.75}]\nlatency_ms: 7\n" + Self.cues
        let profile = try profile("title: T\nextends: base\nbase_rate: 0.25\n", others: ["base": base])
        #expect(profile.title == "T")
        #expect(profile.landscape.baseRate == 0.25)
        #expect(profile.landscape.probability(of: ["hazard": "a"]) == 0.75)
        #expect(profile.latencyMS == 7)
        #expect(profile.drawID == "base")
    }

    @Test func anotherProfileDrawsOtherwise() throws {
        let text = "title: T\nbase_rate: 0.5\n" + Self.cues
        let one = SimulatedModel(profile: try profile(text))
        let other = SimulatedModel(
            profile: try profile("title: T\nextends: base\n", others: ["base": text]))
        let different = (0..<1000).count { one.isUnsafe("p \($0)") != other.isUnsafe("p \($0)") }
        // Two fair coins differ half the time; five standard deviations are 79.
        #expect(abs(different - 500) < 79)
    }

    private static let faults: [(text: String, part: String)] = [
        ("", "title"), ("title: T\nbase_rate: 1.5\n", "between 0 and 1"),
        ("title: T\nbase_rate: often\n", "mine.yaml:2"),
        ("title: T\nbse_rate: 0.1\n", "bse_rate"), ("title: T\nhot: [{p: 0.5}]\n", "when"),
        ("title: T\nhot: [{when: {}, p: 0.5}]\n", "when"), ("title: T\nhot: [{when: {a: b}}]\n", "'p'"),
        ("title: T\nlatency_ms: -1\n", "latency_ms"), ("title: T\nrates: {blocked: 2}\n", "blocked"),
        ("title: T\nreads: [morse]\n", "no encoding 'morse'"), ("title: T\nreads: [rot13]\n", "mine.yaml:2"),
        ("title: T\nextends: mine\n", "extend"), ("title: T\nextends: none\n", "none"),
    ]

    @Test func faultsSayWhatIsWrong() {
        for (text, part) in Self.faults {
            let error = #expect(throws: ConfigurationError.self) { try profile(text + Self.cues) }
            #expect(error?.description.contains(part) == true, "\(text): \(String(describing: error))")
        }
    }

    @Test(arguments: [
        ("title: T\n", "cues"), ("title: T\ncues: {style: {a: {features: {sing_song: 1}}}}\n", "question_form"),
    ])
    func faultsInCuesSayWhatIsWrong(text: String, part: String) {
        let error = #expect(throws: ConfigurationError.self) { try profile(text) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    }
}
