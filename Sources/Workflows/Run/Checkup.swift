import ChatModels
import Foundation
import Records
import SafetyGrid
import Storage

/// Looks whether a run with a configuration could begin: seeds, store, oracle, and each model by one short message.
package struct Checkup {
    /// The result of one look.
    package struct Check: Sendable {
        /// What was looked at.
        package let name: String
        /// What was found, or the fault.
        package let result: String
        /// Whether it would stop a run.
        package let isFault: Bool

        /// Something in order.
        package init(_ name: String, _ result: String) {
            self.name = name
            self.result = result
            isFault = false
        }

        /// Something that would stop a run.
        package init(_ name: String, fault: any Error) {
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
    }

    private let configuration: RunConfiguration

    /// A look at a configuration that could be read.
    package init(of configuration: RunConfiguration) {
        self.configuration = configuration
    }

    /// All checks, in the order in which a run needs what they look at.
    package func checks() async -> [Check] {
        let request = configuration.request
        var checks = [Check("configuration", "read")]
        checks.append(await Check("seeds") { try seeds() })
        checks.append(await Check("output") { try await output() })
        checks.append(
            await Check("oracle") {
                let assembly = OracleAssembly(
                    request: request, places: configuration.places, seeds: try configuration.places.seedFolder())
                _ = try assembly.classifier()
                return "the weights of 'builtin' are there"
            })
        checks.append(await Check("target") { try await reach(request.target.model, request.target.baseURL) })
        checks += await programs()
        if request.generator.model.contains("/"), request.generator.itemSet == nil,
            !ProgramName.isOne(request.generator.model)
        {
            checks.append(
                await Check("generator") { try await reach(request.generator.model, request.generator.baseURL) })
        }
        if let judge = request.oracle.judge {
            checks.append(await Check("judge") { try await reach(judge, request.oracle.judgeBaseURL) })
        }
        if let guardian = request.oracle.guardModel {
            checks.append(await Check("guard") { try await reach(guardian, request.oracle.guardBaseURL) })
        }
        return checks
    }

    /// Which keys are in the environment.
    package static func keys() -> [Check] {
        ModelRegistry.keyVariables.map { key in
            let isSet = !(ProcessInfo.processInfo.environment[key] ?? "").isEmpty
            return Check(key, isSet ? "set" : "not set (only needed for its provider)")
        }
    }

    /// Greets every program of the user's own.
    private func programs() async -> [Check] {
        let request = configuration.request
        let jury = request.oracle.kind == "jury" ? request.oracle.jury ?? [] : []
        let roles =
            ([request.oracle.kind] + jury).map { ("oracle", $0) } + [("generator", request.generator.model)]
            + (configuration.selection[.strategy] ?? []).map { ("strategy", $0) }
        var checks: [Check] = []
        for (role, name) in roles where ProgramName.isOne(name) {
            checks.append(
                await Check(role) {
                    try await LineProgram(name, role: role, context: request.programs).greet()
                    return "\(name) greets"
                })
        }
        return checks
    }

    private func seeds() throws -> String {
        let seeds = try configuration.places.seedLibrary()
        let library = configuration.profile.map { seeds.adding($0.hazards) } ?? seeds
        let grid = try library.grid(axes: configuration.axes, selection: configuration.selection)
        return "\(library.folder), \(grid.cellCount) cells"
    }

    private func output() async throws -> String {
        let places = configuration.places
        try await places.store.checkWriting()
        guard !places.store.isMissing else { return "\(places.output), no store yet" }
        do {
            _ = try await places.store.openForReading()
            return "\(places.store) opens"
        } catch StoreError.noStore {
            return "\(places.store), no store yet"
        }
    }

    private func reach(_ name: String, _ baseURL: String?) async throws -> String {
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
