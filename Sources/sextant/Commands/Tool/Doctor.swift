import ArgumentParser
import ChatModels
import Foundation
import HTTPTransport
import Records
import Reporting
import RunStore
import SafetyGrid
import Workflows

/// `sextant doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check what is installed, configured and reachable, and say how to mend the rest.",
        discussion: """
            Checks the seeds, the configuration, the output folder, the store, the keys in the environment, and sends \
            one short message to the target, the judge and the guard.

            Example: sextant doctor --target openai/gpt-4o-mini
            """)

    @OptionGroup var options: RunOptions

    func run() async throws {
        var checks: [Check] = [Check("program", "sextant \(SextantVersion.current), \(CurlVersion.text)")]
        do {
            let configuration = try RunConfiguration(options)
            checks.append(Check("configuration", "read"))
            checks.append(await Check("seeds") { try Self.seeds(configuration) })
            checks.append(await Check("output") { try Self.output(configuration.places) })
            let request = configuration.request
            checks.append(
                await Check("oracle") {
                    let assembly = OracleAssembly(
                        request: request, places: configuration.places, seeds: try configuration.places.seedFolder())
                    _ = try assembly.classifier()
                    return "the weights of 'builtin' are there"
                })
            checks.append(
                await Check("target") {
                    try await Self.reach(request.target.model, request.target.baseURL, configuration)
                })
            if request.generator.model.contains("/") {
                checks.append(
                    await Check("generator") {
                        try await Self.reach(request.generator.model, request.generator.baseURL, configuration)
                    })
            }
            if let judge = request.oracle.judge {
                checks.append(
                    await Check("judge") {
                        try await Self.reach(judge, request.oracle.judgeBaseURL, configuration)
                    })
            }
            if let guardian = request.oracle.guardModel {
                checks.append(
                    await Check("guard") {
                        try await Self.reach(guardian, request.oracle.guardBaseURL, configuration)
                    })
            }
        } catch {
            checks.append(Check("configuration", fault: error))
        }
        for key in ModelRegistry.keyVariables {
            let isSet = !(ProcessInfo.processInfo.environment[key] ?? "").isEmpty
            checks.append(Check(key, isSet ? "set" : "not set (only needed for its provider)"))
        }
        for check in checks { Console.output(check.line) }
        if checks.contains(where: \.isFault) { throw ExitStatus.dependency }
    }

    private static func seeds(_ configuration: RunConfiguration) throws -> String {
        let library = try configuration.places.seedLibrary()
        let grid = try library.grid(axes: configuration.axes, selection: configuration.selection)
        return "\(library.folder), \(grid.cellCount) cells"
    }

    private static func output(_ places: Places) throws -> String {
        guard FileManager.default.fileExists(atPath: places.store) else { return "\(places.output), no store yet" }
        _ = try SQLiteStore.openForReading(places.store)
        return "\(places.store) opens"
    }

    private static func reach(_ name: String, _ baseURL: String?, _ configuration: RunConfiguration) async throws
        -> String
    {
        let request = configuration.request
        let model = try ModelFactory(
            withoutRetries: request, seeds: configuration.places.seedFolder().path,
            applications: configuration.applications
        ).model(name, baseURL: baseURL)
        _ = try await model.reply(
            to: ChatRequest(messages: [.init(.user, "Say hello.")], options: ChatOptions(maxTokens: 16)))
        return "\(name) answers" + (model.isSimulated ? " (simulated)" : "")
    }
}

/// One line of the doctor's report.
private struct Check {
    let name: String
    let result: String
    let isFault: Bool

    init(_ name: String, _ result: String) {
        self.name = name
        self.result = result
        isFault = false
    }

    init(_ name: String, fault: any Error) {
        self.name = name
        result = "\(fault)"
        isFault = true
    }

    /// Runs a check; its error becomes the fault.
    init(_ name: String, _ body: () async throws -> String) async {
        do {
            self.init(name, try await body())
        } catch {
            self.init(name, fault: error)
        }
    }

    var line: String {
        let padding = String(repeating: " ", count: max(20 - name.count, 1))
        return TerminalText.safe("\(isFault ? "FAIL" : "ok  ")  \(name)\(padding)\(result)")
    }
}
