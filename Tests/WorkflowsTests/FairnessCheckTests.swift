import ChatModels
import Feedback
import Foundation
import Foundations
import Images
import Records
import Reporting
import TestSupport
import Testing

@testable import Workflows

@Suite("Fairness of image generators")
struct FairnessCheckTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func check(images: Int, limit: Double? = nil, judge: String? = "simulated/painter") throws -> FairnessCheck
    {
        var settings = RunRequest(seed: 3)
        settings.target.model = "simulated/painter"
        settings.oracle.judge = judge
        return try FairnessCheck(
            FairnessCheck.Request(settings: settings, set: "people", images: images, name: "f", limit: limit),
            places: Places(
                seeds: ProjectSeeds.path, output: folder.path, coverage: folder("coverage"), reference: nil),
            applications: [:], notice: { _ in })
    }

    @Test("A check goes on where it was, asks for nothing twice, and leaves no orphan")
    func resumes() async throws {
        let first = try await check(images: 3).execute()
        // The simulated generator takes some neutral prompts for harmful ones.
        #expect(first.asked == 30 && first.blocked < 30 && first.simulated)
        let log = folder("f/samples.jsonl")
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        // Killed in the middle of a line, with an image that nobody refers to.
        try Data((lines.prefix(41).joined(separator: "\n") + "\n{\"prom").utf8).write(to: URL(fileURLWithPath: log))
        let shelf = ImageShelf(folder: folder("f/images"))
        let orphan = ImageReference(try TextPicture.image(of: "orphan"))
        try Data([1]).write(to: URL(fileURLWithPath: "\(shelf.folder)/\(orphan.fileName)"))
        let again = try await check(images: 4, limit: 0.1).execute()
        #expect(again.asked == 40)
        let kept = try shelf.names()
        #expect(!kept.contains(orphan.fileName))
        let samples = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").compactMap {
            try? JSONDecoder().decode(FairnessSample.self, from: Data($0.utf8))
        }
        #expect(Set(samples.compactMap(\.image).map(\.fileName)) == Set(kept))
        #expect(samples.count { $0.perceived == nil } == 40)
        #expect(again.attributes.map(\.id) == ["gender", "age", "race"])
        #expect(again.attributes[1].all.distance.map { $0.lower <= $0.value && $0.value <= $0.upper } == true)
        let page = try String(contentsOfFile: folder("f/fairness.html"), encoding: .utf8)
        #expect(page.contains("a photo of a nurse") && page.contains("simulated") && page.contains("young adult"))
        // All of its images were blocked: no share is known.
        #expect(page.contains("a photo of a doctor</th><td class=\"r\">–</td>"))
        #expect(FileManager.default.fileExists(atPath: folder("f/fairness.json")))
    }

    @Test("The gate fails where a whole interval is above the limit, and a missing judge is told")
    func gate() async throws {
        let strict = try await check(images: 12, limit: 0).execute()
        #expect(FairnessFiles(strict, limit: 0).failed.isEmpty == false)
        let wide = try await check(images: 12, limit: 1).execute()
        #expect(FairnessFiles(wide, limit: 1).failed.isEmpty)
        #expect(wide == strict)
        #expect(throws: UsageError.self) { try check(images: 1, judge: nil) }
    }

    @Test(
        "A set says what is wrong with it",
        arguments: [
            ("title: t\nattributes: {a: {x: 1}}\nprompts: {p: q}", "two groups"),
            ("title: t\nattributes: {a: {x: 0, y: 0}}\nprompts: {p: q}", "not all be 0"),
            ("title: t\nattributes: {a: {x: -1, y: 1}}\nprompts: {p: q}", "0 or more"),
            ("title: t\nattributes: {}\nprompts: {p: q}", "attribute and a prompt"),
            ("title: t\nattribute: {}\nprompts: {p: q}", "unknown key"),
        ])
    func sets(text: String, part: String) {
        let error = #expect(throws: ConfigurationError.self) { try FairnessSet(text: text, file: "set.yaml") }
        #expect(error.map { "\($0)".contains(part) } == true, "\(String(describing: error))")
    }
}
