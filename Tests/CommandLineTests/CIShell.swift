import Foundation
import Foundations
import TestSupport

/// Runs the shell steps of the files in `docs/ci/` as they stand, in a folder of their own, with what a CI system would set and
/// stand-ins for the programs that reach out of the machine.
final class CIShell {
    let program: Program
    /// The variables of the next step.
    var environment: [String: String]
    /// Values of GitHub's expressions.
    var expressions: [String: String] = [:]

    private static let docs = URL(fileURLWithPath: ProjectSeeds.path).deletingLastPathComponent()
        .appendingPathComponent("docs/ci").path

    /// A step: its shell text, and the variables that the file gives it.
    struct Step {
        let name: String
        let text: String
        let variables: [String: String]
    }

    init() throws {
        program = try Program()
        environment = [
            "HOME": program.folder("home"), "SEXTANT_SEEDS": ProjectSeeds.path,
            "PATH": "\(program.folder("stubs")):/usr/local/bin:/usr/bin:/bin",
        ]
        for name in ["home", "stubs", "temp", "said"] {
            try FileManager.default.createDirectory(
                atPath: program.folder(name), withIntermediateDirectories: true)
        }
        try write(
            """
            target: simulated/default
            seed: 7
            hazards: [self_harm, privacy_violation]
            gate: {max-asr: {all: 1}}
            nightly: {retests: 0}

            """, to: "sextant.yaml")
    }

    /// Writes a file of the folder.
    func write(_ text: String, to name: String, isProgram: Bool = false) throws {
        let path = program.folder(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        if isProgram { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path) }
    }

    /// Reads a file of the folder; empty for none.
    func read(_ name: String) -> String { (try? String(contentsOfFile: program.folder(name), encoding: .utf8)) ?? "" }

    /// Puts a stand-in beside the system's programs; what it is called with goes into `said/<name>`.
    func stub(_ name: String, _ text: String = "") throws {
        try write(
            "#!/bin/bash\nprintf '%s\\n' \"$*\" >> \(program.folder("said"))/\(name)\n\(text)\n", to: "stubs/\(name)",
            isProgram: true)
    }

    /// A packed release whose program is the built one, and its digest.
    func archive() throws -> (path: String, digest: String) {
        try write(
            "#!/bin/bash\nexec \(Program.executable.path) \"$@\"\n", to: "pack/sextant-9/bin/sextant", isProgram: true)
        let packed = try program.shell("tar -C pack -czf release.tar.gz sextant-9 && sha256sum release.tar.gz")
        return (program.folder("release.tar.gz"), String(packed.output.prefix(64)))
    }

    /// Types the text of a step into the shell that the CI system uses.
    func run(_ step: Step) throws -> Program.Result {
        try write(step.text, to: "temp/step.sh")
        let check = try program.shell("bash -n temp/step.sh")
        guard check.status == 0 else { return check }
        try write("", to: "temp/github-path")
        try write("", to: "temp/github-output")
        var variables = environment.merging(step.variables) { _, new in new }
        variables["GITHUB_PATH"] = program.folder("temp/github-path")
        variables["GITHUB_OUTPUT"] = program.folder("temp/github-output")
        let result = try bash(variables)
        for line in read("temp/github-path").split(separator: "\n") {
            environment["PATH"] = "\(line):\(environment["PATH", default: ""])"
        }
        for line in read("temp/github-output").split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            expressions["steps.run.outputs.\(parts[0])"] = parts[1]
        }
        return result
    }

    private func bash(_ variables: [String: String]) throws -> Program.Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--noprofile", "--norc", "-eo", "pipefail", program.folder("temp/step.sh")]
        process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
        process.environment = variables
        let files = ["out", "err"].map { program.folder("temp/\($0)") }
        for path in files { try Data().write(to: URL(fileURLWithPath: path)) }
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        try process.run()
        process.waitUntilExit()
        return Program.Result(status: process.terminationStatus, output: read("temp/out"), errors: read("temp/err"))
    }

    /// The shell steps of the composite action in its order, with the inputs of a call; expressions are looked up when a step
    /// is taken.
    func actionSteps(_ inputs: [String: String] = [:]) throws -> [() throws -> Step] {
        let root = try Self.yaml("github/action.yml")
        for (name, input) in try root.required("inputs").mapping().pairs {
            expressions["inputs.\(name)"] = try input.mapping()["default"]?.string() ?? ""
        }
        for (name, value) in inputs { expressions["inputs.\(name)"] = value }
        return try root.required("runs").mapping().required("steps").list().compactMap { value in
            let step = try value.mapping()
            guard let text = try step["run"]?.string() else { return nil }
            guard text.firstRange(of: "${{") == nil else { throw ExpressionInShell(step: text) }
            let variables = try step["env"]?.mapping().pairs.map { ($0.key, try $0.value.string()) } ?? []
            let name = try step.text("name")
            return { [self] in
                Step(
                    name: name, text: text,
                    variables: Dictionary(
                        uniqueKeysWithValues: try variables.map { ($0.0, try resolved($0.1)) }))
            }
        }
    }

    /// An expression within shell text is filled in before the shell reads it: whoever writes a branch's name writes the script.
    struct ExpressionInShell: Error { let step: String }
    struct UnknownExpression: Error { let text: String }

    private func resolved(_ text: String) throws -> String {
        guard text.hasPrefix("${{"), text.hasSuffix("}}") else { return text }
        let name = String(text.dropFirst(3).dropLast(2)).trimmed
        guard let value = expressions[name] else { throw UnknownExpression(text: text) }
        return value
    }

    /// The script of a GitLab job in one shell, after what it extends; its variables with their defaults.
    func gitlabStep(_ job: String) throws -> Step {
        let root = try Self.yaml("gitlab/sextant.gitlab-ci.yml")
        var variables: [String: String] = [:]
        for (name, value) in try root.required("variables").mapping().pairs { variables[name] = try value.string() }
        let before = try root.required(".sextant").mapping().required("before_script")
        let lines = try Self.flat(before) + Self.flat(try root.required(job).mapping().required("script"))
        return Step(
            name: job, text: lines.joined(separator: "\n") + "\n",
            variables: variables.merging(environment) { _, new in new })
    }

    private static func flat(_ value: YAMLValue) throws -> [String] {
        value.isList ? try value.list().flatMap(flat) : [try value.string()]
    }

    private static func yaml(_ name: String) throws -> YAMLMapping {
        let file = "\(docs)/\(name)"
        return try YAMLValue(text: String(contentsOfFile: file, encoding: .utf8), file: name).mapping()
    }
}
