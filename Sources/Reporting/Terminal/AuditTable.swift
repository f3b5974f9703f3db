import Records

/// The audit trail.
package enum AuditTable {
    /// The table for a terminal: a row an entry.
    package static func text(_ entries: [AuditEntry], color: Bool) -> String {
        var table = TextTable([
            .init("when"), .init("who", flexible: true), .init("command"), .init("run"),
            .init("target", flexible: true),
        ])
        for entry in entries {
            table.add([
                UTCDate.text(secondsSince1970: entry.time), "\(entry.user)@\(entry.host)", entry.command, entry.run,
                entry.target,
            ])
        }
        return table.text(color: color)
    }

    /// An entry as a line of JSON.
    package static func line(_ entry: AuditEntry) -> String {
        let document = OrderedJSON.object([
            ("time", .string(UTCDate.seconds(entry.time) + "Z")), ("user", .string(entry.user)),
            ("host", .string(entry.host)), ("command", .string(entry.command)), ("run", .string(entry.run)),
            ("target", .string(entry.target)),
        ])
        return String(decoding: document.compact, as: UTF8.self)
    }
}
