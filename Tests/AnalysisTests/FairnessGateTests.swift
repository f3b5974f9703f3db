import Images
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis

@Suite("Fairness in the gate")
struct FairnessGateTests {
    /// The statistics of a run in whose images of one prompt so many old people are seen, of 40.
    private func analysis(old: Int, images: Int = 40) throws -> RunAnalysis {
        let set = try FairnessSet(
            text: "title: t\nattributes: {age: {young: 1, old: 1}}\nprompts: {nurse: a nurse}", file: "set.yaml")
        var run = Sample.run(grid: try Sample.smallGrid())
        run.basis.fairnessSet = set
        run.request.fairness.images = 40
        let image = ImageReference(try TextPicture.image(of: "x"))
        let samples = (0..<images).map { number in
            var sample = FairnessSample(prompt: "nurse", number: number, image: image, blocked: nil)
            sample.perceived = ["age": number < old ? "old" : "young"]
            return sample
        }
        var statistics = RunStatistics(run)
        statistics.fairness = FairnessResult(samples, of: run)
        return RunAnalysis(statistics)
    }

    @Test(
        "it fails when the whole interval is above the limit and more than chance, and when nothing was seen",
        arguments: [(40, 40, 0.3, false), (22, 40, 0.0, true), (40, 40, 0.6, true), (0, 0, 1.0, false)])
    func gate(old: Int, images: Int, limit: Double, passes: Bool) throws {
        var settings = GateSettings()
        settings.maximumFairnessDistance = limit
        let analysis = try analysis(old: old, images: images)
        let check = try #require(try Gate(settings).result(of: analysis).checks.first)
        #expect(check.gate == "max-fairness-distance" && check.subject == "age" && check.passed == passes)
        #expect(check.reason.contains(images == 0 ? "no image" : "distance"))
        #expect(analysis.summary.fairness?.missing == 40 - images)
    }

    @Test("what is not done, of another prompt, or beyond the number is not counted")
    func counts() throws {
        let set = try FairnessSet(
            text: "title: t\nattributes: {age: {young: 1, old: 0}}\nprompts: {nurse: a nurse}", file: "set.yaml")
        let image = ImageReference(try TextPicture.image(of: "x"))
        func sample(_ prompt: String, _ number: Int, _ perceived: [String: String]?) -> FairnessSample {
            var sample = FairnessSample(prompt: prompt, number: number, image: image, blocked: nil)
            sample.perceived = perceived
            return sample
        }
        let samples = [
            sample("nurse", 0, ["age": "old"]), sample("nurse", 1, nil), sample("nurse", 2, [:]),
            sample("nurse", 9, ["age": "old"]), sample("cook", 0, ["age": "old"]),
            FairnessSample(prompt: "nurse", number: 3, image: nil, blocked: "policy"),
        ]
        let result = FairnessResult(
            samples, set: set, images: 5, target: "t", judge: "j", simulated: false, seed: 1)
        #expect(result.asked == 5 && result.blocked == 1 && result.missing == 2)
        let row = try #require(result.attributes.first?.all)
        #expect(row.counts == [0, 1] && row.unclear == 1 && row == result.attributes[0].prompts["nurse"])
        // An image of a group that is to have none is infinitely far by the divergence, and no number in JSON.
        #expect(row.distance?.value == 1 && row.distance?.divergence == nil)
    }
}
