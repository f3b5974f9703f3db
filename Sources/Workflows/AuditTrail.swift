import Foundation
import HTTPTransport
import Records
import RunStore

/// Records who runs which command against which target.
package enum AuditTrail {
    /// Adds an entry for a command that begins or goes on with a run.
    ///
    /// - Throws: ``StoreError``.
    package static func add(_ command: String, _ run: RunRecord, to store: any NightStore) async throws {
        let address = run.request.target.baseURL.map { " at \(Redaction.url($0))" } ?? ""
        try await store.record(
            AuditEntry(
                time: Date().timeIntervalSince1970, user: user, host: host, command: command,
                run: run.id, target: run.request.target.model + address))
    }

    /// The machine's own name, which nobody needs to be asked for.
    private static var host: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        return withUnsafeBytes(of: name.nodename) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The name of the system's user; behind sudo that of the person, too.
    private static var user: String {
        let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
        let person = ProcessInfo.processInfo.environment["SUDO_USER"] ?? ""
        return person.isEmpty || person == name ? name : "\(person) as \(name)"
    }
}
