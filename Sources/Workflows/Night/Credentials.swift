import Foundation

/// Keys that systemd hands over as files (systemd.exec, LoadCredential).
package enum Credentials {
    /// Puts each credential whose name is that of a key or of the webhook into the environment, unless it is there.
    ///
    /// To be called before anything else runs: the environment is no place for two threads.
    package static func load() {
        guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard isKey(name), let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                bytes.count <= 8192
            else { continue }
            let value = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            setenv(name, value, 0)
        }
    }

    /// Whether a variable may come as a credential.
    package static func isKey(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0 == 0x5F || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
            && ["_KEY", "_TOKEN", "_WEBHOOK_URL"].contains { name.hasSuffix($0) }
    }
}
