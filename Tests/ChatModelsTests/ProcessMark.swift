import Foundation

/// A file in which a process leaves its number.
struct ProcessMark {
    /// Path of the file; it does not exist yet.
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)").path

    /// The number of the process; nil before it is there.
    var process: Int32? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
            Int32($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Whether the process has ended, or is a corpse that nobody has collected yet; false before its number is there.
    var isGone: Bool {
        guard let process else { return false }
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.contains(") Z ")
    }

    /// Asks until the condition holds, for at most a time that is far longer than it should take.
    static func comesTrue(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<3000 {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
