import ArgumentParser
import Foundation
import HTTPTransport
import Reporting
import Terminal
import Workflows

/// `sextant doctor`
struct DoctorCommand: RunOptionsCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check what is installed, configured and reachable, and say how to mend the rest.",
        discussion: """
            Checks the seeds, the configuration, the output folder, the store, the keys in the environment, and sends \
            one short message to the target, the judge and the guard.

            Example: sextant doctor --target openai/gpt-4o-mini
            """)

    func run(with options: RunOptions<Self>) async throws {
        var checks: [Checkup.Check] = [.init("program", "sextant \(SextantVersion.current), \(CurlVersion.text)")]
        do {
            checks += await Checkup(of: try RunConfiguration(options)).checks()
        } catch {
            checks.append(.init("configuration", fault: error))
        }
        checks += Checkup.keys()
        for check in checks { Console.output(Self.line(check)) }
        if checks.contains(where: \.isFault) { throw ExitStatus.dependency }
    }

    private static func line(_ check: Checkup.Check) -> String {
        let padding = String(repeating: " ", count: max(20 - check.name.count, 1))
        return TerminalText.safe("\(check.isFault ? "FAIL" : "ok  ")  \(check.name)\(padding)\(check.result)")
    }
}
