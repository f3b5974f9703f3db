import Analysis
import ChatModels
import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage

/// The target as it is asked, and the templates of its prompts. Tests of one epoch add up. When either changes, earlier
/// tests say nothing about the present target, and a new epoch begins.
package enum RunEpoch {
    /// The fingerprint of a run's epoch, 16 hexadecimal digits; holds no secret.
    ///
    /// - Parameters:
    ///   - request: the run's
    ///   - grid: the run's, whose configs and personas count
    ///   - application: what `http/<name>` stands for; nil for other targets
    ///   - seeds: the seed folder, whose `templates` count
    package static func fingerprint(
        _ request: RunRequest, on grid: Grid, application: HTTPApplication?, seeds: SeedFolder
    ) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ value: some Encodable) -> String {
            (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        var parts = [
            request.target.model, request.target.baseURL ?? "", request.target.systemPrompt ?? "",
            json(request.target.temperature),
            json(request.target.maxAnswerTokens), json(request.target.stop), json(request.target.extra),
        ]
        parts += grid.dimensions.filter(\.isToldToTarget).flatMap(\.values).map { value in
            [value.id, value.systemPrompt ?? "", (value.allows ?? []).joined(separator: ",")].joined(separator: "\n")
        }
        if let application {
            parts += [
                application.method, application.url, json(application.body), application.responsePath,
                application.headers.keys.sorted().joined(separator: ","),
            ]
            if let path = application.toolCallsPath { parts.append(path) }
            parts += state(of: application, json)
        }
        if let set = request.generator.itemSet {
            parts += [set, "\(request.generator.shots ?? 0)", "\(request.generator.chainOfThought ?? false)"]
        }
        parts += digests(in: "\(seeds.path)/templates")
        return String(SHA256.hex(of: Array(parts.joined(separator: "\u{0}").utf8)).prefix(16))
    }

    /// Whether a run's epoch is that of these applications and seeds; nil where nobody can tell.
    static func isPresent(
        _ run: RunRecord, applications: [String: HTTPApplication], seeds: SeedFolder
    ) -> Bool? {
        let name = run.request.target.model
        let application = name.hasPrefix("http/") ? applications[String(name.dropFirst("http/".count))] : nil
        guard let epoch = run.basis.epoch, !name.hasPrefix("http/") || application != nil else { return nil }
        return fingerprint(run.request, on: run.grid, application: application, seeds: seeds) == epoch
    }

    /// Says so when a run is to go on in another epoch than it began in.
    ///
    /// - Throws: ``ConfigurationError`` when there are no seeds.
    package static func tellOfChange(
        in run: RunRecord, applications: [String: HTTPApplication], places: Places, notice: NoticeSink
    ) throws {
        guard isPresent(run, applications: applications, seeds: try places.seedFolder()) == false else { return }
        notice(
            .warning(
                "the templates of the prompts, or how the target is asked, have changed since \(run.shownName) began: its rates "
                    + "mix both; go on with the seeds that it began with, or begin a new run"))
    }

    /// What makes an application with state another one; nothing for one without, so that its epoch is what it always was.
    private static func state(of application: HTTPApplication, _ json: (JSONValue?) -> String) -> [String] {
        var parts = application.encoding == .json ? [] : ["encoding", application.encoding.rawValue]
        if let session = application.session {
            for call in [session.start, session.end].compactMap(\.self) {
                parts += [
                    call.method, call.url, json(call.body), call.encoding.rawValue,
                    call.headers.keys.sorted().joined(separator: ","),
                ]
            }
            parts += [session.tokenPath ?? ""] + session.cookies
        }
        if let oauth = application.oauth { parts += ["oauth", oauth.url, oauth.scope ?? ""] }
        if let signing = application.signing { parts += ["sign", signing.command] }
        return parts
    }

    /// Names and digests of all files of a folder, in order of name.
    static func digests(in folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.sorted().flatMap { name in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init) ?? []
            return [name, SHA256.hex(of: bytes)]
        }
    }

    /// The runs of one target on one grid, newest first, and those of its current epoch: that of the newest.
    package static func current(_ runs: [RunRecord]) -> [RunRecord] {
        runs.filter { $0.basis.epoch == runs.first?.basis.epoch }
    }

    /// The verdicts of several runs on a grid together.
    ///
    /// - Throws: ``StoreError``.
    package static func evidence(of runs: [RunRecord], on grid: Grid, in store: any Store) async throws -> RunEvidence {
        var sum = RunEvidence(CellEvidence(cells: grid.cellCount))
        for run in runs { sum = sum.adding(try await RunEvidence(of: run.id, on: grid, in: store)) }
        return sum
    }
}
