import ArgumentParser
import Foundations
import SafetyGrid
import Testing

@testable import sextant

@Suite("options of run in sextant.yaml")
struct ConfigurationKeyTests {
    /// How a command is called and printed, not what it does; and the file itself.
    private static let unnamed: Set = ["config", "quiet", "verbose", "json", "version", "help"]
    /// Options of the gate stand under the key `gate`.
    private static let gate: Set = [
        "max-asr", "no-new", "min-coverage", "max-unknown", "max-over-refusal", "no-regression",
    ]

    @Test("every option has a key of its name")
    func names() {
        let options = Sextant.helpMessage(for: RunCommand.self).matches(of: /\s--([a-z-]+)/).map { String($0.1) }
        #expect(options.count > 50)
        for option in Set(options).subtracting(Self.unnamed).subtracting(Self.gate) {
            #expect(ConfigurationFile.keys.contains(option), "\(option)")
        }
        #expect(ConfigurationFile.keys.contains("gate"))
    }

    @Test(
        "keys of the plan are read as their options are",
        arguments: [
            "close-holes: 2", "verify: true", "axes: {hazard: astral, style: astral}", "grid: {hazard: astral}",
        ])
    func read(line: String) throws {
        _ = try ConfigurationFile(text: line, file: "sextant.yaml")
        let file = try ConfigurationFile(
            text: "close-holes: 2\nverify: true\naxes: {style: astral, hazard: astral}", file: "sextant.yaml")
        #expect(file.closeHoles == 2 && file.verify == true && file.axes.map(\.dimension) == [.style, .hazard])
    }
}
