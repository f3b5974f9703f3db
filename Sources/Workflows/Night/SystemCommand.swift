import Foundation

/// A program of the system, run to its end.
package enum SystemCommand {
    /// The result of a command.
    package struct Result {
        /// Exit status.
        package let status: Int32
        /// Standard output.
        package let output: String
    }

    /// Runs `program`, looked up in PATH, with `input` on standard input; its messages go to standard error.
    ///
    /// - Returns: nil when there is no such program.
    package static func run(_ program: String, _ arguments: [String], input: String? = nil) throws -> Result? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard
            let path = folders.map({ "\($0)/\(program)" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        let pipe = input.map { _ in Pipe() }
        if let pipe { process.standardInput = pipe }
        try process.run()
        if let pipe, let input {
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: text)
    }
}
