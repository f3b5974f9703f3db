import CPostgres
import Foundation

/// Where a database is: a URL as libpq reads it. What it leaves out comes from libpq's own places: the environment
/// (`PGPASSWORD`, `PGSSLMODE`, …), a service file, and `.pgpass`.
package struct PostgresAddress: Sendable, Equatable {
    /// The URL, which has no password.
    package let url: String

    /// Whether a text is such a URL, and not a path.
    package static func isURL(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// - Throws: ``PostgresError/badAddress(_:)`` for a URL that libpq can't read or that has a password.
    package init(_ url: String) throws(PostgresError) {
        guard Self.isURL(url) else {
            throw .badAddress("the URL of a store begins with postgresql://, as in postgresql://host/database")
        }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            defer { PQfreemem(message) }
            // The message quotes the URL, which may have a password.
            let reason = message.map { String(cString: $0) } ?? ""
            let head = reason.prefix { $0 != "\"" }.split(separator: ":").first.map(String.init) ?? ""
            throw .badAddress(
                "the URL of the store can't be read (\(head.trimmingCharacters(in: .whitespacesAndNewlines))); write it "
                    + "as in postgresql://user@host:5432/database?sslmode=verify-full")
        }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if ["password", "sslpassword"].contains(String(cString: keyword)), option.pointee.val != nil {
                throw .badAddress(
                    "the URL of the store has a password, which everybody sees who lists this machine's processes; give it "
                        + "in PGPASSWORD, in ~/.pgpass or in a service file")
            }
            option += 1
        }
        self.url = url
    }

    /// What libpq is given: settings that the URL overrides, then the URL, then those that nobody overrides.
    func parameters(environment: [String: String]) -> [(keyword: String, value: String)] {
        // A cut network is noticed within half a minute.
        var defaults = [
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
        ]
        if environment["PGCONNECT_TIMEOUT"] == nil { defaults.append(("connect_timeout", "10")) }
        return defaults + [
            ("dbname", url), ("fallback_application_name", "sextant"), ("client_encoding", "UTF8"),
        ]
    }
}
