import Images
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Fairness samples")
struct FairnessStoreTests {
    private func sample(_ prompt: String, _ number: Int, _ perceived: [String: String]? = nil) throws -> FairnessSample
    {
        let image = ImageReference(try TextPicture.image(of: "\(prompt) \(number)"))
        var sample = FairnessSample(prompt: prompt, number: number, image: image, blocked: nil)
        sample.perceived = perceived
        return sample
    }

    @Test("a sample is kept once, as it was last, survives a restart and goes with its run", arguments: StoreKind.all)
    func kept(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        do {
            let store = try await home.open()
            try await store.create(RunRecord.sample(grid: Grid.sample(2, 2)))
            for number in [1, 0] { try await store.keep(sample("nurse", number), in: "r1") }
            try await store.keep(FairnessSample(prompt: "cook", number: 0, image: nil, blocked: "policy"), in: "r1")
            try await store.keep(sample("nurse", 1, ["age": "elderly"]), in: "r1")
            await #expect(throws: StoreError.self) { try await store.keep(sample("nurse", 0), in: "none") }
        }
        let store = try await home.open()
        let samples = try await store.fairnessSamples(of: "r1")
        #expect(samples.map(\.prompt) == ["cook", "nurse", "nurse"] && samples.map(\.number) == [0, 0, 1])
        #expect(samples.map(\.perceived) == [nil, nil, ["age": "elderly"]])
        #expect(try samples[1] == sample("nurse", 0) && samples[0].blocked == "policy")
        #expect(try await store.forget(run: "r1"))
        await #expect(throws: StoreError.self) { try await store.fairnessSamples(of: "r1") }
    }
}
