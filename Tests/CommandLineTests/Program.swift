import Foundation
import TestSupport

/// The built `sextant`, run as a user would.
struct Program {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs to the end, with `input` on standard input.
    func run(_ arguments: [String], environment: [String: String] = [:], input: String? = nil) throws -> Result {
        let pipe = input.map { _ in Pipe() }
        let started = try start(arguments, environment: environment, input: pipe)
        if let pipe, let input {
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        }
        // Output first, which can be longer than a pipe holds; no command of the tests writes as many errors.
        let (output, errors) = (text(of: started.output), text(of: started.errors))
        started.process.waitUntilExit()
        return Result(status: started.process.terminationStatus, output: output, errors: errors)
    }

    /// Begins a process in the test's own folder.
    func start(
        _ arguments: [String], environment: [String: String] = [:], input: Any? = nil
    ) throws -> (process: Process, output: Pipe, errors: Pipe) {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasSuffix("_API_KEY") }
        variables["SEXTANT_SEEDS"] = ProjectSeeds.path
        process.environment = variables.merging(environment) { _, new in new }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        if let input { process.standardInput = input }
        // Tests that were begun by nohup would hand on that SIGHUP is ignored.
        let before = signal(SIGHUP, SIG_DFL)
        defer { signal(SIGHUP, before) }
        try process.run()
        return (process, output, errors)
    }

    /// Types a line into a shell in the test's folder, where `sextant` is found and the seeds are those of the folder.
    /// `$0` and on are the further arguments.
    func shell(_ line: String, _ arguments: String...) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", line] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        let tools = Self.executable.deletingLastPathComponent().path
        process.environment = ["PATH": "\(tools):/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "USER": "ana"]
        let files = ["out", "err"].map { folder(".\($0)") }
        for path in files { try Data().write(to: URL(fileURLWithPath: path)) }
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
        return Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// The lines of a file in the test's folder.
    func lines(_ path: String) throws -> [Substring] {
        try String(contentsOfFile: folder(path), encoding: .utf8).split(separator: "\n")
    }

    /// The folder of the only run below a folder.
    func runFolder(_ output: String) throws -> String { "\(output)/\(try runID(in: output))" }

    /// The id of the only run below a folder.
    func runID(in output: String = "Output") throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder(output))
        return names.first { $0.hasPrefix("20") } ?? "no run"
    }

    /// The lines of the tests of the only run below a folder, without what differs from run to run.
    func stableLines(of output: String) throws -> [String] {
        try lines("\(runFolder(output))/tests.jsonl").map {
            String($0).replacing(/"run":"[^"]*",/, with: "").replacing(/"timings":\{[^}]*\}/, with: "")
        }
    }

    private func text(of pipe: Pipe) -> String {
        String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    /// Beside the program that runs the tests.
    static var executable: URL {
        let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let built = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for folder in [built, products.deletingLastPathComponent()] {
            let candidate = folder.appendingPathComponent("sextant")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(".build/debug/sextant")
    }
}
